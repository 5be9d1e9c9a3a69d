/** What befalls a till while people use it. */
import { drawWeighted } from '../till-deeds.ts';
import { some } from './cash-machine.ts';
import type { CashWorld } from './cash-world.ts';

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

/** The same of a whole machine. */
const JOB_POINTS = [
  'open-job-begun',
  'open-job-done',
  'run-job-begun',
  'run-job-done',
  'end-job-begun',
  'end-job-done',
  'forget-job-begun',
  'forget-job-done',
];

interface Fate {
  readonly name: string;
  readonly befall: () => void | Promise<void>;
}

export type Fates = readonly (readonly [weight: number, fate: Fate])[];

export function fatesOf(world: CashWorld): Fates {
  const { till, clock } = world;
  const mishaps = world.machines
    .flatMap((machine) => machine.mishaps)
    .map(({ name, weight, happen }) => [weight, { name, befall: happen }] as const);
  const points = world.isWhole ? JOB_POINTS : PAYOUT_POINTS;
  const crash = (): void => till.crashAfter(some(world.random, world.pick([8, 40])));
  const jump = (): void => clock.jumpWall(world.pick([-3_600_000, -5_000, 5_000, 3_600_000]));
  return [
    ...mishaps,
    [6, { name: 'crash-at-a-point', befall: crash }],
    [6, { name: 'crash-in-a-payout', befall: () => till.crashAt(world.pick(points)) }],
    [2, { name: 'killed', befall: () => till.kill() }],
    [1, { name: 'stopped', befall: () => till.stop() }],
    [2, { name: 'clock-stepped', befall: jump }],
    [0.3, { name: 'nobody-there', befall: () => clock.advance(70_000) }],
  ];
}

export async function strike(world: CashWorld, fates: Fates): Promise<void> {
  const fate = drawWeighted(fates, world.random);
  if (fate === undefined) return;
  world.noteMishap(fate.name);
  await fate.befall();
}
