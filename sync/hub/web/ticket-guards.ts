/** What the hub answers about tickets, told from everything else it answers. */
import type { StationsView } from '../api/schema.ts';
import type { RemoteSessionView, BundleView } from '../api/remote-schema.ts';
import type { TicketFileView, TicketView } from '../api/ticket-schema.ts';
import { hasField } from './hub-calls.ts';

export interface TicketsView {
  readonly tickets: readonly TicketView[];
}

/** The sessions and the logs of a ticket. */
export interface TicketRemoteView {
  readonly sessions: readonly RemoteSessionView[];
  readonly bundles: readonly BundleView[];
}

export function isTickets(body: unknown): body is TicketsView {
  return hasField(body, 'tickets');
}

export function isTicket(body: unknown): body is TicketView {
  return hasField(body, 'ticket') && hasField(body, 'number');
}

export function isTicketFile(body: unknown): body is TicketFileView {
  return hasField(body, 'messages');
}

export function isTicketRemote(body: unknown): body is TicketRemoteView {
  return hasField(body, 'bundles');
}

export function isStations(body: unknown): body is StationsView {
  return hasField(body, 'stations');
}
