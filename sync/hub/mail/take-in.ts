/**
 * A mail has its effect once: what comes of it, that it came, and how far the mailbox is read are one
 * transaction. Whatever dies in between, the next reading begins at the same mail.
 */
import { createHash } from 'node:crypto';
import { PERSON_MAX_CHARS } from '../../protocol/limits.ts';
import type { Language } from '../../../agent/words/language.ts';
import { mailWords } from '../../../agent/words/mail-text.ts';
import { addOpened, addWriting } from '../desk/open-ticket.ts';
import { isOpen, type Ticket } from '../desk/ticket.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import {
  addMailIn,
  keepMailboxCursor,
  mailByMessageId,
  openedBy,
  type MailIn,
} from '../store/mails-in.ts';
import { ticketOfOwnMail } from '../store/mails-out.ts';
import { ticketById, ticketIdsNumbered } from '../store/tickets.ts';
import { customerWriting, type MailCustomer } from './mail-customer.ts';
import { looksLikeNotice } from './notice-words.ts';
import type { ReadMail } from './read-mail.ts';
import { isMarkOf, markIn, unmarkedSubject } from './ticket-token.ts';

/** Two programs that answer each other end here. */
const OPENED_MAX = 20;
const OPENED_WITHIN_MS = 60 * 60_000;

const ID_CHARS = 32;

export interface ArrivedMail {
  readonly mailbox: string;
  readonly uidValidity: string;
  readonly uid: number;
  /** When the server took it in. */
  readonly receivedAtMs: number;
  /** Undefined where it cannot be read. */
  readonly mail: ReadMail | undefined;
}

export interface TakeInParts {
  readonly database: HubDatabase;
  readonly nowMs: () => number;
  readonly ownAddress: string;
  readonly language: Language;
  /** What marks in subjects are signed with. */
  readonly markKey: string;
}

type Effect = Pick<MailIn, 'effect' | 'reason' | 'ticket'>;

/** What came of it; undefined where it had its effect before. */
export function takeInMail(parts: TakeInParts, arrived: ArrivedMail): Promise<MailIn | undefined> {
  return parts.database.transaction().execute(async (database) => {
    const { mailbox, uidValidity, uid, receivedAtMs, mail } = arrived;
    await keepMailboxCursor(database, mailbox, { uidValidity, lastUid: uid });
    const id = hashOf(mailbox, uidValidity, String(uid));
    const effect = await effectOf(database, parts, { ...arrived, id });
    const taken: MailIn = {
      mail: id,
      mailbox,
      uidValidity,
      uid,
      messageId: mail?.messageId ?? `<${id}@unreadable>`,
      from: mail?.from ?? '',
      fromName: mail?.fromName ?? '',
      subject: mail?.subject ?? '',
      receivedAtMs,
      sentAtMs: mail?.sentAtMs,
      ...effect,
    };
    return (await addMailIn(database, taken)) ? taken : undefined;
  });
}

interface Arrived extends ArrivedMail {
  readonly id: string;
}

async function effectOf(
  database: HubDatabase,
  parts: TakeInParts,
  arrived: Arrived,
): Promise<Effect> {
  const { mail } = arrived;
  if (mail === undefined) return ignored('unreadable');
  const before = await mailByMessageId(database, [mail.messageId]);
  if (before !== undefined) return { effect: 'repeated', ticket: before.ticket };
  if (mail.from === '') return ignored('no-sender');
  if (mail.from === parts.ownAddress) return ignored('own-address');
  const ticket = await ticketOf(database, parts, mail);
  // An answer by a program is kept where it belongs; it opens nothing, and nobody answers it.
  if (mail.isAutomatic && ticket === undefined) return ignored('automatic');
  return ticket !== undefined && (isOpen(ticket) || mail.isAutomatic)
    ? added(database, parts, { ...arrived, mail, ticket })
    : opened(database, parts, { ...arrived, mail });
}

/** By what it answers, then by the mark in its subject. */
async function ticketOf(
  database: HubDatabase,
  { markKey }: TakeInParts,
  { answers, subject }: ReadMail,
): Promise<Ticket | undefined> {
  const answered =
    (await ticketOfOwnMail(database, answers)) ??
    (await mailByMessageId(database, answers))?.ticket;
  if (answered !== undefined) return ticketById(database, answered);
  const mark = markIn(subject);
  if (mark === undefined) return undefined;
  const numbered = await ticketIdsNumbered(database, mark.number);
  const marked = numbered.find((id) => isMarkOf(mark, id, markKey));
  return marked === undefined ? undefined : ticketById(database, marked);
}

interface Readable extends Arrived {
  readonly mail: ReadMail;
}

async function added(
  database: HubDatabase,
  parts: TakeInParts,
  { id, mail, ticket }: Readable & { readonly ticket: Ticket },
): Promise<Effect> {
  const customer = await customerWriting(database, mail.from, parts.nowMs());
  await addWriting(database, ticket, {
    message: id,
    text: textOf(mail, parts),
    from: senderOf(mail, customer),
    side: 'customer',
    atMs: parts.nowMs(),
  });
  return { effect: 'added', ticket: ticket.id };
}

async function opened(
  database: HubDatabase,
  parts: TakeInParts,
  { id, mail, receivedAtMs }: Readable,
): Promise<Effect> {
  const sinceMs = receivedAtMs - OPENED_WITHIN_MS;
  if ((await openedBy(database, mail.from, sinceMs)) >= OPENED_MAX) return ignored('too-many');
  const customer = await customerWriting(database, mail.from, parts.nowMs());
  const isNotice = looksLikeNotice(mail.subject);
  const channel = { caller: 'customer', channel: 'e-mail' } as const;
  const dated = { receivedMs: receivedAtMs, sentMs: mail.sentAtMs, noticeBy: 'customer' } as const;
  const from = senderOf(mail, customer);
  const title = unmarkedSubject(mail.subject);
  const order = {
    id,
    source: 'mail',
    kind: isNotice ? 'notice' : 'contact',
    request: isNotice ? { ...channel, ...dated } : channel,
    customer: customer?.id,
    title: title === '' ? undefined : title,
    words: textOf(mail, parts),
    from,
    side: 'customer',
  } as const;
  await addOpened(database, order, { atMs: parts.nowMs(), doer: from.name });
  return { effect: 'opened', ticket: id };
}

function senderOf({ from, fromName }: ReadMail, customer: MailCustomer | undefined) {
  const name = fromName === '' ? from : fromName;
  const company = customer?.name ?? from;
  return { name: name.slice(0, PERSON_MAX_CHARS), company: company.slice(0, PERSON_MAX_CHARS) };
}

function textOf({ text, isCut, subject, attachments }: ReadMail, { language }: TakeInParts) {
  const words = mailWords(language);
  const parts = [
    text === '' ? unmarkedSubject(subject) : text,
    ...(isCut ? [words.cut] : []),
    ...(attachments.length === 0 ? [] : [words.attachments(attachments)]),
  ].filter((part) => part !== '');
  return parts.length === 0 ? '-' : parts.join('\n\n');
}

function ignored(reason: string): Effect {
  return { effect: 'ignored', reason };
}

/** The same at every reading of the same place. */
function hashOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, ID_CHARS);
}
