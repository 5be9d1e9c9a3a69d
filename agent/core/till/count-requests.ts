/** What the till answers to a person who puts cash in, takes it out, or counts it. */
import { isUnderWay, type ChangerJob } from '../cash/changer-job.ts';
import { countOf, type CashCounts } from '../cash/counts.ts';
import { heldAt } from '../cash/holdings.ts';
import type { OpenLeg } from '../cash/payout-leg.ts';
import { stepPayout, type Payout } from '../cash/payout.ts';
import { cashboxOf } from '../cash/transfers.ts';
import { refuse, type Answered, type RequestOf } from './answered.ts';
import { jobMoved } from './changer-turn.ts';
import type { Refusal } from './events.ts';
import { refusalOfOperator } from './operator-turn.ts';
import { isPaying, isSelling, placesOf, type Till } from './till.ts';
import { payoutFacts, withLines, withPayout, type Turn } from './turn.ts';

export function fillEntered(turn: Turn, request: RequestOf<'fill-entered'>): Answered {
  const { place, added, client } = request;
  const refusal =
    refusalOfOperator(turn, request.operator, 'fill') ?? reasonAgainstCounts(turn, place, added);
  if (refusal !== undefined) return refuse(turn, refusal);
  const operator = request.operator?.operatorId;
  const currency = currencyOf(turn, place);
  const line = { kind: 'cash-filled', body: { place, added, client, operator, currency } } as const;
  return { turn: withLines(turn, [line]), answer: { kind: 'done' } };
}

/** What the journal does not know to be there is not taken from it: then a count comes first. */
export function takeEntered(turn: Turn, request: RequestOf<'take-entered'>): Answered {
  const { place, taken, reason, client } = request;
  const refusal =
    refusalOfOperator(turn, request.operator, 'take') ?? reasonAgainstCounts(turn, place, taken);
  if (refusal !== undefined) return refuse(turn, refusal);
  const held = heldAt(turn.till.holdings, place);
  const missing = taken.find(({ valueMinor, count }) => countOf(held, valueMinor) < count);
  if (missing !== undefined) {
    return refuse(turn, { code: 'more-than-held', place, valueMinor: missing.valueMinor });
  }
  const operator = request.operator.operatorId;
  const body = { place, taken, reason, client, operator, currency: currencyOf(turn, place) };
  const line = { kind: 'cash-taken', body } as const;
  return { turn: withLines(turn, [line]), answer: { kind: 'done' } };
}

/**
 * A count also settles a dispense whose outcome its device could not tell: what is missing from
 * the tube, up to what was ordered, is what came out.
 */
export function countEntered(turn: Turn, request: RequestOf<'count-entered'>): Answered {
  const { place, counted, client } = request;
  const refusal =
    refusalOfOperator(turn, request.operator, 'count') ?? reasonAgainstCounts(turn, place, counted);
  if (refusal !== undefined) return refuse(turn, refusal);
  const unresolved = Object.values(turn.till.payouts)
    .flatMap((payout) => payout.legs.map((open) => ({ payout, open })))
    .find(({ open }) => open.leg.device === place);
  if (unresolved !== undefined && !isForCountToSettle(unresolved.open, request)) {
    return refuse(turn, { code: 'payout-open', place });
  }
  const job = Object.values(turn.till.jobs).find((one) => isOpenIn(one, place));
  if (job !== undefined && !request.isDeviceGone) {
    return refuse(turn, { code: 'payout-open', place });
  }
  const coming = openCollectInto(turn.till, place);
  if (coming !== undefined) return refuse(turn, coming);
  const ended = job === undefined ? turn : jobMoved(turn, job.jobId, { kind: 'counted' });
  const settled = unresolved === undefined ? ended : settleByCount(ended, unresolved, counted);
  const expected = heldAt(settled.till.holdings, place);
  const operator = request.operator?.operatorId;
  const found = { place, expected, counted };
  const who = { client, operator, idempotencyKey: request.operation?.idempotencyKey };
  const body = { ...found, ...who, currency: currencyOf(turn, place) };
  return {
    turn: withLines(settled, [{ kind: 'cash-counted', body }]),
    answer: { kind: 'counted', ...found },
  };
}

function isOpenIn(job: ChangerJob, place: string): boolean {
  return isUnderWay(job) && place.startsWith(`${job.device}/`);
}

/** As long as the device may still tell, it is asked: its own counters know better than a count. */
function isForCountToSettle(open: OpenLeg, { isDeviceGone }: RequestOf<'count-entered'>): boolean {
  return open.kind === 'unresolved' && (open.reason !== 'offline' || isDeviceGone);
}

interface Unresolved {
  readonly payout: Payout;
  readonly open: OpenLeg;
}

function settleByCount(turn: Turn, { payout, open }: Unresolved, counted: CashCounts): Turn {
  const { leg, device, valueMinor, count } = open.leg;
  const before = countOf(heldAt(turn.till.holdings, device), valueMinor) + count;
  const missing = before - countOf(counted, valueMinor);
  const paid = Math.min(Math.max(missing, 0), count);
  const facts = payoutFacts(turn, payout.payoutId);
  const event = { kind: 'dispense-settled', leg, paid, end: 'counted' } as const;
  return withPayout(turn, payout, stepPayout(payout, event, facts));
}

/**
 * Pieces that nobody can tell of yet may lie in the cashbox: once it is counted or gone, they would
 * be booked into it a second time, or into another cassette than the one they fell into.
 */
export function openCollectInto({ payouts }: Till, place: string): Refusal | undefined {
  const open = Object.values(payouts).find(
    ({ to, currency }) => to === 'cashbox' && place === cashboxOf(currency),
  );
  return open && { code: 'payout-open', place: open.legs[0]?.leg.device ?? place };
}

/** What lies there is of this currency; undefined: of the till's own. */
export function currencyOf({ till, facts }: Turn, place: string): string | undefined {
  return placesOf(till, facts.places).find((candidate) => candidate.place === place)?.currency;
}

export function reasonAgainstCounts(
  { till, facts }: Turn,
  place: string,
  counts: CashCounts,
): Refusal | undefined {
  const known = placesOf(till, facts.places).find((candidate) => candidate.place === place);
  if (known === undefined) return { code: 'place-not-found', place };
  const foreign = counts.find(
    ({ valueMinor }) => known.valueMinor !== undefined && known.valueMinor !== valueMinor,
  );
  if (foreign !== undefined) {
    return { code: 'value-not-held-here', place, valueMinor: foreign.valueMinor };
  }
  return isSelling(till) || isPaying(till) ? { code: 'machine-busy' } : undefined;
}
