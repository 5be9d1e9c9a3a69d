/**
 * The numbers of a station's entitlements. One is written down before anything is signed with it:
 * what was interrupted leaves a gap, and no number is used twice.
 */
import type { Generation } from '../../../agent/core/entitlement/entitlement.ts';
import type { HubDatabase } from './hub-database.ts';

const FLOOR = 'generationFloor';

/**
 * How far a hub that came back from a backup skips ahead: more than it can have issued to one
 * station since that backup, of which it knows nothing any more.
 */
const RESTORED_SKIP = 1_000;

/** The highest number in each key epoch, as far as the hub knows. */
export async function knownGenerations(
  database: HubDatabase,
  station: string,
): Promise<readonly Generation[]> {
  const rows = await database
    .selectFrom('generations')
    .select(['key_epoch', 'n'])
    .where('station_id', '=', station)
    .orderBy('key_epoch')
    .execute();
  return rows.map(({ key_epoch: keyEpoch, n }) => ({ keyEpoch, n }));
}

/** From now on the number counts as used; a lower one changes nothing. */
export async function noteGeneration(
  database: HubDatabase,
  station: string,
  { keyEpoch, n }: Generation,
): Promise<void> {
  await database
    .insertInto('generations')
    .values({ station_id: station, key_epoch: keyEpoch, n })
    .onConflict((conflict) =>
      conflict
        .columns(['station_id', 'key_epoch'])
        .doUpdateSet({ n })
        .where('generations.n', '<', n),
    )
    .execute();
}

/** No station is given a number up to this one any more. */
export async function generationFloor(database: HubDatabase): Promise<number> {
  const row = await database
    .selectFrom('hub_meta')
    .select('value')
    .where('name', '=', FLOOR)
    .executeTakeFirst();
  return Number(row?.value ?? '0');
}

/** Skips what the hub may have issued since its backup was made. */
export async function raiseGenerationFloor(database: HubDatabase): Promise<void> {
  const highest = await database
    .selectFrom('entitlements')
    .select(({ fn }) => fn.max('n').as('n'))
    .executeTakeFirst();
  const before = Math.max(highest?.n ?? 0, await generationFloor(database));
  const value = String(before + RESTORED_SKIP);
  await database
    .insertInto('hub_meta')
    .values({ name: FLOOR, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}
