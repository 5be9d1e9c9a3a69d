import { ATTEMPTS_TRACKED_MAX, ATTEMPTS_WINDOW_MS } from '../limits.ts';

interface Count {
  readonly sinceMs: number;
  readonly attempts: number;
}

/** Counts attempts by whoever makes them, in windows of time; remembers a bounded number of them. */
export class Attempts {
  readonly #max: number;
  readonly #counts = new Map<string, Count>();

  constructor(max: number) {
    this.#max = max;
  }

  /** One more; the oldest are forgotten when there are too many to remember. */
  note(key: string, nowMs: number): void {
    const { sinceMs, attempts } = this.#current(key, nowMs);
    this.#counts.delete(key);
    this.#counts.set(key, { sinceMs, attempts: attempts + 1 });
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > ATTEMPTS_TRACKED_MAX && oldest !== undefined) {
      this.#counts.delete(oldest);
    }
  }

  /** How long to wait where it was too many; undefined where it was not. */
  retryAfterMs(key: string, nowMs: number): number | undefined {
    const { sinceMs, attempts } = this.#current(key, nowMs);
    return attempts < this.#max ? undefined : Math.ceil(sinceMs + ATTEMPTS_WINDOW_MS - nowMs);
  }

  #current(key: string, nowMs: number): Count {
    const count = this.#counts.get(key);
    const isOver = count === undefined || nowMs - count.sinceMs >= ATTEMPTS_WINDOW_MS;
    return isOver ? { sinceMs: nowMs, attempts: 0 } : count;
  }
}
