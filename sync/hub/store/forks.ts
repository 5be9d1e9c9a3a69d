/** What `branchStanding` calls a fork, where the rows are. */
import type { ExpressionBuilder } from 'kysely';
import type { HubDatabase } from './hub-database.ts';
import type { HubTables } from './tables.ts';

/** How many forks of a station nobody has explained yet. */
export function unexplainedForksOf(station: ExpressionBuilder<HubTables, 'stations'>) {
  return station
    .selectFrom('branches')
    .select(({ fn }) => fn.countAll<number>().as('forks'))
    .whereRef('branches.station_id', '=', 'stations.station_id')
    .where('branches.parent_epoch', 'is not', null)
    .where('branches.is_enrolment', '=', 0)
    .where('branches.explained_at_ms', 'is', null);
}

/** Notes that an admin has looked at a fork; false where the station has none of that epoch. */
export async function explainFork(
  database: HubDatabase,
  { station, epoch }: { readonly station: string; readonly epoch: number },
  atMs: number,
): Promise<boolean> {
  const row = await database
    .selectFrom('branches')
    .select('explained_at_ms')
    .where('station_id', '=', station)
    .where('epoch', '=', epoch)
    .where('parent_epoch', 'is not', null)
    .where('is_enrolment', '=', 0)
    .executeTakeFirst();
  if (row === undefined) return false;
  // The first explanation stays: it says since when somebody knows.
  await database
    .updateTable('branches')
    .set({ explained_at_ms: row.explained_at_ms ?? atMs })
    .where('station_id', '=', station)
    .where('epoch', '=', epoch)
    .execute();
  return true;
}
