/**
 * Joins a till's stream to its technician. Neither end can reach anything else; what one end does not
 * read is not read from the other, so that a slow end fills nobody's memory.
 */
import type { WebSocket } from 'ws';
import type { StreamKind } from '../../../agent/core/support/remote-session.ts';
import { RELAY_BUFFER_MAX_BYTES } from '../../protocol/relay.ts';

/** One end of a stream may wait so long for the other. */
const JOIN_TIMEOUT_MS = 60_000;

/** A till is told why a session ends before its end is cut; by then it has nobody to send to. */
const TELL_MS = 2_000;

const CLOSE_OVER = 1_000;
const CLOSE_REPLACED = 4_001;
const CLOSE_ALONE = 4_002;

export type RelaySide = 'till' | 'desk';

export interface RelayEnd {
  readonly session: string;
  readonly stream: StreamKind;
  readonly side: RelaySide;
  readonly socket: WebSocket;
}

export interface RelayClock {
  readonly startTimer: (ms: number, onDue: () => void) => { cancel(): void };
}

export class Relay {
  readonly #clock: RelayClock;
  readonly #waiting = new Map<string, RelayEnd & { readonly leave: () => void }>();
  readonly #ends = new Map<string, Set<RelayEnd>>();
  readonly #ending = new Set<string>();

  constructor(clock: RelayClock) {
    this.#clock = clock;
  }

  /** Takes an end in whose right to it has been checked; joined as soon as both are there. */
  take(end: RelayEnd): void {
    const { session, stream, side, socket } = end;
    this.#remember(end);
    const key = `${session}/${stream}/${side}`;
    const other = this.#waiting.get(`${session}/${stream}/${side === 'till' ? 'desk' : 'till'}`);
    this.#waiting.get(key)?.socket.close(CLOSE_REPLACED, 'replaced');
    if (other !== undefined) {
      other.leave();
      this.#pump(end, other);
      this.#pump(other, end);
      socket.resume();
      other.socket.resume();
      return;
    }
    const timer = this.#clock.startTimer(JOIN_TIMEOUT_MS, () => socket.close(CLOSE_ALONE, 'alone'));
    const leave = (): void => {
      timer.cancel();
      if (this.#waiting.get(key)?.socket === socket) this.#waiting.delete(key);
    };
    this.#waiting.set(key, { ...end, leave });
    // Nothing is read before there is somebody to read it for.
    socket.pause();
    socket.once('close', leave);
  }

  /** The technician sees and does nothing more from here on; the till hears why, and then is cut. */
  cut(session: string): void {
    const ends = this.#ends.get(session);
    if (ends === undefined) return;
    this.#ending.add(session);
    for (const { side, socket } of ends) if (side === 'desk') socket.terminate();
    this.#clock.startTimer(TELL_MS, () => {
      for (const { socket } of ends) socket.terminate();
      this.#ending.delete(session);
    });
  }

  /** Cuts everything. */
  close(): void {
    for (const ends of this.#ends.values()) for (const { socket } of ends) socket.terminate();
  }

  #remember(end: RelayEnd): void {
    const { session, socket } = end;
    const known = this.#ends.get(session) ?? new Set();
    this.#ends.set(session, known.add(end));
    socket.on('error', () => socket.terminate());
    socket.once('close', () => {
      known.delete(end);
      if (known.size === 0) this.#ends.delete(session);
    });
  }

  /** Whole frames, as they come; the source is held back while the other end is behind. */
  #pump({ session, socket: from }: RelayEnd, { socket: to }: RelayEnd): void {
    from.on('message', (data: Buffer, isBinary: boolean) => {
      if (this.#ending.has(session)) return;
      to.send(data, { binary: isBinary }, () => {
        if (from.isPaused && to.bufferedAmount < RELAY_BUFFER_MAX_BYTES / 2) from.resume();
      });
      if (to.bufferedAmount > RELAY_BUFFER_MAX_BYTES) from.pause();
    });
    from.once('close', () => {
      if (!this.#ending.has(session)) to.close(CLOSE_OVER, 'over');
    });
  }
}
