/**
 * Where counts are blind, nothing that the API answers or sends tells what the journal expects to lie
 * in the machine, to whom may not see it. Every place holds a number of pieces that occurs nowhere
 * else; no answer of any route, and no message of the stream, has one of them in it.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { authorised, POS_TOKEN, startApiTill, type ApiTill } from '../../test/support/api-till.ts';
import { OFFLINE } from '../../test/support/fake-devices.ts';
import { levelOf } from '../core/cash/levels.ts';
import { rightsTable } from '../core/operators/rights.ts';

const HELD = { 10: 4_303, 20: 4_111, 50: 3_727, 100: 4_709 } as const;
const LATER = 1_013;
const COUNTED = 2_614;
const PLACES = Object.entries(HELD).map(([value, count]) => ({
  place: `hopper-${value}`,
  valueMinor: Number(value),
  count,
}));
const VALUES_MINOR = PLACES.map(({ valueMinor }) => valueMinor);

/** By pieces, and by what they are worth; before the count, after it, and what it found missing. */
const SECRETS: ReadonlySet<number> = new Set([
  ...PLACES.flatMap(({ count, valueMinor }) => [count, count * valueMinor]),
  ...VALUES_MINOR.flatMap((value) => [LATER, LATER * value]),
  ...[HELD[50] - COUNTED, COUNTED - HELD[50]].flatMap((pieces) => [pieces, pieces * 50]),
  COUNTED * 50,
  ...[0, LATER * 100, (COUNTED - HELD[50]) * 50, LATER * 100 + (COUNTED - HELD[50]) * 50].map(
    (change) => PLACES.reduce((sum, { count, valueMinor }) => sum + count * valueMinor, change),
  ),
]);

let till: ApiTill;
let saleId: string;

beforeEach(async () => {
  till = await startApiTill({ operators: { hideExpectedCounts: true } });
  for (const { place, valueMinor, count } of PLACES) {
    await till.shell.ask({
      kind: 'fill-entered',
      place,
      added: [{ valueMinor, count }],
      client: 'test',
    });
  }
  await till.shell.ask({ kind: 'shift-open-requested', client: 'test' });
  const sale = { amountDueMinor: 50, currency: 'EUR' };
  const started = await ask('POST', '/v1/sales', {
    body: sale,
    headers: { 'idempotency-key': 'k' },
  });
  saleId = String((JSON.parse(started) as { saleId: unknown }).saleId);
  await ask('POST', `/v1/sales/${saleId}/cancel`, {});
  await till.until(({ sale: shown }) => shown?.state === 'returned');
});

afterEach(async () => {
  await till[Symbol.asyncDispose]();
});

interface Asked {
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

async function ask(method: string, path: string, { body, headers }: Asked): Promise<string> {
  const response = await fetch(`${till.url}${path}`, {
    method,
    headers: {
      ...authorised(),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? null : JSON.stringify(body),
  });
  return await response.text();
}

async function countFound(headers: Readonly<Record<string, string>>): Promise<unknown> {
  const answer = await ask('POST', '/v1/counts/hopper-50', { body: COUNT, headers });
  return (JSON.parse(answer) as { count: unknown }).count;
}

function numbersIn(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value];
  if (typeof value === 'string') return [...value.matchAll(/-?\d+/g)].map(([text]) => Number(text));
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(numbersIn);
}

/** Ids and times are made of digits too, and may have any in them. */
const ID_OR_TIME = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+Z/g;

function secretsIn(text: string): readonly number[] {
  return numbersIn(JSON.parse(text.replaceAll(ID_OR_TIME, ''))).filter((number) =>
    SECRETS.has(number),
  );
}

async function readPaths(): Promise<readonly string[]> {
  const { paths } = JSON.parse(await ask('GET', '/v1/openapi.json', {})) as {
    paths: Record<string, Record<string, unknown>>;
  };
  return Object.entries(paths)
    .filter(([, methods]) => 'get' in methods)
    .map(([path]) => path.replace('{saleId}', saleId));
}

const FILL = { reason: 'fill', added: [{ valueMinor: 100, count: LATER }] };
const COUNT = { reason: 'count', counted: [{ valueMinor: 50, count: COUNTED }] };

/** Everything that is done at a till in a day, and what each answer may tell. */
const DEEDS: readonly (readonly [string, object | undefined])[] = [
  ['/v1/counts/hopper-100', FILL],
  ['/v1/counts/hopper-50', COUNT],
  ['/v1/counts/hopper-20', { reason: 'fill', added: [{ valueMinor: 50, count: 1 }] }],
  ['/v1/counts/attic', COUNT],
  ['/v1/shift/open', undefined],
  ['/v1/shift/close', undefined],
  ['/v1/shift/open', undefined],
  ['/v1/cash-changer/claim', {}],
  ['/v1/cash-changer/device-enabled', { deviceEnabled: true }],
  ['/v1/cash-changer/read-cash-counts', {}],
];

describe('blind counts', () => {
  test.each([
    ['a program without an operator', undefined],
    ['a cashier', 'cashier'],
  ] as const)('%s is told none of them, by any route', async (_, role) => {
    const headers = role === undefined ? {} : await till.signIn(role);
    const leaks: unknown[] = [];
    const look = async (method: string, path: string, body?: object): Promise<void> => {
      const text = await ask(method, path, { headers, ...(body === undefined ? {} : { body }) });
      const found = secretsIn(text);
      if (found.length > 0) leaks.push({ method, path, found });
    };
    const paths = await readPaths();
    expect(paths).toContain('/v1/counts');
    for (const path of paths) await look('GET', path);
    for (const [path, body] of DEEDS) {
      await look('POST', path, body);
      for (const read of paths) await look('GET', read);
    }
    expect(leaks).toEqual([]);
  });

  test('the stream tells none of them, and no hash to try them against', async () => {
    const messages: string[] = [];
    const socket = new WebSocket(`${till.url.replace('http', 'ws')}/v1/events`, {
      headers: authorised(POS_TOKEN),
    });
    await new Promise((resolve) => socket.once('message', resolve));
    socket.addEventListener('message', ({ data }) => messages.push(data as string));
    for (const [path, body] of DEEDS) await ask('POST', path, body === undefined ? {} : { body });
    const { journal } = await till.status();
    await expect
      .poll(() => messages.map((text) => (JSON.parse(text) as StatusLike).status.journal.seq))
      .toContain(journal.seq);
    expect(journal.hash).toBeNull();
    expect(messages.flatMap(secretsIn)).toEqual([]);
    expect(messages.join()).not.toMatch(/[0-9a-f]{64}/);
    socket.terminate();
  });

  test('levels are words, and sums of a shift are its sales alone', async () => {
    const counts = JSON.parse(await ask('GET', '/v1/counts', {})) as { places: object[] };
    const [, ten] = counts.places;
    expect(counts.places).toHaveLength(PLACES.length + 1);
    expect(ten).toEqual({
      place: expect.stringMatching(/^hopper-/),
      currency: 'EUR',
      valueMinor: expect.any(Number),
      counts: null,
      totalMinor: null,
      level: levelOf(HELD[50], { nearEmptyCount: 5 }),
      toFloat: null,
    });
    const closed = JSON.parse(await ask('POST', '/v1/shift/close', {})) as Record<string, unknown>;
    expect(closed).toMatchObject({ number: 1, openingMinor: null, closingMinor: null });
    const { salesCount, ...others } = closed['totals'] as Record<string, unknown>;
    expect(salesCount).toBe(0);
    expect(new Set(Object.values(others))).toEqual(new Set([null]));
  });

  test.each(['supervisor', 'admin', 'technician'] as const)('a %s sees them', async (role) => {
    const headers = await till.signIn(role);
    const seen = await Promise.all(
      ['/v1/counts', '/v1/shift'].map((path) => ask('GET', path, { headers })),
    );
    expect(secretsIn(seen[0] ?? '')).toEqual(expect.arrayContaining([HELD[10], HELD[50]]));
    expect(secretsIn(seen[1] ?? '')).not.toEqual([]);
  });

  test('a program that speaks UnifiedPOS is told who may read them', async () => {
    const read = '/v1/cash-changer/read-cash-counts';
    for (const [path, body] of DEEDS.slice(-3)) await ask('POST', path, { body: body ?? {} });
    expect(await ask('POST', read, { body: {} })).toContain('operator-needed');
    const cashier = await till.signIn('cashier');
    expect(await ask('POST', read, { body: {}, headers: cashier })).toContain('right-missing');
    const supervisor = await till.signIn('supervisor');
    expect(secretsIn(await ask('POST', read, { body: {}, headers: supervisor }))).not.toEqual([]);
  });

  test('what was emptied is told to who may see it alone', async () => {
    const supervisor = await till.signIn('supervisor');
    const order = { kind: 'places', places: [{ place: 'hopper-10' }] };
    const headers = { ...supervisor, 'idempotency-key': 'empty' };
    const body = { purpose: 'empty', order };
    const done = await ask('POST', '/v1/operations', { body, headers });
    expect(secretsIn(done)).toEqual([HELD[10] * 10]);
    await till.until(({ activity }) => activity === 'idle');
    expect(secretsIn(await ask('GET', '/v1/operations', { headers: supervisor }))).not.toEqual([]);
    const { operationId } = JSON.parse(done) as { operationId: string };
    for (const path of ['/v1/operations', `/v1/operations/${operationId}`]) {
      expect(secretsIn(await ask('GET', path, {}))).toEqual([]);
    }
    const acknowledge = `/v1/operations/${operationId}/acknowledge`;
    expect(secretsIn(await ask('POST', acknowledge, {}))).toEqual([]);
  });

  test('what was being emptied when its hopper fell silent is told to nobody by the status', async () => {
    const hopper = till.hoppers.get(10);
    if (hopper !== undefined) hopper.onDispense = () => Promise.resolve(OFFLINE);
    const order = { kind: 'places', places: [{ place: 'hopper-10' }] };
    const headers = { ...(await till.signIn('supervisor')), 'idempotency-key': 'empty' };
    await ask('POST', '/v1/operations', { body: { purpose: 'empty', order }, headers });
    const { unresolved } = await till.until((status) => status.unresolved.length > 0);
    expect(unresolved).toEqual([
      { device: 'hopper-10', currency: 'EUR', amountMinor: null, operationId: expect.any(String) },
    ]);
  });

  test('what a count has found is told to who may see it alone', async () => {
    const key = { 'idempotency-key': 'count' };
    expect(await countFound(key)).toBeNull();
    expect(await countFound({ ...key, ...(await till.signIn('supervisor')) })).toMatchObject({
      differenceMinor: (COUNTED - HELD[50]) * 50,
    });
  });

  test('nobody learns what lies there by asking for more than there is', async () => {
    await till[Symbol.asyncDispose]();
    const rights = rightsTable({ cashier: ['dispense'] });
    till = await startApiTill({ operators: { hideExpectedCounts: true, rights } });
    const added = [{ valueMinor: 50, count: HELD[50] }];
    const place = 'hopper-50';
    await till.shell.ask({ kind: 'fill-entered', place, added, client: 'test' });
    const counts = [{ valueMinor: 50, count: HELD[50] + 1 }];
    const headers = { ...(await till.signIn('cashier')), 'idempotency-key': 'k' };
    const body = { purpose: 'dispense', order: { kind: 'counts', counts }, reason: 'x' };
    const refused = await ask('POST', '/v1/operations', { body, headers });
    expect(refused).toContain('not-dispensable');
    expect(refused).not.toContain('payableMinor');
  });

  test('a session that has ended is no eye', async () => {
    const headers = await till.signIn('supervisor');
    await ask('POST', '/v1/operators/sign-out', { headers });
    for (const path of ['/v1/counts', '/v1/shift', '/v1/shifts']) {
      expect(await ask('GET', path, { headers })).toContain('operator-session-ended');
    }
  });
});

interface StatusLike {
  readonly status: { readonly journal: { readonly seq: number } };
}
