import type { Clock, Timer } from '../hardware/kit/clock.ts';

interface MemoryParts {
  readonly clock: Clock;
  /** Absent where the process was not started with leave for it. */
  readonly collectGarbage?: (() => void) | undefined;
}

/** By then the devices have been asked for all that is asked at a start. */
const START_SETTLED_MS = 3_000;

/**
 * Gives back, once, what only the start has needed: a till at rest makes too little garbage for that
 * to happen by itself. All stands still meanwhile, for less than a tenth of a second on most
 * computers, and so it waits until no money moves.
 */
export function tidyAfterStart(
  { clock, collectGarbage }: MemoryParts,
  isMoneyMoving: () => boolean,
): Disposable | undefined {
  if (collectGarbage === undefined) return undefined;
  let timer: Timer;
  const wait = (): void => {
    timer = clock.startTimer(START_SETTLED_MS, () => {
      if (isMoneyMoving()) wait();
      else collectGarbage();
    });
  };
  wait();
  return { [Symbol.dispose]: () => timer.cancel() };
}
