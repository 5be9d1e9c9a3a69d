import type { Clock, Timer } from '../../hardware/kit/clock.ts';

interface Due {
  readonly atMs: number;
  readonly order: number;
  readonly action: () => void;
}

/** 2026-01-05 08:00 UTC, a Monday. */
const START_WALL_MS = Date.UTC(2026, 0, 5, 8);

/**
 * A clock that stands still until it is advanced. Timers fire in the order of their time, then of
 * their start; between two of them everything that promises set going runs to its end.
 */
export class FakeClock implements Clock {
  #nowMs = 0;
  #wallOffsetMs: number;
  #started = 0;
  readonly #timers = new Set<Due>();

  constructor(startWallMs: number = START_WALL_MS) {
    this.#wallOffsetMs = startWallMs;
  }

  wallMs(): number {
    return this.#wallOffsetMs + this.#nowMs;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  /** Moves the calendar alone, as a person or a time server does. */
  jumpWall(byMs: number): void {
    this.#wallOffsetMs += byMs;
  }

  get pendingTimers(): number {
    return this.#timers.size;
  }

  startTimer(delayMs: number, action: () => void): Timer {
    this.#started += 1;
    const due: Due = {
      atMs: this.#nowMs + Math.max(0, Math.ceil(delayMs)),
      order: this.#started,
      action,
    };
    this.#timers.add(due);
    return { cancel: () => void this.#timers.delete(due) };
  }

  async advance(byMs: number): Promise<void> {
    const endMs = this.#nowMs + byMs;
    await settle();
    for (let due = this.#next(endMs); due !== undefined; due = this.#next(endMs)) {
      await this.#fire(due);
    }
    this.#nowMs = endMs;
    await settle();
  }

  /** Advances timer by timer until the predicate holds; false when it does not within the limit. */
  async runUntil(predicate: () => boolean, limitMs: number): Promise<boolean> {
    const endMs = this.#nowMs + limitMs;
    await settle();
    while (!predicate()) {
      const due = this.#next(endMs);
      if (due === undefined) {
        this.#nowMs = endMs;
        return predicate();
      }
      await this.#fire(due);
    }
    return true;
  }

  async #fire(due: Due): Promise<void> {
    this.#timers.delete(due);
    this.#nowMs = Math.max(this.#nowMs, due.atMs);
    due.action();
    await settle();
  }

  #next(endMs: number): Due | undefined {
    let first: Due | undefined;
    for (const due of this.#timers) {
      if (due.atMs <= endMs && (first === undefined || isBefore(due, first))) first = due;
    }
    return first;
  }
}

function isBefore(left: Due, right: Due): boolean {
  return left.atMs === right.atMs ? left.order < right.order : left.atMs < right.atMs;
}

/** An immediate runs after every promise callback that is ready, and those that these make ready. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
