/** `/v1/events`: a subscriber is told everything, always the newest, and only if it may. */
import { connect } from 'node:net';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { FakeClock } from '../../test/support/fake-clock.ts';
import {
  authorised,
  PAGE_TOKEN,
  POS_TOKEN,
  startApiTill,
  type ApiTill,
} from '../../test/support/api-till.ts';
import { HEARTBEAT_MS, SUBSCRIBERS_MAX, SUBSCRIBER_PAYLOAD_MAX_BYTES } from './limits.ts';
import type { StatusMessage, StatusView } from './schema.ts';

const GOING_AWAY = 1_001;
const TOO_BIG = 1_009;
const ABNORMAL = 1_006;

let till: ApiTill;
const sockets: WebSocket[] = [];

beforeEach(async () => {
  till = await startApiTill();
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await till[Symbol.asyncDispose]();
});

/** A subscriber that keeps what it was told. */
class Listener {
  readonly socket: WebSocket;
  readonly told: StatusView[] = [];
  readonly closed: Promise<number>;

  constructor(socket: WebSocket) {
    this.socket = socket;
    sockets.push(socket);
    socket.addEventListener('message', ({ data }) => {
      const message = JSON.parse(data as string) as StatusMessage;
      if (message.kind === 'status') this.told.push(message.status);
    });
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => socket.on('close', resolve));
  }

  async until(isThere: (status: StatusView) => boolean): Promise<StatusView> {
    return vi.waitUntil(() => this.told.findLast(isThere));
  }
}

function listen(options: ConstructorParameters<typeof WebSocket>[2] = {}): Listener {
  return new Listener(new WebSocket(eventsUrl(), { headers: authorised(), ...options }));
}

function eventsUrl(): string {
  return `${till.url.replace('http', 'ws')}/v1/events`;
}

/** The HTTP status with which an upgrade is refused. */
function refusedWith(url: string, options: object, protocols: string[] = []): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, protocols, options);
    sockets.push(socket);
    socket.on('unexpected-response', (_, response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    socket.on('open', () => reject(new TypeError('it was let in')));
    socket.on('error', () => undefined);
  });
}

test('strangers, other origins and other names are refused', async () => {
  expect(await refusedWith(eventsUrl(), {})).toBe(401);
  expect(await refusedWith(eventsUrl(), { headers: authorised('nobody') })).toBe(401);
  const browser = ['tillwarden.events.v1', 'bearer.nobody'];
  expect(await refusedWith(eventsUrl(), {}, browser)).toBe(401);
  const origin = { headers: { ...authorised(), origin: 'http://evil.example' } };
  expect(await refusedWith(eventsUrl(), origin)).toBe(403);
  const host = { headers: { ...authorised(), host: 'evil.example' } };
  expect(await refusedWith(eventsUrl(), host)).toBe(403);
});

test('an upgrade elsewhere is an ordinary request', async () => {
  const elsewhere = eventsUrl().replace('events', 'status');
  expect(await refusedWith(elsewhere, { headers: authorised() })).toBe(200);
});

test('a browser shows its token as a subprotocol, and does not get it back', async () => {
  const protocols = ['tillwarden.events.v1', `bearer.${PAGE_TOKEN}`];
  const listener = new Listener(new WebSocket(eventsUrl(), protocols, { origin: till.url }));
  await listener.until(() => true);
  expect(listener.socket.protocol).toBe('tillwarden.events.v1');
  expect(till.events).toContainEqual({ kind: 'subscriber-joined', client: 'page' });
  expect(JSON.stringify(till.events)).not.toContain(PAGE_TOKEN);
});

test('the whole status comes at once and after each change', async () => {
  await till.fill();
  const listener = listen();
  const first = await listener.until(() => true);
  expect(first).toEqual(await till.status());
  await startSale(150);
  await listener.until(({ sale }) => sale?.state === 'collecting');
  await till.acceptor.insert(200);
  const last = await listener.until(({ sale }) => sale?.state === 'settled');
  expect(last).toEqual(await till.status());
});

test('one that does not read is told the newest when it does, not everything', async () => {
  const listener = listen();
  await listener.until(() => true);
  listener.socket.pause();
  const before = listener.told.length;
  for (let fill = 0; fill < 2_000; fill += 1) {
    await till.shell.ask({
      kind: 'fill-entered',
      place: 'cashbox',
      added: [{ valueMinor: 100, count: 1 }],
      client: 'test',
    });
  }
  const { seq } = till.shell.view().head;
  listener.socket.resume();
  await listener.until(({ journal }) => journal.seq === seq);
  expect(listener.told.length - before).toBeLessThan(2_000);
});

test('what one sends is not looked at, and too much of it ends the connection', async () => {
  const listener = listen();
  await listener.until(() => true);
  listener.socket.send('anything');
  listener.socket.send(Buffer.from([0, 1, 2]));
  await startSale(100);
  await listener.until(({ sale }) => sale !== null);
  listener.socket.send('x'.repeat(SUBSCRIBER_PAYLOAD_MAX_BYTES + 1));
  expect(await listener.closed).toBe(TOO_BIG);
  expect((await fetch(`${till.url}/v1/health`)).status).toBe(200);
});

test('frames of any bytes end the connection at most', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 2, maxLength: 200 }), async (bytes) => {
      await sendAfterUpgrade(bytes);
    }),
    { numRuns: 40 },
  );
  const listener = listen();
  await listener.until(() => true);
  expect(till.faults).toEqual([]);
});

test('there is an end to how many may listen', async () => {
  const listeners = Array.from({ length: SUBSCRIBERS_MAX }, () => listen());
  await Promise.all(listeners.map((listener) => listener.until(() => true)));
  expect(await refusedWith(eventsUrl(), { headers: authorised() })).toBe(503);
  listeners[0]?.socket.close();
  await listeners[0]?.closed;
  await expect.poll(() => till.events.some(({ kind }) => kind === 'subscriber-left')).toBe(true);
  await listen().until(() => true);
});

test('everybody is told goodbye when the API stops', async () => {
  const listener = listen();
  await listener.until(() => true);
  await till.stopApi();
  expect(await listener.closed).toBe(GOING_AWAY);
  await till.startApi();
});

test('a heartbeat repeats the status, and drops who does not answer it', async () => {
  const clock = new FakeClock();
  await till[Symbol.asyncDispose]();
  till = await startApiTill({ clock });
  const alive = listen();
  const dead = listen({ autoPong: false });
  await Promise.all([alive.until(() => true), dead.until(() => true)]);
  const ponged = new Promise((resolve) => alive.socket.once('ping', resolve));
  await clock.advance(HEARTBEAT_MS);
  await ponged;
  await expect.poll(() => alive.told.length).toBe(2);
  // The pong needs a moment on the wire, which the fake clock knows nothing of.
  await till.status();
  await clock.advance(HEARTBEAT_MS);
  expect(await dead.closed).toBe(ABNORMAL);
  await expect.poll(() => alive.told.length).toBe(3);
  expect(alive.socket.readyState).toBe(WebSocket.OPEN);
  stopSoon(clock);
});

test('a subscriber that answers keeps its sale from expiring', async () => {
  const clock = new FakeClock();
  const seen: string[] = [];
  await till[Symbol.asyncDispose]();
  till = await startApiTill({ clock, watchClient: (client) => seen.push(client) });
  const listener = listen();
  await listener.until(() => true);
  const before = seen.length;
  await clock.advance(HEARTBEAT_MS);
  await expect.poll(() => seen.length).toBeGreaterThan(before);
  expect(seen.at(-1)).toBe('pos');
  stopSoon(clock);
});

/** Nobody moves this clock while the API waits for goodbyes. */
function stopSoon(clock: FakeClock): void {
  for (const socket of sockets) socket.close();
  void clock.advance(HEARTBEAT_MS);
}

function sendAfterUpgrade(bytes: Uint8Array): Promise<void> {
  const { port, hostname, host } = new URL(till.url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        [
          'GET /v1/events HTTP/1.1',
          `Host: ${host}`,
          'Connection: Upgrade',
          'Upgrade: websocket',
          'Sec-WebSocket-Version: 13',
          'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
          `Authorization: Bearer ${POS_TOKEN}`,
          '\r\n',
        ].join('\r\n'),
      );
      socket.once('data', () => socket.end(bytes));
    });
    socket.on('error', () => resolve());
    socket.on('close', () => resolve());
  });
}

async function startSale(amountDueMinor: number): Promise<void> {
  const response = await fetch(`${till.url}/v1/sales`, {
    method: 'POST',
    headers: {
      ...authorised(),
      'content-type': 'application/json',
      'idempotency-key': String(amountDueMinor),
    },
    body: JSON.stringify({ amountDueMinor, currency: 'EUR' }),
  });
  expect(response.status).toBe(201);
}
