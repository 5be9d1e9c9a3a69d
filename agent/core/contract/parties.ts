/**
 * Who is who, and since when. Nothing is ever taken out of the graph: an edge ends, so that a
 * decision taken last year comes out the same today.
 */
import { indexBy } from './index-by.ts';

export const PARTY_KINDS = [
  'vendor',
  'distributor',
  'implementer',
  'collaborator',
  'customer',
  'group',
  'site',
  'station',
  'person',
  'territory',
] as const;

export type PartyKind = (typeof PARTY_KINDS)[number];

export interface Party {
  readonly id: string;
  readonly kind: PartyKind;
  readonly name: string;
  readonly at?: GeoPoint | undefined;
  /** Of a territory: the narrower of two that overlap goes first. */
  readonly areaKm2?: number | undefined;
  /** How people reach it; no decision looks at these. */
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
}

export interface GeoPoint {
  readonly latitude: number;
  readonly longitude: number;
}

export const EDGE_KINDS = [
  /** A station of a site, a site of a customer, a customer of a group, a collaborator of a company. */
  'part-of',
  /** A customer has bought from a distributor. */
  'sold-by',
  /** A company may implement for a vendor; a revocation ends it. */
  'certified-by',
  /** A site lies in a territory, a company works in one. */
  'lies-in',
  /** A company is the preferred one of a territory: at most one at a time and product. */
  'preferred-in',
  /** A customer has chosen a company, for one site or for all of its own. */
  'chose',
  /** A site is served by a company or one of its collaborators. */
  'served-by',
  /** A person's role is per site. */
  'has-role',
] as const;

export type EdgeKind = (typeof EDGE_KINDS)[number];

export interface Edge {
  readonly kind: EdgeKind;
  readonly from: string;
  readonly to: string;
  readonly sinceMs: number;
  /** The first instant at which it does not hold any more. */
  readonly untilMs?: number | undefined;
  /** Why it ended, such as `revoked`. */
  readonly endReason?: string | undefined;
  /** Of a preference, a choice or an assignment: for which product; without it, for all. */
  readonly product?: string | undefined;
  /** Of a person: as what. */
  readonly role?: string | undefined;
}

export interface PartyGraph {
  readonly parties: readonly Party[];
  readonly edges: readonly Edge[];
}

const partiesById = indexBy<Party>(({ id }) => id);
const edgesBySource = indexBy<Edge>(({ from }) => from);

/** Whether an edge holds at an instant. */
export function holdsAt({ sinceMs, untilMs }: Edge, atMs: number): boolean {
  return sinceMs <= atMs && (untilMs === undefined || atMs < untilMs);
}

/** The edges of a kind from a party that hold at an instant, in the order they began. */
export function edgesFrom(
  { edges }: PartyGraph,
  { kind, from }: { readonly kind: EdgeKind; readonly from: string },
  atMs: number,
): readonly Edge[] {
  return edgesBySource(edges, from)
    .filter((edge) => edge.kind === kind && holdsAt(edge, atMs))
    .toSorted((a, b) => a.sinceMs - b.sinceMs || compareIds({ id: a.to }, { id: b.to }));
}

/** The parties that such edges lead to, in the same order. */
export function reached(
  graph: PartyGraph,
  question: { readonly kind: EdgeKind; readonly from: string },
  atMs: number,
): readonly Party[] {
  return edgesFrom(graph, question, atMs).flatMap(({ to }) => partyOf(graph, to) ?? []);
}

/** A party and all it is part of at an instant: a site, its customer, the customer's group. */
export function withOwners(graph: PartyGraph, id: string, atMs: number): readonly Party[] {
  const found = new Map<string, Party>();
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const party = found.has(next) ? undefined : partyOf(graph, next);
    if (party === undefined) continue;
    found.set(next, party);
    open.push(...reached(graph, { kind: 'part-of', from: next }, atMs).map((each) => each.id));
  }
  return [...found.values()];
}

/** The lower id first, by code units: the same on every machine. */
export function compareIds(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : Number(a.id > b.id);
}

export function partyOf({ parties }: PartyGraph, id: string): Party | undefined {
  return partiesById(parties, id)[0];
}

/** What a person is at a site, at an instant. */
export function rolesAt(
  { edges }: PartyGraph,
  { person, site }: { readonly person: string; readonly site: string },
  atMs: number,
): readonly string[] {
  return edges
    .filter((edge) => edge.kind === 'has-role' && edge.from === person && edge.to === site)
    .filter((edge) => holdsAt(edge, atMs))
    .flatMap(({ role }) => role ?? []);
}

/** Whether a company may implement at an instant. */
export function isCertified({ edges }: PartyGraph, company: string, atMs: number): boolean {
  return edgesBySource(edges, company).some(
    (edge) => edge.kind === 'certified-by' && holdsAt(edge, atMs),
  );
}

/** Whether a company's certification had been taken away at an instant. */
export function isRevoked(graph: PartyGraph, company: string, atMs: number): boolean {
  const wasRevoked = revocationsOf(graph, company).some((revokedMs) => revokedMs <= atMs);
  return wasRevoked && !isCertified(graph, company, atMs);
}

/** The instants at which a company's certification was taken away, the earliest first. */
export function revocationsOf({ edges }: PartyGraph, company: string): readonly number[] {
  return edges
    .filter(({ kind, from }) => kind === 'certified-by' && from === company)
    .filter(({ endReason }) => endReason === 'revoked')
    .flatMap(({ untilMs }) => untilMs ?? [])
    .toSorted((a, b) => a - b);
}

/**
 * Preferences that cannot stand beside each other: two companies at one time for one territory and
 * product, or for one territory and all products.
 */
export function preferenceClashes({ edges }: PartyGraph): readonly (readonly [Edge, Edge])[] {
  const preferences = edges.filter(({ kind }) => kind === 'preferred-in');
  return preferences.flatMap((edge, index) =>
    preferences
      .slice(index + 1)
      .filter((other) => other.to === edge.to && other.product === edge.product)
      .filter((other) => other.from !== edge.from && overlap(edge, other))
      .map((other) => [edge, other] as const),
  );
}

function overlap(a: Edge, b: Edge): boolean {
  return holdsAt(a, Math.max(a.sinceMs, b.sinceMs)) && holdsAt(b, Math.max(a.sinceMs, b.sinceMs));
}

const EARTH_RADIUS_KM = 6_371;

/** The distance as the crow flies. */
export function distanceKm(a: GeoPoint, b: GeoPoint): number {
  const latitude = radians(b.latitude - a.latitude) / 2;
  const longitude = radians(b.longitude - a.longitude) / 2;
  const chord =
    Math.sin(latitude) ** 2 +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(longitude) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(chord)));
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
