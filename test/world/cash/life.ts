/** One seeded life of a till with coins and notes: what people, machines and fate do to it. */
import { seededRandom } from '../../../hardware/kit/seeded-random.ts';
import { drawWeighted } from '../till-deeds.ts';
import type { Sabotage } from './cash-till.ts';
import { CashWorld } from './cash-world.ts';
import { putIn } from './deposit-deed.ts';
import { fatesOf, strike, type Fates } from './fates.ts';
import { workByHand } from './hand-deed.ts';
import { operate } from './operation-deed.ts';
import { reckonCash } from './reckon-cash.ts';
import { buy } from './sale-deed.ts';
import { withSeededEntropy } from './seeded-entropy.ts';

export interface CashLifeReport extends Readonly<CashWorld['judge']['counts']> {
  readonly fittings: string;
  readonly crashes: number;
  readonly virtualMs: number;
  /** What was done beside sales. */
  readonly deeds: ReadonlyMap<string, number>;
  readonly mishaps: ReadonlyMap<string, number>;
  readonly pointsPassed: ReadonlyMap<string, number>;
  readonly pointsKilledAt: ReadonlyMap<string, number>;
  /** Sentences; empty when every piece is accounted for. */
  readonly problems: readonly string[];
}

/** People who come to a till in its life; some are turned away. */
const VISITS = 74;
/** How often somebody with a key comes between two of them. */
const BY_HAND_ODDS = 0.1;
const WARM_UP_MS = 5_000;
const GIVE_UP_MS = 3_000;

type Deed = (world: CashWorld, fates: Fates) => Promise<void>;

const DEEDS: readonly (readonly [weight: number, deed: Deed])[] = [
  [86, buy],
  [7, putIn],
  [7, operate],
];

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
  // What comes after the first thing that is wrong says nothing more.
  for (let visit = 0; visit < VISITS && world.judge.problems.length === 0; visit += 1) {
    await receive(world, fates);
  }
  const isAtRest = await world.comeToRest();
  const { till, judge, hands, currencies } = world;
  judge.close();
  const reckoned = { lines: [...till.lines()], sales: till.sales(), hands, currencies, judge };
  const restless = isAtRest ? [] : [`the till did not come to rest: ${JSON.stringify(till.till)}`];
  const report = {
    ...judge.counts,
    fittings: world.fittings,
    crashes: till.crashes,
    virtualMs: world.clock.monotonicMs(),
    deeds: judge.deeds,
    mishaps: world.mishaps,
    pointsPassed: till.pointsPassed,
    pointsKilledAt: till.pointsKilledAt,
    problems: [...judge.problems, ...till.faults, ...restless, ...reckonCash(reckoned)],
  };
  await till.stop();
  return report;
}

/** One person, whatever they come for. */
async function receive(world: CashWorld, fates: Fates): Promise<void> {
  const { till, clock } = world;
  if (world.chance(0.5)) await world.mend();
  if (world.chance(0.85)) till.start();
  // Whoever finds a sale of somebody else has it given up first.
  if (world.isBusy && till.isRunning) {
    await world.giveUp();
    await clock.runUntil(() => !world.isBusy, GIVE_UP_MS);
  }
  if (world.chance(0.15)) await strike(world, fates);
  if (world.chance(BY_HAND_ODDS)) await workByHand(world);
  await drawWeighted(DEEDS, world.random)?.(world, fates);
}
