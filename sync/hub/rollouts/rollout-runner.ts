/** Keeps rollouts going: turn after turn, one at a time, and sooner when somebody has acted. */
import type { Clock, Timer } from '../../../hardware/kit/clock.ts';
import { advanceRollouts, type AdvanceParts } from './advance.ts';

/** So long after a till has said something the next may be told. */
const TURN_MS = 15_000;

export interface RunnerParts extends AdvanceParts {
  readonly clock: Clock;
}

export class RolloutRunner implements AsyncDisposable {
  readonly #parts: RunnerParts;
  #timer: Timer | undefined;
  #turning: Promise<void> = Promise.resolve();
  #isStopped = false;
  /** Since the turn that is under way began. */
  #isWoken = false;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    this.#arm(0);
  }

  /** Something may have to be told now. */
  wake(): void {
    this.#isWoken = true;
    this.#arm(0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopped = true;
    this.#timer?.cancel();
    await this.#turning;
  }

  #arm(delayMs: number): void {
    if (this.#isStopped) return;
    this.#timer?.cancel();
    this.#timer = this.#parts.clock.startTimer(delayMs, () => {
      this.#turning = this.#turning.then(() => this.#turn());
    });
  }

  /** Whatever fails, there is another turn. */
  async #turn(): Promise<void> {
    if (this.#isStopped) return;
    this.#isWoken = false;
    let hasMore = false;
    try {
      ({ hasMore } = await advanceRollouts(this.#parts));
    } catch (cause) {
      this.#parts.onError(cause);
    }
    this.#arm(hasMore || this.#isWoken ? 0 : TURN_MS);
  }
}
