import { sql, type Kysely } from 'kysely';
import type { HubTables } from './tables.ts';

/** Users, who is signed in, what was done, and the index that finds the newest lines of a kind. */
export async function createPeople(database: Kysely<HubTables>): Promise<void> {
  await createUsers(database);
  await createWebSessions(database);
  await createSignInFailures(database);
  await createAudit(database);
  // A later epoch comes before a later number: it is the chain the till goes on with.
  await database.schema
    .createIndex('lines_by_kind')
    .on('lines')
    .columns(['station_id', 'kind', 'epoch', 'seq'])
    .execute();
}

/** Whom a user belongs to; the graph of parties then adds to the sites that are listed. */
export async function addUserParty({ schema }: Kysely<HubTables>): Promise<void> {
  await schema.alterTable('users').addColumn('party', 'text').execute();
}

async function createUsers({ schema }: Kysely<HubTables>): Promise<void> {
  await schema
    .createTable('users')
    .addColumn('user_id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('name_key', 'text', (column) => column.notNull().unique())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('has_all_sites', 'integer', (column) => column.notNull())
    .addColumn('password_hash', 'text', (column) => column.notNull())
    .addColumn('is_disabled', 'integer', (column) => column.notNull())
    .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('user_sites')
    .addColumn('user_id', 'text', (column) => column.notNull().references('users.user_id'))
    .addColumn('site', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('user_sites_key', ['user_id', 'site'])
    .execute();
}

async function createWebSessions({ schema }: Kysely<HubTables>): Promise<void> {
  await schema
    .createTable('web_sessions')
    .addColumn('token_sha256_hex', 'text', (column) => column.primaryKey())
    .addColumn('user_id', 'text', (column) => column.notNull().references('users.user_id'))
    .addColumn('began_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('used_at_ms', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createIndex('web_sessions_by_user')
    .on('web_sessions')
    .columns(['user_id', 'began_at_ms'])
    .execute();
}

async function createSignInFailures({ schema }: Kysely<HubTables>): Promise<void> {
  await schema
    .createTable('sign_in_failures')
    .addColumn('name_sha256_hex', 'text', (column) => column.primaryKey())
    .addColumn('is_known', 'integer', (column) => column.notNull())
    .addColumn('failures', 'integer', (column) => column.notNull())
    .addColumn('last_at_ms', 'bigint', (column) => column.notNull())
    .execute();
}

async function createAudit(database: Kysely<HubTables>): Promise<void> {
  await database.schema
    .createTable('audit')
    .addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .addColumn('act', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text')
    .addColumn('user_name', 'text')
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('subject', 'text')
    .addColumn('details', 'text', (column) => column.notNull())
    .execute();
  for (const what of ['UPDATE', 'DELETE']) {
    await sql`
      CREATE TRIGGER ${sql.ref(`audit_no_${what.toLowerCase()}`)} BEFORE ${sql.raw(what)} ON audit
      BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END`.execute(database);
  }
  // INSERT OR REPLACE takes a row away without the trigger above.
  await sql`
    CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit
    WHEN EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq)
    BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END`.execute(database);
}
