/** What somebody is offered on a ticket; the hub decides, and says why not. */
import type { SessionView } from '../api/schema.ts';
import type { TicketView } from '../api/ticket-schema.ts';

export interface TicketRights {
  readonly mayWrite: boolean;
  readonly mayNote: boolean;
  readonly mayAccept: boolean;
  /** Take, pass on, plan, enter time and solve. */
  readonly mayWork: boolean;
  readonly mayConnect: boolean;
  /** Enter into the contract what a notice comes to. */
  readonly mayConfirm: boolean;
}

export function rightsOn(
  { user, actions }: Pick<SessionView, 'user' | 'actions'>,
  ticket: Pick<TicketView, 'state' | 'handler' | 'station'>,
): TicketRights {
  const isOpen = !isOver(ticket);
  const isInHand =
    user.sites === 'all' || (user.party !== undefined && ticket.handler.company === user.party);
  return {
    mayWrite: actions.includes('open-ticket'),
    mayNote: isOpen && actions.includes('open-ticket') && user.role !== 'customer-admin',
    mayAccept: isOpen && actions.includes('accept-cost'),
    mayWork: isOpen && isInHand && actions.includes('answer-tickets'),
    mayConnect:
      isOpen && isInHand && ticket.station !== undefined && actions.includes('remote-session'),
    mayConfirm: isOpen && actions.includes('write-books'),
  };
}

export function isOver({ state }: Pick<TicketView, 'state'>): boolean {
  return state === 'resolved' || state === 'withdrawn';
}
