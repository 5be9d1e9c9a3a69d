import { raiseCounterFloor } from './director-counters.ts';
import { raiseGenerationFloor } from './generations.ts';
import type { HubDatabase } from './hub-database.ts';

const HUB_EPOCH = 'hubEpoch';
const MAIL_MARK_KEY = 'mailMarkKey';

/** Which life of the hub this is; made at its first start. */
export async function hubEpochOf(database: HubDatabase, fresh: string): Promise<string> {
  return keptOnce(database, HUB_EPOCH, fresh);
}

/** What marks in subjects of mails are signed with; made at the first start that has mail. */
export async function mailMarkKeyOf(database: HubDatabase, fresh: string): Promise<string> {
  return keptOnce(database, MAIL_MARK_KEY, fresh);
}

/** Whether this is the life that the hub is in now. */
export async function isHubEpoch(database: HubDatabase, hubEpoch: string): Promise<boolean> {
  const row = await database
    .selectFrom('hub_meta')
    .select('value')
    .where('name', '=', HUB_EPOCH)
    .executeTakeFirst();
  return row?.value === hubEpoch;
}

async function keptOnce(database: HubDatabase, name: string, fresh: string): Promise<string> {
  await database
    .insertInto('hub_meta')
    .values({ name, value: fresh })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { value } = await database
    .selectFrom('hub_meta')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return value;
}

/**
 * The hub came back from a backup: its mailboxes number anew, and tills send what it has lost. In
 * the caller's transaction.
 */
export async function beginNewHubEpoch(database: HubDatabase, fresh: string): Promise<void> {
  await database
    .insertInto('hub_meta')
    .values({ name: HUB_EPOCH, value: fresh })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: fresh }))
    .execute();
  await database.updateTable('stations').set({ mailbox_to: 0 }).execute();
  await raiseGenerationFloor(database);
  await raiseCounterFloor(database);
}
