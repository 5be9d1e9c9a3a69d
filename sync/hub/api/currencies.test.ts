/** What a till took in and paid out in other currencies is shown by currency, and never added up. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { coins, extended, type LineContent } from '../../../test/support/chain.ts';
import { openPeopleHub, type PeopleHub } from '../../../test/support/people-hub.ts';
import { GENESIS } from '../../protocol/fields.ts';
import { openBranch } from '../store/branches.ts';
import { takeLines } from '../store/line-intake.ts';
import type { StationView } from './schema.ts';

const STATION = 'st-1';

let hub: PeopleHub;

beforeEach(async () => {
  hub = await openPeopleHub();
  await hub.addUser('Ada', 'vendor-admin');
  await hub.addStation(STATION, 'berlin');
  const branch = { station: STATION, epoch: 1, parent: undefined, common: GENESIS, atMs: 1 };
  await openBranch(hub.database, branch);
});

afterEach(() => hub[Symbol.asyncDispose]());

async function totalsAfter(contents: readonly LineContent[]): Promise<StationView['totals']> {
  const lines = extended([], contents);
  await takeLines(hub.database, { station: STATION, epoch: 1, from: 1, lines, receivedAtMs: 1 });
  const admin = await hub.signedIn('Ada');
  const response = await admin.call(`GET /v1/stations/${STATION}`);
  expect(response.statusCode).toBe(200);
  return response.json<StationView>().totals;
}

function paid(currency: string | undefined, valueMinor: number, pieces: number): LineContent {
  const body = { valueMinor, paid: pieces, ...(currency === undefined ? {} : { currency }) };
  return { kind: 'dispense-settled', body };
}

it('shows a till whose sums are impossible', async () => {
  const most = Number.MAX_SAFE_INTEGER;
  const totals = await totalsAfter([paid('USD', most, most), paid(undefined, most, most)]);
  expect(totals).toMatchObject({
    dispensedMinor: most,
    foreign: [{ currency: 'USD', insertedMinor: 0, dispensedMinor: most }],
  });
});

it('shows none where a till has its own currency alone', async () => {
  expect(await totalsAfter(coins(2))).toMatchObject({ insertedMinor: 200, foreign: [] });
});

it('shows each by itself, in the order of their codes', async () => {
  const sale = { saleId: 'a', insertedMinor: 500, changeMinor: 300, owedMinor: 0 };
  const totals = await totalsAfter([
    ...coins(2),
    { kind: 'cash-inserted', body: { valueMinor: 500, currency: 'USD' } },
    paid('USD', 100, 3),
    { kind: 'sale-settled', body: { ...sale, currency: 'USD' } },
    { kind: 'sale-settled', body: { ...sale, saleId: 'b' } },
    { kind: 'cash-inserted', body: { valueMinor: 20, currency: 'CHF' } },
  ]);
  expect(totals).toEqual({
    lines: 7,
    insertedMinor: 200,
    dispensedMinor: 0,
    salesSettled: 2,
    foreign: [
      { currency: 'CHF', insertedMinor: 20, dispensedMinor: 0, salesSettled: 0 },
      { currency: 'USD', insertedMinor: 500, dispensedMinor: 300, salesSettled: 1 },
    ],
  });
});
