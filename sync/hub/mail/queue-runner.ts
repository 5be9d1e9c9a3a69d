/** Looks every so often at a queue in the database; what went wrong there waits in the queue itself. */
import type { Clock, Timer } from '../../../hardware/kit/clock.ts';

export interface QueueRunnerParts {
  readonly clock: Clock;
  readonly everyMs: number;
  readonly round: () => Promise<void>;
  readonly onError: (cause: unknown) => void;
}

export class QueueRunner implements AsyncDisposable {
  readonly #parts: QueueRunnerParts;
  #timer: Timer | undefined;
  #running: Promise<void>;
  #isOver = false;

  constructor(parts: QueueRunnerParts) {
    this.#parts = parts;
    this.#running = this.#look();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    this.#timer?.cancel();
    await this.#running;
  }

  async #look(): Promise<void> {
    const { clock, everyMs, round, onError } = this.#parts;
    try {
      await round();
    } catch (cause) {
      onError(cause);
    }
    if (this.#isOver) return;
    this.#timer = clock.startTimer(everyMs, () => {
      this.#running = this.#look();
    });
  }
}
