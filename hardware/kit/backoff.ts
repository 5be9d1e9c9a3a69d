export interface BackoffOptions {
  readonly firstMs: number;
  readonly capMs: number;
  /** Gives a number in [0, 1) for each delay. */
  readonly random: () => number;
}

/** Share of a delay that the jitter may take away. */
const JITTER_SHARE = 0.25;
const GROWTH = 2;

/** Delays for trying again for ever: they double up to the cap, each shortened by the jitter. */
export function* backoffDelays(options: BackoffOptions): Generator<number, never> {
  let delayMs = options.firstMs;
  for (;;) {
    yield delayMs * (1 - JITTER_SHARE * options.random());
    delayMs = Math.min(delayMs * GROWTH, options.capMs);
  }
}

/** Fractional part of the golden ratio: its multiples spread evenly over [0, 1). */
const GOLDEN_FRACTION = 0.618_033_988_749_895;

/**
 * Jitter without a source of randomness. A port has one host and so no herd to spread; the jitter
 * only keeps the retries from falling into step with a device that restarts at a fixed period.
 */
export function createEvenJitter(): () => number {
  let count = 0;
  return () => {
    count += 1;
    return (count * GOLDEN_FRACTION) % 1;
  };
}
