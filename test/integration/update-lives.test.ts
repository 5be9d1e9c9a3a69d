/**
 * Whatever is killed at whatever moment of an update, the till ends running one good version, a bad one
 * is undone, and every line that anybody was told of is in the journal it goes on with. The program of
 * before runs on the schema that the one it came back from has left.
 */
import { setTimeout as anyMoment } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seededRandom } from '../../hardware/kit/seeded-random.ts';
import type { JsonLine } from '../support/json-process.ts';
import { LivesTill, type Head, type Moment } from '../support/lives-till.ts';

const SEED = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);
/** More by flag: each is an update of its own. */
const RANDOM_LIVES = Number(process.env['UPDATE_LIVES'] ?? 2);
const BUILD_TIMEOUT_MS = 400_000;
const LIFE_TIMEOUT_MS = 120_000;
/** About as long as a move takes: random kills fall anywhere in it. */
const MOVE_MS = 6_000;

const MOMENTS: Readonly<Record<string, Moment>> = {
  ordered: isLine('update-ordered'),
  checked: isLine('update-approved'),
  unpacked: isLine('update-ready'),
  'making way': isLine('update-begun'),
  'flipped, before it has opened its store': ({ msg }) => msg === 'program-started',
  'its store opened and migrated': isLine('update-on-trial'),
  'in its health window': ({ msg }) => msg === 'agent-ready',
  confirmed: isLine('update-confirmed'),
};

const BAD_MOMENTS: Readonly<Record<string, Moment>> = {
  'once it has failed': ({ msg }) => msg === 'program-ended',
  'gone back': isLine('update-rolled-back'),
};

interface Life {
  readonly version: string;
  readonly isBad: boolean;
  readonly moment?: Moment | undefined;
  readonly name: string;
}

const LIVES: readonly Life[] = [
  ...Object.entries(MOMENTS).map(([name, moment]) => ({ name, moment, isBad: false })),
  ...Object.entries(BAD_MOMENTS).map(([name, moment]) => ({ name, moment, isBad: true })),
  ...Array.from({ length: RANDOM_LIVES }, (_, at) => ({
    name: `some moment, ${at + 1}`,
    isBad: at % 2 === 1,
  })),
].map((life, at) => ({ ...life, version: `1.${at + 1}.0` }));

const random = seededRandom(SEED);
const heads: Head[] = [];
let till: LivesTill;
let good = '1.0.0';

beforeAll(async () => {
  const versions = LIVES.map(({ version }) => version);
  const bad = new Set(LIVES.filter(({ isBad }) => isBad).map(({ version }) => version));
  till = await LivesTill.create(versions, (version) => bad.has(version));
  till.start();
  await till.said('it runs', 0, isReady);
}, BUILD_TIMEOUT_MS);

afterAll(async () => {
  await till[Symbol.asyncDispose]();
});

it.each(LIVES)(
  `$version, killed when $name (seed ${SEED})`,
  async ({ version, moment, isBad }) => {
    const from = till.lines.length;
    heads.push(await till.acknowledge(`before ${version}`));
    expect(await till.order(version)).toEqual({ isTaken: true, reason: null });
    await (moment === undefined
      ? anyMoment(random() * MOVE_MS)
      : till.said('the moment', from, moment));
    const killedAt = till.lines.length;
    if (random() < 0.5) till.killProgram();
    else till.killSupervisor();
    await till.said('it has settled', from, isBad ? isUndone(version) : isConfirmed(version));
    await till.said('it runs again', killedAt, isReady);
    good = isBad ? good : version;
    await runsAgain(good);
    heads.push(await till.acknowledge(`after ${version}`));
  },
  LIFE_TIMEOUT_MS,
);

it('every line that was acknowledged is an ancestor of the last one', async () => {
  await till.stop();
  expect(heads).toHaveLength(2 * LIVES.length);
  expect(heads.filter(({ seq, hash }) => till.hashAt(seq) !== hash)).toEqual([]);
  expect(await till.verify()).toContain('head');
});

/** Its API answers, in the version that is good: what was killed has been started again. */
async function runsAgain(version: string): Promise<void> {
  for (;;) {
    const from = till.lines.length;
    const answered = await till.version().catch(() => undefined);
    if (answered === version) return;
    await till.said(`${version} runs`, from, isReady);
  }
}

function isReady({ msg }: JsonLine): boolean {
  return msg === 'agent-ready';
}

function isLine(kind: string): Moment {
  return (line) => line['msg'] === 'line-written' && line['kind'] === kind;
}

function isConfirmed(version: string): Moment {
  return isAbout('update-confirmed', version);
}

function isUndone(version: string): Moment {
  return isAbout('update-rolled-back', version);
}

function isAbout(kind: string, version: string): Moment {
  const fits = isLine(kind);
  return (line) => fits(line) && (line['body'] as JsonLine)['version'] === version;
}
