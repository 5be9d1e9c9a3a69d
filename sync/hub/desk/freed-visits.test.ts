/**
 * A visit that is given back, in whichever way, leaves nobody's name behind: not on the ticket, not on
 * its work orders, and not at the till. One that stands is still said to stand.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeCustomer, writeEntry } from '../../../test/support/balance-books.ts';
import { LicenceDesk } from '../../../test/support/licence-desk.ts';
import type { Desk } from '../contracts/desk.ts';
import { plannedFor } from '../store/plan-entries.ts';
import { deskRound } from './desk-rounds.ts';
import { PlanningDesk } from './planning-desk.ts';
import { TicketDesk } from './ticket-desk.ts';
import type { Ticket } from './ticket.ts';
import { WorkDesk } from './work-desk.ts';
import type { WorkOrder } from './work-order.ts';

const HOUR_MS = 3_600_000;
const ADA = { user: 'u-ada', name: 'Ada' };
const BEN = { user: 'u-ben', name: 'Ben' };
const FROM = { name: 'Bea', company: 'bar' };
const TICKET = 't';
const ORDER = 'w';
const NOBODY = { handlerUser: undefined, handlerName: undefined, scheduledAtMs: undefined };
const UNPLANNED = { state: 'open', user: undefined, assignedName: undefined };

let place: LicenceDesk;
let desk: Desk;
let planning: PlanningDesk;
let tickets: TicketDesk;
let work: WorkDesk;
let fromMs: number;

beforeEach(async () => {
  place = await LicenceDesk.open();
  desk = place.office(await place.hubVendor()).desk();
  planning = new PlanningDesk(desk);
  tickets = new TicketDesk(desk);
  work = new WorkDesk(desk);
  await writeCustomer(place.database, 'bar', ['shop']);
  for (const id of ['firm', 'other']) await certify(id);
  const asked = { customer: 'bar', site: 'shop', from: FROM, side: 'customer' } as const;
  const request = { caller: 'admin' } as const;
  await tickets.open({ ...asked, id: TICKET, kind: 'contact', source: 'portal', request });
  const title = 'A new drawer';
  const wish = { ...asked, id: ORDER, kind: 'other', ticket: TICKET, title, details: '' } as const;
  await work.add({ ...wish, items: [] });
  fromMs = desk.nowMs() + 24 * HOUR_MS;
});

afterEach(() => place[Symbol.asyncDispose]());

async function certify(id: string, revokedMs?: number): Promise<void> {
  const body = { id, kind: 'implementer', name: id.toUpperCase() };
  await writeEntry(place.database, { book: 'parties', entry: id, body });
  const since = { since: '2026-01-01T00:00:00.000Z' };
  const until = { until: new Date(revokedMs ?? 0).toISOString(), endReason: 'revoked' };
  const edge = { kind: 'certified-by', from: id, to: 'vendor', ...since };
  const vendor = { id: 'vendor', kind: 'vendor', name: 'Vendor' };
  await writeEntry(place.database, { book: 'parties', entry: 'vendor', body: vendor });
  await writeEntry(place.database, {
    book: 'edges',
    entry: `${id}-certified`,
    body: revokedMs === undefined ? edge : { ...edge, ...until },
  });
}

async function plan(technician = ADA): Promise<void> {
  const placing = { entry: 'v', ticket: TICKET, technician, fromMs };
  expect(await planning.place(placing)).toMatchObject({ kind: 'planned' });
  expect(await ticket()).toMatchObject({ state: 'scheduled', handlerUser: technician.user });
  expect(await order()).toMatchObject({ state: 'planned', assignedName: technician.name });
}

async function revoke(): Promise<void> {
  await certify('firm', desk.nowMs() + HOUR_MS);
  place.clock.jumpWall(2 * HOUR_MS);
  expect(await deskRound(desk)).toEqual([]);
}

async function ticket(): Promise<Ticket> {
  const found = await tickets.ticket(TICKET);
  if (found === undefined) throw new TypeError('no ticket');
  return found;
}

async function order(): Promise<WorkOrder> {
  const found = await work.order(ORDER);
  if (found === undefined) throw new TypeError('no order');
  return found;
}

async function kinds(): Promise<readonly string[]> {
  return ((await tickets.file(TICKET))?.events ?? []).map(({ kind }) => kind);
}

function isPlanned(): Promise<boolean> {
  return plannedFor(place.database, TICKET).then(({ length }) => length > 0);
}

describe('a visit that is given back', () => {
  it('by its planner leaves ticket and order with nobody', async () => {
    await plan();
    await planning.free('v');
    expect(await ticket()).toMatchObject({ ...NOBODY, state: 'open' });
    expect(await order()).toMatchObject({ ...UNPLANNED, plannedAtMs: undefined });
  });

  it('leaves the ticket to whoever had taken it', async () => {
    await tickets.assign(TICKET, BEN);
    await plan(ADA);
    await planning.free('v');
    const bens = { state: 'assigned', handlerUser: 'u-ben', handlerName: 'Ben' };
    expect(await ticket()).toMatchObject(bens);
    expect(await order()).toMatchObject(UNPLANNED);
  });

  it('leaves it to nobody where the one who took it has handed it on since', async () => {
    await tickets.assign(TICKET, BEN);
    await tickets.passTo(TICKET, {});
    await plan(ADA);
    await planning.free('v');
    expect(await ticket()).toMatchObject({ ...NOBODY, state: 'open' });
  });

  it('leaves the work to the company that it was given to', async () => {
    await work.assign(ORDER, { company: 'firm', assignedName: 'FIRM' });
    await plan();
    await planning.free('v');
    const firms = { state: 'open', company: 'firm', user: undefined, assignedName: 'FIRM' };
    expect(await order()).toMatchObject(firms);
  });

  it('goes with whoever lets the ticket go', async () => {
    await plan();
    await tickets.assign(TICKET, {});
    expect(await isPlanned()).toBe(false);
    expect(await ticket()).toMatchObject({ ...NOBODY, state: 'open' });
    expect(await order()).toMatchObject(UNPLANNED);
    expect(await kinds()).toEqual(['asked', 'decided', 'planned', 'assigned', 'freed']);
  });

  it('stays with who comes, where another has taken the ticket and lets it go', async () => {
    await plan();
    await tickets.assign(TICKET, BEN);
    await tickets.assign(TICKET, {});
    expect(await isPlanned()).toBe(true);
    expect(await ticket()).toMatchObject({ state: 'scheduled', scheduledAtMs: fromMs });
    expect(await order()).toMatchObject({ state: 'planned', assignedName: 'Ada' });
  });

  it('goes where the ticket goes to a company, which has it then', async () => {
    await plan();
    await tickets.passTo(TICKET, { company: 'firm', name: 'FIRM' });
    expect(await isPlanned()).toBe(false);
    const firms = { state: 'assigned', handlerCompany: 'firm', handlerName: 'FIRM' };
    expect(await ticket()).toMatchObject({ ...NOBODY, ...firms });
    expect(await order()).toMatchObject(UNPLANNED);
  });

  it.each([
    ['is solved', () => tickets.resolve({ ticket: TICKET })],
    ['has its order called off', () => work.cancel(ORDER, 'Not wanted')],
  ])('leaves no order planned when the ticket %s', async (_what, end) => {
    await plan();
    await end();
    expect((await order()).state).not.toBe('planned');
    expect((await order()).plannedAtMs).toBeUndefined();
  });
});

describe('a visit that stands', () => {
  it.each([
    ['is passed to the vendor’s desk', () => tickets.passTo(TICKET, {})],
    ['is asked for of the vendor', () => tickets.passUp(TICKET, 'implementer')],
    ['is noted on', () => tickets.note(TICKET, { note: 'n', text: 'Called.' })],
  ])('is kept when the ticket %s', async (_what, act) => {
    await plan();
    await act();
    const hers = { state: 'scheduled', scheduledAtMs: fromMs, handlerName: 'Ada' };
    expect(await ticket()).toMatchObject(hers);
    expect(await order()).toMatchObject({ state: 'planned', assignedName: 'Ada' });
  });
});

describe('a company that loses its certification', () => {
  it('is not said to work on its tickets any more, nor is anybody of it', async () => {
    await tickets.passTo(TICKET, { company: 'firm', name: 'FIRM' });
    await tickets.assign(TICKET, BEN);
    expect(await ticket()).toMatchObject({ state: 'assigned', handlerName: 'Ben' });
    await revoke();
    const others = { state: 'open', handlerCompany: 'other', handlerName: 'OTHER' };
    expect(await ticket()).toMatchObject({ ...NOBODY, ...others });
  });

  it('has the work no more that it was given, once, and who comes from the vendor still comes', async () => {
    await work.assign(ORDER, { company: 'firm', assignedName: 'FIRM' });
    await revoke();
    await deskRound(desk);
    expect(await order()).toMatchObject({ ...UNPLANNED, company: undefined });
    expect((await kinds()).filter((kind) => kind === 'work-released')).toHaveLength(1);
  });

  it('takes no visit of the vendor’s people along', async () => {
    await tickets.passTo(TICKET, { company: 'firm', name: 'FIRM' });
    await work.assign(ORDER, { company: 'firm', assignedName: 'FIRM' });
    await plan();
    await revoke();
    const hers = { state: 'scheduled', scheduledAtMs: fromMs, handlerName: 'Ada' };
    expect(await ticket()).toMatchObject({ ...hers, handlerCompany: 'other' });
    expect(await order()).toMatchObject({ state: 'planned', company: undefined, user: 'u-ada' });
  });
});
