/** A ticket is solved: what it took is booked once, at both ends, and the customer sees the balance. */
import type { AccountBalance } from '../../../agent/core/support/help.ts';
import { chargeOverdraft } from '../contracts/charge-overdraft.ts';
import type { Desk } from '../contracts/desk.ts';
import { accountFacts } from '../contracts/facts-of.ts';
import { postOnce } from '../contracts/post-once.ts';
import { addCostLine } from '../store/cost-lines.ts';
import { announce } from '../store/announcements.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { ledgerOf } from '../store/ledgers.ts';
import { remoteSessionsOf } from '../store/remote-sessions.ts';
import { addTicketEvent, keepTicket, ticketById, timeEntriesOf } from '../store/tickets.ts';
import { countTraining } from './count-training.ts';
import { caseOfTicket, type TicketCase } from './decide-ticket.ts';
import { tellTill } from './desk-news.ts';
import { freeVisits, visitsAhead } from './free-visits.ts';
import { releaseHolds, settlePromise } from './holds.ts';
import { costOf, type TicketCost, type Work } from './settle-ticket.ts';
import { vendorNameOf } from './take-up.ts';
import { isOver } from './remote.ts';
import { isOpen, type Ticket } from './ticket.ts';

export interface Resolution extends Pick<Work, 'used' | 'serviceClass'> {
  readonly ticket: string;
  /** For the customer, in the technician's words. */
  readonly text?: string | undefined;
}

export type ResolveAnswer =
  | {
      readonly kind: 'resolved';
      readonly cost: TicketCost;
      readonly balances: readonly AccountBalance[];
      /** Accounts of which so little is left that the customer is warned. */
      readonly low: readonly string[];
    }
  | {
      readonly kind: 'refused';
      /** `work-open`: it is solved when its work order is done. */
      readonly code: 'ticket-unknown' | 'ticket-ended' | 'work-open' | 'session-open';
    };

export async function resolveTicket(desk: Desk, order: Resolution): Promise<ResolveAnswer> {
  const answer = await desk.database.transaction().execute(async (database) => {
    const ticket = await ticketById(database, order.ticket);
    if (ticket === undefined) return refused('ticket-unknown');
    if (!isOpen(ticket)) return refused('ticket-ended');
    if (ticket.kind === 'work') return refused('work-open');
    // What it lasts is charged with the rest: the till says how long when it is over.
    const sessions = await remoteSessionsOf(database, ticket.id);
    if (sessions.some((session) => !isOver(session))) return refused('session-open');
    return resolveOpen(database, { desk, ticket, order });
  });
  if (answer.kind === 'resolved' && answer.station !== undefined) desk.onMail(answer.station);
  return answer;
}

interface Resolving {
  readonly desk: Desk;
  readonly ticket: Ticket;
  readonly order: Resolution;
}

/** In the caller's transaction, who rings the till's bell after it. */
export async function resolveOpen(
  database: HubDatabase,
  { desk, ticket, order }: Resolving,
): Promise<Extract<ResolveAnswer, { readonly kind: 'resolved' }> & Pick<Ticket, 'station'>> {
  const atMs = desk.nowMs();
  const known = await caseOfTicket(database, ticket, atMs);
  const entries = await timeEntriesOf(database, ticket.id);
  const { used, serviceClass, text } = order;
  const cost = costOf(known, ticket, { atMs, entries, used, serviceClass });
  const balances = await book(database, { ticket, known, cost, atMs });
  const done: Ticket = {
    ...ticket,
    state: 'resolved',
    settlement: cost.accounts,
    resolvedAtMs: atMs,
    isTakenUp: true,
  };
  await keepTicket(database, done);
  await freeVisits(database, desk, await visitsAhead(database, { ticket: done.id, atMs }));
  await countTraining(database, done, { atMs, by: desk.doer });
  const body = { accounts: cost.accounts, text };
  const event = { event: `${ticket.id}/resolved/${atMs}`, atMs, kind: 'resolved', by: desk.doer };
  await addTicketEvent(database, ticket.id, { ...event, body });
  await tellTill(database, done, {
    nowMs: atMs,
    text,
    balances,
    vendorName: vendorNameOf(known),
  });
  const details = { ticket: ticket.id, accounts: cost.accounts };
  await desk.note(database, { act: 'ticket-resolved', subject: known.customer ?? '', details });
  const low = lowAccounts(cost, balances);
  const customer = known.customer ?? ticket.customer;
  await tellOutside(database, { id: ticket.id, customer, atMs, text, balances, low });
  return { kind: 'resolved', cost, balances, low, station: ticket.station } as const;
}

interface Told {
  readonly id: string;
  readonly customer: string | undefined;
  readonly atMs: number;
  readonly text: string | undefined;
  readonly balances: readonly AccountBalance[];
  readonly low: readonly string[];
}

async function tellOutside(
  database: HubDatabase,
  { id, customer, atMs, text, balances, low }: Told,
): Promise<void> {
  const about = { atMs, ticket: id, customer };
  const body = { text, balances };
  await announce(database, { ...about, id, kind: 'ticket-resolved', body });
  if (low.length === 0) return;
  const left = balances.filter(({ account }) => low.includes(account));
  await announce(database, { ...about, id, kind: 'balance-low', body: { balances: left } });
}

interface Booking {
  readonly ticket: Ticket;
  readonly known: TicketCase;
  readonly cost: TicketCost;
  readonly atMs: number;
}

async function book(
  database: HubDatabase,
  { ticket, known, cost, atMs }: Booking,
): Promise<readonly AccountBalance[]> {
  const { customer, contract } = known;
  const { id } = ticket;
  for (const { account, amount, fromTill } of cost.accounts) {
    const isPromised = ticket.promised.some((one) => one.account === account);
    if (isPromised) await settlePromise(database, ticket, { amount: fromTill, nowMs: atMs });
    const rest = amount - fromTill;
    if (customer !== undefined && rest > 0) {
      await settleRest(database, { customer, account, ticket: id, amount: rest, atMs });
    }
  }
  if (customer === undefined) return [];
  await releaseHolds(database, { customer, ticket: id, nowMs: atMs });
  for (const line of cost.costLines) {
    const about = { origin: 'decision', about: id, contract } as const;
    const charged = { ...line, ...about, line: `ticket/${id}/${line.code}`, customer, atMs };
    await addCostLine(database, charged);
  }
  return Promise.all(
    cost.accounts.map(async ({ account, amount, fromTill }) => {
      const ledger = await ledgerOf(database, { customer, account });
      const { available } = accountFacts(ledger, { atMs });
      // What the till settles is in its lease, and so is out of what is free already.
      const back = promisedOf(ticket, account) - fromTill;
      return { account, charged: amount, available: available + back };
    }),
  );
}

function promisedOf({ promised }: Ticket, account: string): number {
  return promised.find((one) => one.account === account)?.amount ?? 0;
}

interface Rest {
  readonly customer: string;
  readonly account: string;
  readonly ticket: string;
  readonly amount: number;
  readonly atMs: number;
}

/** The work is done: it is booked whatever is left, and what no grant covers is charged by name. */
async function settleRest(
  database: HubDatabase,
  { customer, account, ticket, amount, atMs: nowMs }: Rest,
): Promise<void> {
  const name = { customer, account };
  const id = `${ticket}/rest/${account}/${nowMs}`;
  const onShort = 'overdraft' as const;
  const entry = (atMs: number) => ({ kind: 'settle', id, ticket, amount, onShort, atMs }) as const;
  const answer = await postOnce(database, name, { id, nowMs, entry });
  if (answer.kind !== 'posted') return;
  const { overdraft } = answer;
  await chargeOverdraft(database, name, { id, ticket, overdraft, atMs: nowMs });
}

/** The plan says of a settlement whether little is left (INN-16). */
function lowAccounts(
  { decisions }: TicketCost,
  balances: readonly AccountBalance[],
): readonly string[] {
  const isLow = decisions.some(({ reasons }) => reasons.includes('BALANCE_LOW'));
  return isLow ? balances.map(({ account }) => account) : [];
}

function refused(code: 'ticket-unknown' | 'ticket-ended' | 'work-open' | 'session-open') {
  return { kind: 'refused', code } as const;
}
