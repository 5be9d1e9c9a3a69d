import type { TicketView } from '../../agent/api/support-schema.ts';

/** A request that somebody has just made at a till with no line, with these changes. */
export function helpTicket(changes: Partial<TicketView> = {}): TicketView {
  return {
    ticket: 'ticket-1',
    number: 1,
    state: 'open',
    isDelivered: false,
    askedAt: '2026-11-22T09:00:00.000Z',
    handler: null,
    scheduledAt: null,
    messages: 0,
    topic: null,
    words: null,
    answer: null,
    deskDecision: null,
    deskText: null,
    balances: [],
    chat: [],
    ...changes,
  };
}
