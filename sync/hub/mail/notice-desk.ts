/**
 * A notice of termination that came by mail. What it does is decided by the contract, by when it
 * reached the hub's mailbox; that it is so written into the contract, a person confirms.
 */
import { knownPlans } from '../store/plans.ts';
import { bookNamed } from '../books/books.ts';
import { contractEntrySchema } from '../books/contract-entry.ts';
import { writeBook, type WriteOutcome, type Writer } from '../books/write-book.ts';
import { InvariantError } from '../../../agent/core/invariant.ts';
import type { Desk } from '../contracts/desk.ts';
import { caseOfTicket } from '../desk/decide-ticket.ts';
import { takeUp } from '../desk/take-up.ts';
import { isOpen, type Ticket } from '../desk/ticket.ts';
import { entryAt } from '../store/book-entries.ts';
import { mailInById } from '../store/mails-in.ts';
import { addTicketEvent, keepTicket, ticketById } from '../store/tickets.ts';

export type NoticeMarked =
  | { readonly kind: 'marked'; readonly ticket: Ticket }
  | { readonly kind: 'refused'; readonly code: 'not-found' | 'ticket-ended' };

export interface Marking {
  readonly mail: string;
  /** Whose notice it is, where the sender's address does not say. */
  readonly customer?: string | undefined;
}

/** The ticket of a mail becomes a notice, as of when the mail reached us, and is decided as one. */
export async function markNotice(desk: Desk, { mail, customer }: Marking): Promise<NoticeMarked> {
  const { database, nowMs, doer, note } = desk;
  const marked = await database.transaction().execute(async (transaction) => {
    const found = await mailInById(transaction, mail);
    const ticket =
      found?.ticket === undefined ? undefined : await ticketById(transaction, found.ticket);
    if (found === undefined || ticket === undefined) return 'not-found';
    if (!isOpen(ticket)) return 'ticket-ended';
    const dated = { receivedMs: found.receivedAtMs, sentMs: found.sentAtMs } as const;
    await keepTicket(transaction, {
      ...ticket,
      kind: 'notice',
      customer: customer ?? ticket.customer,
      request: { ...ticket.request, ...dated, noticeBy: 'customer' },
      decision: undefined,
      isTakenUp: false,
    });
    const atMs = nowMs();
    const event = { event: `${ticket.id}/notice/${atMs}`, atMs, kind: 'marked-notice', by: doer };
    await addTicketEvent(transaction, ticket.id, { ...event, body: { mail, customer } });
    const details = { mail, customer };
    await note(transaction, { act: 'mail-marked-notice', subject: ticket.id, details });
    return ticket.id;
  });
  if (marked === 'not-found' || marked === 'ticket-ended') return { kind: 'refused', code: marked };
  await takeUp(desk, marked);
  const ticket = await ticketById(database, marked);
  if (ticket === undefined) throw new InvariantError('a ticket that was marked is there');
  return { kind: 'marked', ticket };
}

export type NoticeConfirmed =
  | { readonly kind: 'confirmed'; readonly contract: string; readonly endsOn: string }
  | { readonly kind: 'refused'; readonly code: 'notice-undecided' | 'contract-missing' }
  | Exclude<WriteOutcome, { readonly kind: 'done' }>;

/** Writes the day on which a contract ends into the contract book, as it was decided. */
export async function confirmNotice(
  desk: Desk,
  ticket: Ticket,
  writer: Writer,
): Promise<NoticeConfirmed> {
  const { database, nowMs, doer, note } = desk;
  const { decision } = ticket;
  const endsOn = decision?.day;
  const isDecided = decision?.outcome === 'END' || decision?.outcome === 'RENEWED';
  if (ticket.kind !== 'notice' || !isDecided || endsOn === undefined)
    return refused('notice-undecided');
  const atMs = nowMs();
  const { contract, plan } = await caseOfTicket(database, ticket, atMs);
  // Of another plan than decided it, or of another version, it has to be decided anew.
  if (plan?.id !== decision.plan || plan.version !== decision.planVersion) {
    return refused('notice-undecided');
  }
  const book = bookNamed('contracts');
  if (contract === undefined || book === undefined) return refused('contract-missing');
  const held = await entryAt(database, { book: 'contracts', entry: contract, atMs });
  const entry = contractEntrySchema.safeParse(held?.body).data;
  if (entry === undefined) return refused('contract-missing');
  const parts = { database, nowMs, plans: await knownPlans(database) };
  const wish = { entry: contract, sinceMs: atMs, body: { ...entry, endsOn } };
  const isThere = entry.endsOn === endsOn;
  const order = { book, wishes: isThere ? [] : [wish], act: 'book-written' } as const;
  const written = await writeBook(parts, order, writer);
  if (written.kind !== 'done') return written;
  await database.transaction().execute(async (transaction) => {
    const event = { event: `${ticket.id}/notice-confirmed`, atMs, kind: 'notice-confirmed' };
    await addTicketEvent(transaction, ticket.id, {
      ...event,
      by: doer,
      body: { contract, endsOn },
    });
    const details = { ticket: ticket.id, contract, endsOn, cutOff: decision?.cutOff };
    await note(transaction, { act: 'notice-confirmed', subject: contract, details });
  });
  return { kind: 'confirmed', contract, endsOn };
}

function refused(code: 'notice-undecided' | 'contract-missing') {
  return { kind: 'refused', code } as const;
}
