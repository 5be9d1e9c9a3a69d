/** An operator has the machine pay out or collect. */
import { countOf } from '../../../agent/core/cash/counts.ts';
import type { OperationOrder, OperationRequest } from '../../../agent/core/till/events.ts';
import type { OperationPurpose } from '../../../agent/core/journal-line.ts';
import { CASHIER, SUPERVISOR } from '../../support/operators.ts';
import { drawWeighted } from '../till-deeds.ts';
import { some } from './cash-machine.ts';
import type { CashWorld } from './cash-world.ts';
import { strike, type Fates } from './fates.ts';
import { drawCurrency, untilQuiet } from './sale-deed.ts';

const PURPOSES: readonly (readonly [weight: number, purpose: OperationPurpose])[] = [
  [3, 'dispense'],
  [3, 'refund'],
  [1, 'float'],
  [1, 'empty'],
  [4, 'collect'],
];
const PIECES_MAX = 4;
const PATIENCE_MS = 15_000;

export async function operate(world: CashWorld, fates: Fates): Promise<void> {
  const purpose = drawWeighted(PURPOSES, world.random) ?? 'collect';
  const currency = drawCurrency(world);
  const order = drawOrder(world, purpose, currency);
  const key = world.till.newId();
  const request: OperationRequest = {
    kind: 'operation-requested',
    operationId: key,
    purpose,
    order,
    client: 'pos',
    // A cashier may do none of it, and tries all the same.
    operator: world.chance(0.05) ? CASHIER : SUPERVISOR,
    operation: { idempotencyKey: key, terms: JSON.stringify([purpose, order, currency]) },
    reference: key,
    currency,
  };
  if (world.chance(0.3)) await strike(world, fates);
  await world.insist(request);
  if (world.chance(0.3)) await strike(world, fates);
  await untilQuiet(world, world.pick([1_000, PATIENCE_MS]));
  if (world.chance(0.6)) await askAgain(world, request);
  await untilQuiet(world, PATIENCE_MS / 5);
}

/** Whoever did not see it end asks again under the same key, as a new request. */
async function askAgain(world: CashWorld, request: OperationRequest): Promise<void> {
  if (!world.till.isRunning) world.till.start();
  const answer = await world.ask({ ...request, operationId: world.till.newId() });
  if (answer?.kind !== 'operation' || answer.operation.outcome === undefined) return;
  const { operationId } = answer.operation;
  await world.ask({ kind: 'operation-acknowledge-requested', operationId, client: 'pos' });
}

function drawOrder(
  world: CashWorld,
  purpose: OperationPurpose,
  currency: string | undefined,
): OperationOrder {
  const tubes = tubesOf(world, purpose, currency);
  switch (purpose) {
    case 'dispense':
      return world.pick([amount(world, currency), counts(world, tubes)]);
    case 'refund':
      return amount(world, currency);
    case 'float':
      return { kind: 'to-float' };
    case 'empty':
      return world.chance(0.05) ? { kind: 'all' } : places(world, tubes);
    case 'collect':
      return world.pick([{ kind: 'to-float' }, places(world, tubes), counts(world, tubes)]);
  }
}

interface Tube {
  readonly place: string;
  readonly valueMinor: number;
  readonly held: number;
}

/** What may be told to move; as a rule where there is something, and where it can go there. */
function tubesOf(
  world: CashWorld,
  purpose: OperationPurpose,
  currency: string | undefined,
): readonly Tube[] {
  const { holdings } = world.till.till;
  const own = world.machines.filter((one) => one.currency === currency);
  const collecting = own.filter(({ canCollect }) => canCollect);
  const isAny = purpose !== 'collect' || collecting.length === 0 || world.chance(0.1);
  const tubes = (isAny ? own : collecting)
    .flatMap(({ stocks }) => stocks)
    .map(({ place, valueMinor }) => {
      return { place, valueMinor, held: countOf(holdings[place] ?? [], valueMinor) };
    });
  const filled = tubes.filter(({ held }) => held > 0);
  return filled.length === 0 || world.chance(0.05) ? tubes : filled;
}

function amount(world: CashWorld, currency: string | undefined): OperationOrder {
  const unitMinor = world.pick(currency === undefined ? [5, 5, 100, 500] : [100, 500]);
  return { kind: 'amount', amountMinor: unitMinor * some(world.random, 20) };
}

function places(world: CashWorld, tubes: readonly Tube[]): OperationOrder {
  const one = (): { readonly place: string; readonly count?: number } => {
    const { place, held } = world.pick(tubes);
    return world.chance(0.8) ? { place, count: piecesOf(world, held) } : { place };
  };
  return { kind: 'places', places: world.chance(0.7) ? [one()] : [one(), one()] };
}

function counts(world: CashWorld, tubes: readonly Tube[]): OperationOrder {
  const { valueMinor, held } = world.pick(tubes);
  return { kind: 'counts', counts: [{ valueMinor, count: piecesOf(world, held) }] };
}

/** Not more than is there, as a rule. */
function piecesOf(world: CashWorld, held: number): number {
  const most = world.chance(0.95) ? Math.max(1, Math.min(held, PIECES_MAX)) : PIECES_MAX;
  return some(world.random, most);
}
