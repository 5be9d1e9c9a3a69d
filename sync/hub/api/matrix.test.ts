/**
 * Who may do what, for every role and every route there is, at what is theirs and at what is
 * another's. A route that is not in the table fails, and so does a line without its route.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  openFurnishedHub,
  SIDES,
  type FurnishedHub,
  type Places,
  type Side,
} from '../../../test/support/furnished-hub.ts';
import { MATRIX, VARIANTS, type Line } from '../../../test/support/role-matrix.ts';
import { ROLES, type Role } from '../users/roles.ts';

/** What is answered, by its letter. */
const LETTERS: Readonly<Record<string, string>> = {
  '200': 'y',
  forbidden: 'f',
  'not-found': 'n',
  'book-unfit': 'u',
};

const OPEN = /^(HEAD .*|GET \/|GET \/health|POST \/enrol|POST \/v1\/session|PUT \/logs\/:bundle)$/;

/** What shows each as much as is theirs. */
const LISTS = [
  '/v1/stations',
  '/v1/licences',
  '/v1/licences?format=csv',
  '/v1/coverage',
  '/v1/updates',
  '/v1/tickets',
  '/v1/work-orders',
  '/v1/work-orders.csv',
  '/v1/books/parties',
  '/v1/books/edges.csv',
  '/v1/books/contracts.csv',
  '/v1/books/cases.csv',
];

let furnished: FurnishedHub;

beforeEach(async () => {
  furnished = await openFurnishedHub();
});

afterEach(() => furnished[Symbol.asyncDispose]());

/** The route and what is sent, about one side's things. */
function about(places: Places, route: string, body: object | undefined) {
  const [book, entry] = route.includes('/cases/') ? ['cases', 'PARTY-case'] : ['parties', 'PARTY'];
  const what = route
    .replace(':epoch', route.includes('branches') ? '2' : '1')
    .replace(':book', book)
    .replace(':entry', entry);
  return body === undefined
    ? { what: placed(what, places) }
    : { what: placed(what, places), body: placed(JSON.stringify(body), places) };
}

function placed(text: string, places: Places): string {
  return Object.entries(places).reduce(
    (found, [name, place]) => found.replaceAll(name, place),
    text,
  );
}

async function letterOf(role: Role, side: Side, [route, line]: [string, Line]): Promise<string> {
  const visitor = await furnished.hub.signedIn(role);
  const { what, ...call } = about(furnished.placesOf(side, role), route, line.body);
  const code = await visitor.codeOf(what, call);
  return code === line.through ? 'y' : (LETTERS[code] ?? code);
}

it('names every route, and no other', () => {
  const closed = furnished.routes.filter((route) => !OPEN.test(route));
  expect(closed.toSorted()).toEqual(Object.keys(MATRIX).toSorted());
});

it.each([...Object.entries(MATRIX), ...Object.entries(VARIANTS)])('%s', async (route, line) => {
  const found = [];
  // The weakest first: what an admin does is done, and may not be there to do any more.
  for (const side of SIDES) {
    const letters = [];
    for (const role of ROLES.toReversed()) letters.push(await letterOf(role, side, [route, line]));
    found.push(letters.toReversed().join(''));
  }
  expect(found).toEqual([...line.rows]);
});

it.each(['distributor', 'implementer', 'customer-admin'])(
  'no list shows a %s what is another’s',
  async (role) => {
    const install = { id: 'i', kind: 'install', licence: 'foreign-licence', plan: 'ima' };
    const root = await furnished.hub.signedIn('Root');
    const act = 'POST /v1/stations/foreign-till/licence-acts';
    expect(await root.codeOf(act, { body: install })).toBe('200');
    const visitor = await furnished.hub.signedIn(role);
    for (const list of LISTS) {
      const [all, seen] = [await root.call(`GET ${list}`), await visitor.call(`GET ${list}`)];
      expect([list, all.body.includes('foreign')]).toEqual([list, true]);
      expect([list, seen.statusCode, seen.body.includes('foreign')]).toEqual([list, 200, false]);
    }
  },
);
