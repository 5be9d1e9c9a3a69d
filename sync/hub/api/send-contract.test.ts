/** What a contract says reaches its tills: once, all of them, and no till of anybody else. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPeopleHub, type PeopleHub } from '../../../test/support/people-hub.ts';
import { createTestVendor } from '../../../test/support/test-vendor.ts';
import { auditBefore } from '../store/audit.ts';
import { addBookEntry } from '../store/book-entries.ts';
import { lastEntitlement } from '../store/entitlements.ts';

const VENDOR = createTestVendor();
const SEND = 'POST /v1/contracts/c1/send';
const CONTRACT = {
  id: 'c1',
  customer: 'pepe',
  plan: { id: 'sds', version: 1 },
  variant: 'flat',
  start: '2026-01-01',
  stations: ['till-1', 'till-2', 'till-3', 'till-9'],
};

let hub: PeopleHub;

afterEach(() => hub[Symbol.asyncDispose]());

async function open(hasKey: boolean): Promise<void> {
  const key = hasKey ? { issuerKey: await VENDOR.certify('issuer') } : {};
  hub = await openPeopleHub({ trust: VENDOR.trust, ...key });
  hub.clock.jumpWall(Date.parse('2026-03-10T12:00:00.000Z') - hub.clock.wallMs());
  await hub.addUser('Ada', 'vendor-admin');
  await hub.addUser('Sam', 'vendor-support');
  for (const [id, kind] of Object.entries({
    pepe: 'customer',
    rosa: 'customer',
    Centro: 'site',
    Puerto: 'site',
  })) {
    await write('parties', id, { id, kind, name: id });
  }
  const since = '2026-01-01T00:00:00.000Z';
  await write('edges', 'e1', { from: 'Centro', kind: 'part-of', to: 'pepe', since });
  await write('edges', 'e2', { from: 'Puerto', kind: 'part-of', to: 'rosa', since });
  for (const [till, site] of [
    ['till-1', 'Centro'],
    ['till-2', 'Centro'],
    ['till-3', 'Puerto'],
  ] as const) {
    await hub.addStation(till, site);
  }
}

/** From now on, and later than what was written before. */
async function write(book: string, entry: string, body: unknown): Promise<void> {
  const sinceMs = hub.clock.wallMs();
  const said = { sinceMs, recordedAtMs: sinceMs, recordedBy: 'test' };
  await addBookEntry(hub.database, { book, entry, body, ...said });
}

async function install(till: string): Promise<void> {
  const ada = await hub.signedIn('Ada');
  const id = `lic-${till}`;
  await ada.call('POST /v1/licences', { body: { id, customer: 'pepe' } });
  const body = { id: `act-${till}`, kind: 'install', licence: id, plan: 'sds' };
  expect(await ada.codeOf(`POST /v1/stations/${till}/licence-acts`, { body })).toBe('200');
}

async function send(): Promise<Record<string, string>> {
  const ada = await hub.signedIn('Ada');
  const answer = await ada.call(SEND, { body: {} });
  const { stations } = answer.json<{ stations: { station: string; result: string }[] }>();
  return Object.fromEntries(stations.map(({ station, result }) => [station, result]));
}

async function contractOf(till: string) {
  return (await lastEntitlement(hub.database, till))?.contract;
}

async function numberOf(till: string): Promise<number | undefined> {
  return (await lastEntitlement(hub.database, till))?.generation.n;
}

describe('nothing is sent', () => {
  it('by a hub without a key', async () => {
    await open(false);
    await write('contracts', 'c1', CONTRACT);
    const ada = await hub.signedIn('Ada');
    expect(await ada.codeOf(SEND, { body: {} })).toBe('issuer-key-missing');
  });

  it('by others than an admin of the vendor, or of a contract there is not', async () => {
    await open(true);
    const [ada, sam] = [await hub.signedIn('Ada'), await hub.signedIn('Sam')];
    expect(await sam.codeOf(SEND, { body: {} })).toBe('forbidden');
    expect(await ada.codeOf(SEND, { body: {} })).toBe('not-found');
  });

  it('to a till of another customer, without a licence, revoked, or not there', async () => {
    await open(true);
    await install('till-1');
    await install('till-3');
    await (await hub.signedIn('Ada')).call('POST /v1/stations/till-1/revoke', { body: {} });
    await write('contracts', 'c1', CONTRACT);
    expect(await send()).toEqual({
      'till-1': 'station-revoked',
      'till-2': 'licence-missing',
      'till-3': 'other-customer',
      'till-9': 'station-unknown',
    });
    expect(await contractOf('till-3')).toBeUndefined();
  });
});

it('longer than a till takes is sent to none, and leaves its tills what they have', async () => {
  await open(true);
  await install('till-1');
  const many = Array.from({ length: 499 }, (_, index) => `till-${index}-`.padEnd(64, 'x'));
  await write('contracts', 'c1', { ...CONTRACT, stations: ['till-1', ...many] });
  expect(await send()).toMatchObject({ 'till-1': 'licence-invalid' });
  expect(await numberOf('till-1')).toBe(1);
});

describe('a contract', () => {
  beforeEach(async () => {
    await open(true);
    await install('till-1');
    await install('till-2');
    await write('contracts', 'c1', { ...CONTRACT, stations: ['till-1', 'till-2'] });
  });

  it('reaches its tills once, however often it is sent, and is written down', async () => {
    expect(await send()).toEqual({ 'till-1': 'sent', 'till-2': 'sent' });
    expect(await contractOf('till-1')).toMatchObject({ variant: 'flat', start: '2026-01-01' });
    const before = await numberOf('till-1');
    expect(await send()).toEqual({ 'till-1': 'unchanged', 'till-2': 'unchanged' });
    expect(await numberOf('till-1')).toBe(before);
    const acts = (await auditBefore(hub.database, undefined)).filter(
      ({ act }) => act === 'contract-sent',
    );
    expect(acts.map(({ subject, by }) => [subject, by?.name])).toEqual([
      ['till-2', 'Ada'],
      ['till-1', 'Ada'],
    ]);
  });

  it('sent twice at once reaches them once', async () => {
    const [one, other] = await Promise.all([send(), send()]);
    const results = new Set([one['till-1'], other['till-1']]);
    expect(results).toEqual(new Set(['sent', 'unchanged']));
    const acts = await auditBefore(hub.database, undefined);
    const about = acts.filter(({ act }) => act === 'contract-sent').map(({ subject }) => subject);
    expect(about).toHaveLength(2);
    expect(new Set(about)).toEqual(new Set(['till-1', 'till-2']));
  });

  it('is taken back from a till that it names no more; the others learn of it', async () => {
    await send();
    hub.clock.jumpWall(1_000);
    await write('contracts', 'c1', { ...CONTRACT, stations: ['till-1'] });
    expect(await send()).toEqual({ 'till-1': 'sent', 'till-2': 'withdrawn' });
    expect(await contractOf('till-2')).toBeUndefined();
    expect((await contractOf('till-1'))?.stations).toEqual(['till-1']);
  });

  it.each([
    [
      'that has ended is told',
      { ...CONTRACT, stations: ['till-1', 'till-2'], endsOn: '2026-03-09' },
      'sent',
    ],
    ['taken out of the books is taken back', undefined, 'withdrawn'],
  ])('%s, with the licence untouched', async (_, body, result) => {
    await send();
    const { maintenance } = (await lastEntitlement(hub.database, 'till-1')) ?? {};
    hub.clock.jumpWall(1_000);
    await write('contracts', 'c1', body);
    expect(await send()).toEqual({ 'till-1': result, 'till-2': result });
    expect((await contractOf('till-1'))?.endsOn).toBe(body?.endsOn);
    expect(await lastEntitlement(hub.database, 'till-1')).toMatchObject({ maintenance });
    expect(await send()).toEqual({ 'till-1': 'unchanged', 'till-2': 'unchanged' });
  });

  it('is taken back when the site goes to another customer', async () => {
    await send();
    hub.clock.jumpWall(1_000);
    const since = '2026-01-01T00:00:00.000Z';
    await write('edges', 'e1', { from: 'Centro', kind: 'part-of', to: 'rosa', since });
    expect(await send()).toEqual({ 'till-1': 'withdrawn', 'till-2': 'withdrawn' });
    expect(await send()).toEqual({ 'till-1': 'other-customer', 'till-2': 'other-customer' });
  });

  it('is in whatever else is issued', async () => {
    const ada = await hub.signedIn('Ada');
    for (const kind of ['revoke', 'take-back']) {
      const body = { id: `act-${kind}`, kind, reason: 'unpaid' };
      expect(await ada.codeOf('POST /v1/stations/till-1/licence-acts', { body })).toBe('200');
      expect(await contractOf('till-1')).toMatchObject({ plan: CONTRACT.plan });
    }
  });

  it('that another customer’s names by mistake stays', async () => {
    await send();
    hub.clock.jumpWall(1_000);
    const mistaken = { ...CONTRACT, id: 'c2', customer: 'rosa', start: '2026-02-01' };
    await write('contracts', 'c2', mistaken);
    expect(await send()).toMatchObject({ 'till-1': 'unchanged' });
  });
});
