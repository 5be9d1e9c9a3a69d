/** Keeps the desk going: at once when a till has asked, and every so often for what passes by itself. */
import type { Clock, Timer } from '../../../hardware/kit/clock.ts';
import type { RoundFault } from './desk-rounds.ts';

/** A certification that is taken away passes its tickets on within so long. */
const LOOK_EVERY_MS = 5_000;

export interface DeskRunnerParts {
  readonly clock: Clock;
  readonly round: () => Promise<readonly RoundFault[]>;
  readonly onError: (cause: unknown) => void;
}

export class DeskRunner implements AsyncDisposable {
  readonly #parts: DeskRunnerParts;
  #timer: Timer | undefined;
  #running: Promise<void> = Promise.resolve();
  #isWanted = false;
  #isOver = false;
  #told = new Set<string>();

  constructor(parts: DeskRunnerParts) {
    this.#parts = parts;
    this.wake();
  }

  /** Looks at once; whoever wakes it while it looks makes it look once more. */
  wake(): void {
    if (this.#isOver || this.#isWanted) return;
    this.#isWanted = true;
    this.#timer?.cancel();
    this.#running = this.#running.then(() => this.#look());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    this.#timer?.cancel();
    await this.#running;
  }

  async #look(): Promise<void> {
    const { clock, round, onError } = this.#parts;
    this.#isWanted = false;
    if (this.#isOver) return;
    try {
      const faults = await round();
      for (const { ticket, cause } of faults) if (!this.#told.has(ticket)) onError(cause);
      this.#told = new Set(faults.map(({ ticket }) => ticket));
    } catch (cause) {
      onError(cause);
    }
    this.#timer?.cancel();
    if (!this.#isOver) this.#timer = clock.startTimer(LOOK_EVERY_MS, () => this.wake());
  }
}
