import { ATTEMPTS_TRACKED_MAX, ATTEMPTS_WINDOW_MS } from '../limits.ts';

interface Told {
  readonly atMs: number;
  /** Refused since, and not told of. */
  readonly untold: number;
}

/** Keeps a flood of refusals from flooding the log: one line an address and window, with the count. */
export class RefusalLog {
  readonly #told = new Map<string, Told>();

  /** How many refusals to tell of now, this one among them; undefined: none, they are counted. */
  note(key: string, nowMs: number): number | undefined {
    const before = this.#told.get(key);
    const isNow = before === undefined || nowMs - before.atMs >= ATTEMPTS_WINDOW_MS;
    const count = (before?.untold ?? 0) + 1;
    this.#put(key, isNow ? { atMs: nowMs, untold: 0 } : { ...before, untold: count });
    return isNow ? count : undefined;
  }

  #put(key: string, told: Told): void {
    this.#told.delete(key);
    this.#told.set(key, told);
    const [oldest] = this.#told.keys();
    if (this.#told.size > ATTEMPTS_TRACKED_MAX && oldest !== undefined) this.#told.delete(oldest);
  }
}
