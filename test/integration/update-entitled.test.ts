/**
 * A till whose maintenance ended 2.9 years ago, its hub and its vendor's releases: it is told by name
 * the latest release it is entitled to though nobody ever ordered it anything, takes no other, has that
 * one put back in place of what it should not run, and once it is reinstated walks the floors.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RolledOutTill } from '../support/rolled-out-till.ts';

const NOW_AT = '2030-10-15T09:00:00Z';
/** Covered until 21 November 2027; a new licence would be needed from 22 November 2030 on. */
const FREE_YEAR = { from: '2026-11-22', to: '2027-11-22' };
const REINSTATED = { from: '2030-10-15', to: '2031-10-15' };

const FLOORS = { floor: '1.0.0', securityFloor: '1.1.0' };
const RELEASES = [
  { version: '1.0.0', releasedAt: '2026-10-01T00:00:00.000Z' },
  {
    ...FLOORS,
    version: '1.1.0',
    class: 'security',
    releasedAt: '2027-06-01T00:00:00.000Z',
    securityBackdatedTo: '2026-10-01T00:00:00.000Z',
  },
  { ...FLOORS, version: '1.1.1', releasedAt: '2027-09-01T00:00:00.000Z' },
  { ...FLOORS, version: '1.1.9', releasedAt: '2028-01-10T00:00:00.000Z' },
  { ...FLOORS, version: '1.2.0', releasedAt: '2028-03-01T00:00:00.000Z' },
  { ...FLOORS, version: '2.0.0', releasedAt: '2029-01-15T00:00:00.000Z', floor: '1.1.0' },
  { ...FLOORS, version: '3.0.0', releasedAt: '2030-02-01T00:00:00.000Z', floor: '2.0.0' },
  { ...FLOORS, version: '3.1.0', releasedAt: '2030-09-01T00:00:00.000Z', floor: '3.0.0' },
] as const;

/** From an installer that was not its own: it was never entitled to it. */
const FOUND = '1.2.0';
const ENTITLED = '1.1.1';
const NEWEST = '3.1.0';

let till: RolledOutTill;

beforeAll(async () => {
  till = await RolledOutTill.create({ nowAt: NOW_AT, releases: RELEASES, version: FOUND });
  await till.start();
}, 60_000);

afterAll(async () => {
  await till?.[Symbol.asyncDispose]();
});

function refusals(): readonly unknown[] {
  return till.journal().flatMap(({ kind, body }) => (kind === 'update-refused' ? [body] : []));
}

async function isToldAtHub(version: string, code: string): Promise<boolean> {
  const { said } = await till.atHub();
  return said?.word === 'refused' && said.version === version && said.code === code;
}

it('a till without a licence is entitled to nothing, and names nothing', async () => {
  expect(await till.update()).toMatchObject({
    version: FOUND,
    latestEntitled: null,
    ordered: null,
  });
});

it('a lapsed till that was never ordered anything is told its latest release by name', async () => {
  await till.license({ maintenance: [FREE_YEAR] });
  await till.until('it knows', async () => (await till.update()).latestEntitled !== null);
  expect(await till.update()).toMatchObject({
    version: FOUND,
    phase: 'idle',
    latestEntitled: ENTITLED,
    lookFault: null,
    ordered: null,
  });
  const status = await till.get('/v1/status');
  expect(status).toMatchObject({
    licence: { state: 'lapsed-reinstatable', newSales: true },
    latestEntitled: ENTITLED,
  });
  const said = await till.tillwarden('update', 'status');
  expect(said).toContain(`The latest release this till is entitled to is ${ENTITLED}.`);
  expect(said).toContain('It is below what runs');
  expect(await till.atHub()).toMatchObject({ running: FOUND, mayRun: ENTITLED, newest: NEWEST });
});

it('a release beyond its entitlement is not rolled out to it, and the hub says why', async () => {
  expect(await till.rollOut(NEWEST)).toBe('done');
  await till.until('it is over', async () => (await till.rollout(NEWEST)).rollout.state === 'done');
  const { rows } = await till.rollout(NEWEST);
  expect(rows.map(({ outlook }) => outlook)).toMatchObject([
    { kind: 'barred', reason: 'not-entitled', latest: ENTITLED },
  ]);
  expect(till.journal()).toEqual([]);
});

it.each([
  ['beyond its entitlement', NEWEST, 'not-entitled'],
  ['never entitled, though below what runs', '1.1.9', 'not-entitled'],
  ['entitled, and not the latest', '1.1.0', 'older'],
  ['below the security floor', '1.0.0', 'below-security-floor'],
])('whoever has the director’s key: %s is refused', async (_why, version, code) => {
  await till.orderAsThief(version);
  await till.until('the hub hears why', () => isToldAtHub(version, code));
  expect(refusals().at(-1)).toMatchObject({ version, code, latest: ENTITLED });
  expect(await till.update()).toMatchObject({ version: FOUND, phase: 'idle' });
});

it('nothing below the security floor is rolled out at all', async () => {
  expect(await till.rollOut('1.0.0')).toBe('below-security-floor');
});

it('has the release it is entitled to put back in place of what runs', async () => {
  expect(await till.rollOut(ENTITLED)).toBe('done');
  await till.until('it runs', async () => (await till.update()).version === ENTITLED);
  await till.until('it stays', async () => (await till.rollout(ENTITLED)).rollout.state === 'done');
  expect(till.confirmed()).toEqual([ENTITLED]);
  expect(till.journal().find(({ kind }) => kind === 'update-begun')?.body).toMatchObject({
    version: ENTITLED,
    from: FOUND,
  });
  // Nor is what it should not have run what an operator may go back to.
  expect(await till.update()).toMatchObject({ previous: null, latestEntitled: ENTITLED });
  expect(await till.atHub()).toMatchObject({
    running: ENTITLED,
    mayRun: ENTITLED,
    said: { word: 'confirmed', version: ENTITLED },
  });
});

it('reinstated after 2.9 years it is told the newest at once, and walks the floors to it', async () => {
  await till.license({ maintenance: [FREE_YEAR, REINSTATED] });
  await till.until('it knows', async () => (await till.update()).latestEntitled === NEWEST);
  expect(await till.get('/v1/status')).toMatchObject({ licence: { state: 'active' } });
  expect(await till.rollOut(NEWEST)).toBe('done');
  await till.until(
    'it is there',
    async () => (await till.rollout(NEWEST)).rollout.state === 'done',
  );
  expect(till.confirmed()).toEqual([ENTITLED, '2.0.0', '3.0.0', NEWEST]);
  console.log('versions that came up and stayed:', FOUND, '→', till.confirmed().join(' → '));
  expect(await till.update()).toMatchObject({ previous: '3.0.0', latestEntitled: NEWEST });
  const { rows } = await till.rollout(NEWEST);
  expect(rows.map(({ outlook }) => outlook)).toEqual([{ kind: 'has' }]);
  expect(await till.atHub()).toMatchObject({ running: NEWEST, mayRun: NEWEST, bar: undefined });
});

it('does not go back to what it was once entitled to', async () => {
  await till.orderAsThief(ENTITLED);
  await till.until('the hub hears why', () => isToldAtHub(ENTITLED, 'older'));
  expect(await till.update()).toMatchObject({ version: NEWEST, latestEntitled: NEWEST });
});
