/** Mails that came, each with what came of it, and how far a mailbox has been read. */
import type { HubDatabase } from './hub-database.ts';
import type { MailInRow } from './mail-tables.ts';

export const MAIL_EFFECTS = ['opened', 'added', 'ignored', 'repeated'] as const;
/** `repeated`: the same Message-ID has had its effect before. */
export type MailEffect = (typeof MAIL_EFFECTS)[number];

export interface MailIn {
  readonly mail: string;
  readonly mailbox: string;
  readonly uidValidity: string;
  readonly uid: number;
  readonly messageId: string;
  readonly from: string;
  readonly fromName: string;
  readonly subject: string;
  readonly receivedAtMs: number;
  readonly sentAtMs?: number | undefined;
  readonly effect: MailEffect;
  readonly reason?: string | undefined;
  readonly ticket?: string | undefined;
}

/** Of one list. */
export const MAILS_IN_MAX = 100;

export interface MailboxCursor {
  readonly uidValidity: string;
  readonly lastUid: number;
}

export async function mailboxCursor(
  database: HubDatabase,
  mailbox: string,
): Promise<MailboxCursor | undefined> {
  const row = await database
    .selectFrom('mailboxes')
    .select(['uid_validity', 'last_uid'])
    .where('mailbox', '=', mailbox)
    .executeTakeFirst();
  return row && { uidValidity: row.uid_validity, lastUid: row.last_uid };
}

/** In the transaction of what came of the mail. */
export async function keepMailboxCursor(
  database: HubDatabase,
  mailbox: string,
  { uidValidity, lastUid }: MailboxCursor,
): Promise<void> {
  const changed = { uid_validity: uidValidity, last_uid: lastUid };
  await database
    .insertInto('mailboxes')
    .values({ mailbox, ...changed })
    .onConflict((conflict) => conflict.column('mailbox').doUpdateSet(changed))
    .execute();
}

/** Whether it is new. */
export async function addMailIn(database: HubDatabase, mail: MailIn): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await database
    .insertInto('mails_in')
    .values({
      mail: mail.mail,
      mailbox: mail.mailbox,
      uid_validity: mail.uidValidity,
      uid: mail.uid,
      message_id: mail.messageId,
      from_address: mail.from,
      from_name: mail.fromName,
      subject: mail.subject,
      received_at_ms: mail.receivedAtMs,
      sent_at_ms: mail.sentAtMs ?? null,
      effect: mail.effect,
      reason: mail.reason ?? null,
      ticket: mail.ticket ?? null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function mailInById(database: HubDatabase, mail: string): Promise<MailIn | undefined> {
  const row = await database
    .selectFrom('mails_in')
    .select(COLUMNS)
    .where('mail', '=', mail)
    .executeTakeFirst();
  return row === undefined ? undefined : mailOf(row);
}

/** What has had its effect under a Message-ID. */
export async function mailByMessageId(
  database: HubDatabase,
  messageIds: readonly string[],
): Promise<MailIn | undefined> {
  if (messageIds.length === 0) return undefined;
  const row = await database
    .selectFrom('mails_in')
    .select(COLUMNS)
    .where('message_id', 'in', [...messageIds])
    .where('effect', '!=', 'repeated')
    .orderBy('received_at_ms', 'desc')
    .executeTakeFirst();
  return row === undefined ? undefined : mailOf(row);
}

/** The mail that came last of whoever opened a ticket by mail: it is answered. */
export async function lastMailOf(
  database: HubDatabase,
  ticket: string,
): Promise<MailIn | undefined> {
  const opener = await mailOpening(database, ticket);
  const row = await database
    .selectFrom('mails_in')
    .select(COLUMNS)
    .where('ticket', '=', ticket)
    .where('effect', 'in', ['opened', 'added'])
    .where('from_address', '=', opener?.from ?? '')
    .orderBy('received_at_ms', 'desc')
    .orderBy('mail', 'desc')
    .executeTakeFirst();
  return row === undefined ? undefined : mailOf(row);
}

async function mailOpening(database: HubDatabase, ticket: string): Promise<MailIn | undefined> {
  const row = await database
    .selectFrom('mails_in')
    .select(COLUMNS)
    .where('ticket', '=', ticket)
    .where('effect', '=', 'opened')
    .executeTakeFirst();
  return row === undefined ? undefined : mailOf(row);
}

/** When the newest of all came. */
export async function newestReceivedMs(database: HubDatabase): Promise<number | undefined> {
  const row = await database
    .selectFrom('mails_in')
    .select(({ fn }) => fn.max('received_at_ms').as('newest'))
    .executeTakeFirst();
  return row?.newest ?? undefined;
}

/** How many tickets an address has opened since. */
export async function openedBy(
  database: HubDatabase,
  from: string,
  sinceMs: number,
): Promise<number> {
  const { count } = await database
    .selectFrom('mails_in')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('from_address', '=', from)
    .where('effect', '=', 'opened')
    .where('received_at_ms', '>=', sinceMs)
    .executeTakeFirstOrThrow();
  return count;
}

/** The newest first; with a mail, those that follow it. */
export async function listMailsIn(
  database: HubDatabase,
  before?: string,
): Promise<readonly MailIn[]> {
  let query = database.selectFrom('mails_in').select(COLUMNS);
  if (before !== undefined) {
    query = query.where((of) =>
      of(
        of.refTuple('received_at_ms', 'mail'),
        '<',
        of
          .selectFrom('mails_in as last')
          .select(['last.received_at_ms', 'last.mail'])
          .where('last.mail', '=', before)
          .$asTuple('received_at_ms', 'mail'),
      ),
    );
  }
  const rows = await query
    .orderBy('received_at_ms', 'desc')
    .orderBy('mail', 'desc')
    .limit(MAILS_IN_MAX)
    .execute();
  return rows.map(mailOf);
}

const COLUMNS = [
  'mail',
  'mailbox',
  'uid_validity',
  'uid',
  'message_id',
  'from_address',
  'from_name',
  'subject',
  'received_at_ms',
  'sent_at_ms',
  'effect',
  'reason',
  'ticket',
] as const;

function mailOf(row: MailInRow): MailIn {
  return {
    mail: row.mail,
    mailbox: row.mailbox,
    uidValidity: row.uid_validity,
    uid: row.uid,
    messageId: row.message_id,
    from: row.from_address,
    fromName: row.from_name,
    subject: row.subject,
    receivedAtMs: row.received_at_ms,
    sentAtMs: row.sent_at_ms ?? undefined,
    effect: MAIL_EFFECTS.find((one) => one === row.effect) ?? 'ignored',
    reason: row.reason ?? undefined,
    ticket: row.ticket ?? undefined,
  };
}
