/**
 * The dated examples about who serves whom: E45 (a revocation), E46 (the order of routing) and E47 (a
 * collaborator who leaves). Nothing hangs on the order in which the parties were written down.
 */
import { describe, expect, it } from 'vitest';
import { decide } from '../core/contract/decide.ts';
import type { Decision } from '../core/contract/decision.ts';
import { preferenceClashes, type PartyGraph } from '../core/contract/parties.ts';
import { rerouted, type OpenTicket } from '../core/contract/rerouting.ts';
import { candidates } from '../core/contract/routing.ts';
import { edge, party, revoked, townAndRegion } from '../../test/support/party-graph.ts';
import { madrid } from '../../test/support/plan-table.ts';
import { imtPlan } from './imt.ts';

const MINUTE_MS = 60_000;

describe('E45: a company is revoked at 12:00', () => {
  const noon = madrid('2026-11-23T12:00');
  const graph = townAndRegion(edge('centre served-by far'), revoked('far', noon));
  const before = opened('t1159', noon - MINUTE_MS, 'far');
  const after = opened('t1201', noon + MINUTE_MS, 'town-firm');

  it.each([
    ['11:59', -1, 'contact 2', 'far'],
    ['12:00', 0, 'contact 3', 'town-firm'],
    ['12:01', 1, 'contact 3', 'town-firm'],
  ])('a ticket opened at %s', (...[, minutes, row, company]) => {
    const decision = route(graph, { atMs: noon + minutes * MINUTE_MS });
    expect(decision).toMatchObject({ row, routeTo: { party: company } });
  });

  it.each([
    ['at 12:00', 0],
    ['worked out a day later', 24 * 60],
  ])('the open one passes on at 12:00 with its history, %s', (_when, minutes) => {
    expect(rerouted(graph, [before, after], noon + minutes * MINUTE_MS)).toEqual([
      {
        ticket: 't1159',
        from: 'far',
        to: 'town-firm',
        history: [
          { company: 'far', sinceMs: noon - MINUTE_MS, reason: 'opened' },
          { company: 'town-firm', sinceMs: noon, reason: 'IMPLEMENTER_REVOKED' },
        ],
      },
    ]);
  });

  it('nothing moves an instant before, nor a second time', () => {
    expect(rerouted(graph, [before], noon - 1)).toEqual([]);
    const [moved] = rerouted(graph, [before], noon);
    const again = { ...before, history: moved?.history ?? [] };
    expect(rerouted(graph, [again], noon + MINUTE_MS)).toEqual([]);
  });

  it('who takes over may be revoked in turn, and in the end the vendor has it', () => {
    const all = townAndRegion(
      edge('centre served-by far'),
      revoked('far', noon),
      revoked('town-firm', noon + 1),
      revoked('near', noon + 2),
    );
    const [moved] = rerouted(all, [before], noon + MINUTE_MS);
    expect(moved?.to).toBeUndefined();
    expect(moved?.history.map(({ company, sinceMs }) => [company, sinceMs - noon])).toEqual([
      ['far', -MINUTE_MS],
      ['town-firm', 0],
      ['near', 1],
      [undefined, 2],
    ]);
  });
});

describe('E46: the order is fixed, whoever is written down first', () => {
  const atMs = madrid('2026-11-23T12:00');
  const chose = edge('centre chose near');
  const served = edge('centre served-by far');

  it.each([
    ["the customer's choice", [chose, served], 'near'],
    ['a choice for all the sites of a customer', [edge('school chose near'), served], 'near'],
    ['one for this site before it', [edge('centre chose far'), edge('school chose near')], 'far'],
    ["the site's own assignment", [served], 'far'],
    ['the preferred one of the narrowest territory', [], 'town-firm'],
    ['of the wider one, where that is revoked', [revoked('town-firm', 1)], 'near'],
    ['the later of two choices', [chose, edge('centre chose far', { sinceMs: 1 })], 'far'],
    ['the lower id of two at once', [edge('centre chose far'), chose], 'far'],
  ])('%s', (_what, edges, company) => {
    for (const graph of [townAndRegion(...edges), backwards(townAndRegion(...edges))]) {
      expect(route(graph, { atMs }).routeTo?.party).toBe(company);
    }
  });

  it('who works in the territory goes before who is nearer, then distance, then the id', () => {
    const here = { at: { latitude: 40.42, longitude: -3.7 } };
    const there = { at: { latitude: 41.65, longitude: -0.88 } };
    const firms = [
      party('implementer', 'b-here', here),
      party('implementer', 'a-here', here),
      party('implementer', 'local', there),
      party('implementer', 'nowhere'),
    ];
    const { parties, edges } = townAndRegion(edge('local lies-in town'));
    const certified = firms.map(({ id }) => edge(`${id} certified-by vendor`));
    const graph = { parties: [...parties, ...firms], edges: [...edges, ...certified] };
    const expected = ['town-firm', 'near', 'local', 'a-here', 'b-here', 'far', 'nowhere'];
    for (const each of [graph, backwards(graph)]) {
      const found = candidates(each, { site: 'centre' }, atMs).map(({ id }) => id);
      expect(found).toEqual(expected);
    }
  });

  it('one preferred for each territory and product: the one for the product goes first', () => {
    const forTills = edge('far preferred-in town', { product: 'tills' });
    const graph = townAndRegion(forTills);
    const first = (product?: string) =>
      candidates(graph, { site: 'centre', product }, atMs).at(0)?.id;
    expect([first('tills'), first('scales'), first()]).toEqual(['far', 'town-firm', 'town-firm']);
    expect(preferenceClashes(graph)).toEqual([]);
  });

  it('an assignment for one product leaves the others alone', () => {
    const graph = townAndRegion(served, edge('centre served-by near', { product: 'tills' }));
    expect(route(graph, { atMs }, 'tills').routeTo?.party).toBe('near');
    expect(route(graph, { atMs }, 'scales').routeTo?.party).toBe('far');
  });

  it('two preferred at one time are found, one after the other is none', () => {
    const second = edge('far preferred-in town', { sinceMs: 5 });
    expect(preferenceClashes(townAndRegion(second))).toHaveLength(1);
    const { parties, edges } = townAndRegion(second);
    const ended = edges.map((each) =>
      each.from === 'town-firm' && each.kind === 'preferred-in' ? { ...each, untilMs: 5 } : each,
    );
    expect(preferenceClashes({ parties, edges: ended })).toEqual([]);
  });
});

describe('E47: a collaborator leaves', () => {
  const atMs = madrid('2026-11-23T12:00');

  it.each([
    ['before', -1, 'contact 1', 'ana'],
    ['after', 0, 'contact 2', undefined],
  ])('%s that the certified company is responsible', (...of) => {
    const [, shiftMs, row, copyTo] = of;
    const graph = townAndRegion(
      edge('ana part-of far', { untilMs: atMs }),
      edge('centre served-by ana'),
    );
    const { routeTo, ...decision } = route(graph, { atMs: atMs + shiftMs });
    expect(decision.row).toBe(row);
    expect(routeTo).toMatchObject({ to: 'implementer', party: 'far' });
    expect(routeTo?.copyTo).toBe(copyTo);
  });
});

function opened(id: string, sinceMs: number, company: string): OpenTicket {
  return { id, site: 'centre', history: [{ company, sinceMs, reason: 'opened' }] };
}

function route(graph: PartyGraph, { atMs }: { atMs: number }, product?: string): Decision {
  return decide({ kind: 'contact', atMs }, { graph, site: 'centre', product }, imtPlan);
}

function backwards({ parties, edges }: PartyGraph): PartyGraph {
  return { parties: parties.toReversed(), edges: edges.toReversed() };
}
