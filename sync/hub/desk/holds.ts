import { postOnce } from '../contracts/post-once.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { accountsOf, ledgerOf } from '../store/ledgers.ts';

export interface Releasing {
  readonly customer: string;
  readonly ticket: string;
  readonly nowMs: number;
}

/** Gives back whatever is still set aside for a ticket here. */
export async function releaseHolds(
  database: HubDatabase,
  { customer, ticket, nowMs }: Releasing,
): Promise<void> {
  for (const account of await accountsOf(database, customer)) {
    const { tickets } = await ledgerOf(database, { customer, account });
    if ((tickets.get(ticket)?.held ?? []).length === 0) continue;
    const id = `${ticket}/release/${account}/${nowMs}`;
    const entry = (atMs: number) => ({ kind: 'release', id, ticket, atMs }) as const;
    await postOnce(database, { customer, account }, { id, nowMs, entry });
  }
}
