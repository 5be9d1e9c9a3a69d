/** Nothing is written that could not be so, now or later; what could be is not refused. */
import { describe, expect, it } from 'vitest';
import { PLANS } from '../../../agent/plans/plans.ts';
import type { BookVersion } from './all-books.ts';
import type { BookName } from './book.ts';
import { faultsOfWriting } from './decide.ts';

const BASE: readonly BookVersion[] = [
  party('vendor', 'vendor'),
  party('region', 'territory'),
  party('near', 'implementer'),
  party('far', 'implementer'),
  party('north', 'distributor'),
  party('school', 'customer'),
  party('centre', 'site'),
];

function party(id: string, kind: string): BookVersion {
  return version('parties', id, { id, kind, name: id });
}

function version(book: BookName, entry: string, body: unknown): BookVersion {
  return { book, entry, version: 1, sinceMs: 0, body };
}

function since(sinceMs: number, from: BookVersion): BookVersion {
  return { ...from, sinceMs };
}

function edge(entry: string, sentence: string, more: object = {}): BookVersion {
  const [from, kind, to] = sentence.split(' ');
  const body = { kind, from, to, since: '2026-01-01T00:00:00.000Z', ...more };
  return version('edges', entry, body);
}

function contract(more: object = {}): BookVersion {
  const plan = { id: 'sds', version: 1 };
  const body = { id: 'c', customer: 'school', plan, start: '2026-01-01', stations: [], ...more };
  return version('contracts', 'c', body);
}

/** The codes of what is wrong with the last version, the ones before it being there already. */
function codes(...versions: readonly BookVersion[]): readonly string[] {
  return faultsOfLast(versions).map(({ code }) => code);
}

function faultsOfLast(versions: readonly BookVersion[]) {
  const numbered = [...BASE, ...versions].map((each, index) => ({ ...each, version: index + 1 }));
  return faultsOfWriting({ versions: numbered, written: numbered.slice(-1), plans: PLANS });
}

describe('a reference', () => {
  it('is to a party that is there', () => {
    expect(codes(edge('e', 'centre part-of school'))).toEqual([]);
    expect(codes(edge('e', 'centre part-of nobody'))).toEqual(['party-unknown']);
    expect(codes(contract({ customer: 'nobody' }))).toEqual(['party-unknown']);
  });

  it('is to a party of the right kind', () => {
    expect(codes(edge('e', 'school part-of centre'))).toEqual(['party-of-another-kind']);
    expect(codes(contract({ customer: 'north' }))).toEqual(['party-of-another-kind']);
    const bought = { id: 'p', on: '2026-01-01', licences: 5, purpose: 'resale' };
    const buy = (distributor: string) => version('purchases', 'p', { ...bought, distributor });
    expect(codes(buy('north'))).toEqual([]);
    expect(codes(buy('near'))).toEqual(['party-of-another-kind']);
  });

  it('is to one that is there from the same instant on', () => {
    const late = { ...party('new', 'customer'), sinceMs: 10 };
    expect(codes(late, since(9, edge('e', 'centre part-of new')))).toEqual(['party-unknown']);
    expect(codes(late, since(10, edge('e', 'centre part-of new')))).toEqual([]);
  });
});

describe('a party', () => {
  const gone = since(20, version('parties', 'school', undefined));

  it('that is named does not end', () => {
    const faults = faultsOfLast([edge('e', 'centre part-of school'), gone]);
    expect(faults).toEqual([
      {
        book: 'parties',
        entry: 'school',
        field: 'id',
        code: 'still-referred-to',
        about: 'edges e',
      },
    ]);
    expect(codes(contract(), gone)).toEqual(['still-referred-to']);
  });

  it('that is named only later does not end either', () => {
    expect(codes(since(30, edge('e', 'centre part-of school')), gone)).toEqual([
      'still-referred-to',
    ]);
  });

  it('ends where all that named it is over', () => {
    const until = '1970-01-01T00:00:00.001Z';
    const over = edge('e', 'centre part-of school', { since: '1969-01-01T00:00:00.000Z', until });
    expect(codes(over, gone)).toEqual([]);
  });

  it('does not become of a kind that its edges cannot have', () => {
    const changed = since(
      20,
      version('parties', 'school', { id: 'school', kind: 'person', name: 'x' }),
    );
    expect(codes(edge('e', 'centre part-of school'), changed)).toEqual(['party-of-another-kind']);
  });
});

describe('an edge', () => {
  it('is not there twice at one time', () => {
    const first = edge('a', 'centre part-of school', { until: '2026-06-01T00:00:00.000Z' });
    const again = (begins: string) => edge('b', 'centre part-of school', { since: begins });
    expect(codes(first, again('2026-05-31T23:59:59.999Z'))).toEqual(['edge-twice']);
    expect(codes(first, again('2026-06-01T00:00:00.000Z'))).toEqual([]);
  });

  it('prefers one company for a territory and product', () => {
    const near = edge('a', 'near preferred-in region', { product: 'till' });
    const far = (product?: string) =>
      edge('b', 'far preferred-in region', product === undefined ? {} : { product });
    expect(codes(near, far('till'))).toEqual(['another-is-preferred']);
    expect(codes(near, far('kiosk'))).toEqual([]);
    expect(codes(near, far())).toEqual([]);
  });

  it('that is dated back is held against what was written since', () => {
    const later = since(50, edge('a', 'near preferred-in region'));
    const ended = since(60, version('edges', 'a', undefined));
    expect(codes(later, ended, since(10, edge('b', 'far preferred-in region')))).toEqual([
      'another-is-preferred',
    ]);
  });
});

describe('a contract', () => {
  it('is under a plan and a variant that there are', () => {
    expect(codes(contract())).toEqual([]);
    expect(codes(contract({ plan: { id: 'sds', version: 99 } }))).toEqual(['plan-unknown']);
    expect(codes(contract({ variant: 'golden' }))).toEqual(['variant-unknown']);
  });

  const block = PLANS.flatMap(({ id, version: number, variants }) =>
    variants
      .filter(({ pricing }) => pricing === 'per-block')
      .map((variant) => ({ plan: { id, version: number }, variant: variant.id })),
  )[0];
  const six = ['1', '2', '3', '4', '5', '6'];

  it('has no more stations than its block, unless somebody has agreed to it', () => {
    expect(codes(contract({ ...block, stations: six.slice(1) }))).toEqual([]);
    expect(faultsOfLast([contract({ ...block, stations: six })])).toMatchObject([
      { code: 'over-capacity', about: '5' },
    ]);
    expect(codes(contract({ ...block, stations: six, overCapacity: 'accepted' }))).toEqual([]);
    expect(codes(contract({ ...block, stations: six, stationsMax: 10 }))).toEqual([]);
    const parameters = { blockStations: 6 };
    expect(codes(contract({ ...block, stations: six, parameters }))).toEqual([]);
  });

  it('has no more stations than were bought', () => {
    expect(codes(contract({ stations: ['1', '2'], stationsMax: 1 }))).toEqual(['over-capacity']);
  });
});
