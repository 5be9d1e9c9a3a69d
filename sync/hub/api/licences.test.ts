/** A licence from its purchase to its end, by people at the hub: each act once, and by those who may. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPeopleHub, type PeopleHub, type Visitor } from '../../../test/support/people-hub.ts';
import { createTestVendor } from '../../../test/support/test-vendor.ts';
import { auditBefore } from '../store/audit.ts';
import { addBookEntry } from '../store/book-entries.ts';
import { lastEntitlement } from '../store/entitlements.ts';

const VENDOR = createTestVendor();
const ACTS = '/v1/stations/till-1/licence-acts';

let hub: PeopleHub;

beforeEach(async () => {
  hub = await openPeopleHub({ trust: VENDOR.trust, issuerKey: await VENDOR.certify('issuer') });
  await hub.addUser('Ada', 'vendor-admin');
  await hub.addUser('Dora', 'distributor', ['Centro']);
  await hub.addUser('Ivan', 'implementer', ['Puerto']);
  await hub.addStation('till-1', 'Centro');
  await hub.addStation('till-2', 'Centro');
  for (const [entry, minor] of Object.entries({
    'maintenance-year': 12_000,
    'maintenance-registration': 15_000,
  })) {
    const said = { sinceMs: 0, recordedAtMs: 0, recordedBy: 'test' };
    const body = { minor, currency: 'EUR' };
    await addBookEntry(hub.database, { book: 'prices', entry, body, ...said });
  }
});

afterEach(() => hub[Symbol.asyncDispose]());

function setDay(day: string): void {
  hub.clock.jumpWall(Date.parse(`${day}T12:00:00.000Z`) - hub.clock.wallMs());
}

function ada(): Promise<Visitor> {
  return hub.signedIn('Ada');
}

async function buy(id: string): Promise<string> {
  const body = { id, customer: 'Bar Pepe', distributor: 'd1' };
  return (await ada()).codeOf('POST /v1/licences', { body });
}

async function act(body: object, url = ACTS) {
  const answer = await (await ada()).call(`POST ${url}`, { body: { plan: 'ima', ...body } });
  return answer.json<{ error?: { code: string; details: object }; kind?: string }>();
}

async function installed(): Promise<void> {
  setDay('2026-03-10');
  await buy('lic-1');
  expect(await act({ id: 'a1', kind: 'install', licence: 'lic-1' })).toMatchObject({
    kind: 'done',
  });
}

async function days(station = 'till-1') {
  const { maintenance } = (await lastEntitlement(hub.database, station)) ?? {};
  return maintenance?.map(({ from, to }) => `${from}/${to}`);
}

describe('what is refused', () => {
  it.each(['Dora', 'Ivan'])('%s buys and changes nothing', async (name) => {
    const person = await hub.signedIn(name);
    const body = { id: 'lic-1', customer: 'Bar Pepe' };
    expect(await person.codeOf('POST /v1/licences', { body })).toBe('forbidden');
    const renew = { id: 'a1', kind: 'renew', plan: 'ima' };
    const code = await person.codeOf(`POST ${ACTS}`, { body: renew });
    expect(code).toBe(name === 'Dora' ? 'forbidden' : 'not-found');
  });

  it('a licence that was not bought, or that is installed, is not installed', async () => {
    const refused = { error: { details: { reason: 'licence-not-free' } } };
    expect(await act({ id: 'a0', kind: 'install', licence: 'lic-9' })).toMatchObject(refused);
    await installed();
    const other = '/v1/stations/till-2/licence-acts';
    expect(await act({ id: 'a2', kind: 'install', licence: 'lic-1' }, other)).toMatchObject(
      refused,
    );
    expect(await days('till-2')).toBeUndefined();
  });

  it.each([
    ['without a plan', { kind: 'renew', plan: undefined }, 'no-plan'],
    [
      'by a payment that is still to come',
      { kind: 'reinstate', paidAt: '2099-01-01T00:00:00Z' },
      'paid-ahead',
    ],
    ['revoking for no reason', { kind: 'revoke' }, 'reason-missing'],
    ['moving from a till that still has it', { kind: 'move', from: 'till-2' }, 'licence-elsewhere'],
    ['reinstating while it is covered', { kind: 'reinstate' }, 'not-lapsed'],
    ['another act under the same id', { kind: 'renew', id: 'a1' }, 'id-taken'],
  ])('%s', async (...[, body, reason]) => {
    await installed();
    const before = await days();
    expect(await act({ id: 'a2', ...body })).toMatchObject({ error: { details: { reason } } });
    expect(await days()).toEqual(before);
  });
});

describe('a licence', () => {
  it('bought has no clock; another under its id is refused', async () => {
    setDay('2026-02-01');
    expect([await buy('lic-1'), await buy('lic-1')]).toEqual(['200', '200']);
    const other = { id: 'lic-1', customer: 'Somebody' };
    expect(await (await ada()).codeOf('POST /v1/licences', { body: other })).toBe('name-taken');
    const list = await (await ada()).call('GET /v1/licences');
    expect(list.json()).toMatchObject({
      licences: [
        { licence: 'lic-1', state: 'not-installed', purchasedOn: '2026-02-01', expiry: '' },
      ],
    });
  });

  it('renewed twice under one id is renewed once', async () => {
    await installed();
    const renewal = { id: 'a2', kind: 'renew' };
    const both = await Promise.all([act(renewal), act(renewal)]);
    expect(new Set(both.map(({ kind }) => kind))).toEqual(new Set(['done', 'repeated']));
    expect(await act(renewal)).toMatchObject({ kind: 'repeated', lastCoveredDay: '2028-03-09' });
    expect(await days()).toEqual(['2026-03-10/2027-03-10', '2027-03-10/2028-03-10']);
    const acts = await auditBefore(hub.database, undefined);
    expect(acts.filter(({ act: done }) => done === 'licence-act')).toHaveLength(3);
  });

  it('lapses when it is declined, is taken up again from payment, and is shown so', async () => {
    await installed();
    expect(await act({ id: 'a2', kind: 'decline' })).toMatchObject({ kind: 'done' });
    setDay('2028-06-20');
    expect(await listed()).toMatchObject([
      { state: 'lapsed-reinstatable', isDeclined: true, expiry: '2027-03-09' },
    ]);
    const paidAt = '2028-06-15T10:00:00Z';
    expect(await act({ id: 'a3', kind: 'reinstate', paidAt })).toMatchObject({
      cover: { from: '2028-06-15', lastDay: '2029-06-14' },
      costLines: [{ totalMinor: 15_000, payer: 'distributor' }],
    });
    expect(await listed()).toMatchObject([{ state: 'active', isDeclined: false }]);
  });

  it('moves to another machine with its dates, and only once', async () => {
    await installed();
    await act({ id: 'a2', kind: 'renew' });
    await (await ada()).call('POST /v1/stations/till-1/revoke', { body: {} });
    const other = '/v1/stations/till-2/licence-acts';
    const before = await days();
    expect(await act({ id: 'a3', kind: 'move', from: 'till-1' }, other)).toMatchObject({
      kind: 'done',
      licence: 'lic-1',
    });
    expect(await days('till-2')).toEqual(before);
    await hub.addStation('till-3', 'Centro');
    const third = '/v1/stations/till-3/licence-acts';
    expect(await act({ id: 'a4', kind: 'move', from: 'till-1' }, third)).toMatchObject({
      error: { details: { reason: 'licence-elsewhere' } },
    });
  });

  it('is revoked and given back', async () => {
    await installed();
    await act({ id: 'a2', kind: 'revoke', reason: 'unpaid' });
    expect(await listed()).toMatchObject([{ state: 'revoked' }]);
    await act({ id: 'a3', kind: 'take-back' });
    expect(await listed()).toMatchObject([{ state: 'active' }]);
  });
});

async function listed(query = ''): Promise<readonly object[]> {
  const answer = await (await ada()).call(`GET /v1/licences${query}`);
  return answer.json<{ licences: readonly object[] }>().licences;
}

describe('the list', () => {
  it('is of the sites of whoever asks', async () => {
    await installed();
    const seen = await Promise.all(
      ['Dora', 'Ivan'].map(async (name) => {
        const answer = await (await hub.signedIn(name)).call('GET /v1/licences');
        return answer.json<{ licences: readonly object[] }>().licences.length;
      }),
    );
    expect(seen).toEqual([1, 0]);
  });

  it('is taken away as CSV, and no formula comes of a name', async () => {
    setDay('2026-02-01');
    const body = { id: 'lic-2', customer: '=1+1, "Bar"' };
    await (await ada()).call('POST /v1/licences', { body });
    const answer = await (await ada()).call('GET /v1/licences?format=csv');
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    const [head, row] = answer.body.split('\r\n');
    expect(head).toMatch(/^licence,customer,site,station/);
    expect(row).toBe(`lic-2,"'=1+1, ""Bar""",,,,not-installed,2026-02-01,,,,false`);
  });
});
