/**
 * Five contracts, each from the cashier's tap to the ledger: a real agent, a real hub, the cashier
 * page in a browser. What the till says is what its contract says at that hour, and what the work
 * took stands at both ends.
 */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { openPools, orderPack } from '../../sync/hub/contracts/balance-desk.ts';
import { writePrice } from '../support/balance-books.ts';
import { startBrowser } from '../support/browser.ts';
import { CashierScreen } from '../support/cashier-screen.ts';
import { addUser, HelpPlace, writeCompany, type HelpTerms } from '../support/help-place.ts';
import type { HubPerson } from '../support/hub-person.ts';

/** A Tuesday, with everybody at work in Madrid, Berlin and Rome. */
const WORKING = '2026-11-24T09:30:00Z';
const NIGHT = '2026-11-24T21:00:00Z';

let browser: Browser;
let place: HelpPlace;
let screen: CashierScreen;

beforeAll(async () => {
  browser = await startBrowser();
});

afterAll(() => browser?.close());

afterEach(async () => {
  const { database } = place;
  const [difference] = await database.selectFrom('told_differences').select('told').execute();
  await screen?.page.context().close();
  await place?.[Symbol.asyncDispose]();
  // A till that knows what the hub knows says what the hub says.
  if (difference !== undefined) throw new TypeError(`told otherwise: ${difference.told}`);
});

async function open(terms: HelpTerms): Promise<void> {
  place = await HelpPlace.open(terms);
  screen = await CashierScreen.openAt(browser, place.pageUrl, { locale: 'en-GB' });
}

/** One tap, and the first words of the answer. */
async function tap(says: string): Promise<void> {
  await screen.page.getByRole('button', { name: 'Help', exact: true }).click();
  await screen.see(says);
}

/** The only ticket, as somebody at the hub sees it. */
async function ticketOf(person: HubPerson): Promise<Record<string, unknown>> {
  let found: Record<string, unknown> | undefined;
  await place.till.until('the desk has the ticket', async () => {
    const { body } = await person.call('GET /v1/tickets');
    [found] = body['tickets'] as Record<string, unknown>[];
    return found !== undefined && found['outcome'] !== undefined;
  });
  return found ?? {};
}

async function resolve(person: HubPerson, body: object = {}): Promise<Record<string, unknown>> {
  const { ticket } = await ticketOf(person);
  const answer = await person.call(`POST /v1/tickets/${String(ticket)}/resolution`, body);
  expect([answer.status, answer.body]).toMatchObject([200, {}]);
  return answer.body;
}

async function work(person: HubPerson, minutes: number): Promise<void> {
  const { ticket } = await ticketOf(person);
  const entry = { id: 'entry-1', mode: 'remote', minutes, from: WORKING };
  const { status } = await person.call(`POST /v1/tickets/${String(ticket)}/time`, entry);
  expect(status).toBe(200);
}

async function balance(person: HubPerson, account: string): Promise<unknown> {
  const { body } = await person.call('GET /v1/customers/bar/statement');
  const accounts = body['accounts'] as readonly { account: string; closing: number }[];
  return accounts.find((one) => one.account === account)?.closing;
}

it('maintenance through a distributor: the cashier calls her, she tries first, then the vendor helps', async () => {
  await open({
    at: WORKING,
    contract: { plan: 'ima' },
    furnish: async ({ database }) => {
      const dora = { kind: 'distributor', name: 'Dora', phone: '+34 900 100 200' } as const;
      await writeCompany(database, 'dora', { ...dora, edge: { kind: 'sold-by', from: 'bar' } });
      await addUser(database, 'Dora', { role: 'distributor', party: 'dora' });
    },
  });
  const ada = await place.person('Ada');
  const order = { payment: 'mandate', order: { id: 'first', licences: 5 } };
  expect((await ada.call('POST /v1/distributors/dora/registration', order)).status).toBe(200);
  await tap('Please call Dora');
  await screen.see('+34 900 100 200');
  const dora = await place.person('Dora');
  const { ticket, handler } = await ticketOf(dora);
  expect(handler).toMatchObject({ company: 'dora' });
  const path = `POST /v1/tickets/${String(ticket)}`;
  expect((await dora.call(`${path}/handler`, { company: null })).body).toMatchObject({
    state: 'waiting',
    outcome: 'NEEDS',
  });
  const noted = await dora.call(`${path}/note`, {
    id: 'note-1',
    text: 'Restarted it, still stuck.',
  });
  expect(noted.body).toMatchObject({ outcome: 'COVERED', state: 'open', handler: {} });
  expect(await resolve(ada, { text: 'A setting.' })).toMatchObject({ accounts: [] });
  await screen.see('Solved');
});

it('service by a certified company: the cashier is told which, and it alone works on it', async () => {
  await open({
    at: WORKING,
    contract: { plan: 'imt' },
    furnish: async ({ database }) => {
      await writeCompany(database, 'imt', { kind: 'vendor', name: 'Vendor' });
      const firm = { kind: 'implementer', name: 'Firm', phone: '+34 900 300 400' } as const;
      await writeCompany(database, 'firm', { ...firm, edge: { kind: 'served-by', from: 'shop' } });
      await writeCompany(database, 'imt', {
        kind: 'vendor',
        name: 'Vendor',
        edge: { kind: 'certified-by', from: 'firm' },
      });
      await addUser(database, 'Ivo', { role: 'implementer', party: 'firm' });
    },
  });
  await tap('Please call Firm');
  await screen.see('+34 900 300 400');
  const ivo = await place.person('Ivo');
  expect(await ticketOf(ivo)).toMatchObject({ handler: { company: 'firm' }, outcome: 'ROUTE' });
  expect(await resolve(ivo)).toMatchObject({ accounts: [] });
  await screen.see('Solved');
});

it('second-level support: the admin first, who asks the vendor in turn', async () => {
  await open({
    at: WORKING,
    contract: { plan: 'sds', variant: 'second-level', contacts: [{ id: 'ana' }] },
    furnish: ({ database }) => addUser(database, 'Carla', { role: 'customer-admin', party: 'bar' }),
  });
  await tap('Please call Ana');
  await screen.see('+34 600 111 222');
  const carla = await place.person('Carla');
  const { ticket } = await ticketOf(carla);
  const passed = await carla.call(`POST /v1/tickets/${String(ticket)}/handler`, { company: null });
  expect(passed.body).toMatchObject({ outcome: 'COVERED' });
  expect(await carla.refusal(`POST /v1/tickets/${String(ticket)}/resolution`)).toBe('forbidden');
  await resolve(await place.person('Ada'));
  await screen.see('Solved');
});

it('flat support after hours: a callback at the next opening', async () => {
  await open({ at: NIGHT, contract: { plan: 'sds', variant: 'flat' } });
  await tap('Help comes');
  const ada = await place.person('Ada');
  expect(await ticketOf(ada)).toMatchObject({
    state: 'scheduled',
    scheduledAt: '2026-11-25T08:00:00.000Z',
  });
});

it('credits: promised from the till’s lease, settled there, and the rest at the hub', async () => {
  await open({
    at: WORKING,
    contract: { plan: 'inn' },
  });
  await orderPack(place.hub.office.desk(), {
    customer: 'bar',
    id: 'pack',
    pack: 120,
    isRegistration: false,
  });
  await place.lease('credits', 45);
  await tap('Help is coming');
  const promised = place.till.journal().find(({ kind }) => kind === 'lease-promised');
  expect(promised?.body).toMatchObject({ parts: [{ amount: 15 }] });
  const ada = await place.person('Ada');
  expect(await resolve(ada, { used: 31 })).toMatchObject({
    balances: [{ account: 'credits', charged: 45 }],
  });
  await screen.see('Solved');
  await place.till.until('the till has settled', async () =>
    place.till.journal().some(({ kind }) => kind === 'lease-settled'),
  );
  const settled = place.till.journal().filter(({ kind }) => kind === 'lease-settled');
  expect(settled).toMatchObject([{ body: { parts: [{ amount: 15 }] } }]);
  await place.till.until('both ends agree', async () => (await balance(ada, 'credits')) === 75);
});

it('a pool of hours: only the desk knows the balance, and the cashier hears of it', async () => {
  await open({
    at: WORKING,
    contract: { plan: 'omn', variant: 'presidio' },
    furnish: ({ database }) => writePrice(database, 'hour-remote', 6_000),
  });
  await openPools(place.hub.office.desk(), { customer: 'bar' });
  await tap('Help is coming');
  const asked = place.till.journal().find(({ kind }) => kind === 'help-asked');
  expect(asked?.body).toMatchObject({ answer: { kind: 'line-needed' } });
  const ada = await place.person('Ada');
  expect(await ticketOf(ada)).toMatchObject({ outcome: 'COVERED' });
  await work(ada, 75);
  expect(await resolve(ada)).toMatchObject({
    balances: [{ account: 'pool-remote', charged: 75, available: 825 }],
  });
  await screen.see('Solved');
  await screen.see('825');
  expect(await balance(ada, 'pool-remote')).toBe(825);
});
