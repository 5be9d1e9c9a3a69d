/** A program is told over a real socket: signed, again until it takes it, and never somewhere else. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { spread } from '../../sync/hub/mail/spread.ts';
import { announce } from '../../sync/hub/store/announcements.ts';
import { deliveriesOf } from '../../sync/hub/store/webhooks.ts';
import { withNewKey } from '../../sync/hub/vault/keyring.ts';
import { deliverDue, GIVE_UP_AFTER_MS } from '../../sync/hub/webhooks/deliver.ts';
import { allowedAddresses } from '../../sync/hub/webhooks/outside-address.ts';
import { openPeopleHub, type PeopleHub, type Visitor } from '../support/people-hub.ts';

const ALLOWED = allowedAddresses(['127.0.0.1']);
const KEYS = withNewKey([]);

interface Told {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let server: Server;
let told: Told[];
let status: number;
let hub: PeopleHub;
let root: Visitor;
let nowMs = 0;

beforeEach(async () => {
  told = [];
  status = 200;
  server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const body = Buffer.concat(pieces).toString('utf8');
      told.push({ path: request.url ?? '', headers: request.headers, body });
      response.writeHead(status, { location: '/elsewhere' }).end('x'.repeat(100_000));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  hub = await openPeopleHub({ keys: () => KEYS, webhookAllowed: ALLOWED });
  await hub.addUser('Root', 'vendor-admin');
  root = await hub.signedIn('Root');
  nowMs = hub.clock.wallMs();
});

afterEach(async () => {
  await hub[Symbol.asyncDispose]();
  server.close();
});

async function added(): Promise<{ readonly webhook: string; readonly secret: string }> {
  const body = { url: urlOf(), kinds: ['ticket-opened'] };
  const made = await root.call('POST /v1/webhooks', { body });
  expect(made.statusCode).toBe(200);
  return { webhook: made.json().webhook.webhook, secret: made.json().secret };
}

function urlOf(): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/told`;
}

/** The time and the MAC of a signature. */
function partsOf(headers: Told['headers']): readonly string[] {
  const [, ...parts] = /^t=(\d+),v1=(.*)$/.exec(String(headers['x-tillwarden-signature'])) ?? [];
  return parts;
}

function macOf(headers: Told['headers']): string | undefined {
  return partsOf(headers)[1];
}

/** What a program reckons itself. */
function signed(secret: string, headers: Told['headers'], body: string): string {
  return createHmac('sha256', secret)
    .update(`${partsOf(headers)[0]}.${body}`)
    .digest('hex');
}

async function happened(id: string, kind: 'ticket-opened' | 'ticket-resolved'): Promise<void> {
  await announce(hub.database, { id, atMs: nowMs, kind, customer: 'bar', body: {} });
  await spread({ database: hub.database, nowMs: () => nowMs });
}

async function deliver(allowed = ALLOWED): Promise<void> {
  const around = { chance: () => 0, keys: () => KEYS, onGivenUp: () => undefined };
  await deliverDue({ database: hub.database, nowMs: () => nowMs, allowed, ...around });
}

it('is told of what it asked for, once, with a signature that it can check', async () => {
  const { webhook, secret } = await added();
  await happened('t-1', 'ticket-opened');
  await happened('t-1', 'ticket-opened');
  await happened('t-1', 'ticket-resolved');
  await deliver();
  await deliver();
  expect(told).toHaveLength(1);
  const [{ headers, body }] = told as [Told];
  expect(JSON.parse(body)).toMatchObject({ kind: 'ticket-opened', customer: 'bar' });
  expect(JSON.parse(body).id).toBe(headers['x-tillwarden-delivery']);
  expect(macOf(headers)).toBe(signed(secret, headers, body));
  expect(await deliveriesOf(hub.database, webhook)).toMatchObject([{ state: 'delivered' }]);
  expect((await root.call('GET /v1/webhooks')).body).not.toContain(secret);
});

it('signs with the secret that was seen, where the answer with the first one was lost', async () => {
  const body = { id: 'hook', url: urlOf(), kinds: ['ticket-opened'] };
  await root.call('POST /v1/webhooks', { body });
  const { secret } = (await root.call('POST /v1/webhooks', { body })).json();
  await happened('t-1', 'ticket-opened');
  await deliver();
  expect(told).toHaveLength(1);
  const [{ headers, body: sent }] = told as [Told];
  expect(macOf(headers)).toBe(signed(secret, headers, sent));
});

it('is told again under the same id until it takes it, and given up after days', async () => {
  const { webhook } = await added();
  status = 503;
  await happened('t-1', 'ticket-opened');
  await deliver();
  await deliver();
  nowMs += 60_000;
  await deliver();
  expect(told.map(({ body }) => body)).toEqual([told[0]?.body, told[0]?.body]);
  nowMs += GIVE_UP_AFTER_MS;
  await deliver();
  nowMs += GIVE_UP_AFTER_MS;
  await deliver();
  expect(told).toHaveLength(3);
  const given = { state: 'given-up', attempts: 3, lastError: 'status-503' };
  expect(await deliveriesOf(hub.database, webhook)).toMatchObject([given]);
});

it('is not followed where it points elsewhere', async () => {
  await added();
  status = 302;
  await happened('t-1', 'ticket-opened');
  await deliver();
  expect(told.map(({ path }) => path)).toEqual(['/told']);
});

it('is not reached where the hub may not send any more', async () => {
  const { webhook } = await added();
  await happened('t-1', 'ticket-opened');
  await deliver(allowedAddresses([]));
  expect(told).toEqual([]);
  expect(await deliveriesOf(hub.database, webhook)).toMatchObject([
    { lastError: 'address-inside' },
  ]);
});

it('is dropped with what was on its way, and its secret is of no use', async () => {
  const { webhook } = await added();
  await happened('t-1', 'ticket-opened');
  expect(await root.codeOf(`DELETE /v1/webhooks/${webhook}`, { body: {} })).toBe('200');
  await deliver();
  expect(told).toEqual([]);
});
