/** Who sees a ticket, and who may work on it: by role, site and the graph at the moment. Pure. */
import {
  edgesFrom,
  isRevoked,
  partyOf,
  withOwners,
  type EdgeKind,
  type PartyGraph,
  type PartyKind,
} from '../../../agent/core/contract/parties.ts';
import { isInScope, may, type Action, type Entitled } from '../users/roles.ts';
import { isOpen, type Ticket } from './ticket.ts';

export interface SightAt {
  readonly graph: PartyGraph;
  readonly atMs: number;
}

/** Of their sites, of their own asking, or in their hands; a company that lost its certification sees none. */
export function seesTicket(person: Entitled, ticket: Ticket, { graph, atMs }: SightAt): boolean {
  const { role, sites, party } = person;
  if (!may(person, 'read-tickets')) return false;
  if (sites === 'all') return true;
  if (role === 'implementer' && party !== undefined && isRevoked(graph, party, atMs)) return false;
  if (party !== undefined && (ticket.distributor === party || ticket.handlerCompany === party)) {
    return true;
  }
  if (ticket.site !== undefined) return isInScope(sites, ticket.site);
  return party !== undefined && ticket.customer === party;
}

/** Nobody says yes to what another pays: the decision names who does, a customer where it names nobody. */
function pays({ role, party }: Entitled, { decision, distributor, customer }: Ticket): boolean {
  const payer =
    decision?.costLines[0]?.payer ?? (customer === undefined ? 'distributor' : 'customer');
  if (payer === 'customer') return role === 'customer-admin';
  return role === 'distributor' && (distributor === undefined || distributor === party);
}

/** Whether somebody who sees it may do this to it: partners only to what is theirs. */
export function mayWork(person: Entitled, action: Action, ticket: Ticket): boolean {
  if (!may(person, action)) return false;
  if (person.sites === 'all' || action === 'read-tickets' || action === 'open-ticket') return true;
  if (action === 'accept-cost') return pays(person, ticket);
  return person.party !== undefined && ticket.handlerCompany === person.party;
}

/** What the first line has tried is said by those who help, and not by whoever is helped. */
export function mayNote(person: Entitled, ticket: Ticket): boolean {
  return mayWork(person, 'open-ticket', ticket) && person.role !== 'customer-admin';
}

export interface TicketRights {
  readonly write: boolean;
  readonly note: boolean;
  readonly accept: boolean;
  /** Take, pass on, plan, enter time and solve. */
  readonly work: boolean;
  readonly connect: boolean;
  /** Enter into the contract what a notice comes to. */
  readonly confirm: boolean;
}

/** What somebody who sees it may do to it as it stands: a page offers that and nothing else. */
export function rightsOn(person: Entitled, ticket: Ticket): TicketRights {
  const mayNow = (action: Action): boolean => isOpen(ticket) && mayWork(person, action, ticket);
  return {
    write: mayWork(person, 'open-ticket', ticket),
    note: isOpen(ticket) && mayNote(person, ticket),
    accept: mayNow('accept-cost'),
    work: mayNow('answer-tickets'),
    connect: ticket.station !== undefined && mayNow('remote-session'),
    confirm: mayNow('write-books'),
  };
}

const COMPANY_KINDS: readonly PartyKind[] = ['distributor', 'implementer', 'collaborator'];
const TOWARDS_COMPANIES: readonly EdgeKind[] = ['sold-by', 'chose', 'served-by'];

/** Whether it may be handed to a company: with it goes all that was said, so partners keep to its chain. */
export function mayPassTo(
  { sites, party }: Entitled,
  { ticket, company }: { readonly ticket: Ticket; readonly company: string },
  at: SightAt,
): boolean {
  const { graph, atMs } = at;
  const kind = partyOf(graph, company)?.kind;
  const isCompany = kind !== undefined && COMPANY_KINDS.includes(kind);
  if (!isCompany || isRevoked(graph, company, atMs)) return false;
  const isOwn = withOwners(graph, company, atMs).some(({ id }) => id === party);
  return sites === 'all' || isOwn || chainOf(ticket, at).has(company);
}

/** Whoever sold to the place, serves it, was proposed for it or has had the ticket before. */
function chainOf(
  { site, customer, distributor, decision, history }: Ticket,
  { graph, atMs }: SightAt,
): ReadonlySet<string | undefined> {
  const above = (id: string | undefined) => (id === undefined ? [] : withOwners(graph, id, atMs));
  const serving = [...above(site), ...above(customer)].flatMap(({ id }) =>
    TOWARDS_COMPANIES.flatMap((kind) => edgesFrom(graph, { kind, from: id }, atMs)),
  );
  const { party, copyTo, proposals = [] } = decision?.routeTo ?? {};
  return new Set([
    ...serving.flatMap(({ to }) => above(to).map(({ id }) => id)),
    ...history.map(({ company }) => company),
    ...proposals,
    party,
    copyTo,
    distributor,
  ]);
}
