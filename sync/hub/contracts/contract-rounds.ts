/**
 * Keeps tills at what the books say, with nobody sending anything: a round is made soon after a book,
 * a plan or a station was added to, by whomever, and once an hour for what begins and ends by its date.
 */
import type { Clock, Timer } from '../../../hardware/kit/clock.ts';

/** What an admin writes is on its way before they look away; a look at three counts costs nothing. */
export const LOOK_EVERY_MS = 5_000;
/** A day ends at another hour in each zone. */
const HOUR_MS = 3_600_000;

export interface RoundsParts {
  readonly clock: Clock;
  /** Another whenever something was written that a round could be about. */
  readonly mark: () => Promise<string>;
  /** Whether it reached every till; where it did not, the next look tries again. */
  readonly round: () => Promise<boolean>;
  readonly onError: (cause: unknown) => void;
}

export class ContractRounds implements AsyncDisposable {
  readonly #parts: RoundsParts;
  #timer: Timer | undefined;
  #running: Promise<void> = Promise.resolve();
  /** Of the last round that was made to its end. */
  #done: string | undefined;
  #isOver = false;

  constructor(parts: RoundsParts) {
    this.#parts = parts;
    this.#wait();
  }

  #wait(): void {
    if (this.#isOver) return;
    this.#timer = this.#parts.clock.startTimer(LOOK_EVERY_MS, () => {
      this.#running = this.#look().finally(() => this.#wait());
    });
  }

  async #look(): Promise<void> {
    const { clock, mark, round, onError } = this.#parts;
    try {
      const hour = Math.floor(clock.wallMs() / HOUR_MS);
      const now = `${hour} ${await mark()}`;
      if (now === this.#done || this.#isOver) return;
      if (await round()) this.#done = now;
    } catch (cause) {
      // The next look tries again.
      onError(cause);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    this.#timer?.cancel();
    await this.#running;
  }
}
