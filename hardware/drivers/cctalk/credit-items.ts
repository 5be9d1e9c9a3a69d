import type { CashItem } from '../../kit/device.ts';
import type { AcceptorCursor } from './acceptor-cursor.ts';
import { incidentOf } from './coin-errors.ts';
import { creditsSince } from './credits.ts';
import type { EventBuffer, EventPair } from './machine.ts';

export interface CreditFacts {
  readonly cursor: AcceptorCursor | undefined;
  readonly buffer: EventBuffer;
  /** The device has forgotten the inhibit mask it had been given: it has lost its power. */
  readonly isMaskGone: boolean;
  /** Value of the coin at a position; undefined for one that is not known. */
  readonly valueAt: (position: number) => number | undefined;
  /** Where a sorter path leads. */
  readonly placeOfPath: (path: number) => string;
}

export interface CreditStep {
  readonly items: readonly CashItem[];
  readonly cursor: AcceptorCursor;
  readonly isReset: boolean;
}

/**
 * Coins that a loss of power can take with it: five a second, the fastest pace there is, in the
 * second after which an acceptor that is not polled inhibits itself (part 4, 1.3.12), and one on its
 * way at either end of it.
 */
export const LOST_BY_RESET_MAX = 7;

/**
 * What there is to report of an event buffer, and the cursor to go with it. A credit the device can
 * no longer tell is only claimed to be lost when coins had been let in.
 */
export function creditStep(facts: CreditFacts): CreditStep {
  const { cursor, buffer } = facts;
  const { counter } = buffer;
  const credits = creditsSince(cursor?.counter, buffer);
  if (cursor === undefined || credits.kind === 'baseline') {
    return { items: [], cursor: { counter, isAccepting: false }, isReset: false };
  }
  if (credits.kind === 'reset' || (facts.isMaskGone && cursor.isAccepting)) {
    const items = lost(cursor, LOST_BY_RESET_MAX, 'device-reset');
    return { items, cursor: { counter, isAccepting: false }, isReset: true };
  }
  const known = credits.events.flatMap((event) => itemsOf(event, facts));
  // A credit where none was allowed: coins were let in that this cursor does not know of, as after
  // the disk was restored from a copy.
  const isAccepting = cursor.isAccepting || credits.events.some(({ a }) => a > 0);
  const items = [...lost({ ...cursor, isAccepting }, credits.lostCount, 'overflow'), ...known];
  return { items, cursor: { ...cursor, counter }, isReset: false };
}

function lost(
  { isAccepting }: AcceptorCursor,
  countMax: number,
  cause: 'overflow' | 'device-reset',
): readonly CashItem[] {
  return isAccepting && countMax > 0 ? [{ kind: 'lost', countMax, cause }] : [];
}

function itemsOf({ a: position, b }: EventPair, facts: CreditFacts): readonly CashItem[] {
  if (position === 0) {
    const incident = incidentOf(b);
    return incident === undefined ? [] : [incident];
  }
  const valueMinor = facts.valueAt(position);
  if (valueMinor !== undefined) {
    return [{ kind: 'inserted', valueMinor, place: facts.placeOfPath(b) }];
  }
  // A coin is in, and what it is worth cannot be said: a named uncertainty of one coin.
  return [
    { kind: 'incident', code: 'credit-of-unknown-coin', isFraud: false },
    { kind: 'lost', countMax: 1, cause: 'overflow' },
  ];
}
