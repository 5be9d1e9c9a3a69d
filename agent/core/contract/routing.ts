/**
 * Who takes care of a site. The order is fixed, so that two territories that overlap never leave it
 * open: the customer's choice, the site's own assignment, the preferred company of the narrowest
 * territory, those that work in a territory of the site, the nearest, the lowest id.
 */
import {
  compareIds,
  distanceKm,
  edgesFrom,
  holdsAt,
  isCertified,
  isRevoked,
  partyOf,
  reached,
  withOwners,
  type Edge,
  type EdgeKind,
  type Party,
  type PartyGraph,
} from './parties.ts';

export interface Service {
  /** The company that is responsible. */
  readonly company: string;
  /** Who under it does the work. */
  readonly collaborator?: string | undefined;
}

export interface RoutingQuestion {
  readonly site: string;
  readonly product?: string | undefined;
}

/** Who serves a site by choice or assignment and is certified at an instant; undefined: nobody. */
export function certifiedService(
  graph: PartyGraph,
  question: RoutingQuestion,
  atMs: number,
): Service | undefined {
  return servicesOf(graph, question, atMs).find(({ company }) => isCertified(graph, company, atMs));
}

/** Whether nobody certified serves a site, for whoever did has lost the certification. */
export function isServiceRevoked(
  graph: PartyGraph,
  question: RoutingQuestion,
  atMs: number,
): boolean {
  return (
    certifiedService(graph, question, atMs) === undefined &&
    servicesOf(graph, question, atMs).some(({ company }) => isRevoked(graph, company, atMs))
  );
}

/** Certified companies for a site, the one to propose first. */
export function candidates(
  graph: PartyGraph,
  question: RoutingQuestion,
  atMs: number,
): readonly Party[] {
  const site = partyOf(graph, question.site);
  const territories = new Set(territoriesOf(graph, question.site, atMs).map(({ id }) => id));
  const isLocal = ({ id }: Party): boolean =>
    territoriesOf(graph, id, atMs).some((territory) => territories.has(territory.id));
  const others = graph.parties
    .filter(({ kind }) => kind === 'implementer')
    .toSorted(
      (a, b) =>
        Number(isLocal(b)) - Number(isLocal(a)) ||
        distanceTo(site, a) - distanceTo(site, b) ||
        compareIds(a, b),
    );
  const inOrder = new Set([...preferredCompanies(graph, question, atMs), ...others]);
  return [...inOrder].filter(({ id }) => isCertified(graph, id, atMs));
}

/** The certified preferred company of the site's narrowest territory that has one. */
export function preferredCompany(
  graph: PartyGraph,
  question: RoutingQuestion,
  atMs: number,
): Party | undefined {
  return preferredCompanies(graph, question, atMs).find(({ id }) => isCertified(graph, id, atMs));
}

/** Of one territory, the preference for the product before the one for all of them. */
function preferredCompanies(
  graph: PartyGraph,
  { site, product }: RoutingQuestion,
  atMs: number,
): readonly Party[] {
  const here = partyOf(graph, site);
  const products = product === undefined ? [undefined] : [product, undefined];
  return territoriesOf(graph, site, atMs).flatMap((territory) => {
    const edges = graph.edges
      .filter(({ kind, to }) => kind === 'preferred-in' && to === territory.id)
      .filter((edge) => holdsAt(edge, atMs));
    return products.flatMap((wanted) =>
      edges
        .filter((edge) => edge.product === wanted)
        .flatMap(({ from }) => partyOf(graph, from) ?? [])
        .toSorted((a, b) => distanceTo(here, a) - distanceTo(here, b) || compareIds(a, b)),
    );
  });
}

/** The narrowest first. */
function territoriesOf(graph: PartyGraph, from: string, atMs: number): readonly Party[] {
  return reached(graph, { kind: 'lies-in', from }, atMs).toSorted(
    (a, b) => area(a) - area(b) || compareIds(a, b),
  );
}

/**
 * The choice, for the site or else of its owner, before the site's assignment; but where both are of
 * one company, whoever is assigned.
 */
function servicesOf(
  graph: PartyGraph,
  question: RoutingQuestion,
  atMs: number,
): readonly Service[] {
  const { site, product } = question;
  const owners = withOwners(graph, site, atMs).map(({ id }) => id);
  const choice = [...new Set([site, ...owners])]
    .map((from) => latest(graph, { kind: 'chose', from, product }, atMs))
    .find((edge) => edge !== undefined);
  const assignment = latest(graph, { kind: 'served-by', from: site, product }, atMs);
  const chosen = serviceBy(graph, choice, atMs);
  const assigned = serviceBy(graph, assignment, atMs);
  if (chosen === undefined || assigned === undefined) return [chosen ?? assigned ?? []].flat();
  return chosen.company === assigned.company ? [assigned] : [chosen, assigned];
}

/** The edge for the product before one for all of them; of those the latest, of two at once the lower id. */
function latest(
  graph: PartyGraph,
  { product, ...from }: EdgeQuestion,
  atMs: number,
): Edge | undefined {
  const edges = edgesFrom(graph, from, atMs).toSorted(
    (a, b) => b.sinceMs - a.sinceMs || compareIds({ id: a.to }, { id: b.to }),
  );
  const forAll = edges.find((edge) => edge.product === undefined);
  if (product === undefined) return forAll;
  return edges.find((edge) => edge.product === product) ?? forAll;
}

interface EdgeQuestion {
  readonly kind: EdgeKind;
  readonly from: string;
  readonly product?: string | undefined;
}

/** A collaborator works under a certified company, which stays responsible. */
function serviceBy(graph: PartyGraph, edge: Edge | undefined, atMs: number): Service | undefined {
  const server = edge === undefined ? undefined : partyOf(graph, edge.to);
  if (edge === undefined || server === undefined) return undefined;
  if (server.kind !== 'collaborator') return { company: server.id };
  const company = responsibleFor(graph, edge, atMs);
  if (company === undefined) return { company: server.id };
  const works = reached(graph, { kind: 'part-of', from: server.id }, atMs);
  return works.some(({ id }) => id === company)
    ? { company, collaborator: server.id }
    : { company };
}

/**
 * Under which company a collaborator was given a site. That one stays responsible when the
 * collaborator leaves, even for another company; before there was any, the first one is.
 */
function responsibleFor(graph: PartyGraph, given: Edge, atMs: number): string | undefined {
  const companies = graph.edges
    .filter(({ kind, from }) => kind === 'part-of' && from === given.to)
    .filter(({ sinceMs }) => sinceMs <= atMs)
    .toSorted((a, b) => a.sinceMs - b.sinceMs || compareIds({ id: a.to }, { id: b.to }));
  const then = companies.findLast(({ sinceMs }) => sinceMs <= given.sinceMs) ?? companies[0];
  return then?.to;
}

function area({ areaKm2 }: Party): number {
  return areaKm2 ?? Number.MAX_VALUE;
}

/** Whoever has no place comes after everybody who has one. */
function distanceTo(site: Party | undefined, { at }: Party): number {
  return site?.at === undefined || at === undefined ? Number.MAX_VALUE : distanceKm(site.at, at);
}
