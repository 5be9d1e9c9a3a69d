/** A hub's database as an older release left it, so that a newer one can be seen to take its steps. */
import { renameSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { asHubError } from '../../sync/hub/hub-error.ts';
import { MIGRATIONS } from '../../sync/hub/store/migrations.ts';

/**
 * Takes a closed database back to a step: its rows are put into one that has taken no later step, as
 * far as that has tables and columns for them.
 */
export async function takeBack(path: string, step: string): Promise<void> {
  const olderPath = `${path}.older`;
  await createAt(olderPath, step);
  const older = new Database(olderPath);
  older.pragma('foreign_keys = OFF');
  older.prepare('ATTACH ? AS newer').run(path);
  for (const table of tablesOf(older)) copyRows(older, table);
  older.close();
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
  renameSync(olderPath, path);
}

async function createAt(path: string, step: string): Promise<void> {
  const database = new Database(path);
  database.pragma('synchronous = OFF');
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database }) });
  const provider = { getMigrations: async () => ({ ...MIGRATIONS }) };
  const { error } = await new Migrator({ db, provider }).migrateTo(step);
  await db.destroy();
  if (error !== undefined) throw asHubError(error);
}

function tablesOf(database: Database.Database): readonly string[] {
  return database
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .pluck()
    .all()
    .filter((name) => !/^(sqlite|kysely)_/.test(name));
}

function copyRows(database: Database.Database, table: string): void {
  const newer = new Set(columnsOf(database, 'newer', table));
  const shared = columnsOf(database, 'main', table).filter((column) => newer.has(column));
  const columns = shared.join(', ');
  database.exec(`INSERT INTO main.${table} (${columns}) SELECT ${columns} FROM newer.${table}`);
}

function columnsOf(
  database: Database.Database,
  schema: 'main' | 'newer',
  table: string,
): readonly string[] {
  return database
    .prepare<[string, string], string>('SELECT name FROM pragma_table_info(?, ?)')
    .pluck()
    .all(table, schema);
}
