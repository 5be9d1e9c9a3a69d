/** What must not come of a ticket: work that nobody pays for, a charge the wrong way round, a ticket taken twice. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeContract, writeCustomer } from '../../../test/support/balance-books.ts';
import { extended, type LineContent } from '../../../test/support/chain.ts';
import { LicenceDesk } from '../../../test/support/licence-desk.ts';
import { enrolStation, sendLines, signOnWith } from '../../../test/support/sent-chain.ts';
import { available } from '../../../agent/core/contract/ledger.ts';
import { innPlan } from '../../../agent/plans/inn.ts';
import type { WireLine } from '../../protocol/lines.ts';
import { orderPack } from '../contracts/balance-desk.ts';
import type { Desk } from '../contracts/desk.ts';
import { costLinesIn } from '../store/cost-lines.ts';
import { ledgerOf } from '../store/ledgers.ts';
import { addPlan } from '../store/plans.ts';
import { deskRound } from './desk-rounds.ts';
import { TicketDesk } from './ticket-desk.ts';

const TICKET = 'ticket-1';
const WITHDRAWN = { kind: 'help-withdrawn', body: { ticket: TICKET, client: 'page' } };
const TERMS = { id: 'c', customer: 'bar', plan: 'inn' } as const;
const NEEDS_LINE = { kind: 'line-needed', missing: [], contacts: [] };

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
  await writeContract(place.database, TERMS);
  await orderPack(desk, { customer: 'bar', id: 'pack', pack: 120, isRegistration: false });
});

afterEach(() => place[Symbol.asyncDispose]());

async function tillSays(...lines: readonly LineContent[]): Promise<void> {
  const from = chain.length;
  chain = extended(chain, lines);
  const intake = await sendLines(place.database, chain.slice(from), 1);
  expect(intake).toMatchObject({ kind: 'stored', quarantined: 0 });
  expect(await deskRound(desk)).toEqual([]);
}

function helpAsked(answer: object): LineContent {
  const body = { ticket: TICKET, number: 12, client: 'page', caller: 'cashier', answer };
  return { kind: 'help-asked', body };
}

function work(entry: string) {
  return { entry, mode: 'remote', minutes: 76, fromMs: desk.nowMs(), by: 'Ada' } as const;
}

async function freeCredits(): Promise<number> {
  const ledger = await ledgerOf(place.database, { customer: 'bar', account: 'credits' });
  return available(ledger, desk.nowMs());
}

describe('work that was done', () => {
  beforeEach(() => tillSays(helpAsked(NEEDS_LINE)));

  it('is settled although the till takes its request back', async () => {
    await tickets.addTime(TICKET, work('e'));
    await tillSays(WITHDRAWN);
    expect((await tickets.ticket(TICKET))?.state).toBe('open');
    const answer = await tickets.resolve({ ticket: TICKET });
    expect(answer).toMatchObject({ balances: [{ charged: 90, available: 30 }] });
  });

  it('is charged by the version of the plan that was decided by, not by a later one', async () => {
    const parameters = { ...innPlan.parameters, interventionMinimum: 240 };
    const plan = { ...innPlan, version: 2, parameters };
    await addPlan(place.database, { plan, document: '-', sentAtMs: desk.nowMs() });
    const later = { ...TERMS, planVersion: 2 };
    await writeContract(place.database, later);
    const serviceClass = 'intervention';
    const answer = await tickets.resolve({ ticket: TICKET, used: 20, serviceClass });
    expect(answer).toMatchObject({ balances: [{ charged: 60 }] });
  });

  it('is not entered where it would never be settled', async () => {
    await tickets.resolve({ ticket: TICKET, used: 15 });
    expect(await tickets.addTime(TICKET, work('late'))).toMatchObject({ code: 'ticket-ended' });
    expect((await tickets.file(TICKET))?.entries).toEqual([]);
  });
});

describe('a till that is not to be believed', () => {
  const DECISION = {
    outcome: 'CHARGEABLE',
    row: 'contact 5',
    reasons: [],
    clauses: [],
    plan: 'inn',
    planVersion: 1,
    holds: [],
    options: [],
    checklist: [],
    because: {},
  };
  const LINE = { code: 'hour-remote', unit: 'piece', currency: 'EUR', payer: 'customer' };

  it.each([
    ['owes itself money', { costLines: [{ ...LINE, quantity: 1, totalMinor: -50_000 }] }],
    ['takes back what was sold', { costLines: [{ ...LINE, quantity: -9, totalMinor: 0 }] }],
    ['says no costs at all', {}],
    ['has an outcome of its own', { outcome: 'FREE', costLines: [] }],
  ])('%s: the desk decides, and nothing is charged by its word', async (_what, more) => {
    const decision = { ...DECISION, ...more };
    await tillSays(helpAsked({ kind: 'decided', contacts: [], decision }));
    expect(await tickets.ticket(TICKET)).toMatchObject({ decision: { outcome: 'COVERED' } });
    await tickets.resolve({ ticket: TICKET, used: 15 });
    const ever = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };
    const costs = await costLinesIn(place.database, ever);
    expect(costs.filter(({ about }) => about === TICKET)).toEqual([]);
    expect(await freeCredits()).toBe(105);
  });
});

it('is the vendor’s after it was passed up, also where whoever had it is revoked later', async () => {
  await tillSays(helpAsked(NEEDS_LINE));
  await tickets.passTo(TICKET, { company: 'firm', name: 'Firm' });
  await tickets.passUp(TICKET, 'implementer');
  const { history = [], handlerCompany } = (await tickets.ticket(TICKET)) ?? {};
  expect(handlerCompany).toBeUndefined();
  expect(history.map(({ company }) => company)).toEqual([undefined, 'firm', undefined]);
});
