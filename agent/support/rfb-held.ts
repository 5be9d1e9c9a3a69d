/** What a technician holds down at the till at this moment, so that it can be let go for them. */
const KEY_EVENT = 4;
const KEY_BYTES = 8;
const POINTER_EVENT = 5;
const POINTER_BYTES = 6;

/** More than anybody has fingers: beyond it nothing more is pressed. */
export const KEYS_HELD_MAX = 32;

export class RfbHeld {
  readonly #keys = new Set<number>();
  #buttons = 0;
  #x = 0;
  #y = 0;

  /** Whether it may pass: a key that was not pressed through here is not released through here either. */
  key(keysym: number, isDown: boolean): boolean {
    if (!isDown) return this.#keys.delete(keysym);
    if (this.#keys.size >= KEYS_HELD_MAX && !this.#keys.has(keysym)) return false;
    this.#keys.add(keysym);
    return true;
  }

  /** The buttons down of a pointer where nothing more may be pressed. */
  onlyHeld(buttons: number): number {
    return buttons & this.#buttons;
  }

  pointer(buttons: number, x: number, y: number): void {
    this.#buttons = buttons;
    this.#x = x;
    this.#y = y;
  }

  /** What lets go of all of it; nothing where nothing is held. */
  release(): Buffer {
    const keys = [...this.#keys].toReversed().map((keysym) => keyEvent(keysym, false));
    const buttons = this.#buttons === 0 ? [] : [pointerEvent(0, this.#x, this.#y)];
    this.#keys.clear();
    this.#buttons = 0;
    return Buffer.concat([...keys, ...buttons]);
  }
}

function keyEvent(keysym: number, isDown: boolean): Buffer {
  const message = Buffer.alloc(KEY_BYTES);
  message.writeUInt8(KEY_EVENT);
  message.writeUInt8(isDown ? 1 : 0, 1);
  message.writeUInt32BE(keysym, 4);
  return message;
}

export function pointerEvent(buttons: number, x: number, y: number): Buffer {
  const message = Buffer.alloc(POINTER_BYTES);
  message.writeUInt8(POINTER_EVENT);
  message.writeUInt8(buttons, 1);
  message.writeUInt16BE(x, 2);
  message.writeUInt16BE(y, 4);
  return message;
}
