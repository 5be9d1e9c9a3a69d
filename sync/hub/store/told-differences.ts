/** Where a till has told its cashier something else than the hub says: written once with the ticket. */
import type { ToldDifference } from '../desk/told-difference.ts';
import type { HubDatabase } from './hub-database.ts';

export async function addToldDifference(
  database: HubDatabase,
  ticket: string,
  { told, known, parts, causes }: ToldDifference,
): Promise<void> {
  const row = {
    ticket,
    told: JSON.stringify(told),
    known: known === undefined ? null : JSON.stringify(known),
    parts: JSON.stringify(parts),
    causes: JSON.stringify(causes),
  };
  await database
    .insertInto('told_differences')
    .values(row)
    .onConflict((conflict) => conflict.column('ticket').doNothing())
    .execute();
}

/** Only this file writes these columns. */
export async function toldDifferenceOf(
  database: HubDatabase,
  ticket: string,
): Promise<ToldDifference | undefined> {
  const row = await database
    .selectFrom('told_differences')
    .select(['told', 'known', 'parts', 'causes'])
    .where('ticket', '=', ticket)
    .executeTakeFirst();
  return (
    row && {
      told: JSON.parse(row.told),
      known: row.known === null ? undefined : JSON.parse(row.known),
      parts: JSON.parse(row.parts),
      causes: JSON.parse(row.causes),
    }
  );
}
