/** One seeded life of a till with coins and notes: what people, machines and fate do to it. */
import { insertedMinor } from '../../../agent/core/sale/sale.ts';
import { seededRandom } from '../../../hardware/kit/seeded-random.ts';
import { drawWeighted } from '../till-deeds.ts';
import type { Sabotage } from './cash-till.ts';
import { some } from './cash-machine.ts';
import { CashWorld } from './cash-world.ts';
import { reckonCash } from './reckon-cash.ts';
import { withSeededEntropy } from './seeded-entropy.ts';

export interface CashLifeReport extends Readonly<CashWorld['judge']['counts']> {
  readonly fittings: string;
  readonly crashes: number;
  readonly virtualMs: number;
  readonly mishaps: ReadonlyMap<string, number>;
  readonly pointsPassed: ReadonlyMap<string, number>;
  readonly pointsKilledAt: ReadonlyMap<string, number>;
  /** Sentences; empty when every piece is accounted for. */
  readonly problems: readonly string[];
}

/** Customers of a life; some are turned away. */
const CUSTOMERS = 60;
const WARM_UP_MS = 5_000;
const PIECES_MAX = 14;
const PATIENCE_MS = 12_000;

/** Lives a till through a seed; the same seed gives the same life. */
export function liveCash(seed: number, sabotage?: Sabotage): Promise<CashLifeReport> {
  const entropy = seededRandom(seed);
  return withSeededEntropy(entropy, () => live(new CashWorld(seed, sabotage)));
}

async function live(world: CashWorld): Promise<CashLifeReport> {
  world.till.start();
  await world.clock.advance(WARM_UP_MS);
  await world.fill();
  const fates = fatesOf(world);
  for (let customer = 0; customer < CUSTOMERS; customer += 1) await serve(world, fates);
  const isAtRest = await world.comeToRest();
  const { till, judge, machines } = world;
  judge.close();
  const reckoned = { lines: [...till.lines()], sales: till.sales(), machines, judge };
  const restless = isAtRest ? [] : [`the till did not come to rest: ${JSON.stringify(till.till)}`];
  const report = {
    ...judge.counts,
    fittings: world.fittings,
    crashes: till.crashes,
    virtualMs: world.clock.monotonicMs(),
    mishaps: world.mishaps,
    pointsPassed: till.pointsPassed,
    pointsKilledAt: till.pointsKilledAt,
    problems: [...judge.problems, ...till.faults, ...restless, ...reckonCash(reckoned)],
  };
  await till.stop();
  return report;
}

/** Few of all the points that are passed, and those at which money is out of the till's hands. */
const PAYOUT_POINTS = [
  'fix-deposit-begun',
  'fix-deposit-done',
  'prepare-dispense-begun',
  'prepare-dispense-done',
  'dispense-begun',
  'dispense-done',
  'settle-dispense-begun',
  'settle-dispense-done',
];

interface Fate {
  readonly name: string;
  readonly befall: () => void | Promise<void>;
}

type Fates = readonly (readonly [weight: number, fate: Fate])[];

function fatesOf(world: CashWorld): Fates {
  const { till, clock } = world;
  const places = world.machines.flatMap(({ stocks }) => stocks.map(({ place }) => place));
  const mishaps = world.machines
    .flatMap((machine) => machine.mishaps)
    .map(({ name, weight, happen }) => [weight, { name, befall: happen }] as const);
  const crash = (): void => till.crashAfter(some(world.random, world.pick([8, 40])));
  const jump = (): void => clock.jumpWall(world.pick([-3_600_000, -5_000, 5_000, 3_600_000]));
  return [
    ...mishaps,
    [6, { name: 'crash-at-a-point', befall: crash }],
    [6, { name: 'crash-in-a-payout', befall: () => till.crashAt(world.pick(PAYOUT_POINTS)) }],
    [2, { name: 'killed', befall: () => till.kill() }],
    [1, { name: 'stopped', befall: () => till.stop() }],
    [2, { name: 'clock-stepped', befall: jump }],
    [0.3, { name: 'nobody-there', befall: () => clock.advance(70_000) }],
    [0.5, { name: 'counted', befall: () => world.count(world.pick([...places, 'cashbox'])) }],
  ];
}

async function strike(world: CashWorld, fates: Fates): Promise<void> {
  const fate = drawWeighted(fates, world.random);
  if (fate === undefined) return;
  world.noteMishap(fate.name);
  await fate.befall();
}

/** One customer, from the first coin to the change, as far as the till goes along. */
async function serve(world: CashWorld, fates: Fates): Promise<void> {
  const { till, clock } = world;
  if (world.chance(0.5)) await world.mend();
  if (world.chance(0.85)) till.start();
  // Whoever finds a sale of somebody else has it given up first.
  if (world.isBusy && till.isRunning) {
    await cancel(world);
    await clock.runUntil(() => !world.isBusy, PATIENCE_MS / 4);
  }
  if (world.chance(0.15)) await strike(world, fates);
  if (!(await startSale(world))) {
    await clock.advance(world.pick([300, 1_000, 2_000]));
    return;
  }
  await clock.advance(world.pick([0, 50, 300, 600]));
  for (let piece = 0; piece < PIECES_MAX && missingMinor(world) > 0; piece += 1) {
    await insertOne(world);
    if (world.chance(0.05)) await strike(world, fates);
    if (world.chance(0.02)) await cancel(world);
  }
  // Half of what befalls a sale comes while it pays out.
  if (world.chance(0.25)) await strike(world, fates);
  await clock.runUntil(() => !world.isBusy, world.pick([500, PATIENCE_MS]));
  if (world.isBusy && world.chance(0.7)) await cancel(world);
  await clock.runUntil(() => !world.isBusy, PATIENCE_MS / 4);
  if (world.chance(0.1)) await payDebt(world);
}

async function startSale(world: CashWorld): Promise<boolean> {
  const saleId = world.till.newId();
  const amountDueMinor = world.pick([5, 5, 5, 50, 100]) * some(world.random, 90);
  const terms = { saleId, client: 'pos', idempotencyKey: saleId, amountDueMinor, currency: 'EUR' };
  const answer = await world.till.ask({ kind: 'sale-requested', terms });
  return answer?.kind === 'sale';
}

/** What the sale under way still wants; 0 where there is none or no agent knows. */
function missingMinor({ till }: CashWorld): number {
  if (!till.isRunning) return 0;
  const { activeSaleId, sales } = till.till;
  const sale = activeSaleId === undefined ? undefined : sales[activeSaleId];
  if (sale?.phase.kind !== 'collecting') return 0;
  return Math.max(0, sale.amountDueMinor - insertedMinor(sale));
}

/** A piece that goes some way, and at times one that is far too much or of no use. */
async function insertOne(world: CashWorld): Promise<void> {
  const missing = missingMinor(world);
  const values = [...new Set(world.machines.flatMap(({ takes }) => takes))];
  const fitting = values.filter((value) => value <= missing * 3 && value * 4 >= missing);
  const valueMinor = world.pick(world.chance(0.1) || fitting.length === 0 ? values : fitting);
  world.pick(world.machines.filter(({ takes }) => takes.includes(valueMinor))).insert(valueMinor);
  const isNote = valueMinor >= 500;
  await world.clock.advance(world.pick(isNote ? [100, 700, 1_100] : [120, 220, 320]));
}

async function cancel({ till }: CashWorld): Promise<void> {
  const saleId = till.till.activeSaleId ?? 'none';
  await till.ask({ kind: 'cancel-requested', saleId });
}

async function payDebt(world: CashWorld): Promise<void> {
  const [debtId] = Object.keys(world.till.till.debts);
  if (debtId === undefined) return;
  const by = world.pick(['hand', 'machine'] as const);
  await world.till.ask({ kind: 'debt-payment-requested', debtId, by, client: 'pos' });
}
