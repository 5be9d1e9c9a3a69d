/** Mails on their way out. What one says and its Message-ID are made once, and kept however often it is tried. */
import { sql } from 'kysely';
import type { HubDatabase } from './hub-database.ts';
import type { MailOutRow } from './mail-tables.ts';

export const MAIL_STATES = ['waiting', 'sent', 'set-aside'] as const;
/** `set-aside`: it was tried often enough, or refused for good, and waits for a person. */
export type MailState = (typeof MAIL_STATES)[number];

export interface MailOut {
  readonly mail: string;
  readonly messageId: string;
  readonly ticket?: string | undefined;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly inReplyTo?: string | undefined;
  readonly references: readonly string[];
  readonly state: MailState;
  readonly attempts: number;
  readonly queuedAtMs: number;
  readonly dueAtMs: number;
  readonly sentAtMs?: number | undefined;
  readonly lastError?: string | undefined;
}

/** Of one list, and taken up at once. */
export const MAILS_OUT_MAX = 100;

/** Once under its id. */
export async function queueMail(
  database: HubDatabase,
  mail: Omit<MailOut, 'state' | 'attempts' | 'sentAtMs' | 'lastError'>,
): Promise<void> {
  await database
    .insertInto('mails_out')
    .values({
      mail: mail.mail,
      message_id: mail.messageId,
      ticket: mail.ticket ?? null,
      to_address: mail.to,
      subject: mail.subject,
      text: mail.text,
      in_reply_to: mail.inReplyTo ?? null,
      references_ids: JSON.stringify(mail.references),
      state: 'waiting',
      attempts: 0,
      queued_at_ms: mail.queuedAtMs,
      due_at_ms: mail.dueAtMs,
      sent_at_ms: null,
      last_error: null,
    })
    .onConflict((conflict) => conflict.column('mail').doNothing())
    .execute();
}

export async function mailsDue(database: HubDatabase, nowMs: number): Promise<readonly MailOut[]> {
  const rows = await database
    .selectFrom('mails_out')
    .select(COLUMNS)
    .where('state', '=', 'waiting')
    .where('due_at_ms', '<=', nowMs)
    .orderBy('due_at_ms')
    .orderBy('mail')
    .limit(MAILS_OUT_MAX)
    .execute();
  return rows.map(mailOf);
}

export async function keepMail(
  database: HubDatabase,
  { mail, state, attempts, dueAtMs, sentAtMs, lastError }: MailOut,
): Promise<void> {
  await database
    .updateTable('mails_out')
    .set({
      state,
      attempts,
      due_at_ms: dueAtMs,
      sent_at_ms: sentAtMs ?? null,
      last_error: lastError ?? null,
    })
    .where('mail', '=', mail)
    .execute();
}

/** One that was set aside waits again. Whether it was there. */
export async function queueAgain(
  database: HubDatabase,
  mail: string,
  nowMs: number,
): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('mails_out')
    .set({ state: 'waiting', attempts: 0, due_at_ms: nowMs })
    .where('mail', '=', mail)
    .where('state', '=', 'set-aside')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/**
 * What waits and what was set aside before what was sent, the newest first; with a mail, those that
 * follow it.
 */
export async function listMailsOut(
  database: HubDatabase,
  before?: string,
): Promise<readonly MailOut[]> {
  let query = database.selectFrom('mails_out').select(COLUMNS);
  if (before !== undefined) {
    query = query.where(
      sql<boolean>`(state <> 'sent', queued_at_ms, mail) < (
        SELECT state <> 'sent', queued_at_ms, mail FROM mails_out WHERE mail = ${before})`,
    );
  }
  const rows = await query
    .orderBy(sql`state <> 'sent'`, 'desc')
    .orderBy('queued_at_ms', 'desc')
    .orderBy('mail', 'desc')
    .limit(MAILS_OUT_MAX)
    .execute();
  return rows.map(mailOf);
}

/** The ticket that one of our own mails was about. */
export async function ticketOfOwnMail(
  database: HubDatabase,
  messageIds: readonly string[],
): Promise<string | undefined> {
  if (messageIds.length === 0) return undefined;
  const row = await database
    .selectFrom('mails_out')
    .select('ticket')
    .where('message_id', 'in', [...messageIds])
    .where('ticket', 'is not', null)
    .executeTakeFirst();
  return row?.ticket ?? undefined;
}

const COLUMNS = [
  'mail',
  'message_id',
  'ticket',
  'to_address',
  'subject',
  'text',
  'in_reply_to',
  'references_ids',
  'state',
  'attempts',
  'queued_at_ms',
  'due_at_ms',
  'sent_at_ms',
  'last_error',
] as const;

function mailOf(row: MailOutRow): MailOut {
  return {
    mail: row.mail,
    messageId: row.message_id,
    ticket: row.ticket ?? undefined,
    to: row.to_address,
    subject: row.subject,
    text: row.text,
    inReplyTo: row.in_reply_to ?? undefined,
    references: JSON.parse(row.references_ids),
    state: MAIL_STATES.find((one) => one === row.state) ?? 'set-aside',
    attempts: row.attempts,
    queuedAtMs: row.queued_at_ms,
    dueAtMs: row.due_at_ms,
    sentAtMs: row.sent_at_ms ?? undefined,
    lastError: row.last_error ?? undefined,
  };
}
