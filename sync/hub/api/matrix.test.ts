/**
 * Who may do what, for every role and every route there is, at what is theirs and at what is
 * another's. A route that is not in the table fails, and so does a line without its route.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  openPeopleHub,
  PASSWORD,
  type PeopleHub,
  type Visitor,
} from '../../../test/support/people-hub.ts';
import { ROLES, type Role } from '../users/roles.ts';

/** `y` it is done; `f` forbidden; `n` there is no such thing; in the order of the roles. */
type Row = readonly [own: string, foreign: string];

interface Line {
  /** What is sent; the place is put in for `SITE`, `PARTY` and the like. */
  readonly body?: object;
  readonly rows: Row;
  /** What says that somebody was let through, where it is not done all the same. */
  readonly through?: string;
}

const SINCE = '2026-01-01T00:00:00.000Z';
const TEXT = 'Because it is so.';
const CASE = { id: 'NEW', kind: 'training', by: 'PARTY', reason: TEXT };
const PARTY_BODY = { id: 'PARTY', kind: 'implementer', name: 'Another name' };

const EVERYBODY = 'yyyyy';
/** The two vendor roles see all there is; to the others a foreign thing is not there. */
const OWN_ALONE = 'yynnn';
const VENDOR = 'yyfff';
const ADMIN = 'yffff';

/** Of a station of another site: not there, whatever the role may do at its own. */
function station(own: string): Row {
  return [own, `${own.slice(0, 2)}nnn`];
}

const MATRIX: Readonly<Record<string, Line>> = {
  'GET /v1/session': { rows: [EVERYBODY, EVERYBODY] },
  'POST /v1/session/end': { body: {}, rows: [EVERYBODY, EVERYBODY] },
  'GET /v1/openapi.json': { rows: [EVERYBODY, EVERYBODY] },
  'GET /v1/stations': { rows: [EVERYBODY, EVERYBODY] },
  'GET /v1/stations/:station': { rows: station(EVERYBODY) },
  'POST /v1/stations/:station/entitlement': {
    body: { document: 'x' },
    rows: station('yyyyf'),
    through: 'trust-missing',
  },
  'POST /v1/plans/:plan/send': {
    body: { document: 'x' },
    rows: [ADMIN, ADMIN],
    through: 'trust-missing',
  },
  'POST /v1/stations/:station/revoke': { body: {}, rows: station(ADMIN) },
  'POST /v1/stations/:station/branches/:epoch/explain': {
    body: { note: TEXT },
    rows: station(VENDOR),
  },
  'POST /v1/stations/:station/quarantine/:epoch/:seq/reapply': {
    body: {},
    rows: station(ADMIN),
    through: 'line-forked',
  },
  'POST /v1/codes': { body: { name: 'Till', site: 'SITE', hours: 1 }, rows: ['yyyyf', 'yyfff'] },
  'POST /v1/stations/:station/code': { body: { hours: 1 }, rows: station(ADMIN) },
  'GET /v1/users': { rows: [ADMIN, ADMIN] },
  'POST /v1/users': {
    body: { name: 'SITE', role: 'implementer', sites: ['SITE'], password: PASSWORD },
    rows: [ADMIN, ADMIN],
  },
  'PATCH /v1/users/:user': { body: { sites: ['SITE'] }, rows: [ADMIN, ADMIN] },
  'GET /v1/audit': { rows: [ADMIN, ADMIN] },
  'GET /v1/books': { rows: [EVERYBODY, EVERYBODY] },
  'GET /v1/books/:book': { rows: [EVERYBODY, EVERYBODY] },
  'GET /v1/books/:book/:entry/history': { rows: [EVERYBODY, OWN_ALONE] },
  'GET /v1/books/parties.csv': { rows: [EVERYBODY, EVERYBODY] },
  'GET /v1/books/edges.csv': { rows: [EVERYBODY, EVERYBODY] },
  'GET /v1/books/contracts.csv': { rows: [EVERYBODY, EVERYBODY] },
  'GET /v1/books/prices.csv': { rows: [VENDOR, VENDOR] },
  'GET /v1/books/closures.csv': { rows: [EVERYBODY, EVERYBODY] },
  'GET /v1/books/purchases.csv': { rows: [EVERYBODY, EVERYBODY] },
  'GET /v1/books/cases.csv': { rows: [EVERYBODY, EVERYBODY] },
  'PUT /v1/books/:book/:entry': {
    body: { since: SINCE, body: PARTY_BODY },
    rows: [ADMIN, ADMIN],
  },
  'POST /v1/books/:book/:entry/end': {
    body: { since: '2026-02-01T00:00:00.000Z' },
    rows: [ADMIN, ADMIN],
    through: 'book-unfit',
  },
  'POST /v1/books/:book/import': {
    body: { since: SINCE, csv: 'id,kind,name\r\nPARTY,implementer,Another\r\n' },
    rows: [ADMIN, ADMIN],
  },
  'POST /v1/books/cases/:entry/decision': {
    body: { outcome: 'approve', reason: TEXT },
    rows: [VENDOR, VENDOR],
  },
};

/** The same routes once more, about a case, which everybody may write for their own party. */
const CASES: Readonly<Record<string, Line>> = {
  'PUT /v1/books/cases/NEW': { body: { since: SINCE, body: CASE }, rows: [EVERYBODY, 'yyuuu'] },
  'POST /v1/books/cases/:entry/end': {
    body: { since: '2026-02-01T00:00:00.000Z' },
    rows: [EVERYBODY, OWN_ALONE],
  },
  'POST /v1/books/cases/import': {
    body: { since: SINCE, csv: `id,kind,by,reason\r\nNEW,training,PARTY,${TEXT}\r\n` },
    rows: [EVERYBODY, 'yyuuu'],
  },
  'GET /v1/books/cases/:entry/history': { rows: [EVERYBODY, OWN_ALONE] },
  'GET /v1/books/prices': { rows: [VENDOR, VENDOR] },
  'PUT /v1/books/prices/hour': {
    body: { since: SINCE, body: { minor: 6_000, currency: 'EUR' } },
    rows: [ADMIN, ADMIN],
  },
};

/** What is answered, by its letter. */
const LETTERS: Readonly<Record<string, string>> = {
  '200': 'y',
  forbidden: 'f',
  'not-found': 'n',
  'book-unfit': 'u',
};

const OPEN = /^(HEAD .*|GET \/|GET \/health|POST \/enrol|POST \/v1\/session)$/;

let hub: PeopleHub;
let routes: string[];
let other: string;

beforeEach(async () => {
  routes = [];
  hub = await openPeopleHub({
    onBare: (server) => {
      server.addHook('onRoute', ({ method, url }) => {
        for (const each of [method].flat()) routes.push(`${each} ${url}`);
      });
    },
  });
  await hub.addUser('Root', 'vendor-admin');
  other = await hub.addUser('Other', 'vendor-support');
  const root = await hub.signedIn('Root');
  for (const side of ['own', 'foreign']) await furnish(root, side);
  // Each role but the vendor's belongs to the own side's company, and to no site by itself.
  for (const role of ROLES) await employ(root, role);
});

afterEach(() => hub[Symbol.asyncDispose]());

async function employ(root: Visitor, role: Role): Promise<void> {
  const isVendor = role.startsWith('vendor');
  const scope = isVendor ? { sites: 'all' } : { sites: [], party: 'own-firm' };
  const body = { name: role, role, password: PASSWORD, ...scope };
  expect(await root.codeOf('POST /v1/users', { body })).toBe('200');
}

/** A company with a case, and a site it serves, with a till that has a fork and a bad line. */
async function furnish(root: Visitor, side: string): Promise<void> {
  const put = async (place: string, body: object): Promise<void> => {
    const sent = { body: { since: SINCE, body } };
    expect([place, await root.codeOf(`PUT /v1/books/${place}`, sent)]).toEqual([place, '200']);
  };
  const [firm, site] = [`${side}-firm`, `${side}-site`];
  await put(`parties/${firm}`, { id: firm, kind: 'implementer', name: firm });
  await put(`parties/${site}`, { id: site, kind: 'site', name: site });
  const served = { kind: 'served-by', from: site, to: firm, since: SINCE };
  await put(`edges/${side}`, served);
  await put(`cases/${side}-case`, { id: `${side}-case`, kind: 'training', by: firm, reason: TEXT });
  await hub.addStation(`${side}-till`, site);
  await fork(`${side}-till`);
}

async function fork(till: string): Promise<void> {
  const common = { station_id: till, durable_to: 0, head_hash: 'h', opened_at_ms: 1 };
  const branch = { ...common, fork_seq: 0, explained_at_ms: null };
  const rows = [
    { ...branch, epoch: 1, parent_epoch: null, is_enrolment: 1 },
    { ...branch, epoch: 2, parent_epoch: 1, is_enrolment: 0 },
  ];
  await hub.database.insertInto('branches').values(rows).execute();
  const line = JSON.stringify({ seq: 1, atMs: 1, kind: 'x', body: {}, prevHash: 'p', hash: 'h' });
  await hub.database
    .insertInto('quarantine')
    .values({
      station_id: till,
      epoch: 1,
      seq: 1,
      hash: 'h',
      reason: 'hash-mismatch',
      line,
      received_at_ms: 1,
    })
    .execute();
}

/** The route and what is sent, about one side's things. */
function about(side: string, route: string, body: object | undefined) {
  const [book, entry] = route.includes('/cases/') ? ['cases', 'case'] : ['parties', 'firm'];
  const what = route
    .replace(':station', `${side}-till`)
    .replace(':epoch', route.includes('branches') ? '2' : '1')
    .replace(':seq', '1')
    .replace(':user', other)
    .replace(':plan', 'ima')
    .replace(':book', book)
    .replace(':entry', `${side}-${entry}`);
  if (body === undefined) return { what };
  const text = JSON.stringify(body).replaceAll('SITE', `${side}-site`);
  return { what, body: text.replaceAll('PARTY', `${side}-firm`) };
}

async function letterOf(role: Role, side: string, [route, line]: [string, Line]): Promise<string> {
  const visitor = await hub.signedIn(role);
  const { what, ...call } = about(side, route, line.body);
  const code = await visitor.codeOf(what, call);
  return code === line.through ? 'y' : (LETTERS[code] ?? code);
}

it('names every route, and no other', () => {
  const closed = routes.filter((route) => !OPEN.test(route));
  expect(closed.toSorted()).toEqual(Object.keys(MATRIX).toSorted());
});

it.each([...Object.entries(MATRIX), ...Object.entries(CASES)])('%s', async (route, line) => {
  const sides = ['own', 'foreign'];
  const found = [];
  // The weakest first: what an admin does is done, and may not be there to do any more.
  for (const side of sides) {
    const letters = [];
    for (const role of ROLES.toReversed()) letters.push(await letterOf(role, side, [route, line]));
    found.push(letters.toReversed().join(''));
  }
  expect(found).toEqual([...line.rows]);
});
