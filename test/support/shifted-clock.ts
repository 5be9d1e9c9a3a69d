import type { Clock } from '../../hardware/kit/clock.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** A clock that goes on from another moment, on a computer that has run for so many days already. */
export function shiftedClock(wallAt: string | undefined, ranDays: number): Clock {
  const shiftMs = wallAt === undefined ? 0 : Date.parse(wallAt) - systemClock.wallMs();
  // The first reading is the agent's start: only what comes after it has run.
  let startMs: number | undefined;
  return {
    wallMs: () => systemClock.wallMs() + shiftMs,
    monotonicMs: () => {
      const nowMs = systemClock.monotonicMs();
      startMs ??= nowMs;
      return nowMs === startMs ? nowMs : nowMs + ranDays * DAY_MS;
    },
    startTimer: (delayMs, fired) => systemClock.startTimer(delayMs, fired),
  };
}
