/** The device console on its stream: how the till stands, once a second where that has changed, and acts. */
import type { Clock, Timer } from '../../hardware/kit/clock.ts';
import {
  CONSOLE_ACT_MAX_BYTES,
  consoleAct,
  type ConsoleAct,
  type ConsoleMessage,
  type ConsoleSnapshot,
} from '../../sync/protocol/console.ts';
import { RELAY_FRAME_MAX_BYTES } from '../../sync/protocol/relay.ts';
import type { LiveControl, StreamBytes } from '../core/support/supporting.ts';
import { carryOut, type ConsoleDesk } from './console-acts.ts';
import type { OpenStream, StreamFault } from './open-stream.ts';
import type { OpenRelay, RelayLine } from './relay-line.ts';

const PUSH_MS = 1_000;

/** Acts that wait for those before them; who asks for more is no person. */
export const ACTS_WAITING_MAX = 8;

export interface ConsoleParts {
  readonly session: string;
  readonly control: LiveControl;
  readonly desk: ConsoleDesk & { readonly snapshot: () => ConsoleSnapshot };
  readonly openRelay: OpenRelay;
  readonly clock: Clock;
  /** Told once of an end that nobody has asked for, after it was opened. */
  readonly onEnded: (reason: StreamFault) => void;
}

export class ConsoleStream implements OpenStream {
  readonly opened: Promise<'opened' | StreamFault>;
  readonly #parts: ConsoleParts;
  readonly #relay: RelayLine | undefined;
  #control: LiveControl;
  #phase: 'opening' | 'open' | 'over' = 'opening';
  #shown = '';
  #timer: Timer | undefined;
  #acting: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(parts: ConsoleParts) {
    this.#parts = parts;
    this.#control = parts.control;
    this.#relay = parts.openRelay(parts.session, 'console', {
      onFrame: (bytes, isText) => this.#take(bytes, isText),
      onRoom: () => undefined,
      onLost: () => this.#ended('line-lost'),
    });
    this.opened = this.#open();
  }

  get bytes(): StreamBytes {
    const { bytesIn = 0, bytesOut = 0 } = this.#relay ?? {};
    return { bytesIn, bytesOut };
  }

  control(control: LiveControl): void {
    this.#control = control;
  }

  async cut(): Promise<void> {
    this.#leave();
    await this.#acting;
  }

  async #open(): Promise<'opened' | StreamFault> {
    const outcome = await this.#relay?.opened;
    if (outcome !== 'opened' || this.#phase === 'over') {
      this.#leave();
      return 'line-lost';
    }
    this.#phase = 'open';
    this.#push();
    return 'opened';
  }

  /** Looks every second; a technician who does not read is shown the newest once they do. */
  #push(): void {
    if (this.#phase !== 'open') return;
    this.#timer = this.#parts.clock.startTimer(PUSH_MS, () => this.#push());
    if (this.#relay?.isFull === true) return;
    const snapshot = this.#parts.desk.snapshot();
    const shown = JSON.stringify({ ...snapshot, atMs: 0 });
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#say(fitting(snapshot));
  }

  #take(bytes: Buffer, isText: boolean): void {
    if (this.#phase === 'over') return;
    const act = isText && bytes.length <= CONSOLE_ACT_MAX_BYTES ? parsed(bytes) : undefined;
    if (act === undefined || this.#waiting >= ACTS_WAITING_MAX) return this.#ended('protocol');
    this.#waiting += 1;
    this.#acting = this.#acting.then(() => this.#carryOut(act));
  }

  async #carryOut(act: ConsoleAct): Promise<void> {
    this.#waiting -= 1;
    // Stop was pressed while it waited.
    if (this.#phase === 'over') return;
    const { session, desk } = this.#parts;
    const outcome = await carryOut(act, { session, control: this.#control }, desk).catch(
      () => 'failed' as const,
    );
    this.#say({ kind: 'answer', id: act.id, outcome });
  }

  #say(message: ConsoleMessage): void {
    this.#relay?.send(JSON.stringify(message));
  }

  #ended(reason: StreamFault): void {
    if (this.#phase === 'over') return;
    const wasOpen = this.#phase === 'open';
    this.#leave();
    if (wasOpen) this.#parts.onEnded(reason);
  }

  #leave(): void {
    this.#phase = 'over';
    this.#timer?.cancel();
    this.#relay?.cut();
  }
}

/** In one frame: what does not fit is the past. */
function fitting(snapshot: ConsoleSnapshot): ConsoleSnapshot {
  const sizeBytes = Buffer.byteLength(JSON.stringify(snapshot));
  return sizeBytes <= RELAY_FRAME_MAX_BYTES ? snapshot : { ...snapshot, journal: [] };
}

function parsed(bytes: Buffer): ConsoleAct | undefined {
  try {
    return consoleAct.safeParse(JSON.parse(bytes.toString())).data;
  } catch {
    return undefined;
  }
}
