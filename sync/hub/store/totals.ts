import { effectOfChecked, type CheckedLine } from '../fleet/line-check.ts';
import { NO_EFFECT, sumsByCurrency, type Sums } from '../fleet/line-effect.ts';
import type { HubDatabase } from './hub-database.ts';

/** Gives lines their effect on the views of their station, in the caller's transaction. */
export async function addToTotals(
  database: HubDatabase,
  station: string,
  applied: readonly CheckedLine[],
): Promise<void> {
  const sums = sumsByCurrency(applied.map(effectOfChecked));
  const own = sums.get(undefined) ?? NO_EFFECT;
  const sales = [...sums.values()].reduce((count, { salesSettled }) => count + salesSettled, 0);
  const good = applied.filter(({ verdict }) => verdict.kind === 'good');
  await database
    .updateTable('totals')
    .set((row) => ({
      lines_applied: row('lines_applied', '+', good.length),
      inserted_minor: row('inserted_minor', '+', own.insertedMinor),
      dispensed_minor: row('dispensed_minor', '+', own.dispensedMinor),
      sales_settled: row('sales_settled', '+', sales),
    }))
    .where('station_id', '=', station)
    .execute();
  for (const [currency, added] of sums) {
    if (currency !== undefined) await addToCurrency(database, { station, currency }, added);
  }
}

async function addToCurrency(
  database: HubDatabase,
  { station, currency }: { readonly station: string; readonly currency: string },
  { insertedMinor, dispensedMinor, salesSettled }: Sums,
): Promise<void> {
  await database
    .insertInto('currency_totals')
    .values({
      station_id: station,
      currency,
      inserted_minor: insertedMinor,
      dispensed_minor: dispensedMinor,
      sales_settled: salesSettled,
    })
    .onConflict((conflict) =>
      conflict.columns(['station_id', 'currency']).doUpdateSet((row) => ({
        inserted_minor: row('currency_totals.inserted_minor', '+', insertedMinor),
        dispensed_minor: row('currency_totals.dispensed_minor', '+', dispensedMinor),
        sales_settled: row('currency_totals.sales_settled', '+', salesSettled),
      })),
    )
    .execute();
}
