import { freshnessVersion } from '../../trust/tuf/sign-freshness.ts';
import type { HubDatabase } from './hub-database.ts';

const VERSION = 'freshnessVersion';

/**
 * Takes the next version of snapshot and timestamp. It is written down before anything is signed with
 * it: a clock that was ahead once and was set right is no reason to fall behind what tills have seen.
 */
export async function takeFreshnessVersion(database: HubDatabase, nowMs: number): Promise<number> {
  return database.transaction().execute(async (transaction) => {
    const row = await transaction
      .selectFrom('hub_meta')
      .select('value')
      .where('name', '=', VERSION)
      .executeTakeFirst();
    const version = freshnessVersion(nowMs, Number(row?.value ?? '0'));
    const value = String(version);
    await transaction
      .insertInto('hub_meta')
      .values({ name: VERSION, value })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
      .execute();
    return version;
  });
}
