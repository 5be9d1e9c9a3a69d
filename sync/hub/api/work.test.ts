/** Work that partners order, the week that the vendor plans, and what each has read. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFurnishedHub, type FurnishedHub } from '../../../test/support/furnished-hub.ts';
import type { Visitor } from '../../../test/support/people-hub.ts';
import type { PlanningView } from './planning-schema.ts';
import type { TicketView } from './ticket-schema.ts';
import type { WorkView } from './work-schema.ts';

const ORDER = { id: 'w', kind: 'move', customer: 'own-customer', title: 'To the other side' };
const AT = '2998-03-02T09:00:00.000Z';

let furnished: FurnishedHub;
let vendor: Visitor;
let dealer: Visitor;

beforeEach(async () => {
  furnished = await openFurnishedHub();
  vendor = await furnished.hub.signedIn('vendor-support');
  dealer = await furnished.hub.signedIn('distributor');
});

afterEach(() => furnished[Symbol.asyncDispose]());

async function tickets(visitor: Visitor): Promise<readonly TicketView[]> {
  const answer = await visitor.call('GET /v1/tickets');
  return answer.json<{ tickets: readonly TicketView[] }>().tickets;
}

async function unread(visitor: Visitor): Promise<number | undefined> {
  return (await tickets(visitor)).find(({ ticket }) => ticket === 'chat')?.unread;
}

describe('a distributor', () => {
  it('orders work for its customers, and for nobody else', async () => {
    const answer = await dealer.call('POST /v1/work-orders', { body: ORDER });
    expect(answer.json<WorkView>()).toMatchObject({
      state: 'open',
      ticket: 'work-w',
      madeBy: 'distributor',
      may: { work: false, plan: false, cancel: true },
    });
    for (const body of [
      { ...ORDER, id: 'x', customer: 'foreign-customer' },
      { ...ORDER, id: 'x', site: 'foreign-site' },
      { ...ORDER, id: 'x', station: 'foreign-till' },
      { ...ORDER, id: 'x', ticket: 'foreign-ticket' },
      { ...ORDER, id: 'x', customer: 'own-dealer' },
      { ...ORDER, id: 'x', customer: 'nobody' },
    ]) {
      expect([body, await dealer.codeOf('POST /v1/work-orders', { body })]).toEqual([
        body,
        'not-found',
      ]);
    }
  });

  it('has an order of somebody else kept from it by its id alone', async () => {
    const body = { ...ORDER, id: 'foreign-order' };
    expect(await dealer.codeOf('POST /v1/work-orders', { body })).toBe('id-taken');
  });

  it('calls off what it has ordered, but neither plans nor closes it', async () => {
    await dealer.call('POST /v1/work-orders', { body: ORDER });
    const note = { body: { note: 'Done' } };
    expect(await dealer.codeOf('POST /v1/work-orders/w/done', note)).toBe('forbidden');
    const visit = { body: { id: 'v', ticket: 'work-w', at: AT } };
    expect(await dealer.codeOf('POST /v1/planning', visit)).toBe('forbidden');
    const reason = { body: { reason: 'Sold' } };
    expect(await dealer.codeOf('POST /v1/work-orders/w/cancellation', reason)).toBe('200');
  });

  it('works on what it was given, and sees it ticked', async () => {
    const given = { body: { company: 'own-dealer' } };
    const path = 'POST /v1/work-orders/own-order';
    const tick = { body: { item: 0, done: true } };
    expect(await dealer.codeOf(`${path}/ticks`, tick)).toBe('forbidden');
    expect(await vendor.codeOf(`${path}/assignment`, given)).toBe('200');
    expect((await dealer.call(`${path}/ticks`, tick)).json<WorkView>().items).toMatchObject([
      { code: 'backup-made', doneBy: 'distributor' },
    ]);
  });
});

it('the vendor plans, and the same time is not given twice', async () => {
  await dealer.call('POST /v1/work-orders', { body: ORDER });
  const visit = { id: 'v', ticket: 'work-w', at: AT };
  expect(await vendor.codeOf('POST /v1/planning', { body: visit })).toBe('200');
  const other = { ...visit, id: 'x', ticket: 'own-ticket' };
  expect(await vendor.codeOf('POST /v1/planning', { body: other })).toBe('technician-busy');
  const span = 'from=2998-03-02T00:00:00Z&to=2998-03-03T00:00:00Z';
  const board = (await vendor.call(`GET /v1/planning?${span}`)).json<PlanningView>();
  expect(board.entries).toMatchObject([{ visit: 'v', at: AT, minutes: 60, title: ORDER.title }]);
  expect(board.waiting.map(({ ticket }) => ticket)).toContain('own-ticket');
  expect(board.waiting.map(({ ticket }) => ticket)).not.toContain('work-w');
  const order = (await dealer.call('GET /v1/work-orders/w')).json<{ order: WorkView }>().order;
  expect(order).toMatchObject({ state: 'planned', plannedAt: AT });
  const none = { ...other, id: 'y', technician: 'nobody' };
  expect(await vendor.codeOf('POST /v1/planning', { body: none })).toBe('not-found');
});

it('counts for each what they have not read', async () => {
  const chat = { id: 'chat', kind: 'chat', words: 'Is somebody there?' };
  await dealer.call('POST /v1/tickets', { body: chat });
  expect(await unread(dealer)).toBe(0);
  expect(await unread(vendor)).toBe(1);
  const path = 'POST /v1/tickets/chat';
  await vendor.call(`${path}/messages`, { body: { id: 'm', text: 'Yes' } });
  expect([await unread(vendor), await unread(dealer)]).toEqual([0, 1]);
  await dealer.call(`${path}/read`, { body: { messages: 99 } });
  expect(await unread(dealer)).toBe(0);
  await vendor.call(`${path}/messages`, { body: { id: 'n', text: 'And?' } });
  expect(await unread(dealer)).toBe(1);
  await dealer.call(`${path}/read`, { body: { messages: 1 } });
  expect(await unread(dealer)).toBe(1);
});

it('nobody asks for a ticket of a work order by itself', async () => {
  const body = { id: 't', kind: 'work', station: 'own-till' };
  expect(await vendor.codeOf('POST /v1/tickets', { body })).toBe('invalid-request');
});
