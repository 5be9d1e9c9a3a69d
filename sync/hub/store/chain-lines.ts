/** Lines of the chain that a till goes on with, and of no branch that it has left. */
import { branchRows, epochHolding } from './branches.ts';
import type { KindLine } from './fleet-lines.ts';
import type { HubDatabase } from './hub-database.ts';

/** Those of these kinds on the newest branch, wherever in its lineage they are kept, oldest first. */
export async function chainLines(
  database: HubDatabase,
  station: string,
  kinds: readonly string[],
): Promise<readonly KindLine[]> {
  const rows = await branchRows(database, station);
  const [newest] = rows;
  if (newest === undefined) return [];
  const found = await database
    .selectFrom('lines')
    .select(['epoch', 'seq', 'at_ms', 'kind', 'body'])
    .where('station_id', '=', station)
    .where('kind', 'in', [...kinds])
    .orderBy('seq')
    .execute();
  return found
    .filter(({ epoch, seq }) => epochHolding(rows, newest, seq) === epoch)
    .map(({ epoch, seq, at_ms: atMs, kind, body }): KindLine => {
      const parsed: unknown = JSON.parse(body);
      return { epoch, seq, atMs, kind, body: parsed };
    });
}
