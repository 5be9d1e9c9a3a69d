/** What is left of each contract, to those who see all of its customer, and to nobody else. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeContract, writeCustomer, writePrice } from '../../../test/support/balance-books.ts';
import { openPeopleHub, type PeopleHub } from '../../../test/support/people-hub.ts';
import type { BalancesView } from './balance-schema.ts';

const AT = Date.parse('2026-11-23T10:00:00.000Z');

let hub: PeopleHub;

beforeEach(async () => {
  hub = await openPeopleHub();
  hub.clock.jumpWall(AT - hub.clock.wallMs());
  await hub.addUser('Ada', 'vendor-admin');
  await hub.addUser('Clara', 'customer-admin', ['berlin', 'hamburg']);
  await hub.addUser('Carl', 'customer-admin', ['berlin']);
  await hub.addUser('Dora', 'distributor', ['berlin']);
  await writeCustomer(hub.database, 'bar', ['berlin', 'hamburg']);
  await writeCustomer(hub.database, 'inn', ['roma']);
  await writeContract(hub.database, { id: 'c-1', customer: 'bar', plan: 'inn' });
  await writeContract(hub.database, {
    id: 'c-2',
    customer: 'bar',
    plan: 'omn',
    variant: 'plafond',
  });
  const ended = { start: '2025-01-01', endsOn: '2025-12-31', parameters: { autoRenew: false } };
  await writeContract(hub.database, { id: 'c-3', customer: 'inn', plan: 'inn', ...ended });
  // One that covers tills by name works with no balance.
  await writeContract(hub.database, { id: 'c-4', customer: 'inn', plan: 'sds', variant: 'flat' });
  await writePrice(hub.database, 'hour-remote', 6_000);
});

afterEach(() => hub[Symbol.asyncDispose]());

async function seenBy(name: string): Promise<BalancesView['contracts']> {
  const answer = await (await hub.signedIn(name)).call('GET /v1/balances');
  return answer.json<BalancesView>().contracts;
}

it.each([
  ['Ada', ['c-1', 'c-2', 'c-3']],
  ['Clara', ['c-1', 'c-2']],
  // One who does not see all sites of a customer does not see what it has.
  ['Carl', []],
])('%s sees %o', async (name, contracts) => {
  expect((await seenBy(name)).map(({ contract }) => contract)).toEqual(contracts);
});

it('whoever may not see balances sees none', async () => {
  const dora = await hub.signedIn('Dora');
  expect(await dora.codeOf('GET /v1/balances')).toBe('forbidden');
});

it('says what is left beside what is set aside, and what runs low', async () => {
  const ada = await hub.signedIn('Ada');
  const post = (what: string, body: object) =>
    ada.codeOf(`POST /v1/customers/bar/${what}`, { body });
  expect(await post('packs', { id: 'p', pack: 60 })).toBe('200');
  const hold = { id: 'h', account: 'credits', ticket: 'T', kind: 'hold', amount: 15 };
  expect(await post('tickets', hold)).toBe('200');
  expect(await post('top-ups', { id: 't', amountMinor: 12_000 })).toBe('200');
  expect(await seenBy('Clara')).toMatchObject([
    {
      contract: 'c-1',
      currency: 'EUR',
      isInForce: true,
      packs: [{ credits: 15, priceMinor: 1_000 }, {}, {}, {}, {}, {}],
      accounts: [{ account: 'credits', left: 45, held: 15, isLow: true }],
    },
    { contract: 'c-2', accounts: [{ account: 'wallet', left: 12_000, held: 0, isLow: false }] },
  ]);
});

it('a contract that has ended is shown as that, and warns of nothing', async () => {
  expect((await seenBy('Ada')).at(-1)).toMatchObject({
    contract: 'c-3',
    isInForce: false,
    accounts: [{ left: 0, isLow: false }],
  });
});
