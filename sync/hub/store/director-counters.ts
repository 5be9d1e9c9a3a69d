/**
 * The numbers of a station's director documents. One is written down before anything is signed with
 * it: what was interrupted leaves a gap, and no number is used twice.
 */
import type { DirectorCounter } from '../../../agent/core/update/update-order.ts';
import type { HubDatabase } from './hub-database.ts';

const FLOOR = 'directorFloor';

/** More than a hub can have ordered of one station since the backup it came back from. */
const RESTORED_SKIP = 1_000;

/** Takes the next number of a key epoch, in the caller's transaction. */
export async function takeCounter(
  database: HubDatabase,
  station: string,
  keyEpoch: number,
): Promise<DirectorCounter> {
  const row = await database
    .selectFrom('director_counters')
    .select('n')
    .where('station_id', '=', station)
    .where('key_epoch', '=', keyEpoch)
    .executeTakeFirst();
  const n = Math.max(row?.n ?? 0, await counterFloor(database)) + 1;
  await noteCounter(database, station, { keyEpoch, n });
  return { keyEpoch, n };
}

/** The till says it has taken this one: nothing is ordered at or below it. */
export async function noteCounterSeen(
  database: HubDatabase,
  station: string,
  { keyEpoch, n }: DirectorCounter,
): Promise<void> {
  await noteCounter(database, station, { keyEpoch, n });
  await database
    .updateTable('director_counters')
    .set({ seen_n: n })
    .where('station_id', '=', station)
    .where('key_epoch', '=', keyEpoch)
    .where('seen_n', '<', n)
    .execute();
}

/** Skips what the hub may have ordered since its backup was made. */
export async function raiseCounterFloor(database: HubDatabase): Promise<void> {
  const highest = await database
    .selectFrom('director_counters')
    .select(({ fn }) => fn.max('n').as('n'))
    .executeTakeFirst();
  const before = Math.max(highest?.n ?? 0, await counterFloor(database));
  const value = String(before + RESTORED_SKIP);
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

async function noteCounter(
  database: HubDatabase,
  station: string,
  { keyEpoch, n }: DirectorCounter,
): Promise<void> {
  await database
    .insertInto('director_counters')
    .values({ station_id: station, key_epoch: keyEpoch, n, seen_n: 0 })
    .onConflict((conflict) =>
      conflict
        .columns(['station_id', 'key_epoch'])
        .doUpdateSet({ n })
        .where('director_counters.n', '<', n),
    )
    .execute();
}
