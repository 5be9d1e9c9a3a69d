/** One seeded life of a till and its hub, and the reckoning after. */
import { FleetWorld } from './fleet-world.ts';
import { holdingsOf } from './hub-ledger.ts';
import { fleetProblems } from './reckon-fleet.ts';
import {
  acknowledge,
  cancel,
  COINS,
  comeToRest,
  count,
  countOne,
  countUnresolved,
  drawWeighted,
  fill,
  HOPPERS,
  insertCoins,
  misbehave,
  payDebt,
  startSale,
} from './till-deeds.ts';

const ACTIONS = 80;
const DRAIN_LIMIT_MS = 30 * 60_000;
/** Actions between two looks at the hub. */
const LOOK_EVERY = 16;

export interface FleetReport {
  readonly seed: number;
  readonly digest: string;
  readonly lines: number;
  readonly linesAtHub: number;
  readonly sales: number;
  readonly tillKills: number;
  readonly hubKills: number;
  readonly tillRestorations: number;
  readonly hubRestorations: number;
  readonly branches: number;
  readonly commands: number;
  readonly points: ReadonlyMap<string, number>;
  /** Sentences; empty when all holds. */
  readonly problems: readonly string[];
}

/** Lives both ends through `seed`; the same seed gives the same lives. */
export async function runFleet(seed: number): Promise<FleetReport> {
  const world = await FleetWorld.create(seed);
  world.network.weather = world.mood.weather;
  world.start();
  await world.clock.advance(5_000);
  await fill(world);
  const problems: string[] = [];
  for (let action = 0; action < ACTIONS; action += 1) {
    await act(world);
    world.watch();
    await world.clock.advance(world.pick([0, 1, 5, 20, 100, 400, 1_500]));
    if (action % LOOK_EVERY === 0) problems.push(...look(world));
  }
  problems.push(...(await heal(world)));
  problems.push(...fleetProblems(world));
  const report = reportOf(world, seed, problems);
  await world.agent.stop();
  await world.hub.stop();
  return report;
}

type Deed = (world: FleetWorld) => void | Promise<void>;

const DEEDS: readonly (readonly [weight: number, deed: Deed])[] = [
  [10, startSale],
  [24, insertCoins],
  [2, cancel],
  [3, acknowledge],
  [3, payDebt],
  [2, countOne],
  [16, (world) => world.start()],
  [12, (world) => world.hub.start()],
  [6, (world) => world.sendCommand()],
  [4, (world) => world.clock.advance(world.pick([2_000, 20_000, 90_000]))],
  [8, tillDies],
  [8, hubDies],
  [12, machineFails],
  [12, networkFails],
  [6, (world) => void (world.network.reachability = 'up')],
  [10, restoreTill],
  [8, restoreHub],
];

async function act(world: FleetWorld): Promise<void> {
  await drawWeighted(DEEDS, world.random)?.(world);
}

async function tillDies(world: FleetWorld): Promise<void> {
  if (!world.mood.tillDies) return;
  await drawWeighted<Deed>(
    [
      [5, () => world.crashAfter(1 + Math.floor(world.random() * world.pick([8, 60])))],
      [1, () => world.agent.kill(world.chance(0.5))],
      [1, () => world.agent.stop()],
    ],
    world.random,
  )?.(world);
}

async function hubDies(world: FleetWorld): Promise<void> {
  if (!world.mood.hubDies) return;
  const { hub } = world;
  await drawWeighted<Deed>(
    [
      [5, () => hub.crashAfter(1 + Math.floor(world.random() * world.pick([8, 200])))],
      [1, () => hub.kill(world.chance(0.5))],
      [1, () => hub.stop()],
    ],
    world.random,
  )?.(world);
}

async function machineFails(world: FleetWorld): Promise<void> {
  if (!world.mood.machineFails) return;
  const { sim, pipe } = world;
  await drawWeighted<Deed>(
    [
      [6, misbehave],
      [1, () => sim.makeNoise(1 + Math.floor(world.random() * 60))],
      [1, () => pipe.line.unplug()],
      [6, () => pipe.line.plug()],
      [1, () => void sim.cutPower(world.pick(HOPPERS))],
      [1, () => world.cutAcceptor()],
      [6, () => void sim.restorePower()],
      [1, () => void sim.jam(world.pick(HOPPERS))],
      [2, () => void sim.unjam(world.pick(HOPPERS))],
      [1, () => world.clock.jumpWall(world.pick([-3_600_000, -5_000, 5_000, 3_600_000]))],
    ],
    world.random,
  )?.(world);
}

async function networkFails(world: FleetWorld): Promise<void> {
  const { network } = world;
  if (world.mood.weather.cut === 0) return;
  await drawWeighted<Deed>(
    [
      [4, () => network.cutAll()],
      [3, () => network.freezeAll(world.pick([['till', 'hub'], ['till'], ['hub']] as const))],
      [3, () => network.stallAll(world.pick([500, 5_000, 40_000, 100_000]))],
      [5, () => network.replay()],
      [1, () => void (network.reachability = world.pick(['refusing', 'silent'] as const))],
    ],
    world.random,
  )?.(world);
}

async function restoreTill(world: FleetWorld): Promise<void> {
  if (!world.mood.tillIsRestored) return;
  if (world.chance(0.6)) world.copyTill();
  else await world.restoreTill();
}

async function restoreHub(world: FleetWorld): Promise<void> {
  if (!world.mood.hubIsRestored) return;
  if (world.chance(0.6)) {
    world.backUpHub();
    return;
  }
  look(world);
  await world.restoreHub();
}

function look(world: FleetWorld): readonly string[] {
  world.ledger.noteWritten(world.lines());
  return world.ledger.problems(holdingsOf(world.hub.disk));
}

/** The storm is over: both ends come back, and say to each other what they have to say. */
async function heal(world: FleetWorld): Promise<readonly string[]> {
  world.becalm();
  await world.hub.start();
  world.start();
  await world.clock.advance(15_000);
  world.watch();
  // A disk that was put back may ask for ever after a payout that its machine has long forgotten.
  if (world.tillRestorations > 0) await countUnresolved(world);
  const isAtRest = await comeToRest(world);
  for (const valueMinor of COINS) await count(world, valueMinor);
  const isDrained = await comeToEnd(world);
  return [
    ...(isAtRest ? [] : [`the till did not come to rest: ${JSON.stringify(world.till())}`]),
    ...(isDrained ? [] : ['the two ends did not come to an end with each other']),
  ];
}

async function comeToEnd(world: FleetWorld): Promise<boolean> {
  const endMs = world.clock.monotonicMs() + DRAIN_LIMIT_MS;
  while (!isQuiet(world) && world.clock.monotonicMs() < endMs) await world.clock.advance(1_000);
  return isQuiet(world);
}

function isQuiet(world: FleetWorld): boolean {
  const { agent, hub } = world;
  if (!agent.isOnline) return false;
  const head = agent.disk.prepare<[], { n: number }>('SELECT max(seq) n FROM journal').get();
  const open = agent.disk
    .prepare<[], { n: number }>('SELECT count(*) n FROM command WHERE is_settled = 0')
    .get();
  const undelivered = hub.disk
    .prepare<[], { n: number }>(
      'SELECT (SELECT count(*) FROM commands) - (SELECT mailbox_to FROM stations) n',
    )
    .get();
  return open?.n === 0 && undelivered?.n === 0 && agent.cursor.durableTo === head?.n;
}

function reportOf(world: FleetWorld, seed: number, problems: readonly string[]): FleetReport {
  const { agent, hub } = world;
  const { lines, branches } = holdingsOf(hub.disk);
  const commands = world.lines().filter(({ kind }) => kind === 'command-received');
  for (const { hash } of lines) world.trace(hash);
  return {
    seed,
    digest: world.digest,
    lines: world.lines().length,
    linesAtHub: lines.length,
    sales: world.sales().length,
    tillKills: agent.crashes,
    hubKills: hub.kills,
    tillRestorations: world.tillRestorations,
    hubRestorations: hub.restorations,
    branches: branches.length,
    commands: commands.length,
    points: new Map([...agent.points, ...prefixed(hub.points)]),
    problems,
  };
}

function prefixed(points: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  return [...points].map(([point, count]) => [`hub ${point}`, count]);
}
