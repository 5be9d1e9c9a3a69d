/** Operators and POS programs through the door: once under a key, and only with somebody at the till. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { authorised, startApiTill, type ApiTill } from '../../test/support/api-till.ts';

let till: ApiTill;
let operator: string;

beforeEach(async () => {
  till = await startApiTill();
  await till.fill();
  operator = (await till.signIn('supervisor'))['x-tillwarden-operator'] ?? '';
});

afterEach(async () => {
  await till[Symbol.asyncDispose]();
});

interface Asked {
  readonly body?: object;
  readonly key?: string;
  readonly operator?: string;
}

async function post(path: string, { body = {}, key, operator }: Asked) {
  const response = await fetch(`${till.url}/v1/${path}`, {
    method: 'POST',
    headers: {
      ...authorised(),
      'content-type': 'application/json',
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...(operator === undefined ? {} : { 'x-tillwarden-operator': operator }),
    },
    body: JSON.stringify(body),
  });
  return { status: response.status, said: (await response.json()) as Record<string, unknown> };
}

const REFUND = {
  purpose: 'refund',
  order: { kind: 'amount', amountMinor: 70 },
  reason: 'returned',
  reference: 'sale 7',
};

test('an operation needs a key and an operator, and is done once', async () => {
  expect(await post('operations', { body: REFUND, operator })).toMatchObject({
    status: 400,
  });
  expect(await post('operations', { body: REFUND, key: 'k' })).toMatchObject({
    status: 403,
    said: { error: { code: 'operator-needed', details: { right: 'refund' } } },
  });
  const first = await post('operations', { body: REFUND, key: 'k', operator });
  expect(first).toMatchObject({
    status: 201,
    said: { operator: 'supervisor', reference: 'sale 7' },
  });
  await till.until(({ activity }) => activity === 'idle');
  const again = await post('operations', { body: REFUND, key: 'k', operator });
  expect(again).toMatchObject({ status: 200, said: { state: 'finished', paidMinor: 70 } });
  expect([...till.hoppers.values()].reduce((sum, { paid }) => sum + paid, 0)).toBe(2);
});

test('what cannot be met says what could be', async () => {
  const body = { ...REFUND, order: { kind: 'counts', counts: [{ valueMinor: 50, count: 31 }] } };
  expect(await post('operations', { body, key: 'k', operator })).toMatchObject({
    status: 409,
    said: {
      error: {
        code: 'not-dispensable',
        details: { payableMinor: 1_500, missing: [{ valueMinor: 50, count: 1 }] },
      },
    },
  });
});

test('a deposit is begun, fixed and ended, and is no sale', async () => {
  const body = { purpose: 'deposit', currency: 'EUR' };
  const { status, said } = await post('deposits', { body, key: 'd' });
  expect(status).toBe(201);
  const path = `deposits/${String(said['depositId'])}`;
  await till.until(({ deposit }) => deposit?.state === 'collecting');
  await till.acceptor.insert(200);
  expect(await post(`${path}/end`, { body: { end: 'repay' }, key: 'e' })).toMatchObject({
    said: { error: { code: 'deposit-not-fixed' } },
  });
  await post(`${path}/fix`, {});
  await till.until(({ deposit }) => deposit?.state === 'fixed');
  const end = { body: { end: 'change', amountMinor: 150 }, key: 'e' };
  expect(await post(`${path}/end`, end)).toMatchObject({ status: 200, said: { keptMinor: 150 } });
  const { sale } = await till.until(({ deposit }) => deposit === null);
  expect(sale).toBeNull();
  expect(await post(`${path}/acknowledge`, {})).toMatchObject({
    said: { state: 'settled', paidOutMinor: 50, isAcknowledged: true },
  });
});

test('a cassette leaves once under its key', async () => {
  const asked = { key: 'c', operator };
  expect(await post('cassettes/cashbox/remove', asked)).toMatchObject({ status: 200 });
  expect(await post('cassettes/cashbox/remove', asked)).toMatchObject({ status: 200 });
  expect(await post('cassettes/cashbox/remove', { ...asked, key: 'x' })).toMatchObject({
    said: { error: { code: 'cassette-out' } },
  });
});
