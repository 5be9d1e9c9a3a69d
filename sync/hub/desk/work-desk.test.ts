/** Work orders: done in their order, closed once, and charged as the ticket that they are of. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeContract, writeCustomer, writePrice } from '../../../test/support/balance-books.ts';
import { LicenceDesk } from '../../../test/support/licence-desk.ts';
import { available } from '../../../agent/core/contract/ledger.ts';
import { topUp } from '../contracts/balance-desk.ts';
import type { Desk } from '../contracts/desk.ts';
import { ledgerOf } from '../store/ledgers.ts';
import { plannedIn } from '../store/plan-entries.ts';
import { PlanningDesk } from './planning-desk.ts';
import { TicketDesk } from './ticket-desk.ts';
import { WorkDesk, type NewWork, type WorkAnswer } from './work-desk.ts';

const EVER = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };
const DAY_MS = 24 * 60 * 60_000;
const ADA = { user: 'u-ada', name: 'Ada' };

let place: LicenceDesk;
let desk: Desk;
let work: WorkDesk;
let tickets: TicketDesk;

beforeEach(async () => {
  place = await LicenceDesk.open();
  desk = place.office(await place.hubVendor()).desk();
  work = new WorkDesk(desk);
  tickets = new TicketDesk(desk);
  await writeCustomer(place.database, 'bar', ['shop']);
});

afterEach(() => place[Symbol.asyncDispose]());

function order(more: Partial<NewWork> = {}): Promise<WorkAnswer> {
  return work.add({
    id: 'w',
    kind: 'installation',
    customer: 'bar',
    site: 'shop',
    title: 'A second till',
    details: 'Beside the door',
    items: [],
    from: { name: 'Dora', company: 'Dealer' },
    side: 'partner',
    distributor: 'dealer',
    madeParty: 'dealer',
    ...more,
  });
}

function spend(entry: string, minutes = 75): Promise<WorkAnswer> {
  const fromMs = desk.nowMs();
  return work.addTime('w', { entry, mode: 'on-site', minutes, fromMs, by: 'Ada' });
}

async function tick(at: number, isDone = true): Promise<WorkAnswer> {
  return work.tick('w', { place: at, isDone });
}

async function money(): Promise<number> {
  const ledger = await ledgerOf(place.database, { customer: 'bar', account: 'wallet' });
  return available(ledger, desk.nowMs());
}

function plan() {
  const fromMs = desk.nowMs() + 3 * DAY_MS;
  const planning = new PlanningDesk(desk);
  return planning.place({ entry: 'p', ticket: 'work-w', technician: ADA, fromMs });
}

describe('an order', () => {
  it('gets a ticket of its own, once', async () => {
    expect(await order()).toMatchObject({
      kind: 'done',
      order: { number: 1, state: 'open', ticket: 'work-w' },
    });
    expect(await order()).toMatchObject({ order: { number: 1 } });
    expect(await order({ title: 'Another' })).toMatchObject({ code: 'id-taken' });
    expect(await tickets.ticket('work-w')).toMatchObject({
      kind: 'work',
      title: 'A second till',
      customer: 'bar',
      distributor: 'dealer',
      isTakenUp: true,
    });
  });

  it('is for a ticket that is there and open', async () => {
    expect(await order({ ticket: 'none' })).toMatchObject({ code: 'ticket-unknown' });
    await order();
    expect(await order({ id: 'x', ticket: 'work-w' })).toMatchObject({
      order: { number: 2, ticket: 'work-w' },
    });
    await work.cancel('w', 'Not wanted');
    expect(await order({ id: 'y', ticket: 'work-w' })).toMatchObject({ code: 'ticket-ended' });
  });

  it('is not solved behind its check list', async () => {
    await order({ items: [{ text: 'Test print', isAfterPrevious: false }] });
    expect(await tickets.resolve({ ticket: 'work-w' })).toMatchObject({ code: 'work-open' });
    expect(await work.close('w', { note: 'Done' })).toMatchObject({ code: 'checklist-open' });
    expect(await tickets.ticket('work-w')).toMatchObject({ state: 'open' });
    await work.tick('w', { place: 0, isDone: true });
    expect(await work.close('w', { note: 'Done' })).toMatchObject({ kind: 'closed' });
    expect(await tickets.ticket('work-w')).toMatchObject({ state: 'resolved' });
  });

  it('takes nothing once it is closed', async () => {
    await order();
    await work.close('w', { note: 'Done' });
    expect(await work.close('w', { note: 'Done' })).toMatchObject({ code: 'work-ended' });
    expect(await spend('e')).toMatchObject({ code: 'work-ended' });
    expect(await work.cancel('w', 'No')).toMatchObject({ code: 'work-ended' });
    expect(await work.assign('w', { user: 'u' })).toMatchObject({ code: 'work-ended' });
    expect(await work.tick('w', { place: 0, isDone: true })).toMatchObject({ code: 'work-ended' });
    expect(await work.close('none', { note: 'x' })).toMatchObject({ code: 'not-found' });
  });
});

describe('an update by hand', () => {
  beforeEach(async () => {
    const items = ['Install', 'Check', 'Hand over'].map((text, place) => ({
      text,
      isAfterPrevious: place === 2,
    }));
    await order({ kind: 'update', items });
  });

  it('begins with the backup', async () => {
    expect((await work.order('w'))?.items[0]).toMatchObject({ code: 'backup-made' });
    for (const at of [1, 2, 3]) expect(await tick(at)).toMatchObject({ code: 'checklist-order' });
    expect(await tick(4)).toMatchObject({ code: 'not-found' });
    await tick(0);
    expect(await tick(2)).toMatchObject({ kind: 'done' });
    expect(await tick(3)).toMatchObject({ code: 'checklist-order' });
    await tick(1);
    expect(await tick(3)).toMatchObject({ kind: 'done' });
  });

  it('keeps the backup ticked for as long as anything else is', async () => {
    await tick(0);
    await tick(1);
    expect(await tick(0, false)).toMatchObject({ code: 'checklist-order' });
    await tick(1, false);
    expect(await tick(0, false)).toMatchObject({ kind: 'done' });
    expect((await work.order('w'))?.items[0]?.doneBy).toBeUndefined();
  });
});

describe('with a wallet', () => {
  beforeEach(async () => {
    await writePrice(place.database, 'hour-on-site', 9_000);
    const wallet = { id: 'c', customer: 'bar', plan: 'omn', variant: 'plafond' } as const;
    await writeContract(place.database, wallet);
  });

  it('charges its time as the ticket’s, once', async () => {
    await topUp(desk, { customer: 'bar', id: 'money', amountMinor: 50_000 });
    await order();
    await spend('e');
    await spend('e');
    const closed = await work.close('w', { note: 'Mounted' });
    expect(closed).toMatchObject({
      kind: 'closed',
      settled: { balances: [{ account: 'wallet', charged: 11_250, available: 38_750 }] },
    });
    expect(await money()).toBe(38_750);
  });

  it('is planned with its ticket, and holds what it may cost until it is done', async () => {
    await topUp(desk, { customer: 'bar', id: 'money', amountMinor: 50_000 });
    await order();
    expect(await plan()).toMatchObject({ kind: 'planned' });
    expect(await work.order('w')).toMatchObject({ state: 'planned', assignedName: 'Ada' });
    expect(await money()).toBe(50_000 - 18_000);
    await spend('e', 60);
    await work.close('w', { note: 'Mounted' });
    expect(await money()).toBe(50_000 - 9_000);
  });

  it('is not planned with too little in the wallet', async () => {
    await topUp(desk, { customer: 'bar', id: 'money', amountMinor: 15_000 });
    await order();
    expect(await plan()).toMatchObject({ refusal: { code: 'plan-refuses' } });
  });

  it('gives everything back when it is cancelled, but not once it was worked on', async () => {
    await topUp(desk, { customer: 'bar', id: 'money', amountMinor: 50_000 });
    await order();
    await plan();
    await spend('e');
    expect(await work.cancel('w', 'Not wanted')).toMatchObject({ code: 'work-begun' });
    await order({ id: 'x' });
    const fromMs = desk.nowMs() + 4 * DAY_MS;
    const placing = { entry: 'q', ticket: 'work-x', technician: ADA, fromMs };
    await new PlanningDesk(desk).place(placing);
    expect(await money()).toBe(50_000 - 36_000);
    expect(await work.cancel('x', 'Not wanted')).toMatchObject({ order: { state: 'cancelled' } });
    expect(await money()).toBe(50_000 - 18_000);
    expect(await tickets.ticket('work-x')).toMatchObject({ state: 'withdrawn' });
    expect(await plannedIn(place.database, EVER)).toMatchObject([{ entry: 'p' }]);
  });
});
