/** A party shows its own side of the graph, as long as the edge holds, and nothing beside it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edge, party, revoked } from '../../../test/support/party-graph.ts';
import type { Edge, PartyGraph } from '../../../agent/core/contract/parties.ts';
import { isInView, sitesOfParty, viewOf } from './party-scope.ts';

const PARTIES = [
  party('vendor', 'vendor'),
  party('territory', 'region'),
  party('distributor', 'north'),
  party('distributor', 'south'),
  party('implementer', 'near'),
  party('implementer', 'far'),
  party('collaborator', 'ana'),
  party('group', 'schools'),
  party('customer', 'school'),
  party('customer', 'bar'),
  party('site', 'centre'),
  party('site', 'annex'),
  party('site', 'terrace'),
  party('station', 'st-1'),
  party('person', 'pepa'),
];

function graph(...edges: readonly Edge[]): PartyGraph {
  return {
    parties: PARTIES,
    edges: [
      edge('school part-of schools'),
      edge('centre part-of school'),
      edge('annex part-of school'),
      edge('terrace part-of bar'),
      edge('st-1 part-of centre'),
      edge('pepa has-role centre', { role: 'admin' }),
      edge('ana part-of near'),
      ...edges,
    ],
  };
}

describe('the sites', () => {
  it('of a customer are its own, of a group those of its customers, of a site itself', () => {
    expect(sitesOfParty(graph(), 'school', 5)).toEqual(['annex', 'centre']);
    expect(sitesOfParty(graph(), 'schools', 5)).toEqual(['annex', 'centre']);
    expect(sitesOfParty(graph(), 'terrace', 5)).toEqual(['terrace']);
    expect(sitesOfParty(graph(), 'nobody', 5)).toEqual([]);
  });

  it('of a distributor are those of whom it sold to, while it holds', () => {
    const sold = graph(edge('school sold-by north', { sinceMs: 10, untilMs: 20 }));
    const seen = (atMs: number) => sitesOfParty(sold, 'north', atMs);
    expect([9, 10, 19, 20].map((atMs) => seen(atMs).length)).toEqual([0, 2, 2, 0]);
    expect(sitesOfParty(sold, 'south', 15)).toEqual([]);
  });

  it('of an implementer are those that chose it or are served by it', () => {
    const served = graph(edge('centre served-by near'), edge('bar chose near'));
    expect(sitesOfParty(served, 'near', 5)).toEqual(['centre', 'terrace']);
    expect(sitesOfParty(served, 'far', 5)).toEqual([]);
  });

  it('of a company are those of its collaborators, and not the other way round', () => {
    const served = graph(edge('centre served-by ana'), edge('terrace served-by near'));
    expect(sitesOfParty(served, 'near', 5)).toEqual(['centre', 'terrace']);
    expect(sitesOfParty(served, 'ana', 5)).toEqual(['centre']);
  });

  it('of a company whose certification was taken away are gone from that instant on', () => {
    const lost = graph(revoked('near', 10), edge('centre served-by near'));
    expect([9, 10].map((atMs) => sitesOfParty(lost, 'near', atMs).length)).toEqual([1, 0]);
  });

  it('end where a graph goes in circles', () => {
    const circle = graph(edge('schools part-of school'));
    expect(sitesOfParty(circle, 'school', 5)).toEqual(['annex', 'centre']);
  });
});

describe('the view', () => {
  const full = graph(
    edge('school sold-by north'),
    edge('bar sold-by south'),
    edge('centre served-by near'),
    edge('terrace served-by near'),
  );

  function sees(onlooker: string, ...concerns: string[]): boolean {
    const sites = sitesOfParty(full, onlooker, 5);
    return isInView(viewOf(full, { sites, party: onlooker }, 5), concerns);
  }

  it('of a customer has its own side and who serves it', () => {
    expect(sees('school', 'school', 'north')).toBe(true);
    expect(sees('school', 'centre', 'near')).toBe(true);
    expect(sees('school', 'pepa', 'centre')).toBe(true);
    expect(sees('school', 'st-1')).toBe(true);
    expect(sees('school', 'schools')).toBe(true);
    expect(sees('school', 'bar')).toBe(false);
    expect(sees('school', 'south')).toBe(false);
  });

  it('of a distributor has its customers and no other distributor', () => {
    expect(sees('north', 'north', 'school', 'centre')).toBe(true);
    expect(sees('north', 'school', 'south')).toBe(false);
    expect(sees('north', 'bar')).toBe(false);
  });

  it('of an implementer has the owner of a site it serves, and not its other sites', () => {
    expect(sees('near', 'centre', 'school')).toBe(true);
    expect(sees('near', 'annex')).toBe(false);
    expect(sees('near', 'region', 'vendor')).toBe(true);
  });

  it('of somebody with sites and no party has those', () => {
    const view = viewOf(full, { sites: ['terrace'] }, 5);
    expect(isInView(view, ['terrace', 'bar'])).toBe(true);
    expect(isInView(view, ['centre'])).toBe(false);
  });

  it('of the vendor is everything, and what concerns nobody is in every view', () => {
    expect(isInView(viewOf(full, { sites: 'all' }, 5), ['whoever'])).toBe(true);
    expect(isInView(viewOf(full, { sites: [] }, 5), [])).toBe(true);
  });
});

it('no edge between others shows a party anything more', () => {
  const ids = ['school', 'bar', 'centre', 'annex', 'terrace', 'south', 'far'];
  const others = fc.record({
    from: fc.constantFrom(...ids),
    to: fc.constantFrom('south', 'far'),
    kind: fc.constantFrom('sold-by' as const, 'served-by' as const, 'chose' as const),
  });
  fc.assert(
    fc.property(fc.array(others, { maxLength: 8 }), (edges) => {
      const crowded = graph(
        edge('school sold-by north'),
        ...edges.map((each) => ({ ...each, sinceMs: 0 })),
      );
      expect(sitesOfParty(crowded, 'north', 5)).toEqual(['annex', 'centre']);
      expect(sitesOfParty(crowded, 'near', 5)).toEqual([]);
    }),
  );
});
