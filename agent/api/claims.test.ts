/** Two POS programs on one machine, over the real API. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { authorised, PAGE_TOKEN, startApiTill, type ApiTill } from '../../test/support/api-till.ts';

type Body = Record<string, unknown>;

let till: ApiTill;

beforeEach(async () => {
  till = await startApiTill();
  await till.fill();
});

afterEach(async () => {
  await till[Symbol.asyncDispose]();
});

interface Call {
  readonly token?: string;
  readonly body?: Body;
  /** Of somebody who is signed in. */
  readonly operator?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

async function post(path: string, call: Call = {}): Promise<Body> {
  const { token, body = {}, operator, signal } = call;
  const response = await fetch(`${till.url}${path}`, {
    method: 'POST',
    headers: {
      ...authorised(token),
      'content-type': 'application/json',
      'idempotency-key': `${path} of ${token ?? 'pos'}`,
      ...operator,
    },
    body: JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  });
  return (await response.json()) as Body;
}

function sale(token: string | undefined, waitSeconds = 0, signal?: AbortSignal): Promise<Body> {
  const body = { amountDueMinor: 100, currency: 'EUR', waitSeconds };
  return post('/v1/sales', {
    body,
    ...(token === undefined ? {} : { token }),
    ...(signal === undefined ? {} : { signal }),
  });
}

async function waiting(count: number): Promise<void> {
  for (;;) {
    const response = await fetch(`${till.url}/v1/claim`, { headers: authorised() });
    if (((await response.json()) as Body)['waitingCount'] === count) return;
  }
}

test('whoever waits begins as soon as the other has been paid', async () => {
  await sale(undefined);
  expect(await sale(PAGE_TOKEN)).toMatchObject({ error: { code: 'sale-in-progress' } });
  const second = sale(PAGE_TOKEN, 60);
  await waiting(1);
  await till.acceptor.insert(100);
  expect(await second).toMatchObject({ state: 'collecting', client: 'page' });
});

test('a sale that is asked for again is answered at once, however long it may wait', async () => {
  const first = await sale(undefined, 60);
  expect(await sale(undefined, 60)).toMatchObject({ saleId: first['saleId'] });
});

test('nothing is begun for a program that has hung up', async () => {
  await sale(undefined);
  const gone = new AbortController();
  const second = sale(PAGE_TOKEN, 60, gone.signal).catch(() => 'hung up');
  await waiting(1);
  gone.abort();
  expect(await second).toBe('hung up');
  await waiting(0);
  await till.acceptor.insert(100);
  const status = await till.until(({ activity }) => activity === 'idle');
  expect(status.sale).toMatchObject({ client: 'pos', state: 'settled' });
});

test('a claim keeps the machine for one program, until it lets go', async () => {
  expect(await post('/v1/claim')).toEqual({ claimedBy: 'pos', waitingCount: 0 });
  expect(await sale(PAGE_TOKEN)).toMatchObject({
    error: { code: 'machine-occupied', details: { claimedBy: 'pos' } },
  });
  expect(await post('/v1/claim/release', { token: PAGE_TOKEN })).toMatchObject({
    error: { code: 'not-claimed' },
  });
  expect(await sale(undefined)).toMatchObject({ state: 'collecting' });
  await till.acceptor.insert(100);
  const second = sale(PAGE_TOKEN, 60);
  await waiting(1);
  expect(await post('/v1/claim/release')).toMatchObject({ claimedBy: null });
  expect(await second).toMatchObject({ state: 'collecting', client: 'page' });
});

test('a claim keeps the machine from paying another program’s debt too', async () => {
  await till.acceptor.credit(50);
  const { debts } = await till.until((status) => status.debts.length === 1);
  const path = `/v1/debts/${encodeURIComponent(debts[0]?.debtId ?? '')}/pay`;
  const operator = await till.signIn('cashier', PAGE_TOKEN);
  const pay = (by: string) => post(path, { token: PAGE_TOKEN, body: { by }, operator });
  await post('/v1/claim');
  expect(await pay('machine')).toMatchObject({ error: { code: 'machine-occupied' } });
  expect(till.hoppers.get(50)?.paid).toBe(0);
  expect(await pay('hand')).toMatchObject({ debts: [] });
});

test('what was begun before another claimed the machine is answered all the same', async () => {
  const first = await sale(undefined);
  await till.acceptor.insert(100);
  await till.until(({ activity }) => activity === 'idle');
  await post('/v1/claim', { token: PAGE_TOKEN });
  expect(await sale(undefined)).toMatchObject({ saleId: first['saleId'], state: 'settled' });
});

describe('a claim of a program that hangs', () => {
  const REASON = { claimedBy: 'page', reason: 'it hangs' };

  async function take(role: 'admin' | 'technician' | 'supervisor', body: Body = REASON) {
    const operator = await till.signIn(role);
    return post('/v1/claim/break', { body, operator });
  }

  test('is taken by an operator with the right to, and stands in the journal', async () => {
    await post('/v1/claim', { token: PAGE_TOKEN });
    expect(await take('technician')).toEqual({ claimedBy: null, waitingCount: 0 });
    expect(till.lines().at(-1)).toMatchObject({
      kind: 'claim-broken',
      body: { claimedBy: 'page', reason: 'it hangs', client: 'pos', operator: 'technician' },
    });
    expect(await sale(undefined)).toMatchObject({ state: 'collecting', client: 'pos' });
    expect(await post('/v1/claim/release', { token: PAGE_TOKEN })).toMatchObject({
      error: { code: 'not-claimed' },
    });
  });

  test('is not taken without that right, and then nothing is written', async () => {
    await post('/v1/claim', { token: PAGE_TOKEN });
    expect(await take('supervisor')).toMatchObject({
      error: { code: 'right-missing', details: { right: 'service' } },
    });
    expect(await post('/v1/claim/break', { body: REASON })).toMatchObject({
      error: { code: 'operator-needed' },
    });
    expect((await till.status()).claimedBy).toBe('page');
    expect(till.lines().some(({ kind }) => kind === 'claim-broken')).toBe(false);
  });

  test('is not taken from whoever has claimed the machine since', async () => {
    await post('/v1/claim');
    expect(await take('admin')).toMatchObject({
      error: { code: 'claim-not-held', details: { claimedBy: 'pos' } },
    });
    expect(till.lines().some(({ kind }) => kind === 'claim-broken')).toBe(false);
  });

  test('goes, and the sale begun under it goes on to its end before anybody else begins', async () => {
    await post('/v1/claim', { token: PAGE_TOKEN });
    const own = await sale(PAGE_TOKEN);
    const next = sale(undefined, 60);
    await waiting(1);
    await take('admin');
    expect(await sale('pos-token-0123456789')).toMatchObject({
      error: { code: 'sale-in-progress', details: { saleId: own['saleId'] } },
    });
    await till.acceptor.insert(100);
    expect(await next).toMatchObject({ state: 'collecting', client: 'pos' });
    const response = await fetch(`${till.url}/v1/sales/${String(own['saleId'])}`, {
      headers: authorised(),
    });
    expect(await response.json()).toMatchObject({ state: 'settled', insertedMinor: 100 });
  });

  test('goes to who waits, before the program that had it claims again', async () => {
    await post('/v1/claim', { token: PAGE_TOKEN });
    const next = sale(undefined, 60);
    await waiting(1);
    await take('admin');
    const again = post('/v1/claim', { token: PAGE_TOKEN, body: { waitSeconds: 60 } });
    expect(await next).toMatchObject({ state: 'collecting' });
    await till.acceptor.insert(100);
    expect(await again).toMatchObject({ claimedBy: 'page' });
  });

  test('is told to the program that has lost it, and to no other', async () => {
    const heard: Record<string, Body[]> = { pos: [], page: [] };
    const sockets = Object.entries({ pos: undefined, page: PAGE_TOKEN }).map(([name, token]) => {
      const socket = new WebSocket(`${till.url.replace('http', 'ws')}/v1/events`, {
        headers: authorised(token),
      });
      socket.on('message', (data: Buffer) =>
        heard[name]?.push(JSON.parse(data.toString()) as Body),
      );
      return socket;
    });
    await expect.poll(() => Object.values(heard).every((some) => some.length > 0)).toBe(true);
    await post('/v1/claim', { token: PAGE_TOKEN });
    await take('admin');
    const lost = { kind: 'claim-lost', operator: 'admin', reason: 'it hangs' };
    await expect.poll(() => heard['page']).toContainEqual(lost);
    await expect
      .poll(() => (heard['pos']?.at(-1) as { status?: Body } | undefined)?.status?.['claimedBy'])
      .toBeNull();
    expect(heard['pos']).not.toContainEqual(lost);
    for (const socket of sockets) socket.terminate();
  });
});
