import type { Alarm } from '../../kit/alarm.ts';
import type { Clock } from '../../kit/clock.ts';
import type { EscrowDecision } from '../../kit/device.ts';

/** A unit gives a note back after 5 s; told to hold once a second it keeps it (SSP manual, 18). */
const HOLD_MS = 800;
/** Nobody leaves a customer's note in the air for longer. */
const HOLD_MAX_MS = 60_000;

export interface HoldOptions {
  readonly clock: Clock;
  /** What the time between is slept on; a wake looks at once. */
  readonly alarm: Alarm;
  /** Tells the unit to hold on; false when there is nothing to hold any more. */
  readonly hold: () => Promise<boolean>;
  readonly decision: Promise<EscrowDecision>;
}

/**
 * Keeps a note in escrow until it has been decided on. Nothing but `hold` may go to the unit
 * meanwhile: any poll takes the note. A decision that fails gives the note back.
 */
export async function holdUntilDecided(options: HoldOptions): Promise<EscrowDecision | 'gone'> {
  const { clock, alarm, hold, decision } = options;
  const found: { decision?: EscrowDecision } = {};
  const decide = (decided: EscrowDecision): void => {
    found.decision = decided;
    alarm.wake();
  };
  decision.then(decide, () => decide('return'));
  const untilMs = clock.monotonicMs() + HOLD_MAX_MS;
  for (;;) {
    const isHeld = await hold();
    if (found.decision !== undefined) return found.decision;
    if (!isHeld) return 'gone';
    if (clock.monotonicMs() >= untilMs) return 'return';
    await alarm.sleep(HOLD_MS);
    if (found.decision !== undefined) return found.decision;
  }
}
