/**
 * A thousand tills and one release: errors stop it at their threshold, silence counts as an error, and
 * once what was wrong is repaired it goes on to the end. Nobody is ever told before their group is open,
 * and no till begins the same version twice without having been told twice.
 *
 * SEED=212 npx vitest run --project world rollout   lives one of them again.
 */
import { expect, it } from 'vitest';
import { NEW, RolloutWorld, type RolloutWorldSettings } from './rollout-world.ts';

const TILLS = 1_000;
const CANARIES = 50;
const MINUTE_MS = 60_000;
const SILENCE_MINUTES = 30;
/** Far more than it takes. */
const MINUTES_MAX = 240;
const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);

const PLAN: RolloutWorldSettings['plan'] = {
  silenceTimeoutMs: SILENCE_MINUTES * MINUTE_MS,
  groups: [
    {
      name: 'canaries',
      picks: [{ kind: 'tag', tag: 'canary' }],
      successes: { kind: 'percent', percent: 80 },
      errors: { kind: 'count', count: 3 },
    },
    {
      name: 'everybody',
      picks: [{ kind: 'percent', percent: 100 }],
      successes: { kind: 'percent', percent: 100 },
      errors: { kind: 'percent', percent: 2 },
    },
  ],
};

const COMMON = { seed: SEED, tills: TILLS, canaries: CANARIES, plan: PLAN };

async function stopsAndGoesOn(settings: RolloutWorldSettings): Promise<void> {
  await using world = await RolloutWorld.open(settings);
  const { rollout, tallies } = await world.liveUntilSettled(MINUTES_MAX);
  const { halt } = rollout;
  expect(rollout.state).toBe('stopped');
  if (halt?.kind !== 'errors') throw new TypeError('it was not stopped by errors');
  const limit = halt.group === 0 ? 3 : Math.ceil(halt.size * 0.02);
  expect(halt.errors).toBeGreaterThanOrEqual(limit);
  // Those that were installing when it was stopped may have failed since.
  expect(tallies[halt.group]?.errors).toBeGreaterThanOrEqual(halt.errors);
  const stoppedAfter = world.minutes;
  // What was under way when it stopped comes to its end, good or bad.
  await world.live(SILENCE_MINUTES);
  await world.repair();
  const end = await world.liveUntilSettled(MINUTES_MAX);
  expect(end.rollout).toMatchObject({ state: 'done', openGroups: 2, halt: undefined });
  expect(world.tills.map(({ version }) => version)).toEqual(Array(TILLS).fill(NEW));
  expect(world.strays).toBe(0);
  expect(Math.max(...world.tills.map(({ begun }) => begun.length))).toBeLessThanOrEqual(2);
  process.stdout.write(
    `\nseed ${SEED}: ${halt.errors} of ${halt.size} in group ${halt.group} stopped it after ` +
      `${stoppedAfter} min; done after ${world.minutes} min\n`,
  );
}

it(`stops where three of a hundred fail, and completes after the repair (seed ${SEED})`, () =>
  stopsAndGoesOn({ ...COMMON, fates: [['goes-back', 30]] }));

it(`stops where five of a hundred fall silent, and completes after the repair (seed ${SEED})`, () =>
  stopsAndGoesOn({ ...COMMON, fates: [['never-heard-of-again', 50]] }));

it(`completes by itself where nothing fails (seed ${SEED})`, async () => {
  await using world = await RolloutWorld.open({ ...COMMON, tills: 100, canaries: 5, fates: [] });
  const { rollout } = await world.liveUntilSettled(MINUTES_MAX);
  expect(rollout.state).toBe('done');
  expect(world.strays).toBe(0);
});
