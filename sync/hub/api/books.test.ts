/** Books are written once, checked, read as of any time, and shown to whom they concern. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPeopleHub, type PeopleHub, type Visitor } from '../../../test/support/people-hub.ts';
import { auditBefore } from '../store/audit.ts';

const SINCE = '2026-01-01T00:00:00.000Z';
const LATER = '2026-06-01T00:00:00.000Z';

let hub: PeopleHub;
let admin: Visitor;

beforeEach(async () => {
  hub = await openPeopleHub();
  hub.clock.jumpWall(Date.parse('2026-11-22T12:00:00.000Z') - hub.clock.wallMs());
  await hub.addUser('Ada', 'vendor-admin');
  admin = await hub.signedIn('Ada');
});

afterEach(() => hub[Symbol.asyncDispose]());

interface By {
  readonly since?: string;
  readonly who?: Visitor;
}

function put(place: string, body: object, { since = SINCE, who = admin }: By = {}) {
  return who.codeOf(`PUT /v1/books/${place}`, { body: { since, body } });
}

function party(id: string, kind: string, name = id): Promise<string> {
  return put(`parties/${id}`, { id, kind, name });
}

function edge(sentence: string, more: object = {}): Promise<string> {
  const [from = '', kind, to = ''] = sentence.split(' ');
  return put(`edges/${from}-${to}`, { kind, from, to, since: SINCE, ...more });
}

/** Two distributors, each with a customer and its site, at which there is a till. */
async function twoSides(): Promise<void> {
  for (const side of ['a', 'b']) {
    await party(`north-${side}`, 'distributor');
    await party(`bar-${side}`, 'customer');
    await party(`site-${side}`, 'site');
    await edge(`site-${side} part-of bar-${side}`);
    await edge(`bar-${side} sold-by north-${side}`);
    await hub.addStation(`st-${side}`, `site-${side}`);
  }
}

async function somebody(role: 'distributor' | 'customer-admin', of: string): Promise<Visitor> {
  const user = { name: `Bo ${of}`, role, sites: [], party: of, password: 'four words in a row' };
  expect(await admin.codeOf('POST /v1/users', { body: user })).toBe('200');
  return hub.signedIn(`Bo ${of}`);
}

interface Entries {
  readonly entries: readonly { readonly entry: string; readonly version: number; body: object }[];
}

async function read(book: string, query = '', who = admin): Promise<Entries['entries']> {
  return (await who.call(`GET /v1/books/${book}${query}`)).json<Entries>().entries;
}

async function bodies(book: string, query: string): Promise<readonly object[]> {
  return (await read(book, query)).map(({ body }) => body);
}

async function names(book: string, who: Visitor): Promise<readonly string[]> {
  return (await read(book, '', who)).map(({ entry }) => entry);
}

async function faultsOf(what: string, body: object, who = admin): Promise<readonly object[]> {
  const answer = await who.call(what, { body });
  const { error, faults } = answer.json<{
    error?: { details: { faults: object[] } };
    faults?: object[];
  }>();
  return faults ?? error?.details.faults ?? [];
}

describe('an entry', () => {
  it('written twice is one version', async () => {
    const body = { since: SINCE, body: { minor: 24_900, currency: 'EUR' } };
    const write = async () => (await admin.call('PUT /v1/books/prices/flat', { body })).json();
    expect(await write()).toEqual({ written: 1 });
    expect(await write()).toEqual({ written: 0 });
    expect(await read('prices')).toMatchObject([{ entry: 'flat', version: 1, body: body.body }]);
  });

  it('is read as it was then, and as it was known then', async () => {
    await put('prices/flat', { minor: 1, currency: 'EUR' });
    const between = new Date(hub.clock.wallMs()).toISOString();
    await hub.clock.advance(60_000);
    await put('prices/flat', { minor: 2, currency: 'EUR' }, { since: LATER });
    expect(await bodies('prices', '')).toMatchObject([{ minor: 2 }]);
    expect(await bodies('prices', '?at=2026-05-31T23:59:59.999Z')).toMatchObject([{ minor: 1 }]);
    expect(await bodies('prices', `?knownAt=${between}`)).toMatchObject([{ minor: 1 }]);
    expect(await bodies('prices', '?at=2025-01-01T00:00:00.000Z')).toEqual([]);
  });

  it('ends, keeps its history, and may begin anew', async () => {
    await put('closures/2026-12-25', { day: '2026-12-25', name: 'Navidad' });
    const end = () =>
      admin.codeOf('POST /v1/books/closures/2026-12-25/end', { body: { since: LATER } });
    expect(await end()).toBe('200');
    expect(await end()).toBe('200');
    expect(await read('closures')).toEqual([]);
    const history = await admin.call('GET /v1/books/closures/2026-12-25/history');
    expect(history.json()).toMatchObject({
      versions: [
        { version: 1, isEnd: false, recordedBy: 'Ada' },
        { version: 2, isEnd: true },
      ],
    });
    expect(await admin.codeOf('GET /v1/books/closures/2027-01-01/history')).toBe('not-found');
  });

  it.each([
    ['an amount that is no whole number', 'prices', 'x', { minor: 0.5, currency: 'EUR' }, 'minor'],
    ['a field there is not', 'prices', 'x', { minor: 1, currency: 'EUR', vat: 21 }, 'vat'],
    ['another name than its own', 'closures', 'x', { day: '2026-12-25', name: 'x' }, ''],
    ['a day there is not', 'closures', '2026-02-30', { day: '2026-02-30', name: 'x' }, 'day'],
  ])('with %s is refused, and nothing is written', async (...each) => {
    const [, book, entry, body, field] = each;
    const faults = await faultsOf(`PUT /v1/books/${book}/${entry}`, { since: SINCE, body });
    expect(faults).toMatchObject([{ entry, field }]);
    expect(await read(book)).toEqual([]);
  });

  it('that contradicts another book is refused', async () => {
    const contract = {
      id: 'c-1',
      customer: 'bar-a',
      plan: { id: 'sds', version: 1 },
      start: '2026-01-01',
      stations: ['st-a'],
    };
    expect(await put('contracts/c-1', contract)).toBe('book-unfit');
    await twoSides();
    expect(await put('contracts/c-1', contract)).toBe('200');
    const end = { body: { since: LATER } };
    expect(await admin.codeOf('POST /v1/books/parties/bar-a/end', end)).toBe('book-unfit');
  });

  it('is in the audit, with who wrote it', async () => {
    await put('prices/flat', { minor: 1, currency: 'EUR' });
    const [last] = await auditBefore(hub.database, undefined);
    expect(last).toMatchObject({
      act: 'book-written',
      by: { name: 'Ada' },
      details: { book: 'prices', entry: 'flat', since: SINCE },
    });
  });

  it('that never was is not ended', async () => {
    const end = { body: { since: LATER } };
    expect(await admin.codeOf('POST /v1/books/prices/flat/end', end)).toBe('not-found');
  });

  it('of a book there is not is not found', async () => {
    expect(await put('secrets/x', {})).toBe('not-found');
    expect(await admin.codeOf('GET /v1/books/secrets')).toBe('not-found');
    expect(await admin.codeOf('GET /v1/books/secrets.csv')).toBe('not-found');
  });
});

function order(csv: string, isDryRun = false) {
  return { since: LATER, csv, isDryRun };
}

/** Two edges that say the same. */
function twinRows(to: string): string {
  const row = (entry: string) => `${entry},part-of,site,${to},${SINCE}\r\n`;
  return `entry,kind,from,to,since\r\n${row('e-1')}${row('e-2')}`;
}

describe('a file', () => {
  const header = 'entry,id,kind,name,at.latitude,at.longitude,areaKm2,phone,email\r\n';

  it('goes out and comes in again as it was, with no formula in it', async () => {
    await party('=cmd', 'customer', '=1+1');
    await put('parties/centre', {
      id: 'centre',
      kind: 'site',
      name: 'Calle "Mayor", 1',
      at: { latitude: 40.4, longitude: -3.7 },
    });
    const answer = await admin.call('GET /v1/books/parties.csv');
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).toContain('parties.csv');
    expect(answer.body).toBe(
      `${header}'=cmd,'=cmd,customer,'=1+1,,,,,\r\n` +
        'centre,centre,site,"Calle ""Mayor"", 1",40.4,-3.7,,,\r\n',
    );
    const again = await admin.call('POST /v1/books/parties/import', { body: order(answer.body) });
    expect(again.json()).toEqual({ rows: 2, written: 0, isDryRun: false, faults: [] });
  });

  it('is taken whole or not at all, and every bad row is named', async () => {
    const csv =
      'id,kind,name,areaKm2\r\n' +
      'ok,customer,Fine,\r\n' +
      'bad,king,Louis,wide\r\n' +
      'ok,customer,Again,\r\n' +
      ',customer,,\r\n' +
      'short,customer\r\n';
    const faults = await faultsOf('POST /v1/books/parties/import', order(csv));
    expect(faults).toMatchObject([
      { line: 3, field: 'areaKm2', code: 'field-unfit' },
      { line: 4, entry: 'ok', code: 'row-twice', about: '2' },
      { line: 5, field: 'id' },
      { line: 5, field: 'name' },
      { line: 6, code: 'field-unfit' },
    ]);
    expect(await read('parties')).toEqual([]);
  });

  it('is checked as a whole: rows may refer to each other, in any order', async () => {
    await party('bar', 'customer');
    const faults = await faultsOf('POST /v1/books/edges/import', order(twinRows('bar')));
    expect(faults).toMatchObject([
      { line: 2, field: 'from', code: 'party-unknown', about: 'site' },
      { line: 3, field: 'from', code: 'party-unknown', about: 'site' },
    ]);
    await party('site', 'site');
    const twice = await faultsOf('POST /v1/books/edges/import', order(twinRows('bar')));
    expect(twice).toMatchObject([
      { line: 2, code: 'edge-twice', about: 'e-2' },
      { line: 3, code: 'edge-twice', about: 'e-1' },
    ]);
    expect(await read('edges')).toEqual([]);
  });

  it('can be tried first', async () => {
    const csv = 'entry,minor,currency\r\nflat,100,EUR\r\n';
    const tried = await admin.call('POST /v1/books/prices/import', { body: order(csv, true) });
    expect(tried.json()).toEqual({ rows: 1, written: 1, isDryRun: true, faults: [] });
    expect(await read('prices')).toEqual([]);
    const bad = await admin.call('POST /v1/books/prices/import', {
      body: order('entry,minor,currency\r\nflat,1.5,EUR\r\n', true),
    });
    expect(bad.json()).toMatchObject({ written: 0, faults: [{ line: 2, field: 'minor' }] });
  });

  it.each([
    ['with a column there is not', 'entry,minor,currency,vat\r\n', 'column-unknown'],
    ['with a column twice', 'entry,minor,currency,minor\r\n', 'column-unknown'],
    ['without a column', 'entry,minor\r\n', 'column-missing'],
    ['that is none', 'entry,"minor', 'csv-unfit'],
    ['without anything', '', 'csv-unfit'],
    ['with a row that has no name', 'minor,currency\r\n1,EUR\r\n', 'field-unfit'],
  ])('%s is refused', async (_, csv, code) => {
    const [fault] = await faultsOf('POST /v1/books/prices/import', order(csv));
    expect(fault).toMatchObject({ code });
  });
});

describe('a party’s own people', () => {
  beforeEach(twoSides);

  it('see the tills and entries of their own side, and no others', async () => {
    const north = await somebody('distributor', 'north-a');
    expect(await names('parties', north)).toEqual(['bar-a', 'north-a', 'site-a']);
    expect(await names('edges', north)).toEqual(['bar-a-north-a', 'site-a-bar-a']);
    expect(await north.codeOf('GET /v1/stations/st-a')).toBe('200');
    expect(await north.codeOf('GET /v1/stations/st-b')).toBe('not-found');
    expect(await north.codeOf('GET /v1/books/parties/bar-b/history')).toBe('not-found');
    expect((await north.call('GET /v1/books/parties.csv')).body).not.toContain('bar-b');
    expect(await north.codeOf('GET /v1/books/prices')).toBe('forbidden');
  });

  it('see them as long as the edge holds', async () => {
    const north = await somebody('distributor', 'north-a');
    const until = '2026-11-22T12:00:01.000Z';
    await edge('bar-a sold-by north-a', { until });
    expect(await north.codeOf('GET /v1/stations/st-a')).toBe('200');
    await hub.clock.advance(1_000);
    expect(await north.codeOf('GET /v1/stations/st-a')).toBe('not-found');
    expect(await names('parties', north)).toEqual(['north-a']);
  });

  it('belong to a party that there is', async () => {
    const password = 'four words in a row';
    const user = { name: 'X', role: 'distributor', sites: [], party: 'nobody', password };
    expect(await admin.codeOf('POST /v1/users', { body: user })).toBe('invalid-request');
  });

  it('lose what their party sees when they leave it', async () => {
    const north = await somebody('distributor', 'north-a');
    const { users } = (await admin.call('GET /v1/users')).json<{
      users: { user: string; party?: string }[];
    }>();
    const { user = '' } = users.find((each) => each.party === 'north-a') ?? {};
    const alone = { body: { party: null } };
    expect(await admin.codeOf(`PATCH /v1/users/${user}`, alone)).toBe('invalid-request');
    const moved = { body: { party: null, sites: ['site-b'] } };
    expect(await admin.codeOf(`PATCH /v1/users/${user}`, moved)).toBe('200');
    expect(await north.codeOf('GET /v1/stations')).toBe('signed-out');
    const back = await hub.signedIn('Bo north-a');
    expect(await back.codeOf('GET /v1/stations/st-a')).toBe('not-found');
    expect(await back.codeOf('GET /v1/stations/st-b')).toBe('200');
  });
});

function decide(who: Visitor, outcome = 'approve'): Promise<string> {
  const body = { outcome, reason: 'It is free.' };
  return who.codeOf('POST /v1/books/cases/k-1/decision', { body });
}

describe('a case', () => {
  const asked = { id: 'k-1', kind: 'training', by: 'north-a', reason: 'Two new people.' };
  let north: Visitor;

  beforeEach(async () => {
    await twoSides();
    north = await somebody('distributor', 'north-a');
  });

  it('is asked by a party and decided by the vendor, once', async () => {
    expect(await put('cases/k-1', asked, { who: north })).toBe('200');
    expect(await decide(north)).toBe('forbidden');
    await hub.addUser('Sue', 'vendor-support');
    const sue = await hub.signedIn('Sue');
    expect(await decide(sue)).toBe('200');
    expect(await decide(sue)).toBe('200');
    expect(await decide(sue, 'refuse')).toBe('case-decided');
    expect(await read('cases', '', north)).toMatchObject([
      { version: 2, body: { decision: { outcome: 'approve', reason: 'It is free.' } } },
    ]);
    expect(await put('cases/k-1', asked, { since: LATER, who: north })).toBe('case-decided');
  });

  it('brings no decision along, whoever writes it', async () => {
    const decision = { outcome: 'approve', reason: 'Me.' };
    expect(await put('cases/k-1', { ...asked, decision }, { who: north })).toBe('forbidden');
    expect(await put('cases/k-1', { ...asked, decision })).toBe('forbidden');
  });

  it('is for oneself and about those one sees', async () => {
    const south = { ...asked, by: 'north-b' };
    expect(await put('cases/k-1', south, { who: north })).toBe('book-unfit');
    const customers = { ...asked, by: 'bar-a' };
    expect(await put('cases/k-1', customers, { who: north })).toBe('forbidden');
    const hidden = { since: SINCE, body: { ...asked, customer: 'bar-b' } };
    expect(await faultsOf('PUT /v1/books/cases/k-1', hidden, north)).toMatchObject([
      { code: 'party-unknown', about: 'bar-b' },
    ]);
  });

  it('of somebody else is not there', async () => {
    await put('cases/k-1', { ...asked, by: 'north-b' });
    expect(await put('cases/k-1', asked, { since: LATER, who: north })).toBe('not-found');
    const end = { body: { since: LATER } };
    expect(await north.codeOf('POST /v1/books/cases/k-1/end', end)).toBe('not-found');
    expect(await names('cases', north)).toEqual([]);
  });

  it('is not taken back once it is decided', async () => {
    await put('cases/k-1', asked, { who: north });
    await decide(admin);
    const end = { body: { since: '2026-11-23T00:00:00.000Z' } };
    expect(await north.codeOf('POST /v1/books/cases/k-1/end', end)).toBe('case-decided');
  });
});
