/** People with the key: they fill, take, count, change cassettes, and begin and end shifts. */
import { cashboxOf } from '../../../agent/core/cash/transfers.ts';
import type { CashCounts } from '../../../agent/core/cash/counts.ts';
import type { TillRequest } from '../../../agent/core/till/events.ts';
import { CASHIER, SUPERVISOR } from '../../support/operators.ts';
import { some } from './cash-machine.ts';
import type { CashWorld } from './cash-world.ts';
import { drawWeighted } from '../till-deeds.ts';

const PIECES_MAX = 12;
const FLOAT_IN_CASSETTE: readonly CashCounts[] = [[], [], [], [{ valueMinor: 500, count: 1 }]];

export async function workByHand(world: CashWorld): Promise<void> {
  const work = drawWeighted(
    [
      [2, () => countSomewhere(world)],
      [2, () => changeCassette(world)],
      [2, () => shift(world)],
      [2, () => fillByHand(world)],
      [1, () => takeByHand(world)],
    ],
    world.random,
  );
  await work?.();
}

async function countSomewhere(world: CashWorld): Promise<void> {
  const tubes = world.machines.flatMap(({ stocks }) => stocks.map(({ place }) => place));
  await world.count(world.pick([...tubes, ...world.currencies.map(cashboxOf)]));
}

/** Out it goes, and in again, at once or at some later time. */
async function changeCassette(world: CashWorld): Promise<void> {
  const place = world.pick(world.currencies.map(cashboxOf));
  const isOut = Object.hasOwn(world.till.till.cassettes.out, place);
  if (!isOut) {
    const operator = world.chance(0.9) ? SUPERVISOR : CASHIER;
    await world.insist({ kind: 'cassette-removed', place, operator, ...entry(world) });
    if (world.chance(0.3)) return;
  }
  const counted = world.pick(FLOAT_IN_CASSETTE);
  const operator = SUPERVISOR;
  await world.insist({ kind: 'cassette-replaced', place, counted, operator, ...entry(world) });
}

async function shift(world: CashWorld): Promise<void> {
  const isOpen = world.till.till.shifts.open !== undefined;
  const kind = isOpen ? 'shift-close-requested' : 'shift-open-requested';
  await world.ask({ kind, client: 'pos', operator: CASHIER });
}

async function fillByHand(world: CashWorld): Promise<void> {
  const stock = openStock(world);
  if (stock === undefined) return;
  const { place, valueMinor } = stock;
  const added = [{ valueMinor, count: some(world.random, PIECES_MAX) }];
  const operator = world.chance(0.5) ? CASHIER : undefined;
  await world.insist({ kind: 'fill-entered', place, added, operator, ...entry(world) });
}

async function takeByHand(world: CashWorld): Promise<void> {
  const stock = openStock(world);
  if (stock === undefined) return;
  const { place, valueMinor } = stock;
  const taken = [{ valueMinor, count: some(world.random, PIECES_MAX) }];
  const request: TillRequest = {
    kind: 'take-entered',
    place,
    taken,
    reason: 'bank',
    operator: world.chance(0.9) ? SUPERVISOR : CASHIER,
    ...entry(world),
  };
  await world.insist(request);
}

function openStock(world: CashWorld) {
  const stocks = world.machines.flatMap(({ stocks: all, openPlaces }) =>
    all.filter(({ place }) => openPlaces.includes(place)),
  );
  return stocks.length === 0 ? undefined : world.pick(stocks);
}

/** In somebody's name, under a key of its own. */
function entry(world: CashWorld) {
  const key = world.till.newId();
  return { client: 'pos', operation: { idempotencyKey: key, terms: key } };
}
