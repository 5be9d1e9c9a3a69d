/** Lines of the chain that a till goes on with, and of no branch that it has left. */
import { branchRows, epochHolding } from './branches.ts';
import type { HubDatabase } from './hub-database.ts';

export interface ChainLine {
  readonly seq: number;
  readonly kind: string;
  readonly body: unknown;
}

/** Those of these kinds on the newest branch, wherever in its lineage they are kept, oldest first. */
export async function chainLines(
  database: HubDatabase,
  station: string,
  kinds: readonly string[],
): Promise<readonly ChainLine[]> {
  const rows = await branchRows(database, station);
  const [newest] = rows;
  if (newest === undefined) return [];
  const found = await database
    .selectFrom('lines')
    .select(['epoch', 'seq', 'kind', 'body'])
    .where('station_id', '=', station)
    .where('kind', 'in', [...kinds])
    .orderBy('seq')
    .execute();
  return found
    .filter(({ epoch, seq }) => epochHolding(rows, newest, seq) === epoch)
    .map(({ seq, kind, body }): ChainLine => {
      const parsed: unknown = JSON.parse(body);
      return { seq, kind, body: parsed };
    });
}
