/** Who sees a ticket, and who may work on it: by role, site and the graph at the moment. Pure. */
import { isRevoked, type PartyGraph } from '../../../agent/core/contract/parties.ts';
import { isInScope, may, type Action, type Entitled } from '../users/roles.ts';
import type { Ticket } from './ticket.ts';

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
  return ticket.site !== undefined && isInScope(sites, ticket.site);
}

/** Whether somebody who sees it may do this to it: partners only to what is theirs. */
export function mayWork(person: Entitled, action: Action, ticket: Ticket): boolean {
  if (!may(person, action)) return false;
  if (person.sites === 'all' || action === 'read-tickets' || action === 'open-ticket') return true;
  if (action === 'accept-cost') return true;
  return person.party !== undefined && ticket.handlerCompany === person.party;
}
