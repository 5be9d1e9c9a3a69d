/**
 * The desk looks at what has come: decides what only the hub can, sets aside what it takes, says who
 * has it, and tells the till. Each ticket in a transaction of its own, however often it is begun.
 */
import type { Hold } from '../../../agent/core/contract/decision.ts';
import type { Desk } from '../contracts/desk.ts';
import { postOnce } from '../contracts/post-once.ts';
import { announce } from '../store/announcements.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { addTicketEvent, keepHistory, keepTicket, ticketById } from '../store/tickets.ts';
import { addToldDifference } from '../store/told-differences.ts';
import { compareTold } from './compare-told.ts';
import { caseOfTicket, decideTicket } from './decide-ticket.ts';
import { tellTill } from './desk-news.ts';
import { freeVisits, visitsAhead } from './free-visits.ts';
import { asDecided, withVisit } from './handling.ts';
import { releaseHolds, settlePromise } from './holds.ts';
import type { Ticket } from './ticket.ts';

/** False where it was taken up before, or is not there. */
export async function takeUp(desk: Desk, id: string): Promise<boolean> {
  const ticket = await desk.database.transaction().execute(async (database) => {
    const found = await ticketById(database, id);
    if (found === undefined || found.isTakenUp) return undefined;
    return found.state === 'withdrawn'
      ? withdrawn(database, found, desk)
      : decided(database, found, desk);
  });
  if (ticket === undefined) return false;
  desk.onTakenUp?.();
  if (ticket.station !== undefined) desk.onMail(ticket.station);
  return true;
}

async function withdrawn(database: HubDatabase, ticket: Ticket, desk: Desk): Promise<Ticket> {
  const nowMs = desk.nowMs();
  const { customer } = await caseOfTicket(database, ticket, nowMs);
  if (customer !== undefined) await releaseHolds(database, { customer, ticket: ticket.id, nowMs });
  await settlePromise(database, ticket, { amount: 0, nowMs });
  await freeVisits(database, desk, await visitsAhead(database, { ticket: ticket.id, atMs: nowMs }));
  const done = { ...ticket, isTakenUp: true };
  await keepTicket(database, done);
  return done;
}

async function decided(database: HubDatabase, ticket: Ticket, desk: Desk): Promise<Ticket> {
  const atMs = desk.nowMs();
  const known = await caseOfTicket(database, ticket, atMs);
  const { customer, graph } = known;
  // What the till has decided and promised stands; what it could not know is decided here.
  const decision = ticket.decision ?? decideTicket(known, ticket, { atMs });
  await keepDifference(database, ticket, desk);
  await setAsideFor(database, { ticket, customer, holds: decision?.holds ?? [], atMs });
  const [visit] = await visitsAhead(database, { ticket: ticket.id, atMs });
  const stands = withVisit(asDecided(ticket, decision, graph), visit);
  const taken: Ticket = { ...stands, customer, isTakenUp: true };
  await keepTicket(database, taken);
  await keepHistory(database, ticket.id, taken.history);
  const { outcome = 'none', row = 'none', plan, planVersion } = decision ?? {};
  const body = { outcome, row, plan, planVersion, state: taken.state, to: taken.handlerName };
  const event = { event: `${ticket.id}/decided/${atMs}`, atMs, kind: 'decided', by: desk.doer };
  await addTicketEvent(database, ticket.id, { ...event, body });
  await tellOutside(database, taken, atMs);
  await tellTill(database, taken, { nowMs: atMs, vendorName: vendorNameOf(known) });
  return taken;
}

/** What the till has told its cashier stands; where the hub would have said otherwise, people see it. */
async function keepDifference(
  database: HubDatabase,
  ticket: Ticket,
  { nowMs, doer: by, note }: Desk,
): Promise<void> {
  const { id } = ticket;
  const difference = await compareTold(database, ticket, nowMs());
  if (difference === undefined) return;
  await addToldDifference(database, id, difference);
  const { told, known, parts, causes } = difference;
  const body = { told: told.outcome, known: known?.outcome ?? 'none', parts, causes };
  const event = { event: `${id}/told-otherwise`, atMs: nowMs(), kind: 'told-otherwise', by, body };
  await addTicketEvent(database, id, event);
  await note(database, { act: 'told-otherwise', subject: id, details: body });
}

export interface SettingAside {
  readonly ticket: Ticket;
  readonly customer: string | undefined;
  readonly holds: readonly Hold[];
  readonly atMs: number;
}

/** Sets aside what a decision holds beyond what the till has promised. */
export async function setAsideFor(
  database: HubDatabase,
  { ticket, customer, holds, atMs }: SettingAside,
): Promise<void> {
  if (customer === undefined) return;
  for (const hold of beyondPromise(holds, ticket.promised)) {
    await setAside(database, { customer, ticket: ticket.id, atMs, ...hold });
  }
}

/** Once of each ticket that it is there, and of a notice what each decision makes of it. */
async function tellOutside(database: HubDatabase, ticket: Ticket, atMs: number): Promise<void> {
  const { id, customer, kind, decision } = ticket;
  const about = { atMs, ticket: id, customer };
  await announce(database, { ...about, id, kind: 'ticket-opened', body: {} });
  if (kind !== 'notice' || decision === undefined) return;
  const { outcome, day, cutOff } = decision;
  const verdict = { ...about, id: `${id}/${outcome}/${day}`, kind: 'notice-decided' } as const;
  await announce(database, { ...verdict, body: { outcome, day, cutOff } });
}

/** What the vendor is called in the books. */
export function vendorNameOf({ graph }: Pick<Awaited<ReturnType<typeof caseOfTicket>>, 'graph'>) {
  return graph.parties.find(({ kind }) => kind === 'vendor')?.name ?? 'Support';
}

function beyondPromise(holds: readonly Hold[], promised: readonly Hold[]): readonly Hold[] {
  return holds
    .map(({ account, amount }) => {
      const own = promised.find((one) => one.account === account)?.amount ?? 0;
      return { account, amount: amount - own };
    })
    .filter(({ amount }) => amount > 0);
}

interface Setting extends Hold {
  readonly customer: string;
  readonly ticket: string;
  readonly atMs: number;
}

/** A balance that another took in between holds nothing: the settlement finds out. */
async function setAside(
  database: HubDatabase,
  { customer, account, ticket, amount, atMs: nowMs }: Setting,
): Promise<void> {
  const id = `${ticket}/hold/${account}/${amount}`;
  const entry = (atMs: number) => ({ kind: 'hold', id, ticket, amount, atMs }) as const;
  await postOnce(database, { customer, account }, { id, nowMs, entry });
}
