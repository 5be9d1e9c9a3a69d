/**
 * A till may not settle what it promised: its disk was put back, or its promise is gone. The work was
 * done all the same, so it is booked here, once, in the transaction that hears of it.
 */
import { chargeOverdraft } from '../contracts/charge-overdraft.ts';
import { postOnce } from '../contracts/post-once.ts';
import type { HubDatabase } from './hub-database.ts';
import { isHubEpoch } from './meta.ts';
import { ticketById } from './tickets.ts';

export interface RefusedSettlement {
  readonly station: string;
  readonly hubEpoch: string;
  /** Of the command in the station's mailbox. */
  readonly seq: number;
  readonly nowMs: number;
}

export async function bookRefused(
  database: HubDatabase,
  { station, hubEpoch, seq, nowMs }: RefusedSettlement,
): Promise<void> {
  // Another life of the hub numbered its commands anew.
  if (!(await isHubEpoch(database, hubEpoch))) return;
  const order = await orderOf(database, station, seq);
  const ticket = order && (await ticketById(database, order.ticket));
  const account = ticket?.promised[0]?.account;
  if (ticket?.station !== station || ticket.customer === undefined || account === undefined) return;
  if (order === undefined || order.amount === 0) return;
  const { amount } = order;
  const name = { customer: ticket.customer, account };
  const id = `${ticket.id}/refused/${seq}`;
  // Beside what the ticket took at the hub already: each is settled by itself.
  const about = `${ticket.id}/refused`;
  const entry = (atMs: number) =>
    ({ kind: 'settle', id, ticket: about, amount, onShort: 'overdraft', atMs }) as const;
  const answer = await postOnce(database, name, { id, nowMs, entry });
  if (answer.kind !== 'posted') return;
  const { overdraft } = answer;
  await chargeOverdraft(database, name, { id, ticket: ticket.id, overdraft, atMs: nowMs });
}

interface SettleOrder {
  readonly ticket: string;
  readonly amount: number;
}

async function orderOf(
  database: HubDatabase,
  station: string,
  seq: number,
): Promise<SettleOrder | undefined> {
  const row = await database
    .selectFrom('commands')
    .select('body')
    .where('station_id', '=', station)
    .where('seq', '=', seq)
    .where('kind', '=', 'help-settle')
    .executeTakeFirst();
  return row === undefined ? undefined : JSON.parse(row.body);
}
