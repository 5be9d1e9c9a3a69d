/**
 * What somebody sees through the party they belong to, as the graph is at the moment: an edge that
 * has ended shows nothing any more. Pure.
 */
import {
  edgesFrom,
  holdsAt,
  isRevoked,
  withOwners,
  type Edge,
  type EdgeKind,
  type PartyGraph,
  type PartyKind,
} from '../../../agent/core/contract/parties.ts';
import { isInScope, type Scope } from '../users/roles.ts';

/** Everybody may know of these: they name no customer. */
const PUBLIC_KINDS: readonly PartyKind[] = ['vendor', 'territory'];

const SERVING: readonly EdgeKind[] = ['chose', 'served-by'];
const TOWARDS_COMPANIES: readonly EdgeKind[] = ['sold-by', ...SERVING];

/** The sites a party sees: its own, its customers', and those that it or its collaborators serve. */
export function sitesOfParty(graph: PartyGraph, party: string, atMs: number): readonly string[] {
  const sites = new Set(graph.parties.filter(({ kind }) => kind === 'site').map(({ id }) => id));
  const reachable = below(graph, [party, ...customersOf(graph, party, atMs)], atMs);
  return [...reachable].filter((id) => sites.has(id)).toSorted();
}

/** The sites that are listed for somebody, and those that their party sees at the moment. */
export function sitesSeen(
  graph: PartyGraph,
  { sites, party }: { readonly sites: Scope; readonly party?: string | undefined },
  atMs: number,
): Scope {
  if (sites === 'all' || party === undefined) return sites;
  return [...new Set([...sites, ...sitesOfParty(graph, party, atMs)])];
}

export interface Onlooker {
  /** The sites they see in all. */
  readonly sites: Scope;
  readonly party?: string | undefined;
}

/** The parties whose entries somebody sees. */
export type View = 'all' | ReadonlySet<string>;

export function viewOf(graph: PartyGraph, { sites, party }: Onlooker, atMs: number): View {
  if (sites === 'all') return 'all';
  const own = party === undefined ? new Set<string>() : below(graph, [party], atMs);
  const customers = party === undefined ? [] : customersOf(graph, party, atMs);
  const atSites = below(graph, sites, atMs);
  return new Set([
    ...graph.parties.filter(({ kind }) => PUBLIC_KINDS.includes(kind)).map(({ id }) => id),
    ...own,
    ...customers,
    ...atSites,
    ...sites.flatMap((site) => withOwners(graph, site, atMs).map(({ id }) => id)),
    ...peopleAt(graph, sites, atMs),
    ...[...own].flatMap((id) => companiesOf(graph, id, atMs)),
  ]);
}

/** Whether somebody sees an entry: all whom it concerns, or it concerns nobody. */
export function isInView(view: View, concerns: readonly string[]): boolean {
  return view === 'all' || concerns.every((id) => view.has(id));
}

/** Whoever has bought from, chosen, or is served by a company or one of its collaborators. */
function customersOf(graph: PartyGraph, company: string, atMs: number): readonly string[] {
  const companies = below(graph, [company], atMs);
  const isLost = isRevoked(graph, company, atMs);
  return graph.edges
    .filter((edge) => holdsAt(edge, atMs) && isTowards(edge, { company, companies, isLost }))
    .map(({ from }) => from);
}

interface Company {
  readonly company: string;
  readonly companies: ReadonlySet<string>;
  /** Its certification was taken away: it serves nobody, and its collaborators neither. */
  readonly isLost: boolean;
}

function isTowards({ kind, to }: Edge, { company, companies, isLost }: Company): boolean {
  if (kind === 'sold-by') return to === company;
  return SERVING.includes(kind) && companies.has(to) && !isLost;
}

/** These parties and all that is part of them. */
function below(graph: PartyGraph, from: readonly string[], atMs: number): ReadonlySet<string> {
  const parts = Map.groupBy(
    graph.edges.filter((edge) => edge.kind === 'part-of' && holdsAt(edge, atMs)),
    ({ to }) => to,
  );
  const found = new Set<string>();
  const open = [...from];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    for (const { from: part } of parts.get(next) ?? []) open.push(part);
  }
  return found;
}

function companiesOf(graph: PartyGraph, id: string, atMs: number): readonly string[] {
  return TOWARDS_COMPANIES.flatMap((kind) =>
    edgesFrom(graph, { kind, from: id }, atMs).map(({ to }) => to),
  );
}

function peopleAt({ edges }: PartyGraph, sites: readonly string[], atMs: number): string[] {
  return edges
    .filter((edge) => edge.kind === 'has-role' && isInScope(sites, edge.to))
    .filter((edge) => holdsAt(edge, atMs))
    .map(({ from }) => from);
}
