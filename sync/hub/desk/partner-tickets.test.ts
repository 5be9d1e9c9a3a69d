/** What partners ask of the vendor: trainings, integrations, and a word with somebody. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeEntry } from '../../../test/support/balance-books.ts';
import { LicenceDesk } from '../../../test/support/licence-desk.ts';
import type { Desk } from '../contracts/desk.ts';
import { entryAt } from '../store/book-entries.ts';
import { TicketDesk } from './ticket-desk.ts';
import type { Ticket, TicketKind } from './ticket.ts';

const DEALER = 'dealer';
const REGISTERED = {
  payment: 'mandate',
  registeredOn: '2026-01-01',
  firstOrderLicences: 5,
} as const;

let place: LicenceDesk;
let desk: Desk;
let tickets: TicketDesk;

beforeEach(async () => {
  place = await LicenceDesk.open();
  desk = place.office(await place.hubVendor()).desk();
  tickets = new TicketDesk(desk);
  const party = { id: DEALER, kind: 'distributor', name: 'Dealer' };
  await writeEntry(place.database, { book: 'parties', entry: DEALER, body: party });
});

afterEach(() => place[Symbol.asyncDispose]());

function register(more: object = {}): Promise<void> {
  const body = { ...REGISTERED, ...more };
  return writeEntry(place.database, { book: 'distributors', entry: DEALER, body });
}

function ask(id: string, kind: TicketKind = 'training'): Promise<Ticket> {
  return tickets.open({
    id,
    kind,
    source: 'portal',
    request: { caller: 'distributor' },
    distributor: DEALER,
    from: { name: 'Dora', company: DEALER },
    side: 'partner',
  });
}

async function trainingsGiven(): Promise<unknown> {
  const held = await entryAt(place.database, {
    book: 'distributors',
    entry: DEALER,
    atMs: desk.nowMs(),
  });
  return held?.body;
}

describe('a training that a distributor asks for', () => {
  it('is refused to whoever is not registered', async () => {
    expect(await ask('t')).toMatchObject({
      decision: { outcome: 'REFUSE', reasons: ['NOT_A_DISTRIBUTOR'] },
    });
    await tickets.resolve({ ticket: 't' });
    expect(await trainingsGiven()).toBeUndefined();
  });

  it('is free once, takes 90 minutes, and is used up when it is done', async () => {
    await register({ paymentAgreedBy: 'Ada' });
    const first = await ask('first');
    expect(first.decision).toMatchObject({ outcome: 'COVERED', row: '15', minutes: 90 });
    await tickets.resolve({ ticket: 'first' });
    expect(await trainingsGiven()).toEqual({
      ...REGISTERED,
      paymentAgreedBy: 'Ada',
      trainingsGiven: 1,
    });
    expect(await tickets.resolve({ ticket: 'first' })).toMatchObject({ code: 'ticket-ended' });
    expect(await trainingsGiven()).toMatchObject({ trainingsGiven: 1 });
    expect((await ask('second')).decision).toMatchObject({ outcome: 'QUOTE', row: '16' });
    await tickets.resolve({ ticket: 'second' });
    expect(await trainingsGiven()).toMatchObject({ trainingsGiven: 1 });
  });

  it('is not free twice while the first one is still to come', async () => {
    await register();
    expect((await ask('first')).decision).toMatchObject({ outcome: 'COVERED' });
    expect((await ask('second')).decision).toMatchObject({ outcome: 'QUOTE' });
    expect((await ask('first')).decision).toMatchObject({ outcome: 'COVERED' });
  });

  it('is charged once something was installed', async () => {
    await register({ installations: 1 });
    expect((await ask('late')).decision).toMatchObject({ outcome: 'QUOTE', row: '16' });
  });
});

it('offers both ways to a new integration', async () => {
  await register();
  expect((await ask('i', 'integration')).decision).toMatchObject({
    outcome: 'QUOTE',
    row: '14',
    options: [
      { code: 'licence', licences: 5 },
      { code: 'integration-once', licences: 1 },
    ],
  });
});

it('lets a partner and the vendor talk at any hour, and asks no contract', async () => {
  const chat = await ask('chat', 'chat');
  expect(chat).toMatchObject({ state: 'open', isTakenUp: true, distributor: DEALER });
  expect(chat.decision).toBeUndefined();
  const from = { name: 'Ada', company: 'Vendor' };
  await tickets.write('chat', { message: 'm', text: 'Good evening', from, side: 'desk' });
  await tickets.write('chat', { message: 'm', text: 'Good evening', from, side: 'desk' });
  expect((await tickets.file('chat'))?.messages).toMatchObject([{ side: 'desk', name: 'Ada' }]);
  expect(await tickets.resolve({ ticket: 'chat' })).toMatchObject({ cost: { accounts: [] } });
});
