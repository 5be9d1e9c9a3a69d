/** One seeded life of a till: what people, machines and fate do to it, and the reckoning after. */
import { reckonMoney } from './reckon-money.ts';
import {
  acknowledge,
  cancel,
  comeToRest,
  countOne,
  dawdle,
  drawWeighted,
  fill,
  HOPPERS,
  insertCoins,
  misbehave,
  payDebt,
  startSale,
} from './till-deeds.ts';
import { World } from './world.ts';

const ACTIONS = 80;

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
  await drawWeighted(DEEDS, world.random)?.(world);
}

function reckon(world: World, isAtRest: boolean): WorldReport {
  const sales = world.sales();
  const lines = world.lines();
  const audit = world.audit();
  const money = reckonMoney({ audit, lines, sales, truth: world.sim.truth() });
  const restless = `the till did not come to rest: ${JSON.stringify(world.till())}`;
  return {
    sales: sales.length,
    crashes: world.crashes,
    lines: lines.length,
    insertedMinor: money.insertedMinor,
    paidOutMinor: money.paidOutMinor,
    owedMinor: audit.owedMinor,
    points: world.pointsPassed,
    problems: [...money.problems, ...world.faults, ...(isAtRest ? [] : [restless])],
  };
}
