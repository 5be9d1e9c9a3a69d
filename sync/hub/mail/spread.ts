/**
 * What was announced goes into the queues of whoever is told: a mail, and a delivery to each webhook.
 * Each announcement in a transaction of its own that also marks it: it comes of it once, or not at all.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mailWords } from '../../../agent/words/mail-text.ts';
import { caseOfTicket } from '../desk/decide-ticket.ts';
import type { Ticket } from '../desk/ticket.ts';
import {
  announcementsToSpread,
  markSpread,
  WEBHOOK_KINDS,
  type Announcement,
} from '../store/announcements.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { lastMailOf } from '../store/mails-in.ts';
import { queueMail } from '../store/mails-out.ts';
import { ticketById } from '../store/tickets.ts';
import { addDelivery, listWebhooks } from '../store/webhooks.ts';
import { composeMail } from './compose-mail.ts';
import { contactOf } from './mail-customer.ts';
import type { MailSettings } from './mail-settings.ts';
import { markedSubject } from './ticket-token.ts';

const ID_CHARS = 32;

export interface SpreadParts {
  readonly database: HubDatabase;
  readonly nowMs: () => number;
  /** Absent where this hub sends no mail. */
  readonly mail?: Pick<MailSettings, 'from' | 'language'> & { readonly markKey: string };
}

export async function spread(parts: SpreadParts): Promise<void> {
  for (const announcement of await announcementsToSpread(parts.database)) {
    await parts.database.transaction().execute(async (database) => {
      if (!(await markSpread(database, announcement.id))) return;
      const { ticket: id } = announcement;
      const ticket = id === undefined ? undefined : await ticketById(database, id);
      await toWebhooks(database, { announcement, ticket, nowMs: parts.nowMs() });
      if (ticket !== undefined) await toMail(database, parts, { announcement, ticket });
    });
  }
}

interface Telling {
  readonly announcement: Announcement;
  readonly ticket: Ticket;
}

async function toMail(
  database: HubDatabase,
  { mail: settings, nowMs }: SpreadParts,
  { announcement, ticket }: Telling,
): Promise<void> {
  if (settings === undefined) return;
  const atMs = nowMs();
  const customer = announcement.customer ?? ticket.customer;
  const { address, language = settings.language } = await contactOf(database, customer, atMs);
  // Who wrote is answered where they wrote from; otherwise whom the books name.
  const answered = await lastMailOf(database, ticket.id);
  const to = ticket.source === 'mail' ? answered?.from : address;
  if (to === undefined || to === '' || to === settings.from.address) return;
  const { plan } = await caseOfTicket(database, ticket, atMs);
  const text = composeMail({ announcement, ticket, language, plan });
  if (text === undefined) return;
  const isThread = answered?.from === to;
  await queueMail(database, {
    mail: createHash('sha256').update(announcement.id).digest('hex').slice(0, ID_CHARS),
    messageId: `<${randomUUID()}@${settings.from.address.split('@').at(-1) ?? 'localhost'}>`,
    ticket: ticket.id,
    to,
    subject: markedSubject(text.subject, ticket, settings.markKey),
    text: [...text.paragraphs, `-- \n${mailWords(language).howToAnswer}`].join('\n\n'),
    inReplyTo: isThread ? answered?.messageId : undefined,
    references: isThread && answered !== undefined ? [answered.messageId] : [],
    queuedAtMs: atMs,
    dueAtMs: atMs,
  });
}

interface Delivering {
  readonly announcement: Announcement;
  readonly ticket: Ticket | undefined;
  readonly nowMs: number;
}

async function toWebhooks(
  database: HubDatabase,
  { announcement, ticket, nowMs }: Delivering,
): Promise<void> {
  const kind = WEBHOOK_KINDS.find((one) => one === announcement.kind);
  if (kind === undefined) return;
  for (const { webhook, kinds } of await listWebhooks(database)) {
    if (!kinds.includes(kind)) continue;
    const delivery = randomUUID();
    const body = JSON.stringify({
      id: delivery,
      kind,
      at: new Date(announcement.atMs).toISOString(),
      customer: announcement.customer ?? ticket?.customer,
      ticket: ticket && ticketFacts(ticket),
      ...announcement.body,
    });
    const { atMs } = announcement;
    await addDelivery(database, { delivery, webhook, kind, atMs, body, dueAtMs: nowMs });
  }
}

function ticketFacts({ id, number, kind, state, title, station, site, source }: Ticket) {
  return { id, number, kind, state, title, station, site, source };
}
