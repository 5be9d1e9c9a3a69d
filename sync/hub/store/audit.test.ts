/** What has been done stays written: the database itself refuses to change or to forget it. */
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { addAudit, auditBefore } from './audit.ts';
import { openHubDatabase, type HubDatabase } from './hub-database.ts';

let database: HubDatabase;

beforeEach(async () => {
  database = await openHubDatabase(':memory:');
  await addAudit(database, { atMs: 5, act: 'signed-in', by: undefined, address: 'console' });
});

afterEach(() => database.destroy());

it.each([
  sql`UPDATE audit SET act = 'signed-out'`,
  sql`DELETE FROM audit`,
  sql`INSERT OR REPLACE INTO audit (seq, at_ms, act, address, details) VALUES (1, 1, 'x', 'x', '{}')`,
  sql`INSERT INTO audit (seq, at_ms, act, address, details) VALUES (1, 1, 'x', 'x', '{}')
      ON CONFLICT (seq) DO UPDATE SET act = 'x'`,
])('is only added to', async (statement) => {
  await expect(statement.execute(database)).rejects.toThrow('only added to');
  expect(await auditBefore(database, undefined)).toEqual([
    { seq: 1, atMs: 5, act: 'signed-in', by: undefined, address: 'console', details: {} },
  ]);
});
