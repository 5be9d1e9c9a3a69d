import type { CashItem } from '../../kit/device.ts';
import type { AcceptorCursor } from './acceptor-cursor.ts';
import { creditsSince } from './credits.ts';
import type { EventBuffer, EventPair } from './machine.ts';

export interface EventFacts {
  readonly cursor: AcceptorCursor | undefined;
  readonly buffer: EventBuffer;
  /** The device has forgotten the inhibit mask it had been given: it has lost its power. */
  readonly isMaskGone: boolean;
  /** Coins or notes that a loss of power can take with it. */
  readonly lostByResetMax: number;
  /** What there is to report of one event. */
  readonly itemsOf: (event: EventPair) => readonly CashItem[];
}

export interface EventStep {
  readonly items: readonly CashItem[];
  readonly cursor: AcceptorCursor;
  readonly isReset: boolean;
  /** What is new in the buffer, oldest first. */
  readonly events: readonly EventPair[];
}

/**
 * What there is to report of an event buffer, and the cursor to go with it; the same for coins and
 * notes. A credit the device can no longer tell is only claimed to be lost when something had been
 * let in.
 */
export function eventStep(facts: EventFacts): EventStep {
  const { cursor, buffer } = facts;
  const { counter } = buffer;
  const credits = creditsSince(cursor?.counter, buffer);
  if (cursor === undefined || credits.kind === 'baseline') {
    return { items: [], cursor: { counter, isAccepting: false }, isReset: false, events: [] };
  }
  if (credits.kind === 'reset' || (facts.isMaskGone && cursor.isAccepting)) {
    const items = lost(cursor, facts.lostByResetMax, 'device-reset');
    return { items, cursor: { counter, isAccepting: false }, isReset: true, events: [] };
  }
  const { events, lostCount } = credits;
  const known = events.flatMap((event) => facts.itemsOf(event));
  // A credit where none was allowed: something was let in that this cursor does not know of, as
  // after the disk was restored from a copy.
  const isAccepting = cursor.isAccepting || known.some(({ kind }) => kind === 'inserted');
  const items = [...lost({ ...cursor, isAccepting }, lostCount, 'overflow'), ...known];
  return { items, cursor: { ...cursor, counter }, isReset: false, events };
}

function lost(
  { isAccepting }: AcceptorCursor,
  countMax: number,
  cause: 'overflow' | 'device-reset',
): readonly CashItem[] {
  return isAccepting && countMax > 0 ? [{ kind: 'lost', countMax, cause }] : [];
}
