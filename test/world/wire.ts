import type { FakeClock } from '../support/fake-clock.ts';
import type { Timer } from '../../hardware/kit/clock.ts';
import type { Parcel } from './sim-socket.ts';

interface Underway {
  readonly parcel: Parcel;
  readonly timer: Timer;
}

/** One direction of a connection: parcels arrive in the order they left, each after some time. */
export class Wire {
  readonly #clock: FakeClock;
  readonly #deliver: (parcel: Parcel) => void;
  #underway: Underway[] = [];
  #lastMs = 0;
  /** What is put in never comes out, and nobody is told. */
  isFrozen = false;

  constructor(clock: FakeClock, deliver: (parcel: Parcel) => void) {
    this.#clock = clock;
    this.#deliver = deliver;
  }

  get bytes(): number {
    return this.#underway.reduce((sum, { parcel }) => sum + bytesOf(parcel), 0);
  }

  put(parcel: Parcel, latencyMs: number): void {
    if (this.isFrozen) return;
    const nowMs = this.#clock.monotonicMs();
    this.#lastMs = Math.max(this.#lastMs, nowMs + latencyMs);
    const timer = this.#clock.startTimer(this.#lastMs - nowMs, () => {
      this.#underway.shift();
      this.#deliver(parcel);
    });
    this.#underway.push({ parcel, timer });
  }

  /** Nothing comes out for so long. */
  stall(durationMs: number): void {
    this.#lastMs = Math.max(this.#lastMs, this.#clock.monotonicMs() + durationMs);
  }

  /** What is under way after the first `kept` parcels is lost; the first of them, if any. */
  cut(kept: number): Parcel | undefined {
    const lost = this.#underway.slice(kept);
    for (const { timer } of lost) timer.cancel();
    this.#underway = this.#underway.slice(0, kept);
    return lost[0]?.parcel;
  }

  /** Until the last of what is under way has arrived. */
  get restMs(): number {
    return Math.max(0, this.#lastMs - this.#clock.monotonicMs());
  }

  get count(): number {
    return this.#underway.length;
  }
}

function bytesOf(parcel: Parcel): number {
  return parcel.kind === 'text' ? parcel.text.length : 0;
}
