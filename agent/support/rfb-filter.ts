/**
 * All that a technician's page sends, message by message. What asks for pictures passes; what types,
 * clicks or pastes passes only while somebody at the till has granted it; what is neither ends the
 * stream. The page is not believed: it may be anybody's.
 */
import { RfbBytes } from './rfb-bytes.ts';
import { isEncodingPassed } from './rfb-encodings.ts';
import { pointerEvent, RfbHeld } from './rfb-held.ts';

/** Far more than any page knows. */
export const ENCODINGS_MAX = 128;

/** What is pasted at once. */
export const CUT_TEXT_MAX_BYTES = 16 * 1_024;

const SET_ENCODINGS_BYTES = 4;
const ENCODING_BYTES = 4;
const CUT_TEXT_BYTES = 8;

/** By message type: how long it is, as far as that is fixed. */
const MESSAGES = {
  setPixelFormat: { type: 0, bytes: 20 },
  setEncodings: { type: 2, bytes: SET_ENCODINGS_BYTES },
  updateRequest: { type: 3, bytes: 10 },
  key: { type: 4, bytes: 8 },
  pointer: { type: 5, bytes: 6 },
  cutText: { type: 6, bytes: CUT_TEXT_BYTES },
} as const;

const HEAD_BYTES: ReadonlyMap<number, number> = new Map(
  Object.values(MESSAGES).map(({ type, bytes }) => [type, bytes]),
);

export type FilterFault = 'unknown-message' | 'message-too-long';

export interface Filtered {
  /** For the screen's server. */
  readonly passed: Buffer;
  /** After this nothing passes any more. */
  readonly fault?: FilterFault;
}

const NOTHING = Buffer.alloc(0);

export class RfbFilter {
  readonly #bytes = new RfbBytes();
  readonly #held = new RfbHeld();
  #isGranted = false;
  #fault: FilterFault | undefined;

  /**
   * `isBehind`: the screen's server has not taken yet what it was sent. Nothing is pressed then: a click
   * that waits would hit what the screen shows when it comes, and not what was clicked on.
   */
  push(piece: Buffer, isBehind = false): Filtered {
    if (this.#fault !== undefined) return { passed: NOTHING, fault: this.#fault };
    this.#bytes.push(piece);
    const passed: Buffer[] = [];
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      passed.push(this.#pass(next, isBehind));
    }
    const fault = this.#fault;
    return { passed: Buffer.concat(passed), ...(fault === undefined ? {} : { fault }) };
  }

  /** From the next message on, also one that has begun; what lets go of all that is held comes back. */
  setGranted(isGranted: boolean): Buffer {
    this.#isGranted = isGranted;
    return isGranted ? NOTHING : this.#held.release();
  }

  /** Bytes of a message that is not whole yet. */
  get waitingBytes(): number {
    return this.#bytes.lengthBytes;
  }

  #next(): Buffer | undefined {
    const lengthBytes = this.#lengthOfNext();
    return lengthBytes === undefined ? undefined : this.#bytes.take(lengthBytes);
  }

  #lengthOfNext(): number | undefined {
    const [type] = this.#bytes.peek(1) ?? [];
    if (type === undefined || this.#fault !== undefined) return undefined;
    const headBytes = HEAD_BYTES.get(type);
    if (headBytes === undefined) return this.#refuse('unknown-message');
    const head = this.#bytes.peek(headBytes);
    return head === undefined ? undefined : this.#lengthOf(type, head);
  }

  #lengthOf(type: number, head: Buffer): number | undefined {
    if (type === MESSAGES.setEncodings.type) {
      const count = head.readUInt16BE(2);
      if (count > ENCODINGS_MAX) return this.#refuse('message-too-long');
      return head.length + count * ENCODING_BYTES;
    }
    if (type !== MESSAGES.cutText.type) return head.length;
    const textBytes = head.readUInt32BE(4);
    if (textBytes > CUT_TEXT_MAX_BYTES) return this.#refuse('message-too-long');
    return head.length + textBytes;
  }

  #refuse(fault: FilterFault): undefined {
    this.#fault = fault;
    this.#bytes.takeAll();
    return undefined;
  }

  #pass(message: Buffer, isBehind: boolean): Buffer {
    const [type] = message;
    if (type === MESSAGES.setEncodings.type) return withPassedEncodings(message);
    const isInput =
      type === MESSAGES.key.type ||
      type === MESSAGES.pointer.type ||
      type === MESSAGES.cutText.type;
    if (!isInput) return message;
    return this.#isGranted ? this.#input(message, isBehind) : NOTHING;
  }

  #input(message: Buffer, isBehind: boolean): Buffer {
    switch (message[0]) {
      case MESSAGES.key.type: {
        const isDown = message[1] !== 0;
        if (isDown && isBehind) return NOTHING;
        return this.#held.key(message.readUInt32BE(4), isDown) ? message : NOTHING;
      }
      case MESSAGES.pointer.type:
        return this.#pointer(message, isBehind);
      default:
        return isBehind ? NOTHING : message;
    }
  }

  #pointer(message: Buffer, isBehind: boolean): Buffer {
    const wanted = message.readUInt8(1);
    const buttons = isBehind ? this.#held.onlyHeld(wanted) : wanted;
    const [x, y] = [message.readUInt16BE(2), message.readUInt16BE(4)];
    this.#held.pointer(buttons, x, y);
    return pointerEvent(buttons, x, y);
  }
}

/** In the order that the page prefers. */
function withPassedEncodings(message: Buffer): Buffer {
  const count = message.readUInt16BE(2);
  const asked = Array.from({ length: count }, (_, at) =>
    message.readInt32BE(SET_ENCODINGS_BYTES + at * ENCODING_BYTES),
  );
  const passed = asked.filter(isEncodingPassed);
  const reduced = Buffer.alloc(SET_ENCODINGS_BYTES + passed.length * ENCODING_BYTES);
  reduced.writeUInt8(MESSAGES.setEncodings.type);
  reduced.writeUInt16BE(passed.length, 2);
  for (const [at, encoding] of passed.entries()) {
    reduced.writeInt32BE(encoding, SET_ENCODINGS_BYTES + at * ENCODING_BYTES);
  }
  return reduced;
}
