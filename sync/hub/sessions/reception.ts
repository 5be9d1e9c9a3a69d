/** Takes sockets in, however they came, as long as there is room; sends all of them away at the end. */
import type { MessageSocket } from '../../protocol/message-socket.ts';
import type { HubParts } from '../hub-parts.ts';
import {
  CLOSE_GRACE_MS,
  RETRY_AFTER_MS,
  SESSIONS_MAX,
  STRANGERS_MAX,
  STRANGERS_OF_ADDRESS_MAX,
} from '../limits.ts';
import { networkOf } from '../users/address-failures.ts';
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
  readonly #strangersByNetwork = new Map<string, number>();
  #emptied: (() => void) | undefined;

  constructor(parts: HubParts) {
    this.#parts = parts;
  }

  rejectionOf(address: string): Rejection | undefined {
    const { stopping, failures, clock } = this.#parts;
    const network = networkOf(address);
    const retryAfterMs = failures.retryAfterMs(network, clock.monotonicMs());
    if (stopping.aborted) return { code: 'stopping', retryAfterMs: RETRY_AFTER_MS };
    if (retryAfterMs !== undefined) return { code: 'too-many-attempts', retryAfterMs };
    if (this.#strangersOf(network) >= STRANGERS_OF_ADDRESS_MAX)
      return { code: 'too-many-attempts', retryAfterMs: RETRY_AFTER_MS };
    const isFull = this.#strangers >= STRANGERS_MAX || this.#sessions.size >= SESSIONS_MAX;
    return isFull ? { code: 'overloaded', retryAfterMs: RETRY_AFTER_MS } : undefined;
  }

  /** Greets an open socket, of whomever it may be. */
  admit(socket: MessageSocket, address: string): void {
    const network = networkOf(address);
    this.#countStranger(network, 1);
    let isStranger = true;
    const session = new Session(this.#parts, {
      socket,
      address,
      connection: this.#parts.registry.nextConnection(),
      onSettled: () => {
        if (isStranger) this.#countStranger(network, -1);
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

  #strangersOf(network: string): number {
    return this.#strangersByNetwork.get(network) ?? 0;
  }

  #countStranger(network: string, change: 1 | -1): void {
    this.#strangers += change;
    const strangers = this.#strangersOf(network) + change;
    if (strangers === 0) this.#strangersByNetwork.delete(network);
    else this.#strangersByNetwork.set(network, strangers);
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
