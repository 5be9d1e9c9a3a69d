/**
 * The API through its public door: real HTTP and WebSocket, a real shell and store, fake devices.
 * Whatever comes in is done or answered with an error of the catalogue; nothing stops the till.
 */
import { request as httpRequest } from 'node:http';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ShellError } from '../shell/shell-error.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { EMPTY, OFFLINE } from '../../test/support/fake-devices.ts';
import {
  authorised,
  PAGE_TOKEN,
  POS_TOKEN,
  startApiTill,
  type ApiTill,
} from '../../test/support/api-till.ts';
import { startApi } from './api.ts';
import { ERROR_STATUSES } from './errors.ts';
import {
  AMOUNT_DUE_MAX_MINOR,
  BODY_MAX_BYTES,
  HEADERS_MAX_BYTES,
  IDEMPOTENCY_KEY_MAX_CHARS,
} from './limits.ts';
import type { ErrorCatalogue } from './catalogue-schema.ts';
import type { CountsView, ErrorBody, SaleView } from './schema.ts';

const NO_SALE = '00000000-0000-4000-8000-000000000000';

let till: ApiTill;

beforeEach(async () => {
  till = await startApiTill();
});

afterEach(async () => {
  await till[Symbol.asyncDispose]();
});

interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface Answered<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

async function call<Body = ErrorBody>(path: string, options: Call = {}): Promise<Answered<Body>> {
  const { body, method = body === undefined ? 'GET' : 'POST', headers = {} } = options;
  const response = await fetch(`${till.url}${path}`, {
    method,
    headers: {
      ...authorised(),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: JSON.parse(text) as Body };
}

/** Of the operator on whose behalf `post` asks. */
let operatorHeaders: Readonly<Record<string, string>> = {};

afterEach(() => {
  operatorHeaders = {};
});

function post<Body = ErrorBody>(path: string, body?: unknown): Promise<Answered<Body>> {
  const headers = operatorHeaders;
  return call<Body>(path, { method: 'POST', headers, ...(body === undefined ? {} : { body }) });
}

function startSale<Body = SaleView>(
  amountDueMinor: number,
  key = 'key-1',
): Promise<Answered<Body>> {
  return call<Body>('/v1/sales', {
    body: { amountDueMinor, currency: 'EUR' },
    headers: { 'idempotency-key': key },
  });
}

/** A request that `fetch` would not let through: with any Host header, or any other. */
function rawCall(headers: Readonly<Record<string, string>>, path = '/v1/status'): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${till.url}${path}`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', reject);
    request.end();
  });
}

/** Bytes on the bare connection, and all that comes back. */
function sendBytes(bytes: Uint8Array | string): Promise<string> {
  return new Promise((resolve) => {
    const { port, hostname } = new URL(till.url);
    const socket = connect(Number(port), hostname, () => socket.end(bytes));
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => resolve(Buffer.concat(chunks).toString()));
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
  });
}

/** The code of an error, as long as its status is the one the catalogue names. */
function errorOf({ status, body }: Answered<ErrorBody>): string {
  const { code } = body.error;
  const known = Object.entries(ERROR_STATUSES).find(([name]) => name === code);
  return known?.[1] === status ? code : `${code} with status ${status}`;
}

async function expectAlive(): Promise<void> {
  expect((await call('/v1/status')).status).toBe(200);
  expect(till.faults).toEqual([]);
}

describe('who may ask', () => {
  test.each([
    ['no token', {}],
    ['an unknown token', { authorization: 'Bearer nobody' }],
    ['no bearer', { authorization: POS_TOKEN }],
    ['an empty bearer', { authorization: 'Bearer ' }],
    ['the token as Basic', { authorization: `Basic ${POS_TOKEN}` }],
  ])('%s is turned away', async (_, headers) => {
    const response = await fetch(`${till.url}/v1/status`, { headers });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(((await response.json()) as ErrorBody).error.code).toBe('unauthorised');
  });

  test('a wrong token is turned away even where none is needed', async () => {
    expect(errorOf(await call('/v1/health', { headers: authorised('nobody') }))).toBe(
      'unauthorised',
    );
  });

  test.each(['evil.example', 'localhost', 'localhost:1', '127.0.0.1.evil.example', '[::1]'])(
    'the host %o is not ours',
    async (host) => {
      expect(await rawCall({ ...authorised(), host })).toBe(403);
      expect(await rawCall({ host }, '/')).toBe(403);
    },
  );

  test('no host at all is not ours', async () => {
    const { authorization } = authorised();
    const answer = await sendBytes(
      `GET /v1/status HTTP/1.0\r\nAuthorization: ${authorization}\r\n\r\n`,
    );
    expect(answer).toContain('"code":"forbidden-host"');
  });

  test.each(['localhost', '127.0.0.1', '[::1]', 'LocalHost'])(
    'the host %s with our port is',
    async (name) => {
      const host = `${name}:${new URL(till.url).port}`;
      expect(await rawCall({ ...authorised(), host })).toBe(200);
    },
  );

  test.each(['http://evil.example', 'null', 'https://127.0.0.1', 'http://localhost:1', ''])(
    'the origin %o is not ours',
    async (origin) => {
      expect(await rawCall({ ...authorised(), origin })).toBe(403);
    },
  );

  test('our own origin is let in, and no other is ever allowed by CORS', async () => {
    const response = await fetch(`${till.url}/v1/status`, {
      headers: { ...authorised(), origin: till.url },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('it does not listen for other computers', async () => {
    const { url: _, ...parts } = await parted();
    await expect(startApi({ ...parts, host: '0.0.0.0' as '127.0.0.1' })).rejects.toMatchObject({
      code: 'host-not-loopback',
    });
  });

  test('a port that is taken, and a client without a hash, are told at the start', async () => {
    const { url, ...parts } = await parted();
    const port = Number(new URL(url).port);
    await expect(startApi({ ...parts, port })).rejects.toMatchObject({ code: 'port-in-use' });
    const clients = [{ name: 'x', tokenSha256Hex: 'abc' }];
    await expect(startApi({ ...parts, clients })).rejects.toMatchObject({
      code: 'client-malformed',
    });
  });

  test('whoever shows a token is alive, and nobody else', async () => {
    const seen: string[] = [];
    await using other = await startApiTill({ watchClient: (client) => seen.push(client) });
    await fetch(`${other.url}/v1/health`);
    await fetch(`${other.url}/v1/status`, { headers: authorised('nobody') });
    expect(seen).toEqual([]);
    await fetch(`${other.url}/v1/status`, { headers: authorised(PAGE_TOKEN) });
    expect(seen).toEqual(['page']);
  });

  test('no token is in what the log is told', async () => {
    await startSale(100);
    await call('/v1/nothing', { headers: authorised(PAGE_TOKEN) });
    const told = JSON.stringify(till.events);
    expect(told).toContain('"client":"pos"');
    expect(told).not.toContain(POS_TOKEN);
    expect(told).not.toContain(PAGE_TOKEN);
  });
});

function parted() {
  return Promise.resolve({
    isDemo: false,
    url: till.url,
    shell: till.shell,
    book: till.book,
    peripherals: till.peripherals,
    clients: [],
    host: '127.0.0.1' as const,
    port: 0,
    pageFolder: undefined,
    plans: [],
    version: '0',
    clock: systemClock,
    newId: () => NO_SALE,
    onEvent: () => undefined,
    onError: () => undefined,
  });
}

describe('requests that are not in order', () => {
  test('what there is not', async () => {
    expect(errorOf(await call('/v1/nothing'))).toBe('not-found');
    expect(errorOf(await call('/v2/status'))).toBe('not-found');
    expect(errorOf(await call('/../etc/passwd'))).toBe('not-found');
    expect(errorOf(await call('/assets/..%2f..%2fetc%2fpasswd'))).toBe('not-found');
  });

  test('the wrong method is told which are right', async () => {
    const answered = await call('/v1/sales', { method: 'DELETE' });
    expect(errorOf(answered)).toBe('method-not-allowed');
    expect(answered.headers.get('allow')).toBe('GET, HEAD, POST');
    expect(errorOf(await call('/v1/status', { method: 'POST', body: {} }))).toBe(
      'method-not-allowed',
    );
    expect(errorOf(await call('/v1/status', { method: 'OPTIONS' }))).toBe('method-not-allowed');
  });

  test.each([
    ['no body', undefined],
    ['no object', [1]],
    ['no amount', { currency: 'EUR' }],
    ['an amount of nothing', { amountDueMinor: 0, currency: 'EUR' }],
    ['a negative amount', { amountDueMinor: -1, currency: 'EUR' }],
    ['a broken amount', { amountDueMinor: 1.5, currency: 'EUR' }],
    ['an amount in words', { amountDueMinor: '100', currency: 'EUR' }],
    ['too much', { amountDueMinor: AMOUNT_DUE_MAX_MINOR + 1, currency: 'EUR' }],
    ['no currency', { amountDueMinor: 100 }],
    ['a currency in small letters', { amountDueMinor: 100, currency: 'eur' }],
    ['a field nobody knows', { amountDueMinor: 100, currency: 'EUR', tip: 1 }],
    ['a reference that breaks logs', { amountDueMinor: 1, currency: 'EUR', reference: 'a\nb' }],
    ['a reference in broken UTF-16', { amountDueMinor: 1, currency: 'EUR', reference: '\ud800' }],
  ])('a sale with %s is refused with the reasons', async (_, body) => {
    const answered = await call('/v1/sales', {
      method: 'POST',
      headers: { 'idempotency-key': 'k' },
      ...(body === undefined ? {} : { body }),
    });
    expect(errorOf(answered)).toBe('invalid-request');
    expect(answered.body.error.details['issues']).toEqual(
      expect.arrayContaining([expect.objectContaining({ message: expect.any(String) })]),
    );
  });

  test.each([
    ['no key', {}],
    ['an empty key', { 'idempotency-key': '' }],
    ['a key that is too long', { 'idempotency-key': 'x'.repeat(IDEMPOTENCY_KEY_MAX_CHARS + 1) }],
    ['a key that cannot be printed', { 'idempotency-key': 'caf\u00e9' }],
  ])('%s is refused', async (_, headers) => {
    const body = { amountDueMinor: 100, currency: 'EUR' };
    expect(errorOf(await call('/v1/sales', { body, headers }))).toBe('invalid-request');
    expect((await till.status()).sale).toBeNull();
  });

  test.each(['__proto__', 'constructor', 'toString', 'x', NO_SALE.replaceAll('-', '')])(
    'the sale %s is not asked for',
    async (saleId) => {
      expect(errorOf(await call(`/v1/sales/${saleId}`))).toBe('invalid-request');
      expect(errorOf(await post(`/v1/sales/${saleId}/cancel`))).toBe('invalid-request');
      await expectAlive();
    },
  );

  test('an address that cannot be read', async () => {
    expect(errorOf(await call('/v1/sales/%zz'))).toBe('invalid-request');
    expect(errorOf(await call(`/v1/counts/${'x'.repeat(400)}`))).toBe('invalid-request');
  });

  test('a body that is too large, of the wrong kind, or broken', async () => {
    const large = { amountDueMinor: 1, currency: 'EUR', reference: 'x'.repeat(BODY_MAX_BYTES) };
    expect(errorOf(await call('/v1/sales', { body: large }))).toBe('body-too-large');
    const kinds = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'x'];
    for (const kind of kinds) {
      const headers = { 'content-type': kind };
      expect(errorOf(await call('/v1/sales', { body: {}, headers }))).toBe(
        'unsupported-media-type',
      );
    }
    for (const text of [
      '{',
      '{"a":',
      'nul',
      '{"__proto__":{}}',
      '{"constructor":{"prototype":1}}',
    ]) {
      const response = await fetch(`${till.url}/v1/sales`, {
        method: 'POST',
        headers: { ...authorised(), 'content-type': 'application/json', 'idempotency-key': 'k' },
        body: text,
      });
      expect(response.status).toBe(400);
      expect(((await response.json()) as ErrorBody).error.code).toBe('invalid-request');
    }
  });

  test('a request without a body may say that it is JSON', async () => {
    const headers = { 'content-type': 'application/json' };
    const answered = await call(`/v1/sales/${NO_SALE}/cancel`, { method: 'POST', headers });
    expect(errorOf(answered)).toBe('sale-not-found');
  });

  test('headers that are too large', async () => {
    const answer = await sendBytes(
      `GET /v1/status HTTP/1.1\r\nX: ${'x'.repeat(HEADERS_MAX_BYTES)}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"code":"invalid-request"');
    await expectAlive();
  });

  test('any JSON at all as a body of any request', async () => {
    const paths = [
      '/v1/sales',
      '/v1/counts/cashbox',
      '/v1/debts/x%2Fowed/pay',
      `/v1/sales/${NO_SALE}/cancel`,
      `/v1/sales/${NO_SALE}/acknowledge`,
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), fc.jsonValue(), async (path, body) => {
        const { status, body: answer } = await call(path, { method: 'POST', body });
        expect([400, 404]).toContain(status);
        expect(Object.keys(ERROR_STATUSES)).toContain(answer.error.code);
      }),
      { numRuns: 150 },
    );
    await expectAlive();
  });

  test('bodies of any bytes and any length', async () => {
    const bytes = fc.uint8Array({ maxLength: 2 * BODY_MAX_BYTES, size: 'max' });
    await fc.assert(
      fc.asyncProperty(bytes, async (body) => {
        const response = await fetch(`${till.url}/v1/sales`, {
          method: 'POST',
          headers: { ...authorised(), 'content-type': 'application/json', 'idempotency-key': 'k' },
          body: Buffer.from(body),
        });
        const { error } = (await response.json()) as ErrorBody;
        expect(['invalid-request', 'body-too-large']).toContain(error.code);
      }),
      { numRuns: 60 },
    );
    await expectAlive();
  });

  test('any path with any method', async () => {
    const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS');
    await fc.assert(
      fc.asyncProperty(method, fc.webPath({ size: 'medium' }), async (verb, path) => {
        const response = await fetch(`${till.url}/v1/x${path}`, { method: verb });
        expect(response.status).toBeGreaterThanOrEqual(400);
        expect(response.status).toBeLessThan(500);
        const { error } = (await response.json()) as ErrorBody;
        expect(Object.keys(ERROR_STATUSES)).toContain(error.code);
      }),
      { numRuns: 100 },
    );
    await expectAlive();
  });

  test('bytes that are no HTTP at all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 512 }), async (bytes) => {
        const answer = await sendBytes(bytes);
        expect(answer).toMatch(/^$|^HTTP\/1\.1 4\d\d /);
      }),
      { numRuns: 100 },
    );
    expect(await sendBytes('\x16\x03\x01 hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    await expectAlive();
  });
});

describe('a sale', () => {
  test('is refused by the till in its own words', async () => {
    expect(errorOf(await startSale<ErrorBody>(101))).toBe('amount-not-payable');
    const dollars = await call('/v1/sales', {
      body: { amountDueMinor: 100, currency: 'USD' },
      headers: { 'idempotency-key': 'k' },
    });
    expect(errorOf(dollars)).toBe('currency-not-accepted');
    await startSale(100, 'first');
    const second = await startSale<ErrorBody>(100, 'second');
    expect(errorOf(second)).toBe('sale-in-progress');
    expect(second.body.error.details).toHaveProperty('saleId');
    await till.acceptor.say({ kind: 'down', reason: 'unplugged' });
  });

  test('is not started on a machine that takes nothing', async () => {
    await till.acceptor.say({ kind: 'down', reason: 'unplugged' });
    expect(errorOf(await startSale<ErrorBody>(100))).toBe('machine-not-ready');
  });

  test('is the same when its request is repeated, and only then', async () => {
    const first = await startSale(100);
    const again = await startSale(100);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body.saleId).toBe(first.body.saleId);
    const other = await startSale<ErrorBody>(200);
    expect(errorOf(other)).toBe('idempotency-key-reused');
    expect(other.body.error.details).toEqual({ saleId: first.body.saleId });
  });

  test('of one client is not that of another with the same key', async () => {
    const mine = await startSale(100);
    await post(`/v1/sales/${mine.body.saleId}/cancel`);
    await till.until(({ sale }) => sale?.state === 'returned');
    const theirs = await call<SaleView>('/v1/sales', {
      body: { amountDueMinor: 100, currency: 'EUR' },
      headers: { 'idempotency-key': 'key-1', ...authorised(PAGE_TOKEN) },
    });
    expect(theirs.status).toBe(201);
    expect(theirs.body.client).toBe('page');
  });

  test('goes from the first coin to the change and the acknowledgement', async () => {
    await till.fill();
    const { body: started } = await call<SaleView>('/v1/sales', {
      body: { amountDueMinor: 130, currency: 'EUR', reference: 'table 7' },
      headers: { 'idempotency-key': 'k' },
    });
    expect(started).toMatchObject({
      state: 'collecting',
      client: 'pos',
      reference: 'table 7',
      restMinor: 130,
      isPaid: false,
      changeDueMinor: 0,
    });
    await till.acceptor.insert(50);
    expect((await till.status()).sale).toMatchObject({ insertedMinor: 50, restMinor: 80 });
    const early = await post(`/v1/sales/${started.saleId}/acknowledge`);
    expect(errorOf(early)).toBe('sale-not-finished');
    await till.acceptor.insert(100);
    await till.until(({ activity }) => activity === 'idle');
    const { body: sale } = await call<SaleView>(`/v1/sales/${started.saleId}`);
    expect(sale).toMatchObject({
      state: 'settled',
      inserted: [
        { valueMinor: 50, count: 1 },
        { valueMinor: 100, count: 1 },
      ],
      isPaid: true,
      changeDueMinor: 20,
      paidOutMinor: 20,
      owedMinor: 0,
      isAcknowledged: false,
    });
    expect(errorOf(await post(`/v1/sales/${started.saleId}/cancel`))).toBe('sale-already-paid');
    const unacknowledged = await call<{ sales: SaleView[] }>('/v1/sales?filter=unacknowledged');
    expect(unacknowledged.body.sales).toHaveLength(1);
    const { body: done } = await post<SaleView>(`/v1/sales/${started.saleId}/acknowledge`);
    expect(done.isAcknowledged).toBe(true);
    const after = await call<{ sales: SaleView[] }>('/v1/sales?filter=unacknowledged');
    expect(after.body.sales).toEqual([]);
    expect((await call<{ sales: SaleView[] }>('/v1/sales')).body.sales).toHaveLength(1);
  });

  test('is given back when it is cancelled, as often as it is asked', async () => {
    await till.fill();
    const { body } = await startSale(200);
    await till.acceptor.insert(50);
    expect((await post(`/v1/sales/${body.saleId}/cancel`)).status).toBe(200);
    await till.until(({ sale }) => sale?.state === 'returned');
    const again = await post<SaleView>(`/v1/sales/${body.saleId}/cancel`);
    expect(again.body).toMatchObject({ isPaid: false, paidOutMinor: 50, changeDueMinor: 0 });
    expect(errorOf(await post(`/v1/sales/${NO_SALE}/cancel`))).toBe('sale-not-found');
    expect(errorOf(await call(`/v1/sales/${NO_SALE}`))).toBe('sale-not-found');
  });

  test('shows what the machine is doing while it does it', async () => {
    await till.fill();
    const fixing = Promise.withResolvers<void>();
    const paying = Promise.withResolvers<void>();
    const hopper = till.hoppers.get(50);
    till.acceptor.onFixing = () => fixing.promise;
    if (hopper !== undefined) {
      hopper.onDispense = async ({ count }) => {
        await paying.promise;
        return hopper.pay(count);
      };
    }
    expect((await till.status()).activity).toBe('idle');
    await startSale(150);
    expect((await till.status()).activity).toBe('collecting');
    await till.acceptor.insert(200);
    expect((await till.status()).activity).toBe('counting');
    fixing.resolve();
    await till.until(({ activity }) => activity === 'paying-out');
    paying.resolve();
    await till.until(({ activity }) => activity === 'idle');
  });

  test('whose change is unclear says how much, and of which device', async () => {
    await till.fill();
    const hopper = till.hoppers.get(50);
    if (hopper !== undefined) hopper.onDispense = () => Promise.resolve(OFFLINE);
    const { body } = await startSale(150);
    await till.acceptor.insert(200);
    const status = await till.until(({ activity }) => activity === 'unresolved');
    expect(status.sale).toMatchObject({ state: 'unresolved', isPaid: true, unresolvedMinor: 50 });
    expect(status.unresolved).toEqual([
      { device: 'hopper-50', currency: 'EUR', amountMinor: 50, saleId: body.saleId },
    ]);
  });
});

/** A paid sale whose change did not come out. */
async function owe(): Promise<string> {
  await till.fill();
  for (const hopper of till.hoppers.values()) hopper.onDispense = () => Promise.resolve(EMPTY);
  const { body } = await startSale(130);
  await till.acceptor.insert(200);
  await till.until(({ sale }) => sale?.state === 'owed');
  return body.saleId;
}

describe('what the till owes', () => {
  beforeEach(async () => {
    operatorHeaders = await till.signIn('cashier');
  });

  test('is listed with its sale, and paid by hand once', async () => {
    const saleId = await owe();
    const { debts } = await till.status();
    expect(debts).toMatchObject([
      { cause: 'owed', saleId, amountMinor: 70, remainingMinor: 70, isBeingPaid: false },
    ]);
    const debt = `/v1/debts/${encodeURIComponent(debts[0]?.debtId ?? '')}`;
    const receipt = await call<{ lines: readonly string[] }>(`${debt}/receipt`);
    expect(receipt.body.lines).toContain('MONEY WE OWE YOU');
    expect(receipt.body.lines.join('')).toContain(debts[0]?.debtId);
    const path = `${debt}/pay`;
    expect(errorOf(await post(path, { by: 'card' }))).toBe('invalid-request');
    const paid = await post<{ debts: unknown[] }>(path, { by: 'hand' });
    expect(paid.body.debts).toEqual([]);
    expect(errorOf(await post(path, { by: 'hand' }))).toBe('debt-not-found');
    expect((await till.status()).sale).toMatchObject({ state: 'settled', owedMinor: 0 });
  });

  test('is what is left of it once the machine has paid a part', async () => {
    const saleId = await owe();
    await till.fill();
    const fifties = till.hoppers.get(50);
    if (fifties !== undefined) fifties.onDispense = ({ count }) => fifties.pay(count);
    const path = `/v1/debts/${encodeURIComponent(`${saleId}/owed`)}/pay`;
    await post(path, { by: 'machine' });
    const { sale, debts } = await till.until(({ activity }) => activity === 'idle');
    expect(debts).toMatchObject([{ amountMinor: 70, remainingMinor: 20 }]);
    expect(sale).toMatchObject({ state: 'owed', owedMinor: 20 });
  });

  test('of a sale that was given up is not taken for change', async () => {
    await till.fill();
    for (const hopper of till.hoppers.values()) hopper.onDispense = () => Promise.resolve(EMPTY);
    const { body } = await startSale(130);
    await till.acceptor.insert(50);
    await post(`/v1/sales/${body.saleId}/cancel`);
    const { sale } = await till.until((status) => status.sale?.state === 'owed');
    expect(sale).toMatchObject({ isPaid: false, changeDueMinor: 0, owedMinor: 50 });
  });

  test('is not paid by a machine that is selling', async () => {
    const saleId = await owe();
    await startSale(100, 'next');
    const path = `/v1/debts/${encodeURIComponent(`${saleId}/owed`)}/pay`;
    expect(errorOf(await post(path, { by: 'machine' }))).toBe('machine-busy');
  });

  test('is paid by the machine once it can', async () => {
    await till.fill();
    await till.acceptor.credit(100);
    const { debts } = await till.status();
    expect(debts).toMatchObject([{ cause: 'unassigned', amountMinor: 100 }]);
    const path = `/v1/debts/${encodeURIComponent(debts[0]?.debtId ?? '')}/pay`;
    expect((await post(path, { by: 'machine' })).status).toBe(200);
    await till.until((status) => status.debts.length === 0);
    expect(till.hoppers.get(100)?.paid).toBe(1);
  });
});

function hopper50({ places }: CountsView): CountsView['places'][number] | undefined {
  return places.find(({ place }) => place === 'hopper-50');
}

describe('counts', () => {
  test('start empty, are filled, and corrected by a count', async () => {
    const filled = await post<CountsView>('/v1/counts/hopper-50', {
      reason: 'fill',
      added: [{ valueMinor: 50, count: 40 }],
    });
    expect(hopper50(filled.body)).toMatchObject({ valueMinor: 50, totalMinor: 2_000 });
    const counted = await post<CountsView>('/v1/counts/hopper-50', {
      reason: 'count',
      counted: [{ valueMinor: 50, count: 39 }],
    });
    expect(hopper50(counted.body)).toMatchObject({ totalMinor: 1_950 });
    const emptied = await post<CountsView>('/v1/counts/hopper-50', {
      reason: 'count',
      counted: [],
    });
    expect(hopper50(emptied.body)).toMatchObject({ counts: [], totalMinor: 0 });
    expect(emptied.body).toMatchObject((await call<CountsView>('/v1/counts')).body);
  });

  test('of a place that is not there, or of a coin that is not kept there, are refused', async () => {
    const added = [{ valueMinor: 100, count: 1 }];
    expect(errorOf(await post('/v1/counts/attic', { reason: 'fill', added }))).toBe(
      'place-not-found',
    );
    expect(errorOf(await post('/v1/counts/__proto__', { reason: 'fill', added }))).toBe(
      'place-not-found',
    );
    const foreign = await post('/v1/counts/hopper-50', { reason: 'fill', added });
    expect(errorOf(foreign)).toBe('value-not-held-here');
    expect(foreign.body.error.details).toEqual({ place: 'hopper-50', valueMinor: 100 });
  });

  test.each([
    { reason: 'fill' },
    { reason: 'fill', added: [] },
    { reason: 'fill', added: [{ valueMinor: 50, count: 0 }] },
    { reason: 'fill', counted: [{ valueMinor: 50, count: 1 }] },
    { reason: 'count', counted: [{ valueMinor: 50, count: -1 }] },
    { reason: 'guess', counted: [] },
  ])('that make no sense are refused: %o', async (body) => {
    expect(errorOf(await post('/v1/counts/hopper-50', body))).toBe('invalid-request');
  });
});

async function readDescription(): Promise<unknown> {
  return (await fetch(`${till.url}/v1/openapi.json`)).json();
}

describe('what the API says of itself', () => {
  test('health needs no token, and tells the devices only with one', async () => {
    const open = await fetch(`${till.url}/v1/health`);
    expect(await open.json()).toEqual({ status: 'ok', version: '0.0.0-test' });
    await till.hoppers.get(20)?.say({ kind: 'fault', code: 'jam', detail: 'opto blocked' });
    const known = await call<{ status: string; devices: unknown[] }>('/v1/health');
    expect(known.body.status).toBe('degraded');
    expect(known.body.devices).toContainEqual({
      device: 'hopper-20',
      currency: 'EUR',
      kind: 'coin-dispenser',
      state: 'fault',
      detail: 'jam: opto blocked',
      valueMinor: 20,
      valuesMinor: [20],
      hasEscrow: false,
      canCollect: false,
    });
  });

  test('errors are in the language asked for', async () => {
    const messages = await Promise.all(
      ['de-AT,de;q=0.9', 'es', 'it;q=0.5,fr', 'fr', ''].map(async (language) => {
        const headers = { 'accept-language': language };
        return (await call('/v1/nothing', { headers })).body.error.message;
      }),
    );
    expect(messages).toEqual([
      'Unter dieser Adresse gibt es nichts.',
      'No hay nada en esta dirección.',
      'A questo indirizzo non c’è nulla.',
      'There is nothing at this address.',
      'There is nothing at this address.',
    ]);
  });

  test('the catalogue names every error with what to do', async () => {
    const response = await fetch(`${till.url}/v1/errors`);
    const { errors } = (await response.json()) as ErrorCatalogue;
    expect(errors.map(({ code }) => code)).toEqual(Object.keys(ERROR_STATUSES));
    for (const { message, safe, action } of errors) {
      expect(Math.min(message.length, safe.length, action.length)).toBeGreaterThan(0);
    }
  });

  test('OpenAPI describes every route, and a second time too', async () => {
    const description = (await readDescription()) as {
      openapi: string;
      paths: Record<string, Record<string, unknown>>;
    };
    expect(description.openapi).toBe('3.1.0');
    const routes = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(routes.toSorted()).toEqual([
      'get /v1/cash-changer',
      'get /v1/claim',
      'get /v1/counts',
      'get /v1/debts',
      'get /v1/debts/{debtId}/receipt',
      'get /v1/deposits',
      'get /v1/deposits/{depositId}',
      'get /v1/errors',
      'get /v1/events',
      'get /v1/health',
      'get /v1/help',
      'get /v1/help/{ticket}',
      'get /v1/operations',
      'get /v1/operations/{operationId}',
      'get /v1/operators',
      'get /v1/operators/me',
      'get /v1/peripherals',
      'get /v1/sales',
      'get /v1/sales/{saleId}',
      'get /v1/scales/{device}/weight',
      'get /v1/shift',
      'get /v1/shifts',
      'get /v1/status',
      'get /v1/support/session',
      'get /v1/update',
      'patch /v1/operators/{operatorId}',
      'post /v1/cash-changer/adjust-cash-counts',
      'post /v1/cash-changer/async-mode',
      'post /v1/cash-changer/begin-deposit',
      'post /v1/cash-changer/check-health',
      'post /v1/cash-changer/claim',
      'post /v1/cash-changer/clear-input',
      'post /v1/cash-changer/device-enabled',
      'post /v1/cash-changer/direct-io',
      'post /v1/cash-changer/dispense-cash',
      'post /v1/cash-changer/dispense-change',
      'post /v1/cash-changer/end-deposit',
      'post /v1/cash-changer/fix-deposit',
      'post /v1/cash-changer/pause-deposit',
      'post /v1/cash-changer/read-cash-counts',
      'post /v1/cash-changer/release',
      'post /v1/cassettes/{place}/remove',
      'post /v1/cassettes/{place}/replace',
      'post /v1/claim',
      'post /v1/claim/break',
      'post /v1/claim/release',
      'post /v1/counts/{place}',
      'post /v1/debts/{debtId}/pay',
      'post /v1/decisions',
      'post /v1/deposits',
      'post /v1/deposits/{depositId}/acknowledge',
      'post /v1/deposits/{depositId}/end',
      'post /v1/deposits/{depositId}/fix',
      'post /v1/deposits/{depositId}/pause',
      'post /v1/deposits/{depositId}/restart',
      'post /v1/drawers/{device}/open',
      'post /v1/help',
      'post /v1/help/bundle',
      'post /v1/help/{ticket}/messages',
      'post /v1/help/{ticket}/withdraw',
      'post /v1/operations',
      'post /v1/operations/{operationId}/acknowledge',
      'post /v1/operations/{operationId}/end',
      'post /v1/operators',
      'post /v1/operators/sign-in',
      'post /v1/operators/sign-out',
      'post /v1/operators/{operatorId}/pin',
      'post /v1/operators/{operatorId}/unlock',
      'post /v1/peripherals/{device}/claim',
      'post /v1/peripherals/{device}/data-events',
      'post /v1/peripherals/{device}/release',
      'post /v1/sales',
      'post /v1/sales/{saleId}/acknowledge',
      'post /v1/sales/{saleId}/cancel',
      'post /v1/shift/close',
      'post /v1/shift/open',
      'post /v1/support/session/accept',
      'post /v1/support/session/control',
      'post /v1/support/session/decline',
      'post /v1/support/session/resume',
      'post /v1/support/session/stop',
      'post /v1/update/apply',
      'post /v1/update/check',
      'post /v1/update/lock',
      'post /v1/update/lock/release',
      'post /v1/update/medium',
      'post /v1/update/rollback',
      'put /v1/support/unattended',
    ]);
    expect(JSON.stringify(description)).not.toContain('readOnly');
    expect(await readDescription()).toEqual(description);
  });

  test('the status is exactly what its schema says', async () => {
    const status = await till.status();
    expect(Object.keys(status)).toEqual([
      'till',
      'currency',
      'activity',
      'isReady',
      'sale',
      'deposit',
      'exactChangeOnly',
      'foreign',
      'devices',
      'debts',
      'unresolved',
      'claimedBy',
      'journal',
      'operators',
      'licence',
      'update',
      'latestEntitled',
      'support',
      'coverage',
      'levels',
      'hub',
      'peripherals',
    ]);
    expect(status).toMatchObject({ activity: 'idle', sale: null, exactChangeOnly: true });
  });
});

/** An API on a till that answers nothing but this. */
async function withShell(ask: () => Promise<never>): Promise<ApiTill> {
  const { shell } = till;
  return startApiTill({
    shell: {
      ask,
      directCommands: () => undefined,
      knows: () => false,
      view: () => shell.view(),
      sale: (saleId) => shell.sale(saleId),
      sales: (filter) => shell.sales(filter),
      cashOperation: (operationId) => shell.cashOperation(operationId),
      cashOperations: (client) => shell.cashOperations(client),
      shiftReports: () => shell.shiftReports(),
      subscribe: (listener) => shell.subscribe(listener),
      noteClient: (client) => shell.noteClient(client),
    },
  });
}

describe('when the till cannot', () => {
  test.each([
    ['overloaded', '1'],
    ['stopping', '1'],
  ] as const)('it says %s, and when to come back', async (code, retryAfter) => {
    const cause = new ShellError(code === 'stopping' ? 'closing' : 'overloaded');
    await using other = await withShell(() => Promise.reject(cause));
    const response = await fetch(`${other.url}/v1/sales/${NO_SALE}/cancel`, {
      method: 'POST',
      headers: authorised(),
    });
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe(retryAfter);
    expect(((await response.json()) as ErrorBody).error.code).toBe(code);
    expect(other.faults).toEqual([]);
  });

  test('a fault of our own is reported, and nothing of it is told', async () => {
    const fault = new TypeError('secret detail');
    await using other = await withShell(() => Promise.reject(fault));
    const response = await fetch(`${other.url}/v1/sales/${NO_SALE}/cancel`, {
      method: 'POST',
      headers: authorised(),
    });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret');
    expect(other.faults).toEqual([fault]);
  });
});

describe('the page', () => {
  test('that is not built says how to', async () => {
    expect(errorOf(await call('/'))).toBe('page-not-built');
  });

  test('is served as it lies there, and nothing beside it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tillwarden-page-'));
    try {
      mkdirSync(join(folder, 'page/assets'), { recursive: true });
      writeFileSync(join(folder, 'secret.html'), 'secret');
      writeFileSync(join(folder, 'page/index.html'), '<!doctype html>');
      writeFileSync(join(folder, 'page/assets/main-1.js'), 'start()');
      await using other = await startApiTill({ pageFolder: join(folder, 'page') });
      const index = await fetch(other.url);
      expect(await index.text()).toBe('<!doctype html>');
      expect(index.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(index.headers.get('x-content-type-options')).toBe('nosniff');
      expect(index.headers.get('referrer-policy')).toBe('no-referrer');
      const policy = index.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      const script = await fetch(`${other.url}/assets/main-1.js`);
      expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
      for (const path of ['/secret.html', '/..%2fsecret.html', '/assets/', '/assets/%2e%2e/x']) {
        expect((await fetch(`${other.url}${path}`)).status).toBe(404);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('with a file that cannot be served is told at the start', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tillwarden-page-'));
    try {
      writeFileSync(join(folder, 'index.exe'), '');
      await expect(startApiTill({ pageFolder: folder })).rejects.toMatchObject({
        code: 'page-unreadable',
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
