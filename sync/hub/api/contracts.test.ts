/** What the hub says of contracts: by its books, as they held when it was asked, to those who may know. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  openPeopleHub,
  PASSWORD,
  type PeopleHub,
  type Visitor,
} from '../../../test/support/people-hub.ts';
import type { Decision } from '../../../agent/core/contract/decision.ts';
import { sdsPlan } from '../../../agent/plans/sds.ts';
import { decisionText } from '../../../agent/words/decision-text.ts';
import { LANGUAGES } from '../../../agent/words/language.ts';
import { auditBefore } from '../store/audit.ts';
import { addBookEntry, entriesAt } from '../store/book-entries.ts';
import type { DecisionView } from './decision-schema.ts';

/** Monday, within everybody's hours. */
const AT = '2026-11-23T10:00:00.000Z';
const ASK = { kind: 'contact', topic: 'technical', channel: 'phone', at: AT } as const;

let hub: PeopleHub;

beforeEach(async () => {
  hub = await openPeopleHub();
  await hub.addUser('Ada', 'vendor-admin');
  await hub.addUser('Sam', 'vendor-support', 'all');
  await hub.addUser('Dora', 'distributor', ['Centro']);
  await hub.addUser('Ivan', 'implementer', ['Puerto']);
  await hub.addUser('Clara', 'customer-admin', ['Centro']);
  await hub.addStation('till-1', 'Centro');
  await hub.addStation('till-2', 'Centro');
  await hub.addStation('till-3', 'Puerto');
  for (const id of ['Centro', 'Puerto']) {
    await write('parties', id, { id, kind: 'site', name: id });
  }
  await write('parties', 'pepe', { id: 'pepe', kind: 'customer', name: 'Bar Pepe' });
  await write('parties', 'd1', { id: 'd1', kind: 'distributor', name: 'Dora S.L.' });
  await write('edges', 'e1', edge('Centro part-of pepe'));
  await write('edges', 'e2', edge('pepe sold-by d1'));
  await write('contracts', 'c1', {
    id: 'c1',
    customer: 'pepe',
    site: 'Centro',
    plan: { id: 'sds', version: 1 },
    variant: 'flat',
    start: '2026-01-01',
    stations: ['till-1', 'till-gone'],
  });
});

afterEach(() => hub[Symbol.asyncDispose]());

function setClock(instant: string): void {
  hub.clock.jumpWall(Date.parse(instant) - hub.clock.wallMs());
}

function edge(sentence: string) {
  const [from, kind, to] = sentence.split(' ');
  return { from, kind, to, since: '2026-01-01T00:00:00.000Z' };
}

async function write(book: string, entry: string, body: unknown): Promise<void> {
  await writeAt(0, { book, entry, body });
}

async function writeAt(
  sinceMs: number,
  entry: { readonly book: string; readonly entry: string; readonly body: unknown },
): Promise<void> {
  const said = { sinceMs, recordedAtMs: sinceMs, recordedBy: 'test' };
  await addBookEntry(hub.database, { ...entry, ...said });
}

function who(name: string): Promise<Visitor> {
  return hub.signedIn(name);
}

describe('asking what a contract says', () => {
  it.each<[string, string, Record<string, unknown>, string]>([
    ['a station of another site', 'Dora', { station: 'till-3' }, 'not-found'],
    ['a station there is not', 'Ada', { station: 'till-9' }, 'not-found'],
    ['a site of others', 'Ivan', { site: 'Centro' }, 'not-found'],
    ['a customer of others', 'Ivan', { customer: 'pepe', plan: 'ima' }, 'not-found'],
    ['nobody', 'Ada', {}, 'invalid-request'],
    ['two at once', 'Ada', { site: 'Centro', station: 'till-1' }, 'invalid-request'],
    ['one with no contract, by no plan', 'Ada', { station: 'till-3' }, 'invalid-request'],
    ['by a plan that there is not', 'Ada', { site: 'Puerto', plan: 'none' }, 'invalid-request'],
  ])('about %s is refused', async (...[, name, about, code]) => {
    const person = await who(name);
    expect(await person.codeOf('POST /v1/decisions', { body: { ...ASK, ...about } })).toBe(code);
  });

  it.each([
    ['Ada', { station: 'till-1' }, 'COVERED', []],
    ['Clara', { station: 'till-1' }, 'COVERED', []],
    ['Dora', { station: 'till-2' }, 'REFUSE', ['STATION_NOT_COVERED']],
    ['Sam', { site: 'Centro', station: undefined }, 'REFUSE', ['STATION_NOT_COVERED']],
  ])('%s is answered about %o: %s', async (...of) => {
    const [name, about, outcome, reasons] = of;
    const person = await who(name);
    const answer = await person.call('POST /v1/decisions', { body: { ...ASK, ...about } });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ outcome, reasons, plan: 'sds', planVersion: 1 });
  });

  it.each(LANGUAGES)(
    'is answered in sentences too, in %s, as the till and the command line do',
    async (language) => {
      const body = { ...ASK, station: 'till-2' };
      const headers = { 'accept-language': language };
      const answer = await (await who('Ada')).call('POST /v1/decisions', { body, headers });
      const { text, ...decision } = answer.json<DecisionView>();
      expect(text).toEqual(decisionText(decision as Decision, sdsPlan, language));
      expect(text.what).not.toEqual([]);
      expect(text.clauses).toHaveLength(decision.clauses.length);
    },
  );

  it('others than the vendor’s people ask as what they are', async () => {
    const body = { kind: 'contact', station: 'till-3', plan: 'ima', caller: 'vendor', at: AT };
    const ivan = await who('Ivan');
    const answer = await ivan.call('POST /v1/decisions', { body });
    expect(answer.json()).toMatchObject({ outcome: 'ROUTE', because: { caller: 'implementer' } });
  });

  it('keeps to what the books said then', async () => {
    const ada = await who('Ada');
    const body = { ...ASK, station: 'till-1' };
    const then = (await ada.call('POST /v1/decisions', { body })).json<object>();
    const endedMs = Date.parse('2026-12-01T00:00:00.000Z');
    await writeAt(endedMs, { book: 'contracts', entry: 'c1', body: undefined });
    expect((await ada.call('POST /v1/decisions', { body })).json()).toEqual(then);
    const later = { ...body, at: '2026-12-02T10:00:00.000Z', plan: 'sds' };
    expect((await ada.call('POST /v1/decisions', { body: later })).json()).toMatchObject({
      outcome: 'REFUSE',
      reasons: ['NO_CONTRACT'],
    });
  });
});

it.each([{ customer: 'pepe' }, { site: 'Centro', station: undefined }, { station: 'till-1' }])(
  'a site that changed hands shows nothing of whom it was part of: %o',
  async (asked) => {
    setClock('2027-01-01T10:00:00.000Z');
    const body = { ...ASK, plan: 'ima', ...asked };
    expect(await (await who('Clara')).codeOf('POST /v1/decisions', { body })).toBe('200');
    const over = { ...edge('Centro part-of pepe'), until: '2026-12-01T00:00:00.000Z' };
    await write('edges', 'e1', over);
    expect(await (await who('Clara')).codeOf('POST /v1/decisions', { body })).toBe('not-found');
    expect(await (await who('Ada')).codeOf('POST /v1/decisions', { body })).toBe('200');
  },
);

describe('coverage', () => {
  beforeEach(() => setClock(AT));

  it.each([
    ['Ada', ['c1']],
    ['Clara', ['c1']],
    ['Ivan', []],
  ])('shows %s %o', async (name, contracts) => {
    const person = await who(name);
    const answer = await person.call('GET /v1/coverage');
    const view = answer.json<{ contracts: readonly { contract: string }[] }>();
    expect(view.contracts.map(({ contract }) => contract)).toEqual(contracts);
  });

  it('is shown to those who see the customer, and not to who has its site after it', async () => {
    const over = { ...edge('Centro part-of pepe'), until: '2026-11-01T00:00:00.000Z' };
    await write('edges', 'e1', over);
    const clara = await (await who('Clara')).call('GET /v1/coverage');
    expect(clara.json()).toMatchObject({ contracts: [] });
    const ada = await (await who('Ada')).call('GET /v1/coverage');
    expect(ada.json()).toMatchObject({ contracts: [{ contract: 'c1' }] });
  });

  it('names the till that is left out, and what it costs', async () => {
    const ada = await who('Ada');
    expect((await ada.call('GET /v1/coverage')).json()).toMatchObject({
      contracts: [
        {
          covered: ['till-1'],
          uncovered: ['till-2'],
          absent: ['till-gone'],
          over: 1,
          another: [{ priceMinor: 24_900 }],
        },
      ],
    });
  });
});

describe('a distributor', () => {
  const order = { id: 'p1', licences: 5 };
  const url = 'POST /v1/distributors/d1/registration';

  beforeEach(() => setClock(AT));

  it.each<[string, string, unknown, string]>([
    ['without a way of paying', 'Ada', { order }, 'plan-refuses'],
    [
      'by another way nobody agreed to',
      'Ada',
      { order, payment: 'agreed-alternative' },
      'plan-refuses',
    ],
    [
      'with four licences',
      'Ada',
      { order: { id: 'p1', licences: 4 }, payment: 'mandate' },
      'plan-refuses',
    ],
    ['by support', 'Sam', { order, payment: 'mandate' }, 'forbidden'],
    ['by itself', 'Dora', { order, payment: 'mandate' }, 'forbidden'],
  ])('%s is not registered, and nothing is written', async (...[, name, body, code]) => {
    const person = await who(name);
    expect(await person.codeOf(url, { body })).toBe(code);
    const atMs = Number.MAX_SAFE_INTEGER;
    expect(await entriesAt(hub.database, 'purchases', { atMs })).toEqual([]);
    expect(await entriesAt(hub.database, 'distributors', { atMs })).toEqual([]);
  });

  it('that is none is not registered', async () => {
    const ada = await who('Ada');
    const body = { order, payment: 'mandate' };
    expect(await ada.codeOf('POST /v1/distributors/pepe/registration', { body })).toBe('not-found');
  });

  it('is registered once, and its first order counts once', async () => {
    const ada = await who('Ada');
    const body = { order, payment: 'mandate' };
    const first = (await ada.call(url, { body })).json<object>();
    setClock('2027-03-01T10:00:00.000Z');
    const other = { ...body, order: { id: 'p2', licences: 50 } };
    const again = await (await who('Ada')).call(url, { body: other });
    expect([first, again.json()]).toEqual([
      { registeredOn: '2026-11-23' },
      { registeredOn: '2026-11-23' },
    ]);
    const [newest] = (await auditBefore(hub.database, undefined)).filter(
      ({ act }) => act === 'distributor-registered',
    );
    expect(newest).toMatchObject({ by: { name: 'Ada' }, subject: 'd1' });
    expect(await commitment('2027-11-22T10:00:00.000Z')).toMatchObject({
      running: { from: '2026-11-23', lastDay: '2027-11-22', bought: 5, committed: 12, short: 7 },
      closed: null,
    });
    expect(await commitment('2027-11-23T10:00:00.000Z')).toMatchObject({
      running: { bought: 0 },
      closed: { short: 7, lastDay: '2027-11-22' },
    });
  });

  it('shows what it has promised to the vendor and to itself', async () => {
    const dora = await who('Dora');
    expect(await dora.codeOf('GET /v1/distributors/d1/commitment')).toBe('not-found');
    const ada = await who('Ada');
    const dina = { name: 'Dina', role: 'distributor', sites: [], party: 'd1', password: PASSWORD };
    expect(await ada.codeOf('POST /v1/users', { body: dina })).toBe('200');
    expect(await (await who('Dina')).codeOf('GET /v1/distributors/d1/commitment')).toBe('200');
    expect(await ada.codeOf('GET /v1/distributors/pepe/commitment')).toBe('not-found');
    expect((await ada.call('GET /v1/distributors/d1/commitment')).json()).toMatchObject({
      registeredOn: null,
      running: null,
    });
  });
});

async function commitment(at: string): Promise<unknown> {
  const ada = await who('Ada');
  return (await ada.call(`GET /v1/distributors/d1/commitment?at=${at}`)).json();
}
