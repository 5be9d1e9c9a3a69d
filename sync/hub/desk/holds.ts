import { postOnce } from '../contracts/post-once.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { accountsOf, ledgerOf } from '../store/ledgers.ts';
import { addCommand } from '../store/mailbox.ts';
import type { Ticket } from './ticket.ts';

/** Has the till settle so much of what it promised, and let the rest of it go. */
export async function settlePromise(
  database: HubDatabase,
  { id: ticket, station, promised }: Pick<Ticket, 'id' | 'station' | 'promised'>,
  { amount, nowMs }: { readonly amount: number; readonly nowMs: number },
): Promise<void> {
  if (station === undefined || promised.length === 0) return;
  const body = { ticket, amount };
  const command = { station, kind: 'help-settle', body, notAfterMs: undefined };
  await addCommand(database, { ...command, issuedAtMs: nowMs });
}

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
