import type { Clock } from './clock.ts';

/**
 * A loop's bounded sleep that others can cut short. A `wake` before the sleep is kept, so that a
 * change made while the loop was busy is never slept over.
 */
export class Alarm {
  readonly #clock: Clock;
  readonly #sleepers = new Set<() => void>();
  #isRung = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves after `delayMs`, or at once when woken. */
  sleep(delayMs: number): Promise<void> {
    if (this.#isRung) {
      this.#isRung = false;
      return Promise.resolve();
    }
    return this.#wait(delayMs);
  }

  wake(): void {
    if (this.#sleepers.size === 0) this.#isRung = true;
    for (const rouse of this.#sleepers) rouse();
  }

  #wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const rouse = (): void => {
        timer.cancel();
        this.#sleepers.delete(rouse);
        resolve();
      };
      this.#sleepers.add(rouse);
      const timer = this.#clock.startTimer(delayMs, rouse);
    });
  }
}
