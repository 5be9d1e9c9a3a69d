/** A POS program at a till that takes USD beside EUR, over the real API. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { authorised, startApiTill, type ApiTill } from '../../test/support/api-till.ts';
import { FakeAcceptor, FakeDispenser } from '../../test/support/fake-devices.ts';

type Body = Record<string, unknown>;

let till: ApiTill;
let bills: FakeAcceptor;
let recycler: FakeDispenser;

beforeEach(async () => {
  bills = new FakeAcceptor({ device: 'bills', valuesMinor: [100, 500] });
  recycler = new FakeDispenser({ device: 'dollars', valueMinor: 100 });
  till = await startApiTill({ usdDevices: [bills, recycler] });
  await till.fill();
  const added = [{ valueMinor: 100, count: 7 }];
  await till.shell.ask({ kind: 'fill-entered', place: 'dollars', added, client: 'test' });
});

afterEach(async () => {
  await till[Symbol.asyncDispose]();
});

/** `what` is as in `POST sales`. */
async function call(what: string, body?: Body, operator = {}): Promise<Body> {
  const [method = '', path = ''] = what.split(' ');
  const response = await fetch(`${till.url}/v1/${path}`, {
    method,
    headers: {
      ...authorised(),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      'idempotency-key': randomUUID(),
      ...operator,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await response.json()) as Body;
}

test('a sale is paid in its currency, and every amount says which it is of', async () => {
  await call('POST sales', { amountDueMinor: 400, currency: 'USD' });
  expect([till.acceptor.accepted, bills.accepted]).toEqual([[], [100, 500]]);
  await bills.insert(500);
  await till.until(({ sale }) => sale?.state === 'settled');
  expect(recycler.paid).toBe(1);
  await bills.credit(500);
  const { foreign, debts, devices, levels } = await till.status();
  expect(foreign).toEqual([{ currency: 'USD', isReady: true, exactChangeOnly: false }]);
  expect(debts).toMatchObject([{ cause: 'unassigned', currency: 'USD', amountMinor: 500 }]);
  expect(devices.find(({ device }) => device === 'bills')).toMatchObject({ currency: 'USD' });
  expect(devices.find(({ device }) => device === 'coins')).toMatchObject({ currency: 'EUR' });
  expect(levels.every(({ currency }) => currency === 'EUR')).toBe(true);
  const { places } = (await call('GET counts')) as { places: readonly Body[] };
  expect(places).toContainEqual(
    expect.objectContaining({ place: 'cashbox-usd', currency: 'USD', totalMinor: 1_000 }),
  );
  expect(places).toContainEqual(
    expect.objectContaining({ place: 'hopper-100', currency: 'EUR', totalMinor: 3_000 }),
  );
});

test('a debt and its receipt are in its currency', async () => {
  await bills.credit(500);
  const { debts } = (await call('GET debts')) as { debts: readonly Body[] };
  const path = `debts/${encodeURIComponent(String(debts[0]?.['debtId']))}/receipt`;
  const { lines } = (await call(`GET ${path}`)) as { lines: readonly string[] };
  expect(lines.join('\n')).toMatch(/\$\s?5\.00|5\.00\s?(US)?\$|USD/);
});

test('an operation names its currency', async () => {
  const operator = await till.signIn('supervisor');
  const order = { kind: 'amount', amountMinor: 200 };
  const asked = { purpose: 'dispense', order, reason: 'float', currency: 'USD' };
  expect(await call('POST operations', asked, operator)).toMatchObject({ currency: 'USD' });
  await till.until(({ activity }) => activity === 'idle');
  expect(recycler.paid).toBe(2);
});

test('a shift reports each currency by itself', async () => {
  await call('POST shift/open');
  await till.sell(100);
  await till.acceptor.insert(100);
  await till.until(({ sale }) => sale?.state === 'settled');
  await call('POST sales', { amountDueMinor: 500, currency: 'USD' });
  await bills.insert(500);
  await till.until(({ sale }) => sale?.currency === 'USD' && sale.state === 'settled');
  expect(await call('POST shift/close')).toMatchObject({
    currency: 'EUR',
    totals: { salesCount: 1, soldMinor: 100, insertedMinor: 100 },
    foreign: [
      {
        currency: 'USD',
        openingMinor: 700,
        totals: { salesCount: 1, soldMinor: 500, insertedMinor: 500 },
        closingMinor: 1_200,
      },
    ],
  });
});

test('the cash changer shows one currency at a time', async () => {
  expect(await call('GET cash-changer')).toMatchObject({
    currencyCode: 'EUR',
    currencyCodeList: 'EUR,USD',
    depositCashList: '10,20,50,100,200',
    exitCashList: '10,20,50,100',
  });
  expect(await call('GET cash-changer?currencyCode=USD')).toMatchObject({
    currencyCode: 'USD',
    depositCashList: '100,500',
    exitCashList: '100',
  });
  expect(await call('GET cash-changer?currencyCode=CHF')).toMatchObject({
    error: { code: 'currency-not-accepted' },
  });
});

test('a program of the cash changer takes and pays in the currency it names', async () => {
  await call('POST cash-changer/claim', {});
  await call('POST cash-changer/device-enabled', { deviceEnabled: true });
  const counts = 'cash-changer/read-cash-counts?currencyCode=USD';
  expect(await call(`POST ${counts}`)).toMatchObject({ cashCounts: '100:7', discrepancy: false });
  await call('POST cash-changer/begin-deposit?currencyCode=USD');
  await bills.insert(500);
  expect(await call('POST cash-changer/fix-deposit')).toMatchObject({ depositAmount: 500 });
  expect(await call('GET cash-changer')).toMatchObject({ depositStatus: 4, depositAmount: 0 });
  const end = { success: 1, amountDueMinor: 300 };
  expect(await call('POST cash-changer/end-deposit', end)).toMatchObject({ paidOutMinor: 200 });
  const operator = await till.signIn('supervisor');
  const asked = { amountMinor: 100, reason: 'change', currencyCode: 'USD' };
  expect(await call('POST cash-changer/dispense-change', asked, operator)).toMatchObject({
    paidMinor: 100,
  });
  expect(recycler.paid).toBe(3);
});
