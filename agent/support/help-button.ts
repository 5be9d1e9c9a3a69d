import { backoffDelays, createEvenJitter } from '../../hardware/kit/backoff.ts';
import type { Clock, Timer } from '../../hardware/kit/clock.ts';
import type { Connection, Transport } from '../../hardware/kit/transport.ts';
import { TransportError } from '../../hardware/kit/transport-error.ts';

/** A contact bounces, and a key that is held repeats: all of it is one press. */
export const PRESS_PAUSE_MS = 1_000;

const RETRY = { firstMs: 1_000, capMs: 60_000 } as const;

export interface HelpButtonParts {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly press: () => void;
}

/**
 * A button on a port of its own: whatever it sends that is not all zeros is a press. One that is not
 * there is looked for again and again; the till works without it.
 */
export class HelpButton implements AsyncDisposable {
  readonly #parts: HelpButtonParts;
  #delays = delays();
  #connection: Connection | undefined;
  #opening: Promise<void> = Promise.resolve();
  #retry: Timer | undefined;
  #heardMs = -Infinity;
  #isClosed = false;

  constructor(parts: HelpButtonParts) {
    this.#parts = parts;
    this.#opening = this.#open();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    this.#retry?.cancel();
    await this.#opening;
    await this.#connection?.close();
  }

  async #open(): Promise<void> {
    try {
      this.#connection = await this.#parts.transport.open({
        onBytes: (bytes) => this.#hear(bytes),
        onClose: () => this.#openLater(),
      });
      this.#delays = delays();
    } catch (cause) {
      if (!(cause instanceof TransportError)) throw cause;
      this.#openLater();
    }
  }

  /** What keeps coming keeps being the same press. */
  #hear(bytes: Uint8Array): void {
    if (bytes.every((byte) => byte === 0)) return;
    const nowMs = this.#parts.clock.monotonicMs();
    const isNew = nowMs - this.#heardMs >= PRESS_PAUSE_MS;
    this.#heardMs = nowMs;
    if (isNew) this.#parts.press();
  }

  #openLater(): void {
    this.#connection = undefined;
    if (this.#isClosed) return;
    this.#retry = this.#parts.clock.startTimer(this.#delays.next().value, () => {
      this.#opening = this.#open();
    });
  }
}

function delays(): Generator<number, never> {
  return backoffDelays({ ...RETRY, random: createEvenJitter() });
}
