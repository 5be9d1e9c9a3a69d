/**
 * Who takes care of a site. The order is fixed, so that two territories that overlap never leave it
 * open: the customer's choice, the site's own assignment, the preferred company of the narrowest
 * territory, the nearest certified one, the lowest id.
 */
import {
  distanceKm,
  holdsAt,
  isCertified,
  isRevoked,
  partyOf,
  reached,
  type Party,
  type PartyGraph,
} from './parties.ts';

export interface Service {
  /** The company that is responsible. */
  readonly company: string;
  /** Who of it, or under it, does the work. */
  readonly collaborator?: string | undefined;
}

export interface RoutingQuestion {
  readonly site: string;
  readonly product?: string | undefined;
}

/** Who serves a site by choice or assignment at an instant, certified or not; undefined: nobody. */
export function assignedService(
  graph: PartyGraph,
  { site }: RoutingQuestion,
  atMs: number,
): Service | undefined {
  const chosen = reached(graph, { kind: 'chose', from: site }, atMs).at(-1);
  const server = reached(graph, { kind: 'served-by', from: site }, atMs).at(-1);
  const company = chosen === undefined ? undefined : serviceBy(graph, chosen, atMs);
  const assigned = server === undefined ? undefined : serviceBy(graph, server, atMs);
  if (company === undefined) return assigned;
  return assigned?.company === company.company ? assigned : company;
}

/** Whether whoever serves a site had lost the certification by then. */
export function isServiceRevoked(
  graph: PartyGraph,
  question: RoutingQuestion,
  atMs: number,
): boolean {
  const service = assignedService(graph, question, atMs);
  return service !== undefined && isRevoked(graph, service.company, atMs);
}

/** Certified companies for a site, the one to propose first. */
export function candidates(
  graph: PartyGraph,
  question: RoutingQuestion,
  atMs: number,
): readonly Party[] {
  const site = partyOf(graph, question.site);
  const preferred = preferredCompanies(graph, question, atMs);
  const others = graph.parties
    .filter(({ kind, id }) => kind === 'implementer' && !preferred.some((each) => each.id === id))
    .toSorted((a, b) => distanceTo(site, a) - distanceTo(site, b) || compareIds(a, b));
  return [...preferred, ...others].filter(({ id }) => isCertified(graph, id, atMs));
}

/** The certified preferred company of the site's narrowest territory that has one. */
export function preferredCompany(
  graph: PartyGraph,
  question: RoutingQuestion,
  atMs: number,
): Party | undefined {
  return preferredCompanies(graph, question, atMs).find(({ id }) => isCertified(graph, id, atMs));
}

function preferredCompanies(
  graph: PartyGraph,
  { site, product }: RoutingQuestion,
  atMs: number,
): readonly Party[] {
  const here = partyOf(graph, site);
  return reached(graph, { kind: 'lies-in', from: site }, atMs)
    .toSorted((a, b) => area(a) - area(b) || compareIds(a, b))
    .flatMap((territory) =>
      graph.edges
        .filter((edge) => edge.kind === 'preferred-in' && edge.to === territory.id)
        .filter((edge) => edge.product === undefined || edge.product === product)
        .filter((edge) => holdsAt(edge, atMs))
        .flatMap(({ from }) => partyOf(graph, from) ?? [])
        .toSorted((a, b) => distanceTo(here, a) - distanceTo(here, b) || compareIds(a, b)),
    );
}

/** A collaborator works under a certified company, which stays responsible. */
function serviceBy(graph: PartyGraph, server: Party, atMs: number): Service {
  if (server.kind !== 'collaborator') return { company: server.id };
  const company = responsibleFor(graph, server, atMs);
  return company === undefined
    ? { company: server.id }
    : { company: company.id, collaborator: server.id };
}

/** Who a collaborator works under; one that has left leaves its last company responsible. */
function responsibleFor(graph: PartyGraph, { id }: Party, atMs: number): Party | undefined {
  const now = reached(graph, { kind: 'part-of', from: id }, atMs).at(-1);
  if (now !== undefined) return now;
  const before = graph.edges
    .filter(({ kind, from, sinceMs }) => kind === 'part-of' && from === id && sinceMs <= atMs)
    .toSorted((a, b) => a.sinceMs - b.sinceMs)
    .at(-1);
  return before === undefined ? undefined : partyOf(graph, before.to);
}

function area({ areaKm2 }: Party): number {
  return areaKm2 ?? Number.MAX_VALUE;
}

/** Whoever has no place comes after everybody who has one. */
function distanceTo(site: Party | undefined, { at }: Party): number {
  return site?.at === undefined || at === undefined ? Number.MAX_VALUE : distanceKm(site.at, at);
}

function compareIds(a: Party, b: Party): number {
  return a.id < b.id ? -1 : Number(a.id > b.id);
}
