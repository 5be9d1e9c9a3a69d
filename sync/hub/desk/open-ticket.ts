import type { Technician } from '../../../agent/core/support/remote-session.ts';
import type { Desk } from '../contracts/desk.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { markRead } from '../store/ticket-reads.ts';
import { addMessage, addTicket, addTicketEvent, nextTicketNumber } from '../store/tickets.ts';
import type { MessageSide, Ticket } from './ticket.ts';
import { titleOf } from './title.ts';

/** A ticket that no till has opened. */
export type NewTicket = Pick<
  Ticket,
  'source' | 'kind' | 'request' | 'station' | 'site' | 'customer' | 'distributor'
> & {
  /** Made by whoever opens it, and kept on a retry. */
  readonly id: string;
  readonly title?: string | undefined;
  readonly words?: string | undefined;
  readonly firstLineNote?: string | undefined;
  readonly from: Technician;
  readonly side: MessageSide;
};

/** Opens it in the caller's transaction, not yet taken up; nothing where it is there already. */
export async function openIn(
  database: HubDatabase,
  { nowMs, doer, user }: Desk,
  order: NewTicket,
): Promise<void> {
  const { id, from, side, words = '', title, ...asked } = order;
  const atMs = nowMs();
  const isNew = await addTicket(database, {
    ...asked,
    id,
    number: await nextTicketNumber(database),
    title: title ?? titleOf(words, asked.request.topic),
    state: 'open',
    askedAtMs: atMs,
    promised: [],
    isTakenUp: false,
  });
  if (!isNew) return;
  const event = { event: `${id}/asked`, atMs, kind: 'asked', by: doer, body: {} };
  await addTicketEvent(database, id, event);
  if (words === '') return;
  const message = { message: `${id}/words`, atMs, side, ...from, text: words };
  await addMessage(database, id, message);
  if (user !== undefined) await markRead(database, { ticket: id, user });
}
