import { effectOfChecked, type CheckedLine } from '../fleet/line-check.ts';
import { addedEffects, type Effect } from '../fleet/line-effect.ts';
import type { HubDatabase } from './hub-database.ts';

/** Gives lines their effect on the views of their station, in the caller's transaction. */
export async function addToTotals(
  database: HubDatabase,
  station: string,
  applied: readonly CheckedLine[],
): Promise<void> {
  const effect: Effect = addedEffects(applied.map(effectOfChecked));
  const good = applied.filter(({ verdict }) => verdict.kind === 'good');
  await database
    .updateTable('totals')
    .set((row) => ({
      lines_applied: row('lines_applied', '+', good.length),
      inserted_minor: row('inserted_minor', '+', effect.insertedMinor),
      dispensed_minor: row('dispensed_minor', '+', effect.dispensedMinor),
      sales_settled: row('sales_settled', '+', effect.salesSettled),
    }))
    .where('station_id', '=', station)
    .execute();
}
