/** Opens a ticket that no till has opened, and adds to one, in the caller's transaction. */
import type { Technician } from '../../../agent/core/support/remote-session.ts';
import { CHAT_MAX_CHARS } from '../../protocol/limits.ts';
import { announce } from '../store/announcements.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { addCommand } from '../store/mailbox.ts';
import { markRead } from '../store/ticket-reads.ts';
import { addMessage, addTicket, addTicketEvent, nextTicketNumber } from '../store/tickets.ts';
import type { MessageSide, Ticket, TicketMessage } from './ticket.ts';
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

export interface Writing {
  /** Made by whoever writes, and kept on a retry. */
  readonly message: string;
  readonly text: string;
  readonly from: Technician;
  readonly side: MessageSide;
}

export interface Doing {
  readonly atMs: number;
  readonly doer: string;
  /** Who has seen it by doing it. */
  readonly user?: string | undefined;
}

/** Opens it once; what the contract says of it is decided when the desk takes it up. */
export async function addOpened(
  database: HubDatabase,
  order: NewTicket,
  { atMs, doer, user }: Doing,
): Promise<void> {
  const { id, from, side, words = '', title, ...asked } = order;
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

/** Whether a message is what somebody sends once more. */
export function isSameWriting(
  before: TicketMessage & { readonly ticket: string },
  ticket: string,
  { text, from, side }: Writing,
): boolean {
  const isSameHand = before.side === side && before.name === from.name;
  return isSameHand && before.ticket === ticket && before.text === text;
}

/** Adds to the conversation, once; to the till too where one asked. */
export async function addWriting(
  database: HubDatabase,
  { id: ticket, station, customer }: Ticket,
  { message, text, from, side, atMs, user }: Writing & Pick<Doing, 'atMs' | 'user'>,
): Promise<void> {
  if (!(await addMessage(database, ticket, { message, atMs, side, ...from, text }))) return;
  // Whoever answers has seen what was said.
  if (user !== undefined) await markRead(database, { ticket, user });
  if (side === 'desk' || side === 'partner') {
    const body = { message, text, from };
    await announce(database, {
      id: message,
      atMs,
      kind: 'ticket-answered',
      ticket,
      customer,
      body,
    });
  }
  if (station === undefined) return;
  const said = { ticket, message, from, text: text.slice(0, CHAT_MAX_CHARS), sentAtMs: atMs };
  const command = { station, kind: 'chat', body: said } as const;
  await addCommand(database, { ...command, notAfterMs: undefined, issuedAtMs: atMs });
}
