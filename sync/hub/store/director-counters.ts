/**
 * The numbers of a station's director documents. One is written down before anything is signed with
 * it: what was interrupted leaves a gap, and no number is used twice. What a till says of itself
 * raises its own numbers alone, and never so far that none are left.
 */
import type { DirectorCounter } from '../../../agent/core/update/update-order.ts';
import { GENERATION_MAX } from '../../trust/entitlement-schema.ts';
import type { HubDatabase } from './hub-database.ts';

const FLOOR = 'directorFloor';

/** More than a hub can have ordered of one station since the backup it came back from. */
const RESTORED_SKIP = 1_000;

/** No hub has ordered so often: who names more has not got it from one. The other half stays free. */
const HEARD_MAX = GENERATION_MAX / 2;

/** Takes the next number of a key epoch, in the caller's transaction; undefined: there is none left. */
export async function takeCounter(
  database: HubDatabase,
  station: string,
  keyEpoch: number,
): Promise<DirectorCounter | undefined> {
  const row = await database
    .selectFrom('director_counters')
    .select(['n', 'seen_n'])
    .where('station_id', '=', station)
    .where('key_epoch', '=', keyEpoch)
    .executeTakeFirst();
  const seen = row?.seen_n ?? 0;
  const n = Math.max(row?.n ?? 0, seen, await counterFloor(database)) + 1;
  if (seen > HEARD_MAX || n > GENERATION_MAX) return undefined;
  await database
    .insertInto('director_counters')
    .values({ station_id: station, key_epoch: keyEpoch, n, seen_n: 0 })
    .onConflict((conflict) => conflict.columns(['station_id', 'key_epoch']).doUpdateSet({ n }))
    .execute();
  return { keyEpoch, n };
}

/** The stations that have no number left in a key epoch, or say so. */
export async function spentStations(
  database: HubDatabase,
  keyEpoch: number,
): Promise<ReadonlySet<string>> {
  const rows = await database
    .selectFrom('director_counters')
    .select('station_id')
    .where('key_epoch', '=', keyEpoch)
    .where((row) => row.or([row('seen_n', '>', HEARD_MAX), row('n', '>=', GENERATION_MAX)]))
    .execute();
  return new Set(rows.map(({ station_id: station }) => station));
}

/**
 * The till says it has taken this one: nothing is ordered of it at or below it. One that no hub can
 * have given holds only until the till says otherwise.
 */
export async function noteCounterSeen(
  database: HubDatabase,
  station: string,
  { keyEpoch, n }: DirectorCounter,
): Promise<void> {
  // Of key epochs in which nothing was ordered of it one is enough.
  await database
    .deleteFrom('director_counters')
    .where('station_id', '=', station)
    .where('key_epoch', '!=', keyEpoch)
    .where('n', '=', 0)
    .execute();
  await database
    .insertInto('director_counters')
    .values({ station_id: station, key_epoch: keyEpoch, n: 0, seen_n: n })
    .onConflict((conflict) =>
      conflict
        .columns(['station_id', 'key_epoch'])
        .doUpdateSet({ seen_n: n })
        .where((row) =>
          row.or([
            row('director_counters.seen_n', '<', n),
            row('director_counters.seen_n', '>', HEARD_MAX),
          ]),
        ),
    )
    .execute();
}

/** Skips what the hub may have ordered since its backup was made: of each station by its own number. */
export async function raiseCounterFloor(database: HubDatabase): Promise<void> {
  await database
    .updateTable('director_counters')
    .set(({ eb }) => ({ n: eb('n', '+', RESTORED_SKIP) }))
    .execute();
  const value = String((await counterFloor(database)) + RESTORED_SKIP);
  await database
    .insertInto('hub_meta')
    .values({ name: FLOOR, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

async function counterFloor(database: HubDatabase): Promise<number> {
  const row = await database
    .selectFrom('hub_meta')
    .select('value')
    .where('name', '=', FLOOR)
    .executeTakeFirst();
  return Number(row?.value ?? '0');
}
