/** Who signs in at the till, and how: the failure paths first. A PIN is in no answer, line or event. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  authorised,
  PAGE_TOKEN,
  POS_TOKEN,
  startApiTill,
  type ApiTill,
} from '../../test/support/api-till.ts';
import { PINS } from '../../test/support/fake-book.ts';
import { FakeClock } from '../../test/support/fake-clock.ts';
import type { JournalLine } from '../core/journal-line.ts';
import { FREE_FAILURES } from '../core/operators/sign-in.ts';
import { ERROR_STATUSES } from './errors.ts';

const MINUTE_MS = 60_000;
const WRONG = '9173';
const TAKE = { reason: 'take', taken: [{ valueMinor: 50, count: 1 }], note: 'bank' };

let till: ApiTill;
let clock: FakeClock;
const lines: JournalLine[] = [];

beforeEach(async () => {
  lines.length = 0;
  clock = new FakeClock();
  till = await startApiTill({ clock, onLines: (written) => lines.push(...written) });
  await till.fill();
});

afterEach(async () => {
  await till[Symbol.asyncDispose]();
});

interface Asked {
  readonly method?: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly client?: string;
}

interface Answered {
  readonly code: string;
  readonly body: Record<string, unknown>;
  readonly text: string;
}

async function ask(path: string, asked: Asked = {}): Promise<Answered> {
  const { body, headers, client = POS_TOKEN } = asked;
  const response = await fetch(`${till.url}${path}`, {
    method: asked.method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      ...authorised(client),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await response.text();
  const answer = JSON.parse(text) as Record<string, unknown>;
  const code = (answer['error'] as { code?: string } | undefined)?.code ?? 'ok';
  const known = Object.entries(ERROR_STATUSES).find(([name]) => name === code)?.[1];
  expect(response.ok ? undefined : response.status).toBe(known);
  return { code, body: answer, text };
}

function signIn(operatorId: string, pin: string, client = POS_TOKEN): Promise<Answered> {
  return ask('/v1/operators/sign-in', { body: { operatorId, pin }, client });
}

function take(headers: Record<string, string>, client = POS_TOKEN): Promise<Answered> {
  return ask('/v1/counts/hopper-50', { body: TAKE, headers, client });
}

async function fail(times: number, operatorId = 'cashier', client = POS_TOKEN): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    expect((await signIn(operatorId, WRONG, client)).code).toBe('sign-in-failed');
  }
}

function kinds(): readonly string[] {
  return lines.map(({ kind }) => kind).filter((kind) => kind.startsWith('operator'));
}

describe('signing in', () => {
  test('with a wrong PIN, an unknown id or as somebody disabled looks the same, and is noted', async () => {
    await till.book.change('technician', { isDisabled: true });
    const answers = [
      await signIn('cashier', WRONG),
      await signIn('nobody', WRONG),
      await signIn('technician', PINS.technician),
    ];
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers[0]?.code).toBe('sign-in-failed');
    expect(lines.slice(-3).map(({ body }) => body)).toEqual([
      { operator: 'cashier', client: 'pos' },
      { client: 'pos' },
      { operator: 'technician', client: 'pos' },
    ]);
  });

  test('gives a token, who it is for, and what they may do', async () => {
    const { body } = await signIn('cashier', PINS.cashier);
    expect(body).toMatchObject({
      operator: { operatorId: 'cashier', name: 'The cashier', role: 'cashier' },
      rights: ['fill', 'exchange', 'pay-debt', 'open-drawer', 'shift'],
      expiresAtMs: clock.wallMs() + 10 * MINUTE_MS,
    });
    expect(Buffer.from(String(body['token']), 'base64url')).toHaveLength(32);
    const headers = { 'x-tillwarden-operator': String(body['token']) };
    expect((await ask('/v1/operators/me', { headers })).body).toMatchObject({
      operator: { operatorId: 'cashier' },
    });
    expect(kinds()).toEqual(['operator-signed-in']);
  });

  test.each([
    [{ operatorId: 'cashier' }],
    [{ operatorId: 'cashier', pin: 2580 }],
    [{ operatorId: 'cashier', pin: '25 80' }],
    [{ operatorId: 'cashier', pin: '258' }],
    [{ operatorId: '../cashier', pin: '2580' }],
    [{ operatorId: 'cashier', pin: '2580', extra: 1 }],
  ])('%j is no request, and no attempt', async (body) => {
    const answer = await ask('/v1/operators/sign-in', { body });
    expect(answer.code).toBe('invalid-request');
    expect(kinds()).toEqual([]);
  });

  test('is locked after five wrong PINs, for the right one too, and the journal says for how long', async () => {
    await fail(FREE_FAILURES);
    const { code, body } = await signIn('cashier', PINS.cashier);
    expect(code).toBe('operator-locked');
    expect(body).toMatchObject({ error: { details: { waitMs: 5 * MINUTE_MS } } });
    expect(lines.at(-1)).toMatchObject({ kind: 'operator-locked', body: { operator: 'cashier' } });
    expect((await signIn('cashier', PINS.cashier, PAGE_TOKEN)).code).toBe('operator-locked');
    expect((await signIn('supervisor', PINS.supervisor)).code).toBe('ok');
  });

  test('opens again with running time, and with no jump of the clock', async () => {
    await fail(FREE_FAILURES);
    clock.jumpWall(30 * 24 * 60 * MINUTE_MS);
    expect((await signIn('cashier', PINS.cashier)).code).toBe('operator-locked');
    clock.jumpWall(-60 * 24 * 60 * MINUTE_MS);
    expect((await signIn('cashier', PINS.cashier)).code).toBe('operator-locked');
    await clock.advance(5 * MINUTE_MS);
    expect((await signIn('cashier', PINS.cashier)).code).toBe('ok');
  });

  test('many at once gain nothing', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => signIn('cashier', WRONG)));
    const looked = answers.filter(({ code }) => code === 'sign-in-failed');
    expect(looked).toHaveLength(FREE_FAILURES);
  });

  test('guessing many ids is stopped by the limit of the client, and another client is not', async () => {
    for (const operatorId of Object.keys(PINS)) await fail(4, operatorId);
    await fail(4, 'nobody');
    expect((await signIn('cashier', PINS.cashier)).code).toBe('sign-in-limited');
    expect((await signIn('cashier', PINS.cashier, PAGE_TOKEN)).code).toBe('ok');
  });

  test('is refused while the file is no use, and sales go on', async () => {
    const headers = await till.signIn('supervisor');
    till.book.isUnusable = true;
    expect((await signIn('cashier', PINS.cashier)).code).toBe('operators-unusable');
    expect((await take(headers)).code).toBe('operators-unusable');
    expect((await ask('/v1/operators')).code).toBe('operators-unusable');
    expect((await till.status()).operators).toBe('unusable');
    const sale = { amountDueMinor: 50, currency: 'EUR' };
    const started = await ask('/v1/sales', {
      body: sale,
      headers: { ...headers, 'idempotency-key': 'k' },
    });
    expect(started.code).toBe('ok');
    till.book.isUnusable = false;
    expect((await take(headers)).code).toBe('machine-busy');
  });

  test('of one whose role this release does not know is refused in words, after the PIN alone', async () => {
    till.book.bar('cashier');
    expect((await signIn('cashier', WRONG)).code).toBe('sign-in-failed');
    expect((await signIn('cashier', PINS.cashier)).code).toBe('operator-barred');
    expect((await signIn('supervisor', PINS.supervisor)).code).toBe('ok');
    await fail(FREE_FAILURES - 2);
    expect((await signIn('cashier', PINS.cashier)).code).toBe('operator-locked');
  });

  test('is refused where too many PINs are being looked at, and does not count', async () => {
    till.book.isBusy = true;
    for (let time = 0; time < 10; time += 1) {
      expect((await signIn('cashier', WRONG)).code).toBe('overloaded');
    }
    till.book.isBusy = false;
    expect((await signIn('cashier', PINS.cashier)).code).toBe('ok');
  });

  test('of somebody who is disabled while their PIN is looked at fails', async () => {
    till.book.onVerify = async () => void (await till.book.change('cashier', { isDisabled: true }));
    expect((await signIn('cashier', PINS.cashier)).code).toBe('sign-in-failed');
  });
});

describe('a session', () => {
  test('is needed for a take, with the right to it', async () => {
    expect((await take({})).code).toBe('operator-needed');
    expect((await take({ 'x-tillwarden-operator': 'x' })).code).toBe('operator-session-ended');
    const cashier = await take(await till.signIn('cashier'));
    expect(cashier.body).toMatchObject({
      error: { code: 'right-missing', details: { right: 'take', role: 'cashier' } },
    });
    expect((await take(await till.signIn('supervisor'))).code).toBe('ok');
    expect(lines.at(-1)).toMatchObject({ kind: 'cash-taken', body: { operator: 'supervisor' } });
  });

  test('is of one client', async () => {
    const headers = await till.signIn('supervisor');
    expect((await take(headers, PAGE_TOKEN)).code).toBe('operator-session-ended');
    await ask('/v1/operators/sign-out', { method: 'POST', headers, client: PAGE_TOKEN });
    expect((await take(headers)).code).toBe('ok');
  });

  test('ends ten minutes after it was last used', async () => {
    const headers = await till.signIn('supervisor');
    await clock.advance(9 * MINUTE_MS);
    expect((await take(headers)).code).toBe('ok');
    await clock.advance(9 * MINUTE_MS);
    expect((await take(headers)).code).toBe('ok');
    await clock.advance(10 * MINUTE_MS);
    expect((await take(headers)).code).toBe('operator-session-ended');
  });

  test('is not longer for a clock that is set back, and ends where the computer slept', async () => {
    const headers = await till.signIn('supervisor');
    clock.jumpWall(-60 * MINUTE_MS);
    await clock.advance(10 * MINUTE_MS);
    expect((await take(headers)).code).toBe('operator-session-ended');
    const again = await till.signIn('supervisor');
    clock.jumpWall(10 * MINUTE_MS);
    expect((await take(again)).code).toBe('operator-session-ended');
  });

  test('ends with signing out, and with the next operator there', async () => {
    const first = await till.signIn('supervisor');
    const second = await till.signIn('admin');
    expect((await take(first)).code).toBe('operator-session-ended');
    expect((await take(second)).code).toBe('ok');
    for (let time = 0; time < 2; time += 1) {
      const out = await ask('/v1/operators/sign-out', { method: 'POST', headers: second });
      expect(out.code).toBe('ok');
    }
    expect((await ask('/v1/operators/me', { headers: second })).code).toBe(
      'operator-session-ended',
    );
    expect((await ask('/v1/operators/me')).code).toBe('operator-needed');
  });

  test('goes on when somebody else fails to sign in there', async () => {
    const headers = await till.signIn('supervisor');
    await fail(1);
    expect((await take(headers)).code).toBe('ok');
  });

  test.each([
    ['disabled', { isDisabled: true }],
    ['given another role', { role: 'admin' }],
    ['given another PIN', { pin: '6924' }],
  ] as const)('ends when the operator is %s', async (_, change) => {
    const headers = await till.signIn('supervisor');
    await till.book.change('supervisor', change);
    expect((await take(headers)).code).toBe('operator-session-ended');
    expect((await take(headers)).code).toBe('operator-session-ended');
  });

  test('ends with the API', async () => {
    const headers = await till.signIn('supervisor');
    await till.stopApi();
    await till.startApi();
    expect((await take(headers)).code).toBe('operator-session-ended');
  });
});

describe('fills, counts and shifts', () => {
  const fill = { reason: 'fill', added: [{ valueMinor: 50, count: 1 }] };
  const count = { reason: 'count', counted: [{ valueMinor: 50, count: 30 }] };

  test.each([
    ['/v1/counts/hopper-50', fill, 'technician'],
    ['/v1/counts/hopper-50', count, 'cashier'],
    ['/v1/shift/open', {}, 'technician'],
  ] as const)('%s %j needs nobody, but refuses who may not', async (path, body, role) => {
    expect((await ask(path, { body, headers: await till.signIn(role) })).code).toBe(
      'right-missing',
    );
    expect((await ask(path, { body })).code).toBe('ok');
  });

  test.each([
    ['/v1/counts/hopper-50', fill],
    ['/v1/counts/hopper-50', count],
    ['/v1/shift/open', {}],
  ])('%s %j needs somebody where that is said', async (path, body) => {
    await till[Symbol.asyncDispose]();
    till = await startApiTill({ operators: { required: 'always' } });
    expect((await ask(path, { body })).code).toBe('operator-needed');
    const headers = await till.signIn('supervisor');
    expect((await ask(path, { body, headers })).code).toBe('ok');
  });
});

describe('managing operators', () => {
  const NEW = { operatorId: 'anna', name: 'Anna', role: 'cashier', pin: '6924' };

  test.each([
    ['/v1/operators', 'POST', NEW],
    ['/v1/operators/cashier', 'PATCH', { role: 'admin' }],
    ['/v1/operators/cashier/pin', 'POST', { pin: '6924' }],
    ['/v1/operators/cashier/unlock', 'POST', {}],
  ])('%s %s needs the right to', async (path, method, body) => {
    expect((await ask(path, { method, body })).code).toBe('operator-needed');
    const headers = await till.signIn('supervisor');
    expect((await ask(path, { method, body, headers })).code).toBe('right-missing');
  });

  test('adds, changes and disables, and the journal says who did', async () => {
    const headers = await till.signIn('admin');
    expect((await ask('/v1/operators', { body: NEW, headers })).code).toBe('ok');
    expect((await ask('/v1/operators', { body: NEW, headers })).code).toBe('operator-exists');
    const path = '/v1/operators/anna';
    const body = { name: 'Anna B', role: 'supervisor' };
    await ask(path, { method: 'PATCH', body, headers });
    await ask(`${path}/pin`, { body: { pin: '7035' }, headers });
    const off = await ask(path, { method: 'PATCH', body: { isDisabled: true }, headers });
    expect(off.body['operators']).toContainEqual({
      operatorId: 'anna',
      name: 'Anna B',
      role: 'supervisor',
      isDisabled: true,
      lockedForMs: 0,
    });
    const changes = lines.flatMap(({ kind, body: written }) =>
      kind === 'operator-changed' ? [written] : [],
    );
    expect(changes.map(({ change }) => change)).toEqual([
      'added',
      'name',
      'role',
      'pin',
      'disabled',
    ]);
    expect(changes[0]).toEqual({
      operator: 'anna',
      change: 'added',
      role: 'cashier',
      by: 'admin',
      client: 'pos',
    });
    expect((await signIn('anna', '7035')).code).toBe('sign-in-failed');
  });

  test('refuses what cannot be', async () => {
    const headers = await till.signIn('admin');
    for (const [path, body] of [
      ['/v1/operators/nobody', { role: 'admin' }],
      ['/v1/operators/nobody/pin', { pin: '6924' }],
      ['/v1/operators/nobody/unlock', {}],
    ] as const) {
      const method = 'role' in body ? 'PATCH' : 'POST';
      expect((await ask(path, { method, body, headers })).code).toBe('operator-not-found');
    }
    const pin = { body: { pin: '0000' }, headers };
    expect((await ask('/v1/operators/cashier/pin', pin)).code).toBe('pin-unfit');
    for (const body of [{ isDisabled: true }, { role: 'cashier' }]) {
      const last = await ask('/v1/operators/admin', { method: 'PATCH', body, headers });
      expect(last.code).toBe('last-admin');
    }
  });

  test('unlocks, also with another PIN, and says who did', async () => {
    const headers = await till.signIn('admin', PAGE_TOKEN);
    await fail(FREE_FAILURES);
    const asked = { body: {}, headers, client: PAGE_TOKEN };
    expect((await ask('/v1/operators/cashier/unlock', asked)).code).toBe('ok');
    expect(lines.at(-1)).toMatchObject({ kind: 'operator-unlocked', body: { by: 'admin' } });
    expect((await signIn('cashier', PINS.cashier)).code).toBe('ok');
    await fail(FREE_FAILURES);
    await ask('/v1/operators/cashier/pin', { ...asked, body: { pin: '6924' } });
    expect((await signIn('cashier', '6924')).code).toBe('ok');
  });

  test('an unlock in the file counts at the next attempt', async () => {
    await fail(FREE_FAILURES);
    till.book.unlockInFile('cashier');
    expect((await signIn('cashier', PINS.cashier)).code).toBe('ok');
    expect(kinds().slice(-2)).toEqual(['operator-unlocked', 'operator-signed-in']);
  });
});

describe('the own PIN', () => {
  const path = '/v1/operators/cashier/pin';

  test('is changed with the old one', async () => {
    const headers = await till.signIn('cashier');
    expect((await ask(path, { body: { pin: '6924' }, headers })).code).toBe('invalid-request');
    const body = { pin: '6924', currentPin: PINS.cashier };
    expect((await ask(path, { body, headers })).code).toBe('ok');
    expect((await ask('/v1/operators/me', { headers })).code).toBe('operator-session-ended');
    expect((await signIn('cashier', '6924')).code).toBe('ok');
    expect(kinds()).toEqual(['operator-signed-in', 'operator-changed', 'operator-signed-in']);
  });

  test('is not for guessing by who finds somebody signed in', async () => {
    const headers = await till.signIn('cashier');
    const body = { pin: '6924', currentPin: WRONG };
    for (let time = 0; time < FREE_FAILURES; time += 1) {
      expect((await ask(path, { body, headers })).code).toBe('sign-in-failed');
    }
    expect((await ask(path, { body, headers })).code).toBe('operator-locked');
  });
});

test('a PIN is in no line, no event, no answer and no fault', async () => {
  const said: string[] = [];
  const headers = await till.signIn('admin');
  for (const { body, path } of [
    { path: '/v1/operators/sign-in', body: { operatorId: 'cashier', pin: '48151' } },
    { path: '/v1/operators/sign-in', body: { operatorId: '48151', pin: '48151' } },
    { path: '/v1/operators/sign-in', body: { operatorId: 'cashier', pin: '48151 ' } },
    { path: '/v1/operators', body: { operatorId: 'x', name: 'X', role: 'cashier', pin: '48151' } },
    { path: '/v1/operators/cashier/pin', body: { pin: '48151' } },
    { path: '/v1/operators/cashier/pin', body: { pin: '48151', currentPin: 48_151 } },
  ]) {
    said.push((await ask(path, { body, headers })).text);
  }
  said.push((await ask('/v1/operators')).text, (await ask('/v1/status')).text);
  expect(said.join()).not.toContain('48151');
  expect(JSON.stringify([lines, till.events, till.faults])).not.toContain('48151');
});
