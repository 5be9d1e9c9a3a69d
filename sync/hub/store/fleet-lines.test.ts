/** A station of a hundred thousand lines is shown as quickly as one of a hundred. */
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { newestLines } from './fleet-lines.ts';
import { openHubDatabase, type HubDatabase } from './hub-database.ts';

const OPENED = { opened_at_ms: 1, is_enrolment: 0, explained_at_ms: null };

let database: HubDatabase;

beforeEach(async () => {
  database = await openHubDatabase(':memory:');
  const station = { name: 'Till', site: 'shop', public_key: 'k', is_revoked: 0, epoch: 1 };
  const seen = { enrolled_at_ms: 1, mailbox_to: 0, agent_version: '1', generation: null };
  await database
    .insertInto('stations')
    .values({ station_id: 'st-1', ...station, ...seen, last_seen_ms: null })
    .execute();
  for (const epoch of [1, 2]) {
    const branch = { parent_epoch: null, fork_seq: 0, durable_to: 9, head_hash: 'h' };
    await database
      .insertInto('branches')
      .values({ station_id: 'st-1', epoch, ...branch, ...OPENED })
      .execute();
  }
});

afterEach(() => database.destroy());

async function add(
  [epoch, seq]: readonly [number, number],
  kind: string,
  isEcho = 0,
): Promise<void> {
  const line = { at_ms: seq, body: `{"seq":${seq}}`, prev_hash: 'p', hash: `${epoch} ${seq}` };
  await database
    .insertInto('lines')
    .values({ station_id: 'st-1', epoch, seq, kind, ...line, is_echo: isEcho, received_at_ms: 1 })
    .execute();
}

it('the newest of each kind, the newer chain first, each line once', async () => {
  for (const seq of [1, 2, 3, 4]) await add([1, seq], seq % 2 === 0 ? 'even' : 'odd');
  await add([2, 1], 'odd', 1);
  await add([2, 2], 'even');
  const found = await newestLines(database, { station: 'st-1', kinds: ['odd', 'even'], max: 2 });
  expect(found.map(({ epoch, seq, kind }) => `${epoch} ${seq} ${kind}`)).toEqual([
    '2 2 even',
    '1 4 even',
    '1 3 odd',
    '1 1 odd',
  ]);
});

it('are found by their index, without a sort', async () => {
  const { rows } = await sql<{ detail: string }>`
    EXPLAIN QUERY PLAN SELECT body FROM lines
    WHERE station_id = 'st-1' AND kind = 'odd' AND is_echo = 0
    ORDER BY epoch DESC, seq DESC LIMIT 2`.execute(database);
  const plan = rows.map(({ detail }) => detail).join('; ');
  expect(plan).toContain('USING INDEX lines_by_kind');
  expect(plan).not.toContain('TEMP B-TREE');
});
