/**
 * Joins a till's stream to its technician. Neither end can reach anything else; what one end does not
 * read is not read from the other, so that a slow end fills nobody's memory.
 */
import type { WebSocket } from 'ws';
import type { StreamKind } from '../../../agent/core/support/remote-session.ts';
import { RELAY_BUFFER_MAX_BYTES } from '../../protocol/relay.ts';

/** One end of a stream may wait so long for the other. */
const JOIN_TIMEOUT_MS = 60_000;

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
  readonly #sockets = new Map<string, Set<WebSocket>>();

  constructor(clock: RelayClock) {
    this.#clock = clock;
  }

  /** Takes an end in whose right to it has been checked; joined as soon as both are there. */
  take(end: RelayEnd): void {
    const { session, stream, side, socket } = end;
    this.#remember(session, socket);
    const key = `${session}/${stream}/${side}`;
    const other = this.#waiting.get(`${session}/${stream}/${side === 'till' ? 'desk' : 'till'}`);
    this.#waiting.get(key)?.socket.close(CLOSE_REPLACED, 'replaced');
    if (other !== undefined) {
      other.leave();
      return join(end.socket, other.socket);
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

  /** Cuts every stream of a session at once. */
  cut(session: string): void {
    for (const socket of this.#sockets.get(session) ?? []) socket.terminate();
  }

  /** Cuts everything. */
  close(): void {
    for (const session of this.#sockets.keys()) this.cut(session);
  }

  #remember(session: string, socket: WebSocket): void {
    const known = this.#sockets.get(session) ?? new Set();
    this.#sockets.set(session, known.add(socket));
    socket.on('error', () => socket.terminate());
    socket.once('close', () => {
      known.delete(socket);
      if (known.size === 0) this.#sockets.delete(session);
    });
  }
}

function join(one: WebSocket, other: WebSocket): void {
  pump(one, other);
  pump(other, one);
  one.resume();
  other.resume();
}

/** Whole frames, as they come; the source is held back while the other end is behind. */
function pump(from: WebSocket, to: WebSocket): void {
  from.on('message', (data: Buffer, isBinary: boolean) => {
    to.send(data, { binary: isBinary }, () => {
      if (from.isPaused && to.bufferedAmount < RELAY_BUFFER_MAX_BYTES / 2) from.resume();
    });
    if (to.bufferedAmount > RELAY_BUFFER_MAX_BYTES) from.pause();
  });
  from.once('close', () => to.close(CLOSE_OVER, 'over'));
}
