/**
 * Whatever is killed at whatever moment of an update, the till ends running one good version, a bad one
 * is undone, and what anybody was told, and every coin the machine took or paid, is in the chain that
 * it goes on with, once. The program of before runs on the schema that the one it came back from has left.
 */
import { setTimeout as anyMoment } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSlots } from '../../agent/update/slots-file.ts';
import { seededRandom } from '../../hardware/kit/seeded-random.ts';
import { BuiltRelease } from '../support/built-release.ts';
import { pendingCrashes, planCrash } from '../support/crash-points.ts';
import { LivesCounter } from '../support/lives-counter.ts';
import {
  everyLife,
  KILLS_WITHOUT_HARM,
  someLives,
  victimOf,
  type Life,
} from '../support/lives-plan.ts';
import { LivesTill } from '../support/lives-till.ts';

const SEED = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);
/** So many kills at random, and one at every named point besides; a few of both without it. */
const KILLS = process.env['UPDATE_LIVES'];
/** Metadata of one role is read in quadratic time, and each life is a release. */
const LIVES_PER_TILL = 40;
const BUILD_TIMEOUT_MS = 400_000;
const INSTALL_TIMEOUT_MS = 600_000;
const LIFE_TIMEOUT_MS = 600_000;
/** About as long as a move takes: random kills fall anywhere in it. */
const MOVE_MS = 5_000;

const random = seededRandom(SEED);
const LIVES = (KILLS === undefined ? someLives(random) : everyLife(Number(KILLS), random)).map(
  (life, at) => ({ ...life, version: `1.${at + 1}.0` }),
);
const BAD_VERSIONS = new Set(LIVES.filter(({ isBad }) => isBad).map(({ version }) => version));
const TILLS = Array.from({ length: Math.ceil(LIVES.length / LIVES_PER_TILL) }, (_, at) => ({
  lives: LIVES.slice(at * LIVES_PER_TILL, (at + 1) * LIVES_PER_TILL),
  number: at + 1,
}));

let release: BuiltRelease;
const tally = { named: 0, random: 0, good: 0, undone: 0 };

beforeAll(() => {
  release = new BuiltRelease();
}, BUILD_TIMEOUT_MS);

afterAll(() => {
  release[Symbol.dispose]();
  process.stdout.write(
    `\nupdate lives (seed ${SEED}): killed ${tally.named} times at a named point and ` +
      `${tally.random} times at random; ${tally.good} releases stayed, ${tally.undone} were undone\n`,
  );
});

describe.each(TILLS)(`till $number (seed ${SEED})`, ({ lives }) => {
  const stack = new AsyncDisposableStack();
  let till: LivesTill;
  let counter: LivesCounter;

  beforeAll(async () => {
    till = stack.use(await LivesTill.start(release, lives));
    counter = new LivesCounter(till);
  }, INSTALL_TIMEOUT_MS);

  afterAll(() => stack.disposeAsync());

  it.each(lives)(
    '$version: $name',
    async (life) => {
      if (life.isSupervisorNew) await renewSupervisor(till);
      await counter.fill();
      await counter.sell();
      for (const crash of life.crashes) planCrash(till.prefix, crash);
      expect(await till.order(life.version)).toMatchObject({ isTaken: true });
      await liveThrough(till, life);
      await till.until('a good version runs, and nothing is under way', async () => {
        const settled = await settledVersion(till);
        const isNew = settled === life.version;
        if (settled === undefined || (isNew ? life.isBad : !mayBeUndone(life))) return false;
        if (BAD_VERSIONS.has(settled) || (!isNew && !counter.wasUndone(life.version))) return false;
        tally[isNew ? 'good' : 'undone'] += 1;
        return true;
      });
      await counter.settle();
      expect(await counter.faults()).toEqual([]);
    },
    LIFE_TIMEOUT_MS,
  );

  it('every answer, every coin taken and every coin paid is in the last chain once', async () => {
    expect(counter.sales).toBe(lives.length);
    expect(await counter.faults()).toEqual([]);
    process.stdout.write(`\nheld against the chain: ${await counter.tally()}\n`);
    await till.stop();
    expect(await till.verify()).toContain('head');
  });
});

/** Killed at its named points, or at any moment; whatever is killed comes up again by itself. */
async function liveThrough(till: LivesTill, life: Life): Promise<void> {
  await till.until('it was killed at every point', () => pendingCrashes(till.prefix).length === 0);
  tally.named += life.crashes.length;
  for (let kills = 0; kills < life.randomKills; kills += 1) {
    const victim = victimOf(random);
    await anyMoment(random() * MOVE_MS);
    await till.until(`there is a ${victim}`, () => till.kill(victim));
    tally.random += 1;
  }
}

/** The supervisor that is started again is that of the release that runs. */
async function renewSupervisor(till: LivesTill): Promise<void> {
  const from = till.lines.length;
  till.kill('supervisor');
  await till.until('it runs again', () =>
    till.lines.slice(from).some(({ msg }) => msg === 'agent-ready'),
  );
}

/** What runs, where nothing is under way any more and the supervisor says so too. */
async function settledVersion(till: LivesTill): Promise<string | undefined> {
  const { version, phase } = await till.get('/v1/update');
  const { slots } = readSlots(till.prefix);
  const isSettled = phase === 'idle' && slots.trial === undefined && slots.current === version;
  return isSettled ? slots.current : undefined;
}

/** It is bad, or was killed too often to prove itself. */
function mayBeUndone({ isBad, randomKills }: Life): boolean {
  return isBad || randomKills > KILLS_WITHOUT_HARM;
}
