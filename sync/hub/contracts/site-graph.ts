/**
 * The part of the graph that a till decides by: its site with its owners, who sells to them, serves
 * and may serve them, and who is what there. Of other customers it says nothing. Pure.
 */
import {
  edgesFrom,
  partyOf,
  withOwners,
  type Edge,
  type PartyGraph,
} from '../../../agent/core/contract/parties.ts';
import { candidates } from '../../../agent/core/contract/routing.ts';

/** Companies the till could propose; the first ones go first at the hub too. */
const PROPOSED_MAX = 16;

export interface SiteQuestion {
  readonly site: string;
  readonly atMs: number;
  /** Who has to be in it besides. */
  readonly people: readonly string[];
}

export function siteGraph(graph: PartyGraph, { site, atMs, people }: SiteQuestion): PartyGraph {
  const edges = graph.edges.filter((edge) => mayStillMatter(graph, edge, atMs));
  const owners = [site, ...withOwners(graph, site, atMs).map(({ id }) => id)];
  const serving = targets(edges, owners, ['sold-by', 'chose', 'served-by']);
  const territories = targets(edges, [site], ['lies-in']);
  const companies = [
    ...serving,
    ...targets(edges, serving, ['part-of']),
    ...sources(edges, territories, ['preferred-in']),
    ...candidates(graph, { site }, atMs)
      .slice(0, PROPOSED_MAX)
      .map(({ id }) => id),
  ];
  const known = new Set([
    ...owners,
    ...territories,
    ...companies,
    ...targets(edges, companies, ['certified-by', 'lies-in']),
    ...sources(edges, [site], ['has-role']),
    ...people,
  ]);
  return {
    parties: graph.parties.filter(({ id }) => known.has(id)),
    edges: edges.filter(({ from, to }) => known.has(from) && known.has(to)),
  };
}

/** The roles that people have at a site, each once. */
export function rolesOfSite({ edges }: PartyGraph, site: string, atMs: number): readonly string[] {
  const people = new Set(sources(edges, [site], ['has-role']));
  const roles = [...people].flatMap((from) =>
    edgesFrom({ parties: [], edges }, { kind: 'has-role', from }, atMs)
      .filter(({ to }) => to === site)
      .flatMap(({ role }) => role ?? []),
  );
  return [...new Set(roles)].toSorted();
}

/** What has ended counts only where it says why nobody serves, or who stays responsible. */
function mayStillMatter(graph: PartyGraph, edge: Edge, atMs: number): boolean {
  if (edge.untilMs === undefined || edge.untilMs > atMs) return true;
  if (edge.kind === 'certified-by') return edge.endReason === 'revoked';
  return edge.kind === 'part-of' && partyOf(graph, edge.from)?.kind === 'collaborator';
}

type Kinds = readonly Edge['kind'][];

function targets(edges: readonly Edge[], of: readonly string[], kinds: Kinds): readonly string[] {
  const from = new Set(of);
  return edges.filter((edge) => kinds.includes(edge.kind) && from.has(edge.from)).map((e) => e.to);
}

function sources(edges: readonly Edge[], of: readonly string[], kinds: Kinds): readonly string[] {
  const to = new Set(of);
  return edges.filter((edge) => kinds.includes(edge.kind) && to.has(edge.to)).map((e) => e.from);
}
