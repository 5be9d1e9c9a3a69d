import type { HubDatabase } from './hub-database.ts';

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
