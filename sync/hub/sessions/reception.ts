/** Takes sockets in, however they came, as long as there is room; sends all of them away at the end. */
import type { MessageSocket } from '../../protocol/message-socket.ts';
import type { HubParts } from '../hub-parts.ts';
import { CLOSE_GRACE_MS, RETRY_AFTER_MS, SESSIONS_MAX, STRANGERS_MAX } from '../limits.ts';
import { Session } from './session.ts';

/** Why nobody from this address is let in now, and how long that will be so. */
export interface Rejection {
  readonly code: 'stopping' | 'too-many-attempts' | 'overloaded';
  readonly retryAfterMs: number;
}

export class Reception implements AsyncDisposable {
  readonly #parts: HubParts;
  readonly #sessions = new Set<Session>();
  #strangers = 0;
  #emptied: (() => void) | undefined;

  constructor(parts: HubParts) {
    this.#parts = parts;
  }

  rejectionOf(address: string): Rejection | undefined {
    const { stopping, failures, clock } = this.#parts;
    const retryAfterMs = failures.retryAfterMs(address, clock.monotonicMs());
    if (stopping.aborted) return { code: 'stopping', retryAfterMs: RETRY_AFTER_MS };
    if (retryAfterMs !== undefined) return { code: 'too-many-attempts', retryAfterMs };
    const isFull = this.#strangers >= STRANGERS_MAX || this.#sessions.size >= SESSIONS_MAX;
    return isFull ? { code: 'overloaded', retryAfterMs: RETRY_AFTER_MS } : undefined;
  }

  /** Greets an open socket, of whomever it may be. */
  admit(socket: MessageSocket, address: string): void {
    this.#strangers += 1;
    let isStranger = true;
    const session = new Session(this.#parts, {
      socket,
      address,
      connection: this.#parts.registry.nextConnection(),
      onSettled: () => {
        if (isStranger) this.#strangers -= 1;
        isStranger = false;
      },
      onClosed: () => {
        this.#sessions.delete(session);
        if (this.#sessions.size === 0) this.#emptied?.();
      },
    });
    this.#sessions.add(session);
  }

  /** Tills are told that the hub stops; those that do not let go are dropped. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const session of this.#sessions) session.leave();
    await this.#goodbyes();
    for (const session of this.#sessions) session.drop();
  }

  #goodbyes(): Promise<void> {
    if (this.#sessions.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const deadline = this.#parts.clock.startTimer(CLOSE_GRACE_MS, resolve);
      this.#emptied = () => {
        deadline.cancel();
        resolve();
      };
    });
  }
}
