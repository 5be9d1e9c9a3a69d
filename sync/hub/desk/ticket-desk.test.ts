/**
 * A till asks for help, and the desk takes it from there: decided where only the hub knows the
 * balance, handed on, worked on, and settled once at both ends.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeContract, writeCustomer, writePrice } from '../../../test/support/balance-books.ts';
import { extended, type LineContent } from '../../../test/support/chain.ts';
import {
  enrolStation,
  SENDING_STATION,
  sendLines,
  signOnWith,
} from '../../../test/support/sent-chain.ts';
import { LicenceDesk } from '../../../test/support/licence-desk.ts';
import { available } from '../../../agent/core/contract/ledger.ts';
import type { WireLine } from '../../protocol/lines.ts';
import { orderPack, topUp } from '../contracts/balance-desk.ts';
import type { Desk } from '../contracts/desk.ts';
import { cutLease } from '../contracts/lease-desk.ts';
import { costLinesIn } from '../store/cost-lines.ts';
import { ledgerOf } from '../store/ledgers.ts';
import { commandsAfter } from '../store/mailbox.ts';
import { addRemoteSession } from '../store/remote-sessions.ts';
import { hubEpochOf } from '../store/meta.ts';
import { deskRound } from './desk-rounds.ts';
import type { RemoteSession } from './remote.ts';
import { TicketDesk } from './ticket-desk.ts';

const TICKET = 'ticket-1';
const FROM = { name: 'Ada', company: 'Vendor' };
const EVER = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };

let place: LicenceDesk;
let desk: Desk;
let tickets: TicketDesk;
let chain: readonly WireLine[];

beforeEach(async () => {
  place = await LicenceDesk.open();
  desk = place.office(await place.hubVendor()).desk();
  tickets = new TicketDesk(desk);
  chain = [];
  await enrolStation(place.database);
  await signOnWith(place.database, { chain, epoch: 1, trail: [] });
  await writeCustomer(place.database, 'bar', ['shop']);
});

afterEach(() => place[Symbol.asyncDispose]());

async function tillSays(...lines: readonly LineContent[]): Promise<void> {
  const from = chain.length;
  chain = extended(chain, lines);
  const intake = await sendLines(place.database, chain.slice(from), 1);
  expect(intake).toMatchObject({ kind: 'stored', quarantined: 0 });
}

function helpAsked(answer: object, more: object = {}): LineContent {
  const body = { ticket: TICKET, number: 12, client: 'page', caller: 'cashier', answer, ...more };
  return { kind: 'help-asked', body };
}

const NEEDS_LINE = { kind: 'line-needed', missing: [], contacts: [] };

async function mail(): Promise<readonly { readonly kind: string; readonly body: object }[]> {
  const commands = await commandsAfter(place.database, SENDING_STATION, 0);
  return commands.map(({ kind, body }) => ({ kind, body }));
}

async function freeCredits(): Promise<number> {
  const ledger = await ledgerOf(place.database, { customer: 'bar', account: 'credits' });
  return available(ledger, desk.nowMs());
}

describe('with credits that no lease of the till reaches', () => {
  beforeEach(async () => {
    await writeContract(place.database, { id: 'c', customer: 'bar', plan: 'inn' });
    const pack = { customer: 'bar', id: 'pack', pack: 120, isRegistration: false };
    await orderPack(desk, pack);
    await tillSays(helpAsked(NEEDS_LINE, { words: 'The screen is black\nsince noon' }));
  });

  it('decides on the balance, sets the minimum aside, and tells the till', async () => {
    expect(await deskRound(desk)).toEqual([]);
    expect(await freeCredits()).toBe(105);
    const file = await tickets.file(TICKET);
    expect(file?.ticket).toMatchObject({
      number: 12,
      state: 'open',
      title: 'The screen is black',
      customer: 'bar',
      decision: { outcome: 'COVERED', holds: [{ account: 'credits', amount: 15 }] },
    });
    expect(await mail()).toMatchObject([
      { kind: 'help-news', body: { news: { ticket: TICKET, state: 'open' } } },
    ]);
  });

  it('does so once, however often it looks, and however often the line comes', async () => {
    await deskRound(desk);
    await deskRound(desk);
    await sendLines(place.database, chain, 1);
    await deskRound(desk);
    expect(await freeCredits()).toBe(105);
    expect(await mail()).toHaveLength(1);
    expect((await tickets.file(TICKET))?.messages).toHaveLength(1);
  });

  it('settles what the work took, warns of what is left, and gives the customer’s balance', async () => {
    await deskRound(desk);
    const answer = await tickets.resolve({ ticket: TICKET, used: 76, text: 'A cable.' });
    expect(answer).toMatchObject({
      kind: 'resolved',
      balances: [{ account: 'credits', charged: 90, available: 30 }],
      low: ['credits'],
    });
    expect(await freeCredits()).toBe(30);
    const told = (await mail()).at(-1);
    expect(told).toMatchObject({
      kind: 'help-news',
      body: { news: { state: 'resolved', balances: [{ available: 30 }], text: 'A cable.' } },
    });
    const again = await tickets.resolve({ ticket: TICKET, used: 76 });
    expect(again).toEqual({ kind: 'refused', code: 'ticket-ended' });
    expect(await freeCredits()).toBe(30);
  });

  it('books work beyond the balance, and charges it by name', async () => {
    await deskRound(desk);
    const answer = await tickets.resolve({ ticket: TICKET, used: 130 });
    expect(answer).toMatchObject({ balances: [{ charged: 135, available: 0 }] });
    const costs = await costLinesIn(place.database, EVER);
    expect(costs).toContainEqual(
      expect.objectContaining({ origin: 'overdraft', quantity: 15, about: TICKET }),
    );
  });

  it('gives everything back when the till withdraws it', async () => {
    await deskRound(desk);
    await tillSays({ kind: 'help-withdrawn', body: { ticket: TICKET, client: 'page' } });
    await deskRound(desk);
    expect(await freeCredits()).toBe(120);
    expect((await tickets.ticket(TICKET))?.state).toBe('withdrawn');
  });

  it('keeps the conversation of both ends in one thread, each message once', async () => {
    const text = { ticket: TICKET, client: 'page', message: 'm-1', text: 'Still black' };
    await tillSays({ kind: 'chat-said', body: text });
    const writing = {
      message: 'm-2',
      text: 'Is it plugged in?',
      from: FROM,
      side: 'desk',
    } as const;
    await tickets.write(TICKET, writing);
    await tickets.write(TICKET, writing);
    const { messages = [] } = (await tickets.file(TICKET)) ?? {};
    expect(messages.map(({ message }) => message).toSorted()).toEqual([
      'm-2',
      `${TICKET}/m-1`,
      `${TICKET}/words`,
    ]);
    expect((await mail()).filter(({ kind }) => kind === 'chat')).toHaveLength(1);
  });

  it('keeps what a till says under a name that it has used in another ticket', async () => {
    const body = { ticket: TICKET, client: 'page', message: 'm-1', text: 'Still black' };
    const other = { ...body, ticket: 'ticket-2', text: 'And the drawer too' };
    await tillSays(
      { kind: 'chat-said', body },
      helpAsked(NEEDS_LINE, { ticket: other.ticket, number: 13 }),
      { kind: 'chat-said', body: other },
    );
    const { messages = [] } = (await tickets.file(TICKET)) ?? {};
    expect(messages.filter(({ text }) => text === body.text)).toHaveLength(1);
    expect((await tickets.file(other.ticket))?.messages).toMatchObject([{ text: other.text }]);
  });

  it('shows what was written in one millisecond in the order in which the till gets it', async () => {
    for (const message of ['z', 'y', 'x']) {
      await tickets.write(TICKET, { message, text: message, from: FROM, side: 'desk' });
    }
    const { messages = [] } = (await tickets.file(TICKET)) ?? {};
    expect(
      new Set(messages.filter(({ side }) => side === 'desk').map(({ atMs }) => atMs)).size,
    ).toBe(1);
    expect(messages.map(({ text }) => text).filter((text) => text.length === 1)).toEqual([
      'z',
      'y',
      'x',
    ]);
  });
});

describe('with a promise of the till’s own lease', () => {
  const PROMISED = {
    kind: 'decided',
    contacts: [],
    decision: {
      outcome: 'COVERED',
      row: 'contact 5',
      reasons: [],
      clauses: [],
      plan: 'inn',
      planVersion: 1,
      costLines: [],
      holds: [{ account: 'credits', amount: 15 }],
      options: [],
      checklist: [],
      because: {},
    },
  };

  beforeEach(async () => {
    const stations = [SENDING_STATION];
    await writeContract(place.database, { id: 'c', customer: 'bar', plan: 'inn', stations });
    const pack = { customer: 'bar', id: 'pack', pack: 120, isRegistration: false };
    await orderPack(desk, pack);
    const lease = { station: SENDING_STATION, account: 'credits', amount: 15, id: 'l' } as const;
    const cut = await cutLease(desk, lease);
    if (cut.kind === 'refused') throw new TypeError(cut.code);
    await tillSays(helpAsked(PROMISED));
    await deskRound(desk);
  });

  it('holds nothing a second time', async () => {
    expect(await freeCredits()).toBe(105);
  });

  it('keeps the till’s word and its price, and says once what the hub would have said', async () => {
    const { body } = helpAsked(PROMISED);
    const line = { code: 'hour-remote', quantity: 1, unit: 'piece', totalMinor: 5_000 } as const;
    const costLines = [{ ...line, currency: 'EUR', payer: 'customer' }];
    const told = { ...PROMISED.decision, outcome: 'CHARGEABLE', holds: [], costLines };
    const answer = { ...PROMISED, decision: told };
    await tillSays({ kind: 'help-asked', body: { ...body, ticket: 'ticket-2', answer } });
    await deskRound(desk);
    await tickets.note('ticket-2', { note: 'n', text: 'Restarted it.' });
    const file = await tickets.file('ticket-2');
    expect(file?.difference).toMatchObject({ told, parts: ['outcome', 'cost', 'needs'] });
    expect(file?.difference?.known?.outcome).not.toBe('CHARGEABLE');
    const others = file?.events.filter(({ kind }) => kind === 'told-otherwise');
    expect(others).toMatchObject([{ body: { told: 'CHARGEABLE' } }]);
  });

  it('leaves what was told as what is agreed', async () => {
    const { body } = helpAsked(PROMISED);
    const told = { ...PROMISED.decision, outcome: 'ROUTE', holds: [] };
    const answer = { ...PROMISED, decision: told };
    await tillSays({ kind: 'help-asked', body: { ...body, ticket: 'ticket-2', answer } });
    await deskRound(desk);
    const file = await tickets.file('ticket-2');
    expect(file?.difference).toMatchObject({ told: { outcome: 'ROUTE' } });
    expect(file?.ticket.decision).toEqual(told);
    expect(await freeCredits()).toBe(105);
  });

  it('holds here what a till promises beyond what it was lent', async () => {
    const { body } = helpAsked(PROMISED);
    await tillSays({ kind: 'help-asked', body: { ...body, ticket: 'ticket-2' } });
    await deskRound(desk);
    expect(await freeCredits()).toBe(90);
    expect((await tickets.ticket('ticket-2'))?.promised).toEqual([]);
    await tickets.resolve({ ticket: 'ticket-2', used: 40 });
    expect((await mail()).filter(({ kind }) => kind === 'help-settle')).toEqual([]);
    expect(await freeCredits()).toBe(60);
  });

  it('has the till settle what it promised, and books the rest here', async () => {
    await tickets.resolve({ ticket: TICKET, used: 40 });
    const settle = (await mail()).find(({ kind }) => kind === 'help-settle');
    expect(settle?.body).toEqual({ ticket: TICKET, amount: 15 });
    expect(await freeCredits()).toBe(105 - 30);
  });

  it('books here what a till that was put back refuses to settle, once', async () => {
    await tickets.resolve({ ticket: TICKET, used: 10 });
    expect(await freeCredits()).toBe(105);
    const all = await commandsAfter(place.database, SENDING_STATION, 0);
    const seq = all.find(({ kind }) => kind === 'help-settle')?.seq ?? 0;
    const hubEpoch = await hubEpochOf(place.database, 'this-life');
    const body = { hubEpoch, seq, command: 'help-settle', outcome: 'refused', reason: 'x' };
    await tillSays({ kind: 'command-settled', body: { ...body, hubEpoch: 'another-life' } });
    expect(await freeCredits()).toBe(105);
    await tillSays({ kind: 'command-settled', body });
    await tillSays({ kind: 'command-settled', body });
    expect(await freeCredits()).toBe(90);
  });

  it('lets the promise go where nothing was used', async () => {
    await tickets.resolve({ ticket: TICKET, used: 0 });
    const settle = (await mail()).find(({ kind }) => kind === 'help-settle');
    expect(settle?.body).toMatchObject({ ticket: TICKET });
  });
});

describe('whoever has taken it', () => {
  const ADA = { user: 'u-ada', name: 'Ada' };

  beforeEach(async () => {
    await writeContract(place.database, { id: 'c', customer: 'bar', plan: 'inn' });
    const pack = { customer: 'bar', id: 'pack', pack: 120, isRegistration: false };
    await orderPack(desk, pack);
    await tillSays(helpAsked(NEEDS_LINE));
    await deskRound(desk);
    await tickets.assign(TICKET, ADA);
  });

  it('keeps it when the contract is asked again', async () => {
    await tickets.note(TICKET, { note: 'n', text: 'Restarted it.' });
    const kept = { state: 'assigned', handlerUser: 'u-ada', handlerName: 'Ada' };
    expect(await tickets.ticket(TICKET)).toMatchObject(kept);
  });

  it('is not named any more once they let it go', async () => {
    await tickets.assign(TICKET, {});
    const free = await tickets.ticket(TICKET);
    expect(free).toMatchObject({ state: 'open' });
    expect(free?.handlerUser).toBeUndefined();
    expect(free?.handlerName).toBeUndefined();
  });

  it('has it no more where it is passed up to the vendor', async () => {
    await tickets.passUp(TICKET, 'admin');
    const passed = await tickets.ticket(TICKET);
    expect(passed).toMatchObject({ state: 'open' });
    expect(passed?.handlerUser).toBeUndefined();
  });
});

describe('with a pool and a wallet', () => {
  it('settles each kind of work from its own account', async () => {
    await writePrice(place.database, 'hour-remote', 6_000);
    const wallet = { id: 'w', customer: 'bar', plan: 'omn', variant: 'plafond' } as const;
    await writeContract(place.database, wallet);
    await topUp(desk, { customer: 'bar', id: 'money', amountMinor: 20_000 });
    await tillSays(helpAsked(NEEDS_LINE));
    await deskRound(desk);
    const fromMs = desk.nowMs();
    const work = { entry: 'e', mode: 'remote', minutes: 75, fromMs, by: 'Ada' } as const;
    await tickets.addTime(TICKET, work);
    await tickets.addTime(TICKET, work);
    const answer = await tickets.resolve({ ticket: TICKET });
    expect(answer).toMatchObject({
      balances: [{ account: 'wallet', charged: 7_500, available: 12_500 }],
    });
  });
});

it('is not solved while a technician is at its till', async () => {
  await tillSays(helpAsked({ kind: 'no-plan', contacts: [] }));
  await deskRound(desk);
  const live: RemoteSession = {
    id: 'remote-1',
    ticket: TICKET,
    station: SENDING_STATION,
    user: 'ada',
    technician: FROM,
    streams: ['screen'],
    state: 'live',
    control: 'none',
    triesLeft: 3,
    askedAtMs: desk.nowMs(),
    durationMs: 0,
    bytesIn: 0,
    bytesOut: 0,
  };
  await addRemoteSession(place.database, live);
  const early = await tickets.resolve({ ticket: TICKET });
  expect(early).toEqual({ kind: 'refused', code: 'session-open' });
  const ended = { session: 'remote-1', ticket: TICKET, end: 'stopped-at-till' };
  const lasted = { durationMs: 61_000, controlMs: 0, bytesIn: 1, bytesOut: 1 };
  await tillSays({ kind: 'remote-ended', body: { ...ended, ...lasted } });
  expect(await tickets.resolve({ ticket: TICKET })).toMatchObject({ kind: 'resolved' });
});

describe('a time that was set', () => {
  it('stays through a note, where people agreed on it', async () => {
    await tillSays(helpAsked({ kind: 'no-plan', contacts: [] }));
    await deskRound(desk);
    const atMs = desk.nowMs() + 3_600_000;
    await tickets.schedule(TICKET, atMs);
    await tickets.note(TICKET, { note: 'n', text: 'Called, nobody there.' });
    expect(await tickets.ticket(TICKET)).toMatchObject({ state: 'scheduled', scheduledAtMs: atMs });
  });
});

describe('a ticket that nobody pays for', () => {
  it('is taken up without a contract, for people to decide', async () => {
    await tillSays(helpAsked({ kind: 'no-plan', contacts: [] }));
    await deskRound(desk);
    expect(await tickets.ticket(TICKET)).toMatchObject({ state: 'open', isTakenUp: true });
    expect(await tickets.resolve({ ticket: TICKET })).toMatchObject({ cost: { accounts: [] } });
  });
});
