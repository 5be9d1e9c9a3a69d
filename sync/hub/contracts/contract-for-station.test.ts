/** What a till is told of its contract: what the books say of it, and nothing of other customers. */
import { describe, expect, it } from 'vitest';
import { instantMs } from '../../../agent/core/calendar.ts';
import { graphOf } from '../../../agent/core/contract/signed-graph.ts';
import { certifiedService } from '../../../agent/core/contract/routing.ts';
import { contractSchema } from '../../trust/contract-schema.ts';
import { contractEntrySchema, type ContractEntry } from '../books/contract-entry.ts';
import { PLANS } from '../../../agent/plans/plans.ts';
import { booksOf } from './books.ts';
import { contractForStation, type PlannedBooks } from './contract-for-station.ts';
import { graphAt } from './contract-scope.ts';

const AT_MS = instantMs('2026-11-23T10:00:00.000Z');
const TILL = { station: 'till-1', site: 'Centro' };

const PARTIES = {
  pepe: 'customer',
  group: 'group',
  rosa: 'customer',
  Centro: 'site',
  Puerto: 'site',
  d1: 'distributor',
  i1: 'implementer',
  i2: 'implementer',
  vendor: 'vendor',
  ana: 'person',
  berta: 'person',
  carlos: 'person',
} as const;

const EDGES = [
  'Centro part-of pepe',
  'pepe part-of group',
  'Puerto part-of rosa',
  'rosa part-of group',
  'pepe sold-by d1',
  'rosa chose i2',
  'Centro served-by i1',
  'i1 certified-by vendor',
  'ana has-role Centro admin',
  'carlos has-role Puerto admin',
];

function entry(more: Partial<ContractEntry> = {}): ContractEntry {
  return contractEntrySchema.parse({
    id: 'c1',
    customer: 'pepe',
    site: 'Centro',
    plan: { id: 'sds', version: 1 },
    variant: 'flat',
    start: '2026-01-01',
    stations: ['till-1'],
    stationsMax: 3,
    parameters: { noticeDays: 30 },
    contacts: [{ id: 'ana' }, { id: 'berta', isAbsent: true }],
    ...more,
  });
}

function row(key: string, body: unknown) {
  return { entry: key, body };
}

function books(...contracts: readonly ContractEntry[]): PlannedBooks {
  const since = '2026-01-01T00:00:00.000Z';
  const read = booksOf({
    parties: Object.entries(PARTIES).map(([id, kind]) => row(id, { id, kind, name: `The ${id}` })),
    edges: EDGES.map((sentence) => {
      const [from, kind, to, role] = sentence.split(' ');
      return row(sentence, { from, kind, to, since, ...(role === undefined ? {} : { role }) });
    }),
    contracts: contracts.map((contract) => row(contract.id, contract)),
    prices: [
      row('hour', { minor: 6_000, currency: 'EUR' }),
      row('day', { minor: 9_000, currency: 'CHF' }),
    ],
    closures: [
      row('2026-12-25', { day: '2026-12-25', name: 'Christmas' }),
      row('2020-12-25', { day: '2020-12-25', name: 'Christmas' }),
    ],
    purchases: [
      row('p1', {
        id: 'p1',
        distributor: 'd1',
        on: '2026-02-01',
        licences: 5,
        purpose: 'registration',
      }),
    ],
    distributors: [],
    customers: [row('pepe', { isConsumer: false })],
    schedules: [row('sds', { slots: [AT_MS] })],
  });
  return { ...read, plans: PLANS };
}

function found(from: PlannedBooks) {
  return contractForStation({ books: from, known: graphAt(from, from.plans, AT_MS) }, TILL);
}

function contractOf(from: PlannedBooks) {
  const station = found(from);
  if (station.kind === 'none') throw new TypeError(station.reason);
  return contractSchema.parse(station.contract);
}

describe('a station has no contract', () => {
  it.each<[string, Partial<ContractEntry>, string]>([
    ['that no contract names', { stations: ['till-2'] }, 'not-covered'],
    ['of another customer', { customer: 'rosa', site: undefined }, 'other-customer'],
    ['whose plan is not known', { plan: { id: 'none', version: 1 } }, 'plan-unknown'],
  ])('%s', (_, more, reason) => {
    expect(found(books(entry(more)))).toEqual({ kind: 'none', reason });
  });

  it('while nobody has said whose its site is, unless the contract is for the site', () => {
    const lost: PlannedBooks = { ...books(entry()), edges: [] };
    expect(found(lost)).toMatchObject({ kind: 'covered' });
    const wide: PlannedBooks = { ...books(entry({ site: undefined })), edges: [] };
    expect(found(wide)).toMatchObject({ reason: 'other-customer' });
  });
});

describe('the contract of a station', () => {
  it('says what the books say', () => {
    expect(contractOf(books(entry()))).toMatchObject({
      plan: { id: 'sds', version: 1 },
      variant: 'flat',
      start: '2026-01-01',
      stations: ['till-1'],
      stationsMax: 3,
      parameters: { noticeDays: 30 },
      callerRoles: ['admin'],
      closures: ['2026-12-25'],
      slots: [AT_MS],
      customer: { isConsumer: false },
      distributor: { id: 'd1', firstOrderLicences: 5 },
    });
  });

  it('has prices in the money of its plan alone, and not what the distributor buys', () => {
    const { prices, distributor } = contractOf(books(entry()));
    expect(prices).toEqual({ hour: 6_000 });
    expect(distributor).not.toHaveProperty('purchases');
  });

  it('names whom to call, the customer’s own first', () => {
    expect(contractOf(books(entry())).contacts).toEqual([
      { id: 'ana', name: 'The ana', role: 'admin' },
      { id: 'berta', name: 'The berta', role: 'deputy', isAbsent: true },
      { id: 'd1', name: 'The d1', role: 'distributor' },
      { id: 'i1', name: 'The i1', role: 'implementer' },
      { id: 'vendor', name: 'The vendor', role: 'vendor' },
    ]);
  });

  it('keeps room for those behind the customer', () => {
    const many = Array.from({ length: 50 }, (_, index) => ({ id: `person-${index}` }));
    const roles = contractOf(books(entry({ contacts: many }))).contacts.map(({ role }) => role);
    expect(roles).toHaveLength(15);
    expect(roles.slice(-3)).toEqual(['distributor', 'implementer', 'vendor']);
  });

  it('has the graph around its site, and nobody of another customer', () => {
    const { graph } = contractOf(books(entry()));
    if (graph === undefined) throw new TypeError('there is no graph');
    const ids = graph.parties.map(({ id }) => id).toSorted();
    expect(ids).toEqual(
      ['Centro', 'ana', 'berta', 'd1', 'group', 'i1', 'pepe', 'vendor'].toSorted(),
    );
    const known = graphOf(graph);
    expect(certifiedService(known, { site: 'Centro' }, AT_MS)).toEqual({ company: 'i1' });
  });

  it('of a plan that names no stations is for every till of its site, or of its customer', () => {
    const free = { plan: { id: 'imt', version: 1 }, variant: undefined, stations: [] };
    for (const site of ['Centro', undefined]) {
      expect(contractOf(books(entry({ ...free, site }))).plan.id).toBe('imt');
    }
    const elsewhere = books(entry({ ...free, customer: 'rosa', site: 'Puerto' }));
    expect(found(elsewhere)).toMatchObject({ reason: 'not-covered' });
  });

  it('is the newest in force, else the next one, else the newest that is over', () => {
    const next = entry({ id: 'c2', start: '2027-01-01', stationsMax: 9 });
    const old = entry({ id: 'c0', start: '2025-01-01', endsOn: '2026-12-31', stationsMax: 1 });
    expect(contractOf(books(next, entry(), old)).stationsMax).toBe(3);
    const ended = entry({ endsOn: '2026-11-22' });
    const before = entry({ id: 'c4', start: '2024-01-01', endsOn: '2024-12-31' });
    expect(contractOf(books(before, ended)).endsOn).toBe('2026-11-22');
    const later = entry({ id: 'c3', start: '2028-01-01' });
    expect(contractOf(books(ended, later, next)).start).toBe('2027-01-01');
  });
});
