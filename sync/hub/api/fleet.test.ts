/** People see and do what their role says, at their sites, from our own page; and it is written down. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { coin, extended, type LineContent } from '../../../test/support/chain.ts';
import { openPeopleHub, type PeopleHub, type Visitor } from '../../../test/support/people-hub.ts';
import { createTestVendor, testEntitlement } from '../../../test/support/test-vendor.ts';
import { signDocument } from '../../trust/sign-document.ts';
import { signOn } from '../fleet/sign-on.ts';
import { auditBefore } from '../store/audit.ts';
import { takeLines } from '../store/line-intake.ts';
import { commandsAfter } from '../store/mailbox.ts';
import { stationById } from '../store/stations.ts';
import type { StationView } from './schema.ts';

const VENDOR = createTestVendor();
const STATION = 'st-berlin';
const FOREIGN = 'st-madrid';

let hub: PeopleHub;
let admin: Visitor;

beforeEach(async () => {
  hub = await openPeopleHub({ trust: VENDOR.trust });
  await hub.addUser('Ada', 'vendor-admin');
  await hub.addStation(STATION, 'berlin', 'Front till');
  await hub.addStation(FOREIGN, 'madrid');
  admin = await hub.signedIn('Ada');
});

afterEach(() => hub[Symbol.asyncDispose]());

async function upload(contents: readonly LineContent[], epoch = 1): Promise<void> {
  const lines = extended([], contents);
  const head = { seq: lines.length, hash: lines.at(-1)?.hash ?? '' };
  const trail = lines.slice(0, 1).map(({ seq, hash }) => ({ seq, hash }));
  const hello = {
    station: STATION,
    epoch,
    versions: { agent: '1.3.0', protocol: 1 },
    journal: { head, trail },
    capabilities: [],
    nonce: 'n'.repeat(22),
    signature: 's'.repeat(86),
  };
  const resumption = await signOn(hub.database, hello, hub.clock.wallMs());
  await takeLines(hub.database, {
    station: STATION,
    epoch: resumption.epoch,
    from: resumption.durableTo + 1,
    lines: lines.slice(resumption.durableTo),
    receivedAtMs: hub.clock.wallMs(),
  });
}

const SALE: readonly LineContent[] = [
  {
    kind: 'sale-started',
    body: { saleId: 'a', client: 'pos', amountDueMinor: 250, currency: 'EUR' },
  },
  {
    kind: 'sale-settled',
    body: { saleId: 'a', insertedMinor: 500, changeMinor: 250, owedMinor: 0 },
  },
  {
    kind: 'licence-changed',
    body: { state: 'active', flags: [], clock: 'trusted', lastCoveredDay: '2027-11-21' },
  },
];

async function viewed(visitor = admin, station = STATION): Promise<StationView> {
  return (await visitor.call(`GET /v1/stations/${station}`)).json<StationView>();
}

async function sites(visitor: Visitor): Promise<readonly string[]> {
  const { stations } = (await visitor.call('GET /v1/stations')).json<{
    stations: { site: string }[];
  }>();
  return stations.map(({ site }) => site);
}

describe('the fleet', () => {
  it('shows what a till is, has sold and is licensed for', async () => {
    await upload(SALE);
    expect(await viewed()).toMatchObject({
      station: STATION,
      name: 'Front till',
      site: 'berlin',
      isConnected: false,
      isRevoked: false,
      agentVersion: '1.3.0',
      lastSeenAt: '2026-01-05T08:00:00.000Z',
      licence: { state: 'active', lastCoveredDay: '2027-11-21' },
      unexplainedForks: 0,
      totals: { lines: 3, salesSettled: 1 },
      branches: [{ epoch: 1, standing: 'first', durableTo: 3 }],
      sales: [{ saleId: 'a', amountDueMinor: 250, outcome: 'settled', paidOutMinor: 250 }],
      accepted: null,
      refused: null,
    });
  });

  it('shows a till that says impossible things', async () => {
    await upload([
      { kind: 'sale-started', body: { saleId: 'a', amountDueMinor: 1, currency: '<b>' } },
      { kind: 'licence-changed', body: { state: 'paid for ever' } },
      { kind: 'entitlement-refused', body: { code: '<script>alert(1)</script>' } },
      { kind: 'sale-settled', body: { saleId: 'a' } },
    ]);
    const far = hub.database.updateTable('lines').set({ at_ms: Number.MAX_SAFE_INTEGER });
    await far.execute();
    expect(await viewed()).toMatchObject({
      sales: [],
      licence: null,
      refused: { code: '<script>alert(1)</script>', at: '9999-12-31T00:00:00.000Z' },
      quarantined: 1,
      quarantine: [{ seq: 4, reason: 'body-invalid' }],
    });
  });

  it('marks a fork until somebody has said what it comes from', async () => {
    await upload([...SALE, coin('one')]);
    await upload([...SALE, coin('another')]);
    const forked = await viewed();
    expect(forked.unexplainedForks).toBe(1);
    expect(forked.branches).toMatchObject([
      { epoch: 2, parentEpoch: 1, standing: 'fork-unexplained' },
      { epoch: 1, standing: 'first' },
    ]);
    const url = `POST /v1/stations/${STATION}/branches`;
    const body = { note: 'The disk was put back after the fire.' };
    expect(await admin.codeOf(`${url}/3/explain`, { body })).toBe('not-found');
    expect(await admin.codeOf(`${url}/2/explain`, { body: {} })).toBe('invalid-request');
    expect(await admin.codeOf(`${url}/2/explain`, { body })).toBe('200');
    expect(await viewed()).toMatchObject({
      unexplainedForks: 0,
      branches: [{ epoch: 2, standing: 'fork-explained' }, { epoch: 1 }],
    });
    const [newest] = await auditBefore(hub.database, undefined);
    expect(newest).toMatchObject({ act: 'fork-explained', details: { epoch: 2, ...body } });
  });

  it('does not call it a fork when a till was enrolled again', async () => {
    await upload([coin('one')]);
    const { json } = await admin.call(`POST /v1/stations/${STATION}/code`, { body: { hours: 1 } });
    expect(json()).toMatchObject({ code: expect.stringMatching(/^(\w{4}-){3}\w{4}$/) });
    await hub.database
      .updateTable('stations')
      .set({ epoch: 2 })
      .where('station_id', '=', STATION)
      .execute();
    await upload([coin('of a new disk')], 2);
    const view = await viewed();
    expect(view.unexplainedForks).toBe(0);
    expect(view.branches).toMatchObject([{ epoch: 2, standing: 'enrolled' }, { epoch: 1 }]);
  });
});

describe('somebody of another site', () => {
  let visitor: Visitor;

  beforeEach(async () => {
    await hub.addUser('Carla', 'customer-admin', ['madrid']);
    await hub.addUser('Ivo', 'implementer', ['madrid', 'roma']);
    visitor = await hub.signedIn('Ivo');
  });

  it('sees their own tills and no others', async () => {
    expect(await sites(visitor)).toEqual(['madrid']);
    expect(await sites(await hub.signedIn('Carla'))).toEqual(['madrid']);
    expect(await sites(admin)).toEqual(['berlin', 'madrid']);
    expect(await visitor.codeOf(`GET /v1/stations/${FOREIGN}`)).toBe('200');
  });

  it.each([
    ['GET', '', undefined],
    ['POST', '/entitlement', { document: 'x' }],
    ['POST', '/revoke', {}],
    ['POST', '/code', { hours: 1 }],
    ['POST', '/branches/1/explain', { note: 'x' }],
  ])('does not even learn that a station is there: %s %s', async (method, path, body) => {
    for (const who of [visitor, await hub.signedIn('Carla')]) {
      const there = await who.call(`${method} /v1/stations/${STATION}${path}`, { body });
      const nowhere = await who.call(`${method} /v1/stations/st-nowhere${path}`, { body });
      expect(there.statusCode).toBe(404);
      expect(there.body).toBe(nowhere.body);
    }
    expect((await stationById(hub.database, STATION))?.isRevoked).toBe(false);
  });

  it('makes codes for their own sites alone', async () => {
    const body = { name: 'New', site: 'berlin', hours: 24 };
    expect(await visitor.codeOf('POST /v1/codes', { body })).toBe('forbidden');
    expect(await visitor.codeOf('POST /v1/codes', { body: { ...body, site: 'roma' } })).toBe('200');
  });

  it('may not do at their own what their role does not include', async () => {
    const carla = await hub.signedIn('Carla');
    const body = { name: 'New', site: 'madrid', hours: 24 };
    expect(await carla.codeOf('POST /v1/codes', { body })).toBe('forbidden');
    expect(await visitor.codeOf(`POST /v1/stations/${FOREIGN}/revoke`, { body: {} })).toBe(
      'forbidden',
    );
    for (const what of ['GET /v1/users', 'GET /v1/audit']) {
      expect(await visitor.codeOf(what)).toBe('forbidden');
      expect(await carla.codeOf(what)).toBe('forbidden');
    }
  });
});

describe('a request that changes something', () => {
  const url = `POST /v1/stations/${STATION}/revoke`;

  it.each<[string, Record<string, string | undefined>]>([
    ['from another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    [
      'from another site that an old browser does not name',
      { 'sec-fetch-site': undefined, origin: 'null' },
    ],
    ['from nowhere', { origin: undefined, 'sec-fetch-site': undefined }],
    ['without the token', { 'x-tillwarden-csrf': undefined }],
    ['with another token', { 'x-tillwarden-csrf': 'x'.repeat(43) }],
    [
      'under a name led to this computer',
      { host: 'evil.example:7400', origin: 'http://evil.example:7400' },
    ],
  ])('%s changes nothing', async (_, headers) => {
    expect(await admin.codeOf(url, { body: {}, headers })).toBe('foreign-request');
    expect((await stationById(hub.database, STATION))?.isRevoked).toBe(false);
  });

  it('with the token of another session changes nothing', async () => {
    const other = await hub.signedIn('Ada');
    const headers = { 'x-tillwarden-csrf': other.csrfToken };
    expect(await admin.codeOf(url, { body: {}, headers })).toBe('foreign-request');
  });

  it('that is no JSON, or none at all, changes nothing', async () => {
    const headers = { 'content-type': 'text/plain' };
    expect(await admin.codeOf(url, { body: '{}', headers })).toBe('unsupported-media-type');
    expect(await admin.codeOf(url, { headers: { 'content-type': undefined } })).toBe(
      'invalid-request',
    );
    expect(await admin.codeOf(url, { body: { also: 1 } })).toBe('invalid-request');
    expect((await stationById(hub.database, STATION))?.isRevoked).toBe(false);
  });

  it('from our page changes it, and is written down', async () => {
    expect(await admin.codeOf(url, { body: {} })).toBe('200');
    expect((await stationById(hub.database, STATION))?.isRevoked).toBe(true);
    const [newest] = await auditBefore(hub.database, undefined);
    expect(newest).toMatchObject({
      act: 'station-revoked',
      by: { name: 'Ada' },
      address: '192.0.2.1',
      subject: STATION,
    });
  });
});

async function documentFor(station: string): Promise<string> {
  const entitlement = testEntitlement();
  const issuedTo = { ...entitlement.licence.issuedTo, station };
  const licence = { ...entitlement.licence, issuedTo };
  const signer = await VENDOR.certify('issuer');
  return signDocument('entitlement', { ...entitlement, licence }, signer);
}

describe('a licence', () => {
  const url = `POST /v1/stations/${STATION}/entitlement`;

  it('for this till goes into its mailbox', async () => {
    const document = await documentFor(STATION);
    const answer = await admin.call(url, { body: { document: `${document}\n` } });
    expect(answer.json()).toEqual({ command: 1 });
    expect(await commandsAfter(hub.database, STATION, 0)).toMatchObject([
      { kind: 'entitlement', body: { document } },
    ]);
    const [newest] = await auditBefore(hub.database, undefined);
    expect(newest).toMatchObject({ act: 'entitlement-sent', details: { licence: 'licence-1' } });
    expect(JSON.stringify(newest)).not.toContain(document.slice(0, 40));
  });

  it('signed by nobody the hub knows is not sent', async () => {
    const issuer = await createTestVendor().certify('issuer');
    const { licence, ...rest } = testEntitlement();
    const issuedTo = { ...licence.issuedTo, station: STATION };
    const forged = { ...rest, licence: { ...licence, issuedTo } };
    const document = await signDocument('entitlement', forged, issuer);
    expect(await admin.codeOf(url, { body: { document } })).toBe('licence-unfit');
    expect(await commandsAfter(hub.database, STATION, 0)).toEqual([]);
  });

  it('is sent by no hub that knows no vendor', async () => {
    await using other = await openPeopleHub();
    await other.addUser('Ada', 'vendor-admin');
    await other.addStation(STATION, 'berlin');
    const ada = await other.signedIn('Ada');
    const body = { document: await documentFor(STATION) };
    expect(await ada.codeOf(url, { body })).toBe('trust-missing');
  });

  it('for another till, or none at all, is not sent', async () => {
    for (const document of [await documentFor('st-else'), 'nonsense', ' ', 'a.b.c']) {
      expect(await admin.codeOf(url, { body: { document } })).toBe('licence-unfit');
    }
    expect(await admin.codeOf(url, { body: { document: 'x'.repeat(200_000) } })).toBe(
      'body-too-large',
    );
    expect(await commandsAfter(hub.database, STATION, 0)).toEqual([]);
  });
});

describe('users', () => {
  const bob = { name: 'Bob', role: 'implementer', sites: ['berlin'], password: 'a few long words' };

  it('are added, changed and disabled, and never deleted', async () => {
    const added = await admin.call('POST /v1/users', { body: bob });
    const { user } = added.json<{ user: { user: string } }>().user;
    expect(added.body).not.toContain('long words');
    expect(await hub.visitor().signIn('bob', bob.password)).toMatchObject({ statusCode: 200 });
    const body = { isDisabled: true };
    expect(await admin.codeOf(`PATCH /v1/users/${user}`, { body })).toBe('200');
    expect(await hub.visitor().signIn('bob', bob.password)).toMatchObject({ statusCode: 401 });
    expect(await admin.codeOf(`DELETE /v1/users/${user}`, { body: {} })).toBe('not-found');
    expect((await admin.call('GET /v1/users')).json()).toMatchObject({
      users: [{ name: 'Ada' }, { name: 'Bob', isDisabled: true, sites: ['berlin'] }],
    });
  });

  it.each([
    [{ name: 'ADA' }, 'name-taken'],
    [{ password: 'short' }, 'password-unfit'],
    [{ password: 'x'.repeat(300) }, 'password-unfit'],
    [{ name: 'a long enough name', password: 'A long enough NAME' }, 'password-unfit'],
    [{ sites: 'all' }, 'invalid-request'],
    [{ sites: [] }, 'invalid-request'],
    [{ role: 'vendor-admin' }, 'invalid-request'],
    [{ role: 'root' }, 'invalid-request'],
    [{ name: ' Bob' }, 'invalid-request'],
    [{ name: 'Bob\u0000' }, 'invalid-request'],
    [{ name: 'x'.repeat(65) }, 'invalid-request'],
  ])('with %j are refused', async (differs, code) => {
    expect(await admin.codeOf('POST /v1/users', { body: { ...bob, ...differs } })).toBe(code);
  });

  it('may be called whatever they are called', async () => {
    const name = "Robert'); DROP TABLE users;--";
    expect(await admin.codeOf('POST /v1/users', { body: { ...bob, name } })).toBe('200');
    expect(await hub.visitor().signIn(name, bob.password)).toMatchObject({ statusCode: 200 });
  });

  it('always leave one admin who can sign in', async () => {
    const { user } = (await admin.call('GET /v1/session')).json<{ user: { user: string } }>().user;
    const url = `PATCH /v1/users/${user}`;
    expect(await admin.codeOf(url, { body: { isDisabled: true } })).toBe('last-admin');
    expect(await admin.codeOf(url, { body: { role: 'vendor-support' } })).toBe('last-admin');
    await hub.addUser('Eva', 'vendor-admin');
    expect(await admin.codeOf(url, { body: { isDisabled: true } })).toBe('200');
    expect(await admin.codeOf('GET /v1/users')).toBe('signed-out');
  });

  it('that are not there cannot be changed', async () => {
    const body = { isDisabled: true };
    expect(await admin.codeOf('PATCH /v1/users/us-nobody', { body })).toBe('not-found');
    expect(await admin.codeOf('PATCH /v1/users/us-nobody', { body: {} })).toBe('invalid-request');
  });
});

it('the audit is read page by page', async () => {
  const body = { name: 'New', site: 'berlin', hours: 1 };
  for (let codes = 0; codes < 120; codes += 1) await admin.call('POST /v1/codes', { body });
  interface Page {
    readonly entries: readonly { readonly seq: number; readonly act: string }[];
    readonly nextBefore: number | null;
  }
  const first = (await admin.call('GET /v1/audit')).json<Page>();
  expect(first.entries).toHaveLength(100);
  const url = `GET /v1/audit?before=${first.nextBefore}`;
  const second = (await admin.call(url)).json<Page>();
  expect(second.nextBefore).toBeNull();
  const seqs = [...first.entries, ...second.entries].map(({ seq }) => seq);
  expect(new Set(seqs).size).toBe(122);
  expect(seqs.toSorted((a, b) => b - a)).toEqual(seqs);
  expect(await admin.codeOf('GET /v1/audit?before=1;drop')).toBe('invalid-request');
});
