import { graphAt } from '../books/graph-at.ts';
import { mayWork, seesTicket } from '../desk/ticket-sight.ts';
import type { Ticket } from '../desk/ticket.ts';
import { ticketById } from '../store/tickets.ts';
import type { Action } from '../users/roles.ts';
import type { PeopleParts, SignedIn } from './people-parts.ts';
import type { Problem } from './problem.ts';

export interface AskedTicket {
  readonly person: SignedIn['person'];
  readonly ticket: string;
  readonly action: Action;
}

export type FoundTicket =
  | { readonly kind: 'found'; readonly ticket: Ticket }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** A ticket of somebody else is not there; one of ours may still not be for this role. */
export async function ticketFor(
  { database, clock }: Pick<PeopleParts, 'database' | 'clock'>,
  { person, ticket: id, action }: AskedTicket,
): Promise<FoundTicket> {
  const ticket = await ticketById(database, id);
  const atMs = clock.wallMs();
  const at = { graph: await graphAt(database, { atMs }), atMs };
  if (ticket === undefined || !seesTicket(person, ticket, at)) {
    return { kind: 'problem', problem: { code: 'not-found' } };
  }
  if (mayWork(person, action, ticket)) return { kind: 'found', ticket };
  return { kind: 'problem', problem: { code: 'forbidden' } };
}
