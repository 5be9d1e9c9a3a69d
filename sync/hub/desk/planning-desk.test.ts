/**
 * Times of the weekly plan: each is given away once, none before the lead time that the contract
 * wants, and what is given away is offered to no till any more.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  writeContract,
  writeCustomer,
  writeEntry,
  writePrice,
} from '../../../test/support/balance-books.ts';
import { LicenceDesk } from '../../../test/support/licence-desk.ts';
import { available } from '../../../agent/core/contract/ledger.ts';
import { readBooks } from '../contracts/books.ts';
import { topUp } from '../contracts/balance-desk.ts';
import type { Desk } from '../contracts/desk.ts';
import { businessMark } from '../store/business-mark.ts';
import { ledgerOf } from '../store/ledgers.ts';
import { PlanningDesk, type PlaceAnswer } from './planning-desk.ts';
import { TicketDesk } from './ticket-desk.ts';
import type { Ticket } from './ticket.ts';

const ADA = { user: 'u-ada', name: 'Ada' };
const BEN = { user: 'u-ben', name: 'Ben' };
const MONDAY = '2026-11-23T09:00:00Z';
const TUESDAY = '2026-11-24T09:00:00Z';

let place: LicenceDesk;
let desk: Desk;
let planning: PlanningDesk;
let tickets: TicketDesk;

beforeEach(async () => {
  place = await LicenceDesk.open();
  desk = place.office(await place.hubVendor()).desk();
  planning = new PlanningDesk(desk);
  tickets = new TicketDesk(desk);
  await writeCustomer(place.database, 'bar', ['shop']);
  await writePrice(place.database, 'hour-remote', 6_000);
  const wallet = { id: 'w', customer: 'bar', plan: 'omn', variant: 'plafond' } as const;
  await writeContract(place.database, wallet);
  await topUp(desk, { customer: 'bar', id: 'money', amountMinor: 50_000 });
});

afterEach(() => place[Symbol.asyncDispose]());

function at(text: string): void {
  place.clock.jumpWall(Date.parse(text) - place.clock.wallMs());
}

function offer(...times: readonly string[]): Promise<void> {
  const slots = times.map((time) => Date.parse(time));
  return writeEntry(place.database, { book: 'schedules', entry: 'omn', body: { slots } });
}

function open(id: string): Promise<Ticket> {
  return tickets.open({
    id,
    kind: 'contact',
    source: 'hub',
    request: { caller: 'admin' },
    customer: 'bar',
    from: { name: 'Bea', company: 'bar' },
    side: 'customer',
  });
}

function give(ticket: string, time: string, technician = ADA): Promise<PlaceAnswer> {
  const fromMs = Date.parse(time);
  return planning.place({ entry: `${ticket}-${time}`, ticket, technician, fromMs });
}

async function freeTimes(): Promise<readonly number[] | undefined> {
  const { schedules } = await readBooks(place.database, { atMs: desk.nowMs() });
  return schedules['omn']?.slots;
}

describe('the lead time', () => {
  it.each([
    { name: 'E41', askedAt: '2026-11-20T17:00:00Z', slot: '2026-11-23T08:00:00Z' },
    {
      name: 'E42, the hour that comes twice',
      askedAt: '2026-10-24T08:30:00Z',
      slot: '2026-10-26T09:00:00Z',
    },
    { name: 'E44, exactly', askedAt: '2026-11-20T09:00:00Z', slot: '2026-11-22T09:00:00Z' },
  ])('is kept: $name', async ({ askedAt, slot }) => {
    at(askedAt);
    await offer(slot);
    await open('t');
    expect(await give('t', slot)).toMatchObject({ kind: 'planned' });
    expect(await freeTimes()).toEqual([]);
  });

  it.each([
    {
      name: 'E43, the hour that is left out',
      askedAt: '2027-03-27T09:00:00Z',
      slot: '2027-03-29T08:00:00Z',
    },
    { name: 'E44, a minute less', askedAt: '2026-11-20T09:01:00Z', slot: '2026-11-22T09:00:00Z' },
  ])('is not kept: $name', async ({ askedAt, slot }) => {
    at(askedAt);
    await offer(slot);
    await open('t');
    expect(await give('t', slot)).toMatchObject({ refusal: { code: 'too-soon' } });
    expect(await freeTimes()).toEqual([Date.parse(slot)]);
  });

  it('runs from when it was asked, not from when it is planned', async () => {
    at('2026-11-20T09:00:00Z');
    await offer(MONDAY);
    await open('t');
    at('2026-11-22T20:00:00Z');
    expect(await give('t', MONDAY)).toMatchObject({ kind: 'planned' });
  });

  it('tells the first time that keeps it', async () => {
    at('2026-11-22T09:00:00Z');
    await offer(MONDAY, TUESDAY);
    await open('t');
    expect(await give('t', MONDAY)).toMatchObject({
      refusal: { code: 'too-soon', earliestMs: Date.parse(TUESDAY) },
    });
  });
});

describe('a published time', () => {
  beforeEach(async () => {
    at('2026-11-18T09:00:00Z');
    await offer(MONDAY, TUESDAY);
    await open('a');
    await open('b');
  });

  it('goes to one of two who want it at once, and the other is told so', async () => {
    const answers = await Promise.all([give('a', MONDAY), give('b', MONDAY, BEN)]);
    expect(answers.map(({ kind }) => kind).toSorted()).toEqual(['planned', 'refused']);
    expect(answers).toContainEqual({ kind: 'refused', refusal: { code: 'slot-taken' } });
    expect(await freeTimes()).toEqual([Date.parse(TUESDAY)]);
  });

  it('holds what the visit may cost, and sets the ticket to it', async () => {
    await give('a', MONDAY);
    expect(await tickets.ticket('a')).toMatchObject({
      state: 'scheduled',
      scheduledAtMs: Date.parse(MONDAY),
      handlerUser: 'u-ada',
      decision: { row: 'contact 7' },
    });
    const ledger = await ledgerOf(place.database, { customer: 'bar', account: 'wallet' });
    expect(available(ledger, desk.nowMs())).toBe(50_000 - 12_000);
  });

  it('is there again when it is freed, and every change is one that tills hear of', async () => {
    const marks = [await businessMark(place.database)];
    await give('a', MONDAY);
    marks.push(await businessMark(place.database));
    expect(await planning.free(`a-${MONDAY}`)).toMatchObject({ kind: 'freed' });
    expect(await planning.free(`a-${MONDAY}`)).toMatchObject({ kind: 'freed' });
    marks.push(await businessMark(place.database));
    expect(new Set(marks).size).toBe(3);
    expect(await freeTimes()).toHaveLength(2);
    expect(await give('b', MONDAY)).toMatchObject({ kind: 'planned' });
  });

  it('is not offered again by whoever writes the book anew', async () => {
    await give('a', MONDAY);
    await offer(MONDAY, TUESDAY);
    expect(await freeTimes()).toEqual([Date.parse(TUESDAY)]);
  });

  it('is there again when the ticket ends before it', async () => {
    await give('a', MONDAY);
    await tickets.resolve({ ticket: 'a' });
    expect(await freeTimes()).toHaveLength(2);
    expect(await planning.free(`a-${MONDAY}`)).toMatchObject({ kind: 'freed' });
  });

  it('was free for a decision of before it was given away', async () => {
    const before = desk.nowMs();
    place.clock.jumpWall(60_000);
    await give('a', MONDAY);
    const { schedules } = await readBooks(place.database, { atMs: before });
    expect(schedules['omn']?.slots).toHaveLength(2);
  });
});

describe('a time that is refused', () => {
  beforeEach(async () => {
    at('2026-11-18T09:00:00Z');
    await offer(MONDAY, TUESDAY);
    await open('a');
  });

  it('has passed, or is none of the plan', async () => {
    expect(await give('a', '2026-11-17T09:00:00Z')).toMatchObject({
      refusal: { code: 'slot-past' },
    });
    expect(await give('a', '2026-11-23T09:30:00Z')).toMatchObject({
      refusal: { code: 'slot-taken' },
    });
  });

  it('is a second one, or that of a ticket that has ended', async () => {
    await give('a', MONDAY);
    expect(await give('a', TUESDAY)).toMatchObject({ refusal: { code: 'planned-already' } });
    expect(await give('a', MONDAY)).toMatchObject({ kind: 'planned' });
    await open('b');
    await tickets.resolve({ ticket: 'b' });
    expect(await give('b', TUESDAY)).toMatchObject({ refusal: { code: 'ticket-ended' } });
    expect(await give('none', TUESDAY)).toMatchObject({ refusal: { code: 'ticket-unknown' } });
  });

  it('is one at which the technician has something else', async () => {
    await offer(MONDAY, '2026-11-23T09:30:00Z');
    await open('b');
    await give('a', MONDAY);
    const half = '2026-11-23T09:30:00Z';
    expect(await give('b', half)).toMatchObject({ refusal: { code: 'technician-busy' } });
    expect(await freeTimes()).toEqual([Date.parse(half)]);
    expect(await give('b', half, BEN)).toMatchObject({ kind: 'planned' });
  });
});

it('gives a training its 90 minutes', async () => {
  const party = { id: 'dealer', kind: 'distributor', name: 'Dealer' };
  await writeEntry(place.database, { book: 'parties', entry: 'dealer', body: party });
  const body = { payment: 'mandate', registeredOn: '2026-01-01', firstOrderLicences: 5 };
  await writeEntry(place.database, { book: 'distributors', entry: 'dealer', body });
  at('2026-11-18T09:00:00Z');
  await tickets.open({
    id: 't',
    kind: 'training',
    source: 'portal',
    request: { caller: 'distributor' },
    distributor: 'dealer',
    from: { name: 'Dora', company: 'dealer' },
    side: 'partner',
  });
  expect(await give('t', MONDAY)).toMatchObject({ kind: 'planned', entry: { minutes: 90 } });
});
