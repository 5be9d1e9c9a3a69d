import { sql, type Kysely } from 'kysely';
import type { HubTables } from './tables.ts';

/** Mail both ways, webhooks, and the vault with its own audit. */
export async function createMailTables(database: Kysely<HubTables>): Promise<void> {
  await createAnnouncements(database);
  await createMailsOut(database);
  await createMailsIn(database);
  await createWebhooks(database);
  await createVault(database);
  await indexTickets(database);
}

async function createAnnouncements({ schema }: Kysely<HubTables>): Promise<void> {
  await schema
    .createTable('announcements')
    .addColumn('announcement', 'text', (column) => column.primaryKey())
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('ticket', 'text')
    .addColumn('customer', 'text')
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('is_spread', 'integer', (column) => column.notNull())
    .execute();
  await schema
    .createIndex('announcements_to_spread')
    .on('announcements')
    .columns(['is_spread', 'at_ms'])
    .execute();
}

async function createMailsOut({ schema }: Kysely<HubTables>): Promise<void> {
  await schema
    .createTable('mails_out')
    .addColumn('mail', 'text', (column) => column.primaryKey())
    .addColumn('message_id', 'text', (column) => column.notNull().unique())
    .addColumn('ticket', 'text')
    .addColumn('to_address', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('in_reply_to', 'text')
    .addColumn('references_ids', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('queued_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('due_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('sent_at_ms', 'bigint')
    .addColumn('last_error', 'text')
    .execute();
  await schema
    .createIndex('mails_out_due')
    .on('mails_out')
    .columns(['state', 'due_at_ms'])
    .execute();
}

/** A mark in a subject is looked for among all tickets of its number. */
async function indexTickets({ schema }: Kysely<HubTables>): Promise<void> {
  await schema.createIndex('tickets_of_number').on('tickets').columns(['number']).execute();
}

async function createMailsIn({ schema }: Kysely<HubTables>): Promise<void> {
  await schema
    .createTable('mailboxes')
    .addColumn('mailbox', 'text', (column) => column.primaryKey())
    .addColumn('uid_validity', 'text', (column) => column.notNull())
    .addColumn('last_uid', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('mails_in')
    .addColumn('mail', 'text', (column) => column.primaryKey())
    .addColumn('mailbox', 'text', (column) => column.notNull())
    .addColumn('uid_validity', 'text', (column) => column.notNull())
    .addColumn('uid', 'bigint', (column) => column.notNull())
    .addColumn('message_id', 'text', (column) => column.notNull())
    .addColumn('from_address', 'text', (column) => column.notNull())
    .addColumn('from_name', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('received_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('sent_at_ms', 'bigint')
    .addColumn('effect', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('ticket', 'text')
    .addUniqueConstraint('mails_in_place', ['mailbox', 'uid_validity', 'uid'])
    .execute();
  for (const column of ['message_id', 'ticket', 'from_address', 'received_at_ms']) {
    await schema.createIndex(`mails_in_by_${column}`).on('mails_in').columns([column]).execute();
  }
}

async function createWebhooks({ schema }: Kysely<HubTables>): Promise<void> {
  await schema
    .createTable('webhooks')
    .addColumn('webhook', 'text', (column) => column.primaryKey())
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('kinds', 'text', (column) => column.notNull())
    .addColumn('key_id', 'text', (column) => column.notNull())
    .addColumn('sealed_secret', 'text', (column) => column.notNull())
    .addColumn('made_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('made_by', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('webhook_deliveries')
    .addColumn('delivery', 'text', (column) => column.primaryKey())
    .addColumn('webhook', 'text', (column) =>
      column.notNull().references('webhooks.webhook').onDelete('cascade'),
    )
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('due_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('last_error', 'text')
    .execute();
  await schema
    .createIndex('webhook_deliveries_due')
    .on('webhook_deliveries')
    .columns(['state', 'due_at_ms'])
    .execute();
}

async function createVault(database: Kysely<HubTables>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable('vault_entries')
    .addColumn('entry', 'text', (column) => column.primaryKey())
    .addColumn('customer', 'text', (column) => column.notNull())
    .addColumn('site', 'text')
    .addColumn('label', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('key_id', 'text', (column) => column.notNull())
    .addColumn('sealed', 'text', (column) => column.notNull())
    .addColumn('written_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('written_by', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('vault_audit')
    .addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .addColumn('act', 'text', (column) => column.notNull())
    .addColumn('entry', 'text', (column) => column.notNull())
    .addColumn('customer', 'text', (column) => column.notNull())
    .addColumn('label', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('user_id', 'text')
    .addColumn('user_name', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('ticket', 'text')
    .execute();
  for (const what of ['UPDATE', 'DELETE']) {
    await sql`
      CREATE TRIGGER ${sql.ref(`vault_audit_no_${what.toLowerCase()}`)} BEFORE ${sql.raw(what)}
      ON vault_audit BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END`.execute(
      database,
    );
  }
  // INSERT OR REPLACE takes a row away without the trigger above.
  await sql`
    CREATE TRIGGER vault_audit_no_replace BEFORE INSERT ON vault_audit
    WHEN EXISTS (SELECT 1 FROM vault_audit WHERE seq = NEW.seq)
    BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END`.execute(database);
}
