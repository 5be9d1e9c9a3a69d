/** A customer who buys something, or wants back what the till owes. */
import { insertedMinor } from '../../../agent/core/sale/sale.ts';
import { SUPERVISOR } from '../../support/operators.ts';
import { some } from './cash-machine.ts';
import type { CashWorld } from './cash-world.ts';
import { strike, type Fates } from './fates.ts';

const PIECES_MAX = 14;
const PATIENCE_MS = 12_000;
/** How often a sale is in another currency, where there is one. */
const FOREIGN_ODDS = 0.3;

/** From the first coin to the change, as far as the till goes along. */
export async function buy(world: CashWorld, fates: Fates): Promise<void> {
  const { clock } = world;
  const currency = drawCurrency(world);
  if (!(await startSale(world, currency))) {
    await clock.advance(world.pick([300, 1_000, 2_000]));
    return;
  }
  await clock.advance(world.pick([0, 50, 300, 600]));
  for (let piece = 0; piece < PIECES_MAX && missingMinor(world) > 0; piece += 1) {
    await insertTowards(world, currency);
    if (world.chance(0.05)) await strike(world, fates);
    if (world.chance(0.02)) await cancel(world);
  }
  // Half of what befalls a sale comes while it pays out.
  if (world.chance(0.25)) await strike(world, fates);
  await untilQuiet(world, world.pick([500, PATIENCE_MS]));
  if (world.isBusy && world.chance(0.7)) await cancel(world);
  await untilQuiet(world, PATIENCE_MS / 4);
  if (world.chance(0.1)) await payDebt(world);
}

export function drawCurrency(world: CashWorld): string | undefined {
  const [, foreign] = world.currencies;
  return foreign !== undefined && world.chance(FOREIGN_ODDS) ? foreign : undefined;
}

export async function untilQuiet(world: CashWorld, limitMs: number): Promise<void> {
  await world.clock.runUntil(() => !world.isBusy, limitMs);
}

/** Puts in a piece of a value that some machine of the currency knows. */
export async function insertPiece(
  world: CashWorld,
  currency: string | undefined,
  valueMinor: number,
): Promise<void> {
  const machines = world.machines.filter((one) => one.currency === currency);
  world.pick(machines.filter(({ takes }) => takes.includes(valueMinor))).insert(valueMinor);
  const isNote = valueMinor >= 500 || currency !== undefined;
  await world.clock.advance(world.pick(isNote ? [100, 700, 1_100] : [120, 220, 320]));
}

/** What a customer may try to put in. */
export function valuesOf(world: CashWorld, currency: string | undefined): readonly number[] {
  const machines = world.machines.filter((one) => one.currency === currency);
  return [...new Set(machines.flatMap(({ takes }) => takes))];
}

async function startSale(world: CashWorld, foreign: string | undefined): Promise<boolean> {
  const saleId = world.till.newId();
  const amountDueMinor =
    foreign === undefined
      ? world.pick([5, 5, 5, 50, 100]) * some(world.random, 90)
      : 100 * some(world.random, 60);
  const currency = foreign ?? 'EUR';
  const terms = { saleId, client: 'pos', idempotencyKey: saleId, amountDueMinor, currency };
  const answer = await world.ask({ kind: 'sale-requested', terms });
  return answer?.kind === 'sale';
}

/** What the sale under way still wants; 0 where there is none or no agent knows. */
function missingMinor({ active: sale }: CashWorld): number {
  if (sale?.phase.kind !== 'collecting') return 0;
  return Math.max(0, sale.amountDueMinor - insertedMinor(sale));
}

/** A piece that goes some way, and at times one that is far too much or of no use. */
async function insertTowards(world: CashWorld, asked: string | undefined): Promise<void> {
  // Some try it with money of another country.
  const isMistaken = world.currencies.length > 1 && world.chance(0.05);
  const currency = isMistaken ? world.currencies.find((one) => one !== asked) : asked;
  const missing = missingMinor(world);
  const values = valuesOf(world, currency);
  const fitting = values.filter((value) => value <= missing * 3 && value * 4 >= missing);
  const isOdd = world.chance(0.1) || fitting.length === 0;
  await insertPiece(world, currency, world.pick(isOdd ? values : fitting));
}

async function cancel(world: CashWorld): Promise<void> {
  const saleId = world.till.till.activeSaleId ?? 'none';
  await world.ask({ kind: 'cancel-requested', saleId });
}

async function payDebt(world: CashWorld): Promise<void> {
  const [debtId] = Object.keys(world.till.till.debts);
  if (debtId === undefined) return;
  const by = world.pick(['hand', 'machine'] as const);
  await world.ask({
    kind: 'debt-payment-requested',
    debtId,
    by,
    client: 'pos',
    operator: SUPERVISOR,
  });
}
