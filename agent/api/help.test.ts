/** Help and a technician's session over the real API: what a cashier, a POS program and an admin can do. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { authorised, startApiTill, type ApiTill } from '../../test/support/api-till.ts';
import { PINS } from '../../test/support/fake-book.ts';
import type { SupportAsk } from '../core/support/supporting.ts';
import { noStreams } from '../../test/support/no-streams.ts';
import type { StandingView, TicketView } from './support-schema.ts';

const CODE = '123456';

let till: ApiTill;

beforeEach(async () => {
  till = await startApiTill({
    support: {
      streams: { ...noStreams(), open: async () => 'opened' },
      kinds: ['screen', 'console'],
      hasExternalTool: false,
      newCode: () => CODE,
      sendLogs: async ({ bundle }) => ({ kind: 'logs-failed', bundle, reason: 'unreachable' }),
    },
  });
});

afterEach(async () => {
  await till[Symbol.asyncDispose]();
});

interface Answered<Body> {
  readonly status: number;
  readonly body: Body & { readonly error?: { readonly code: string } };
}

async function call<Body>(
  method: string,
  path: string,
  {
    body,
    headers = {},
  }: { readonly body?: object; readonly headers?: Record<string, string> } = {},
): Promise<Answered<Body>> {
  const response = await fetch(`${till.url}${path}`, {
    method,
    headers: {
      ...authorised(),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Answered<Body>['body'] };
}

function askHelp(body: object = {}, headers: Record<string, string> = {}) {
  return call<TicketView>('POST', '/v1/help', { body, headers });
}

function deed(name: string, body?: object) {
  const path = `/v1/support/session/${name}`;
  return call<StandingView>('POST', path, body === undefined ? {} : { body });
}

function hub(request: SupportAsk) {
  return till.shell.tell({ kind: 'support-requested', request });
}

async function technicianIsThere(): Promise<void> {
  const { body } = await askHelp();
  const technician = { name: 'Anna Rossi', company: 'Cassa Aiuto' };
  const session = 's-1';
  const { ticket } = body;
  await hub({ kind: 'session-asked', session, ticket, technician, streams: ['screen', 'console'] });
  await hub({ kind: 'code-typed', session, code: CODE });
  await deed('accept');
}

describe('a call for help', () => {
  test('with words nobody could read, or that never end, is no call', async () => {
    for (const words of ['', 'a\u0000b', 'x'.repeat(2_001)]) {
      expect((await askHelp({ words })).body.error?.code).toBe('invalid-request');
    }
    expect((await call('GET', '/v1/help/none')).body.error?.code).toBe('ticket-not-found');
  });

  test('is numbered, answered and kept until the hub has it', async () => {
    const { status, body } = await askHelp({ words: 'the drawer\nis stuck', topic: 'technical' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      number: 1,
      state: 'open',
      isDelivered: false,
      topic: 'technical',
      answer: { kind: 'no-plan', contacts: [] },
    });
    expect((await till.status()).support.tickets).toMatchObject([{ number: 1 }]);
  });

  test('under the same key is the same one', async () => {
    const key = { 'idempotency-key': 'k-1' };
    const first = await askHelp({}, key);
    const again = await askHelp({}, key);
    expect([again.status, again.body.ticket]).toEqual([200, first.body.ticket]);
  });

  test('can be talked about, and taken back', async () => {
    const { ticket } = (await askHelp()).body;
    const message = { message: 'm-1', text: 'hello' };
    await call('POST', `/v1/help/${ticket}/messages`, { body: message });
    const said = await call<TicketView>('POST', `/v1/help/${ticket}/messages`, { body: message });
    expect(said.body.chat).toMatchObject([{ text: 'hello', from: null, isDelivered: false }]);
    const back = await call<TicketView>('POST', `/v1/help/${ticket}/withdraw`);
    expect(back.body.state).toBe('withdrawn');
    expect((await till.status()).support.tickets).toEqual([]);
  });
});

describe('a session', () => {
  test('cannot be accepted where nobody asks for one', async () => {
    expect((await deed('accept')).body.error?.code).toBe('no-session');
    const asked = { control: 'granted' };
    expect((await deed('control', asked)).body.error?.code).toBe('session-not-live');
  });

  test('shows its code only until it was typed', async () => {
    const { ticket } = (await askHelp()).body;
    const technician = { name: 'Anna Rossi', company: 'Cassa Aiuto' };
    await hub({
      kind: 'session-asked',
      session: 's-1',
      ticket,
      technician,
      streams: ['screen'],
    });
    const { session } = (await till.status()).support;
    expect(session).toMatchObject({ phase: 'asked', code: CODE, triesMax: 3 });
    const { askedAt = '', expiresAt = '' } = session ?? {};
    expect(Date.parse(expiresAt) - Date.parse(askedAt)).toBe(60_000);
    expect((await deed('accept')).body.error?.code).toBe('code-not-typed');
    await hub({ kind: 'code-typed', session: 's-1', code: CODE });
    expect((await till.status()).support.session).toMatchObject({ phase: 'matched', code: null });
  });

  test('under control lets nobody sign in; typed again they are', async () => {
    await technicianIsThere();
    expect((await deed('control', { control: 'granted' })).body.session?.control).toBe('granted');
    const body = { operatorId: 'admin', pin: PINS.admin };
    const refused = await call('POST', '/v1/operators/sign-in', { body });
    expect(refused.body.error?.code).toBe('control-suspended');
    const suspended = { control: 'suspended', suspendedFor: 'sign-in' };
    expect((await till.status()).support.session).toMatchObject(suspended);
    expect((await call('POST', '/v1/operators/sign-in', { body })).status).toBe(200);
  });

  test('under control changes nobody who works here', async () => {
    const headers = await till.signIn('admin');
    await technicianIsThere();
    await deed('control', { control: 'granted' });
    const body = { operatorId: 'thief', name: 'Thief', role: 'admin', pin: '918273' };
    const refused = await call('POST', '/v1/operators', { body, headers });
    expect(refused.body.error?.code).toBe('remote-control-on');
    expect((await till.status()).support.session?.control).toBe('suspended');
  });

  test('is hidden while somebody counts, and stopped at once', async () => {
    await technicianIsThere();
    await deed('control', { control: 'suspended', cause: 'counting' });
    expect((await till.status()).support.session?.isPaused).toBe(true);
    expect((await deed('resume')).body.session?.isPaused).toBe(false);
    const { body } = await deed('stop');
    expect(body).toMatchObject({ session: null, ended: { end: 'stopped-at-till' } });
  });
});

function windows() {
  const nowMs = Date.now();
  const [from, until] = [nowMs, nowMs + 60_000].map((ms) => new Date(ms).toISOString());
  return [{ from, until }];
}

describe('hours with nobody there', () => {
  test('are granted by an admin’s PIN and by nothing else', async () => {
    const path = '/v1/support/unattended';
    const wrong = { operatorId: 'admin', pin: '0000000', windows: windows() };
    expect((await call('PUT', path, { body: wrong })).body.error?.code).toBe('sign-in-failed');
    const cashier = { operatorId: 'cashier', pin: PINS.cashier, windows: windows() };
    expect((await call('PUT', path, { body: cashier })).body.error?.code).toBe('right-missing');
    const body = { operatorId: 'admin', pin: PINS.admin, windows: windows() };
    const granted = await call<StandingView>('PUT', path, { body });
    expect(granted.body.unattended).toHaveLength(1);
  });
});
