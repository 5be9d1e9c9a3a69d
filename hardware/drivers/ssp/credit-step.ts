/**
 * Each note and coin is credited once. Only `credit` and `coin-credit` are money, and what a unit
 * found in its path when the power came back, unless that had been credited before or came out of
 * the till's own store.
 */
import type { CashItem } from '../../kit/device.ts';
import type { PollEvent } from './events.ts';
import type { Pieces } from './coin-choice.ts';
import { incident, incidentOf } from './incidents.ts';
import { payoutEndOf } from './payout-end.ts';
import type { PayoutEnd, UnitCursor } from './unit-cursor.ts';

const CASHBOX = 'cashbox';
/** Coins behind one event that tells a sum and not its coins, at most. */
const VALUE_ADDED_COINS_MAX = 20;

export interface CreditFacts {
  readonly currency: string;
  /** Whether events come again until they are acknowledged. */
  readonly isAckPolled: boolean;
  readonly valueOfChannel: (channel: number) => number | undefined;
  /** Where the unit has been told to put a value. */
  readonly placeOf: (valueMinor: number) => string;
  /** The coins in the store that a sum added is made of, as far as they are there. */
  readonly coinsAdded: readonly Pieces[];
  /** States that the unit told of in the last reply: they are no news. */
  readonly standing: ReadonlySet<string>;
}

export interface CreditStep {
  readonly items: readonly CashItem[];
  readonly cursor: UnitCursor;
}

interface Turn extends CreditStep {
  /** The events behind the one in hand. */
  readonly rest: readonly PollEvent[];
  /** What came in as a sum is credited with the first event that tells one. */
  readonly isSumCredited: boolean;
}

type Act = (turn: Turn, event: PollEvent, facts: CreditFacts) => Turn;

/** What there is to report of a poll's events, and the cursor to go with it. */
export function creditStep(
  cursor: UnitCursor,
  events: readonly PollEvent[],
  facts: CreditFacts,
): CreditStep {
  const acked = events.filter(({ isAcked }) => isAcked).map(({ hex }) => hex);
  const unacked = facts.isAckPolled ? acked : [];
  const fresh = withoutKnown(cursor.unacked, events);
  const start: Turn = { items: [], cursor: { ...cursor, unacked }, rest: [], isSumCredited: false };
  const end = fresh.reduce<Turn>(
    (turn, event, at) => takeEvent({ ...turn, rest: fresh.slice(at + 1) }, event, facts),
    start,
  );
  return { items: end.items, cursor: end.cursor };
}

/** Events not acknowledged come again first, in their order; what follows them is new. */
export function withoutKnown(
  unacked: readonly string[],
  events: readonly PollEvent[],
): readonly PollEvent[] {
  const acked = events.filter(({ isAcked }) => isAcked);
  const isRepeated =
    acked.length >= unacked.length && unacked.every((hex, at) => acked[at]?.hex === hex);
  if (!isRepeated) return events;
  const known = new Set(acked.slice(0, unacked.length));
  return events.filter((event) => !known.has(event));
}

function takeEvent(turn: Turn, event: PollEvent, facts: CreditFacts): Turn {
  const ended = withEnd(turn, event, facts);
  const told = incidentOf(event);
  const isOrdered = event.name === MOVED && turn.cursor.movingMinor !== undefined;
  const isNews = told !== undefined && !isOrdered && !facts.standing.has(event.hex);
  const noted = isNews ? withItems(ended, told) : ended;
  const act = ACTS.get(event.name);
  return act === undefined ? noted : act(noted, event, facts);
}

function withEnd(turn: Turn, event: PollEvent, { currency }: CreditFacts): Turn {
  const end = payoutEndOf(event, currency);
  if (end === undefined) return turn;
  const isCut = end.kind === 'incomplete' || end.kind === 'incomplete-collect';
  const isPayoutCut = turn.cursor.isPayoutCut || isCut;
  return { ...turn, cursor: { ...turn.cursor, end, isPayoutCut } };
}

const MOVED = 'note-moved-to-stacker';

const ACTS: ReadonlyMap<string, Act> = new Map<string, Act>([
  ['credit', credit],
  ['coin-credit', creditCoin],
  ['value-added', creditSum],
  ['stacked', (turn) => arrive(turn, (place) => place === CASHBOX)],
  ['note-stored', (turn) => arrive(turn, (place) => place !== CASHBOX)],
  [MOVED, (turn) => (turn.cursor.movingMinor === undefined ? turn : endMove(turn, 'collected'))],
  ['note-dispensed-at-reset', withoutMove],
  ['emptied', withoutMove],
  ['rejected', withoutAdmitted],
  ['cleared-from-front', giveBack],
  ['cleared-into-cashbox', (turn, { code }, facts) => find(turn, facts.valueOfChannel(code))],
  ['note-into-stacker-at-reset', (turn, event) => find(turn, event.amounts[0]?.valueMinor)],
  [
    'note-into-store-at-reset',
    (turn, event, facts) => {
      const value = event.amounts[0]?.valueMinor;
      return find(turn, value, value === undefined ? CASHBOX : facts.placeOf(value));
    },
  ],
]);

function credit(turn: Turn, { code }: PollEvent, facts: CreditFacts): Turn {
  const valueMinor = facts.valueOfChannel(code);
  if (valueMinor === undefined) {
    return unknownNote(withoutAdmitted(turn), 'credit-of-unknown-channel');
  }
  const place = placeTold(turn.rest) ?? facts.placeOf(valueMinor);
  const told = place === 'store' ? facts.placeOf(valueMinor) : place;
  // One note at a time: where there is a next one, the last has come to its place.
  const transit = { valueMinor, place: told };
  const free = withoutAdmitted(turn);
  const taken = { ...free, cursor: { ...free.cursor, transit } };
  return withItems(taken, { kind: 'inserted', valueMinor, place: told });
}

/** Where the note went, if the same reply says so already. */
function placeTold(rest: readonly PollEvent[]): 'store' | typeof CASHBOX | undefined {
  const told = rest.find(({ name }) => name === 'stacked' || name === 'note-stored');
  if (told === undefined) return undefined;
  return told.name === 'stacked' ? CASHBOX : 'store';
}

function creditCoin(turn: Turn, { amounts }: PollEvent, facts: CreditFacts): Turn {
  const [amount] = amounts;
  if (amount === undefined || amount.currency !== facts.currency) {
    return unknownNote(turn, 'credit-of-foreign-coin');
  }
  const { valueMinor } = amount;
  return withItems(turn, { kind: 'inserted', valueMinor, place: facts.placeOf(valueMinor) });
}

/**
 * A sum, and not its coins: those that came into the store show in its levels, and what is left of
 * the sum is in the cash box, where it is known as a sum alone.
 */
function creditSum(before: Turn, event: PollEvent, facts: CreditFacts): Turn {
  if (before.isSumCredited) return before;
  const turn = { ...before, isSumCredited: true };
  const { currency, placeOf } = facts;
  const sums = [event, ...turn.rest];
  const sumMinor = sumAdded(sums);
  const isForeign = sums.some(
    ({ name, amounts }) =>
      name === 'value-added' && amounts.some((one) => one.currency !== currency),
  );
  const coins = facts.coinsAdded.flatMap(([valueMinor, count]) =>
    Array.from({ length: count }, () => valueMinor),
  );
  const restMinor = sumMinor - coins.reduce((total, valueMinor) => total + valueMinor, 0);
  if (isForeign || restMinor < 0) return lostSum(turn);
  const items = coins.map((valueMinor) => inserted(valueMinor, placeOf(valueMinor)));
  if (restMinor === 0) return withItems(turn, ...items);
  const named = incident('value-added-without-coins');
  return withItems(turn, ...items, named, inserted(restMinor, CASHBOX));
}

/** What the events say has come in without saying which coins. */
export function sumAdded(events: readonly PollEvent[]): number {
  const amounts = events.flatMap((one) => (one.name === 'value-added' ? one.amounts : []));
  return amounts.reduce((total, { valueMinor }) => total + valueMinor, 0);
}

function lostSum(turn: Turn): Turn {
  const countMax = VALUE_ADDED_COINS_MAX;
  const lost: CashItem = { kind: 'lost', countMax, cause: 'overflow' };
  return withItems(turn, incident('value-added-unreadable'), lost);
}

function inserted(valueMinor: number, place: string): CashItem {
  return { kind: 'inserted', valueMinor, place };
}

function arrive(turn: Turn, isExpected: (place: string) => boolean): Turn {
  const note = turn.cursor.transit;
  if (note === undefined) return turn;
  const arrived = withoutTransit(turn);
  return isExpected(note.place) ? arrived : withItems(arrived, incident('note-in-other-place'));
}

function giveBack(before: Turn): Turn {
  const turn = withoutAdmitted(before);
  if (turn.cursor.movingMinor !== undefined) {
    return withItems(withoutMove(turn), incident('note-dispensed-at-reset'));
  }
  if (turn.cursor.transit === undefined) return turn;
  return withItems(withoutTransit(turn), incident('credited-note-given-back', true));
}

/** A note found in the path at power-up: already credited, the till's own, or a customer's. */
function find(before: Turn, valueMinor: number | undefined, place: string = CASHBOX): Turn {
  const turn = withoutAdmitted(before);
  const { transit: note, movingMinor } = turn.cursor;
  // The path has room for one: it is the note that had been told to go into the cash box.
  if (movingMinor !== undefined && (valueMinor ?? movingMinor) === movingMinor) {
    if (place !== CASHBOX) return withoutMove(turn);
    return withItems(endMove(turn, 'incomplete-collect'), incident('note-moved-to-cashbox'));
  }
  const isCredited = note !== undefined && (valueMinor ?? note.valueMinor) === note.valueMinor;
  if (isCredited) return arrive(turn, (expected) => expected === place);
  if (turn.cursor.isPayoutCut) return withItems(turn, incident('note-moved-to-cashbox'));
  if (valueMinor === undefined) return unknownNote(turn, 'unknown-note-in-path');
  return withItems(turn, { kind: 'inserted', valueMinor, place });
}

function endMove(turn: Turn, kind: PayoutEnd['kind']): Turn {
  const end: PayoutEnd = { kind, paidMinor: turn.cursor.movingMinor ?? 0, code: 0 };
  const ended = withoutMove(turn);
  return { ...ended, cursor: { ...ended.cursor, end } };
}

function withoutMove(turn: Turn): Turn {
  const { movingMinor: _, ...cursor } = turn.cursor;
  return { ...turn, cursor };
}

function withoutAdmitted(turn: Turn): Turn {
  const { admitted: _, ...cursor } = turn.cursor;
  return { ...turn, cursor };
}

function unknownNote(turn: Turn, code: string): Turn {
  return withItems(turn, incident(code), { kind: 'lost', countMax: 1, cause: 'device-reset' });
}

function withoutTransit(turn: Turn): Turn {
  const { transit: _, ...cursor } = turn.cursor;
  return { ...turn, cursor };
}

function withItems(turn: Turn, ...items: readonly CashItem[]): Turn {
  return { ...turn, items: [...turn.items, ...items] };
}
