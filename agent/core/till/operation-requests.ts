/** What the till answers to an operator who has the machine pay out or collect; nothing has moved before. */
import {
  acknowledgeCashOperation,
  startCashOperation,
  type CashOperation,
} from '../cash/cash-operation.ts';
import type { AtMachineTask } from '../changer-line.ts';
import type { OperationPurpose } from '../journal-line.ts';
import { foreignOf, ofCurrency } from '../cash/currency.ts';
import { countOf, totalMinor } from '../cash/counts.ts';
import { sourcesOf, type ReadyDispenser } from '../cash/dispensers.ts';
import { heldAt } from '../cash/holdings.ts';
import type { PayoutOrder } from '../cash/payout.ts';
import { isMakingWay } from '../update/step-updating.ts';
import { shortfallOf, type PieceChoice, type WishedPieces } from '../cash/piece-choice.ts';
import { refuse, type Answered, type RequestOf } from './answered.ts';
import { reasonAgainstJob, type KnownChanger } from './changer-turn.ts';
import type { MachineLimit, OperationOrder, PlaceCount, Refusal } from './events.ts';
import { refusalOfOperator } from './operator-turn.ts';
import { freeDispensers, isPaying, isSelling, ownOf, placesOf } from './till.ts';
import {
  beginPayout,
  beginPayoutJob,
  setAside,
  withCashOperation,
  withJobEnding,
  type Turn,
} from './turn.ts';

/** Under one key it is done once, and answered as it stands. */
export function operationRequested(
  turn: Turn,
  request: RequestOf<'operation-requested'>,
): Answered {
  const stored = turn.facts.storedCashOperation;
  if (stored !== undefined) {
    return stored.terms === request.operation.terms
      ? { turn, answer: { kind: 'operation', operation: stored, isNew: false } }
      : refuse(turn, { code: 'idempotency-key-reused' });
  }
  const planned = plan(turn, request);
  return planned.kind === 'refused'
    ? refuse(turn, planned.refusal)
    : begun(setAside(turn), request, planned);
}

interface Planned {
  readonly kind: 'planned';
  /** 0 where only the machine knows it, once it has moved. */
  readonly amountMinor: number;
  readonly choice: PieceChoice | undefined;
  readonly atMachine?: AtMachineTask | undefined;
}

type Plan = Planned | { readonly kind: 'refused'; readonly refusal: Refusal };

function begun(
  turn: Turn,
  request: RequestOf<'operation-requested'>,
  { amountMinor, choice, atMachine }: Planned,
): Answered {
  const { operationId, purpose, client, reason, reference } = request;
  const { operatorId: operator } = request.operator;
  const currency = foreignOf(request.currency, turn.facts.currency);
  const what = { purpose, amountMinor, atMachine, currency, reason, reference };
  const asked = { operationId, client, operator, ...what, ...request.operation };
  const step = startCashOperation(asked, turn.facts.nowMs);
  const order: PayoutOrder = {
    payoutId: `${operationId}/payout`,
    purpose: 'operation',
    ownerId: operationId,
    amountMinor,
    choice,
    currency,
    ...(purpose === 'collect' ? { to: 'cashbox' } : {}),
  };
  const started = withCashOperation(turn, step);
  const [changer] = turn.facts.changers;
  const paying =
    changer === undefined
      ? beginPayout(started, order)
      : beginPayoutJob(started, changer.device, { ...order, atMachine });
  const operation = paying.cashOperations[operationId] ?? step.operation;
  return { turn: paying, answer: { kind: 'operation', operation, isNew: true } };
}

function plan(turn: Turn, request: RequestOf<'operation-requested'>): Plan {
  const { till, facts } = turn;
  const missing = refusalOfOperator(turn, request.operator, request.purpose);
  if (missing !== undefined) return refused(missing);
  if (isMakingWay(till.updating)) return refused({ code: 'update-beginning' });
  if (isSelling(till) || isPaying(till)) return refused({ code: 'machine-busy' });
  const currency = foreignOf(request.currency, facts.currency);
  if (currency !== undefined && ofCurrency(facts.places, currency).length === 0) {
    return refused({ code: 'currency-not-accepted', currency });
  }
  const [changer] = facts.changers;
  if (changer !== undefined) return planJob(turn, request, changer);
  if (request.order.kind === 'at-machine') {
    return refused({ code: 'machine-cannot', what: 'at-machine' });
  }
  const ready = ofCurrency(freeDispensers(till.payouts, facts.dispensers), currency);
  const dispensers =
    request.purpose === 'collect' ? ready.filter(({ canCollect }) => canCollect) : ready;
  const refusal = reasonAgainstPlaces(turn, request, ready);
  if (refusal !== undefined) return refused(refusal);
  const choice = choiceOf(turn, request.order, dispensers);
  const amountMinor = amountOf(request.order, choice);
  if (amountMinor === 0) return refused({ code: 'nothing-to-move' });
  const sources = sourcesOf(dispensers, till.holdings);
  const shortfall = shortfallOf(amountMinor, choice, sources);
  return shortfall === undefined
    ? { kind: 'planned', amountMinor, choice }
    : refused({ code: 'not-dispensable', amountMinor, ...shortfall });
}

/**
 * A whole machine pays an amount; which pieces it takes for that is its own affair. What it does with
 * pieces of somebody's choice, it lets that person choose at the machine.
 */
function planJob(
  { till }: Turn,
  { order, purpose }: RequestOf<'operation-requested'>,
  changer: KnownChanger,
): Plan {
  const limit = limitOf(order, purpose);
  if (limit !== undefined) return refused({ code: 'machine-cannot', what: limit });
  const refusal = reasonAgainstJob(till, changer);
  if (refusal !== undefined) return refused(refusal);
  return order.kind === 'at-machine'
    ? { kind: 'planned', amountMinor: 0, choice: undefined, atMachine: order.task }
    : { kind: 'planned', amountMinor: amountOf(order, undefined), choice: undefined };
}

function limitOf(order: OperationOrder, purpose: OperationPurpose): MachineLimit | undefined {
  switch (order.kind) {
    case 'amount':
      return purpose === 'collect' ? 'collect-all' : undefined;
    case 'at-machine':
      return undefined;
    case 'counts':
      return 'chosen-pieces';
    case 'places':
      return 'chosen-places';
    case 'all':
    case 'to-float':
      return 'collect-all';
  }
}

function reasonAgainstPlaces(
  { till, facts }: Turn,
  { order, purpose, currency }: RequestOf<'operation-requested'>,
  ready: readonly ReadyDispenser[],
): Refusal | undefined {
  if (order.kind !== 'places') return undefined;
  // One operation moves one currency, so a place of another is none for it.
  const places = ofCurrency(placesOf(till, facts.places), foreignOf(currency, facts.currency));
  const tubes = places.filter(({ valueMinor }) => valueMinor !== undefined);
  const unknown = order.places.find(({ place }) => !tubes.some((tube) => tube.place === place));
  if (unknown !== undefined) return { code: 'place-not-found', place: unknown.place };
  const fixed = order.places.find(({ place }) =>
    ready.some(({ device, canCollect }) => device === place && !canCollect),
  );
  return purpose === 'collect' && fixed !== undefined
    ? { code: 'cannot-collect', place: fixed.place }
    : undefined;
}

/** An amount is made up of the fewest pieces, so it names none. */
function choiceOf(
  turn: Turn,
  order: OperationOrder,
  dispensers: readonly ReadyDispenser[],
): PieceChoice | undefined {
  switch (order.kind) {
    case 'amount':
    case 'at-machine':
      return undefined;
    case 'counts':
      return { kind: 'these', pieces: order.counts };
    case 'places':
      return { kind: 'these', pieces: order.places.flatMap((one) => wishedAt(turn, one)) };
    case 'all':
      return { kind: 'these', pieces: dispensers.map((one) => wishedOf(turn, one)) };
    case 'to-float': {
      const pieces = dispensers.flatMap((one) => aboveFloat(turn, one));
      return { kind: 'these', pieces };
    }
  }
}

function wishedAt(turn: Turn, { place, count }: PlaceCount): readonly WishedPieces[] {
  const { till, facts } = turn;
  const valueMinor = placesOf(till, facts.places).find((one) => one.place === place)?.valueMinor;
  if (valueMinor === undefined) return [];
  const wished = wishedOf(turn, { device: place, valueMinor });
  return [{ ...wished, count: count ?? wished.count }];
}

function wishedOf(
  { till }: Turn,
  { device, valueMinor }: Pick<ReadyDispenser, 'device' | 'valueMinor'>,
): WishedPieces {
  return { device, valueMinor, count: countOf(heldAt(till.holdings, device), valueMinor) };
}

function aboveFloat(turn: Turn, dispenser: ReadyDispenser): readonly WishedPieces[] {
  const { floatCount } = ownOf(turn.facts.limits, dispenser.device) ?? {};
  if (floatCount === undefined) return [];
  const wished = wishedOf(turn, dispenser);
  return [{ ...wished, count: Math.max(wished.count - floatCount, 0) }];
}

function amountOf(order: OperationOrder, choice: PieceChoice | undefined): number {
  if (order.kind === 'amount') return order.amountMinor;
  return choice?.kind === 'these' ? totalMinor(choice.pieces) : 0;
}

function refused(refusal: Refusal): Plan {
  return { kind: 'refused', refusal };
}

export function operationAcknowledged(
  turn: Turn,
  { operationId, client }: RequestOf<'operation-acknowledge-requested'>,
): Answered {
  const operation = knownOperation(turn, operationId);
  if (operation === undefined) return refuse(turn, { code: 'operation-not-found', operationId });
  if (operation.outcome === undefined) {
    return refuse(turn, { code: 'operation-not-finished', operationId });
  }
  const step = acknowledgeCashOperation(operation, client);
  return {
    turn: withCashOperation(turn, step),
    answer: { kind: 'operation', operation: step.operation, isNew: false },
  };
}

/** Only what waits at the machine for its operator is ended: a payout ends by itself. */
export function operationEnded(
  turn: Turn,
  { operationId, operator }: RequestOf<'operation-end-requested'>,
): Answered {
  const operation = knownOperation(turn, operationId);
  if (operation === undefined) return refuse(turn, { code: 'operation-not-found', operationId });
  const missing = refusalOfOperator(turn, operator, operation.purpose);
  if (missing !== undefined) return refuse(turn, missing);
  const answer = { kind: 'operation', operation, isNew: false } as const;
  if (operation.outcome !== undefined) return { turn, answer };
  if (operation.atMachine === undefined) {
    return refuse(turn, { code: 'operation-not-finished', operationId });
  }
  return { turn: withJobEnding(turn, `${operationId}/payout`, 'keep'), answer };
}

function knownOperation({ till, facts }: Turn, operationId: string): CashOperation | undefined {
  const { storedCashOperation: stored } = facts;
  return (
    ownOf(till.cashOperations, operationId) ??
    (stored?.operationId === operationId ? stored : undefined)
  );
}
