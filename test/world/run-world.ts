/** One seeded life of a till: what people, machines and fate do to it, and the reckoning after. */
import { totalMinor } from '../../agent/core/cash/counts.ts';
import { delay, garble, loseReply, silence } from '../../hardware/drivers/cctalk/sim-behaviour.ts';
import { worthMinor, type CoinCounts } from '../../hardware/drivers/cctalk/sim-truth.ts';
import { World } from './world.ts';

const COINS = [5, 10, 20, 50, 100, 200] as const;
const HOPPERS = COINS.map((valueMinor) => `hopper-${valueMinor}`);
const ACTIONS = 80;
const REST_LIMIT_MS = 600_000;

export interface WorldReport {
  readonly sales: number;
  readonly crashes: number;
  readonly lines: number;
  readonly insertedMinor: number;
  readonly paidOutMinor: number;
  readonly owedMinor: number;
  readonly points: ReadonlyMap<string, number>;
  /** Sentences; empty when every cent is accounted for. */
  readonly problems: readonly string[];
}

/** Lives a till through `seed`; the same seed gives the same life. */
export async function runWorld(seed: number): Promise<WorldReport> {
  const world = new World(seed);
  world.start();
  await world.clock.advance(5_000);
  await fill(world);
  for (let action = 0; action < ACTIONS; action += 1) {
    await act(world);
    await world.clock.advance(world.pick([0, 1, 5, 20, 100, 400, 1_500]));
  }
  const isAtRest = await comeToRest(world);
  const report = reckon(world, isAtRest);
  await world.stop();
  return report;
}

async function fill(world: World): Promise<void> {
  for (const valueMinor of COINS) {
    const added = [{ valueMinor, count: world.coinsEach }];
    if (world.coinsEach === 0) continue;
    await world.ask({ kind: 'fill-entered', place: `hopper-${valueMinor}`, added, client: 'pos' });
  }
}

type Deed = (world: World) => void | Promise<void>;

const DEEDS: readonly (readonly [weight: number, deed: Deed])[] = [
  [10, startSale],
  [24, insertCoins],
  [2, cancel],
  [3, acknowledge],
  [3, payDebt],
  [4, (world) => world.crashAfter(1 + Math.floor(world.random() * world.pick([8, 40])))],
  [1, (world) => world.kill()],
  [1, (world) => world.stop()],
  [16, (world) => world.start()],
  [4, misbehave],
  [2, dawdle],
  [2, countOne],
  [1, (world) => world.sim.makeNoise(1 + Math.floor(world.random() * 60))],
  [1, (world) => world.pipe.line.unplug()],
  [8, (world) => world.pipe.line.plug()],
  [1, (world) => void world.sim.cutPower(world.pick(HOPPERS))],
  [1, (world) => void world.sim.cutPower(world.chance(0.5) ? 'acceptor' : undefined)],
  [8, (world) => void world.sim.restorePower()],
  [1, (world) => void world.sim.jam(world.pick(HOPPERS))],
  [2, (world) => void world.sim.unjam(world.pick(HOPPERS))],
  [1, (world) => world.clock.jumpWall(world.pick([-3_600_000, -5_000, 5_000, 3_600_000]))],
  [1, (world) => world.clock.advance(90_000)],
];

async function act(world: World): Promise<void> {
  const total = DEEDS.reduce((sum, [weight]) => sum + weight, 0);
  let ticket = world.random() * total;
  for (const [weight, deed] of DEEDS) {
    ticket -= weight;
    if (ticket > 0) continue;
    await deed(world);
    return;
  }
}

async function startSale(world: World): Promise<void> {
  const saleId = world.newSaleId();
  const amountDueMinor = 5 * (1 + Math.floor(world.random() * 150));
  const terms = { saleId, client: 'pos', idempotencyKey: saleId, amountDueMinor, currency: 'EUR' };
  await world.ask({ kind: 'sale-requested', terms });
}

async function insertCoins(world: World): Promise<void> {
  const coins = 1 + Math.floor(world.random() * 4);
  for (let coin = 0; coin < coins; coin += 1) {
    world.sim.insertCoin(world.pick(COINS));
    await world.clock.advance(world.pick([200, 220, 350]));
  }
}

async function cancel(world: World): Promise<void> {
  const saleId = world.till().activeSaleId ?? 'none';
  await world.ask({ kind: 'cancel-requested', saleId });
}

async function acknowledge(world: World): Promise<void> {
  const [sale] = world.sales();
  if (sale === undefined) return;
  await world.ask({ kind: 'acknowledge-requested', saleId: sale.saleId, client: 'pos' });
}

async function payDebt(world: World): Promise<void> {
  const [debtId] = Object.keys(world.till().debts);
  if (debtId === undefined) return;
  const by = world.pick(['hand', 'machine'] as const);
  await world.ask({ kind: 'debt-payment-requested', debtId, by, client: 'pos' });
}

function misbehave(world: World): void {
  const target = world.pick(['bus', 'acceptor', ...HOPPERS]);
  const behaviour = world.pick([silence, garble, loseReply]);
  // Half of the time exactly the command that pays out (header 167).
  const header = world.chance(0.5) ? { header: 167 } : {};
  world.sim.behave(target, behaviour({ times: 1 + Math.floor(world.random() * 3), ...header }));
}

function dawdle(world: World): void {
  const target = world.pick(['bus', 'acceptor', ...HOPPERS]);
  const delayMs = world.pick([50, 150, 300, 700]);
  world.sim.behave(target, delay(delayMs, { times: 1 + Math.floor(world.random() * 5) }));
}

/** Somebody opens the machine in the middle of it all and enters what is there. */
async function countOne(world: World): Promise<void> {
  await count(world, world.pick(COINS));
}

async function count(world: World, valueMinor: number): Promise<void> {
  const place = `hopper-${valueMinor}`;
  const pieces = world.sim.truth().tubes[place]?.[valueMinor] ?? 0;
  const counted = pieces === 0 ? [] : [{ valueMinor, count: pieces }];
  const isDeviceGone = false;
  await world.ask({ kind: 'count-entered', place, counted, isDeviceGone, client: 'pos' });
}

/** Repairs everything and lets the till finish; people count what no device can tell. */
async function comeToRest(world: World): Promise<boolean> {
  world.crashAfter(Infinity);
  world.sim.clearBehaviours();
  for (const hopper of HOPPERS) world.sim.unjam(hopper);
  world.sim.restorePower();
  await world.pipe.line.plug();
  world.start();
  await world.clock.advance(10_000);
  await cancel(world);
  const isQuiet = await world.clock.runUntil(() => isAtRest(world), REST_LIMIT_MS);
  if (!isQuiet) await countUnresolved(world);
  return world.clock.runUntil(() => isAtRest(world), REST_LIMIT_MS);
}

function isAtRest(world: World): boolean {
  const { activeSaleId, payouts } = world.till();
  return activeSaleId === undefined && Object.keys(payouts).length === 0;
}

async function countUnresolved(world: World): Promise<void> {
  for (const { phase } of Object.values(world.till().payouts)) {
    await count(world, phase.leg.valueMinor);
  }
}

function reckon(world: World, isAtRest: boolean): WorldReport {
  const audit = world.audit();
  const truth = world.sim.truth();
  const problems = [...audit.problems, ...world.faults];
  const sales = world.sales();
  const lines = world.lines();
  const expect = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(problem);
  };
  expect(isAtRest, `the till did not come to rest: ${JSON.stringify(world.till())}`);

  const inserted = lines.filter((line) => line.kind === 'cash-inserted');
  const insertedMinor = inserted.reduce((sum, line) => sum + line.body.valueMinor, 0);
  const lost = countAll(truth.accepted) - inserted.length;
  expect(
    lost >= 0 && lost <= audit.lostCountMax,
    `${lost} coins credited by the machine are not in the journal, which admits ${audit.lostCountMax}`,
  );

  const paidOutMinor = worthMinor(truth.paidOut);
  const paidByJournal = lines
    .filter((line) => line.kind === 'dispense-settled')
    .reduce((sum, line) => sum + line.body.paid * line.body.valueMinor, 0);
  expect(
    paidOutMinor === paidByJournal,
    `${paidOutMinor} is in the customer's hand, the journal says ${paidByJournal}`,
  );

  const heldMinor =
    Object.values(truth.tubes).reduce((sum, tube) => sum + worthMinor(tube), 0) +
    worthMinor(truth.cashbox);
  const swallowedMinor = worthMinor(truth.swallowed);
  const lostMinor = worthMinor(truth.accepted) - insertedMinor;
  const differenceMinor = totalMinor(audit.balances.get('difference') ?? []);
  expect(
    heldMinor - swallowedMinor - lostMinor === audit.heldMinor + differenceMinor,
    `the machine holds ${heldMinor} (${lostMinor} lost credits), the journal says ${audit.heldMinor}`,
  );

  const earnedMinor = sales
    .filter(
      ({ phase }) =>
        phase.kind === 'settled' || (phase.kind === 'owed' && phase.purpose === 'change'),
    )
    .reduce((sum, { amountDueMinor }) => sum + amountDueMinor, 0);
  const byHandMinor = lines
    .filter((line) => line.kind === 'debt-paid')
    .filter(({ body }) => body.by === 'hand')
    .reduce((sum, { body }) => sum + body.amountMinor, 0);
  for (const sale of sales) {
    const { saleId, phase, amountDueMinor, paidOutMinor: outMinor } = sale;
    const isSold =
      phase.kind === 'settled' || (phase.kind === 'owed' && phase.purpose === 'change');
    const takenMinor = totalMinor(sale.inserted);
    const debt = audit.debts.get(`${saleId}/owed`);
    expect(
      takenMinor === (isSold ? amountDueMinor : 0) + outMinor + (debt?.amountMinor ?? 0),
      `sale ${saleId} took ${takenMinor} and does not say where it is`,
    );
  }
  expect(
    insertedMinor === earnedMinor + paidOutMinor + byHandMinor + audit.owedMinor,
    `inserted ${insertedMinor}, earned ${earnedMinor}, paid out ${paidOutMinor}, by hand ${byHandMinor}, owed ${audit.owedMinor}`,
  );
  return {
    sales: sales.length,
    crashes: world.crashes,
    lines: lines.length,
    insertedMinor,
    paidOutMinor,
    owedMinor: audit.owedMinor,
    points: world.pointsPassed,
    problems,
  };
}

function countAll(counts: CoinCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
