/**
 * Technicians, a real hub and a till at the level of frames: who is let to a till's streams, and who
 * is not; what the till says is what the hub knows, and both ends can cut.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import type { StreamKind } from '../../agent/core/support/remote-session.ts';
import { startHub, type Hub } from '../../sync/hub/main.ts';
import { PasswordHasher } from '../../sync/hub/users/password.ts';
import type { Role } from '../../sync/hub/users/roles.ts';
import { addToBook } from '../../sync/hub/users/user-book.ts';
import { GENESIS } from '../../sync/protocol/fields.ts';
import type { Frame } from '../../sync/protocol/frame.ts';
import { RELAY_SUBPROTOCOL, RELAY_TILL_PATH, relayClaim } from '../../sync/protocol/relay.ts';
import { signAsStation } from '../../sync/trust/station-key.ts';
import { writeCustomer, writeEntry } from '../support/balance-books.ts';
import { extended, type LineContent } from '../support/chain.ts';
import { HubPerson } from '../support/hub-person.ts';
import { CHEAP, PASSWORD } from '../support/people-hub.ts';
import {
  enrolledStation,
  headOfJournal,
  WireTill,
  type StationIdentity,
} from '../support/wire-till.ts';

const TICKET = 'ticket-1';
/** More than all sockets on the way hold. */
const UNREAD_BYTES = 32 * 1_024 * 1_024;
const LOOKS = 200;
const SINCE = '2026-01-01T00:00:00.000Z';

let folder = '';
let hub: Hub;
let identity: StationIdentity;
let till: WireTill;
let chain: ReturnType<typeof extended> = [];
let ada: HubPerson;
const sockets: WebSocket[] = [];
const faults: unknown[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-remote-'));
  chain = [];
  hub = await startHub({
    folder,
    listen: { host: '127.0.0.1', port: 0, tls: undefined },
    pins: [],
    version: 'test',
    clock: systemClock,
    authority: {},
    passwordCost: CHEAP,
    onEvent: () => undefined,
    onError: (cause) => void faults.push(cause),
  });
  await furnish();
  const code = await hub.office.makeCode({ name: 'Till 1', site: 'shop', validMs: 60_000 });
  identity = await enrolledStation(hub.url, code);
  till = await WireTill.connect(hub.url);
  await till.hello(identity, headOfJournal(GENESIS));
  await says({ kind: 'help-asked', body: ASKED });
  ada = await HubPerson.signIn(hub.url, 'Ada');
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  till.socket.terminate();
  await hub[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
  const [fault] = faults.splice(0);
  if (fault !== undefined) throw new TypeError('the hub failed', { cause: fault });
});

const ASKED = {
  ticket: TICKET,
  number: 1,
  client: 'page',
  caller: 'cashier',
  answer: { kind: 'no-plan', contacts: [] },
};

/** A shop that a firm serves, and people of every kind. */
async function furnish(): Promise<void> {
  const { database } = hub.office.desk();
  await writeCustomer(database, 'bar', ['shop']);
  for (const id of ['firm', 'other-firm']) {
    const body = { id, kind: 'implementer', name: id };
    await writeEntry(database, { book: 'parties', entry: id, body });
  }
  const served = { kind: 'served-by', from: 'shop', to: 'firm', since: SINCE };
  await writeEntry(database, { book: 'edges', entry: 'served', body: served });
  await addUser('Ada', 'vendor-admin');
  await addUser('Bea', 'vendor-support');
  await addUser('Ivo', 'implementer', 'firm');
  await addUser('Olaf', 'implementer', 'other-firm');
  await addUser('Carla', 'customer-admin', 'bar');
}

async function addUser(name: string, role: Role, party?: string): Promise<void> {
  const { database } = hub.office.desk();
  const parts = { database, hasher: new PasswordHasher(CHEAP), newNonce: () => name };
  const doer = { by: undefined, address: 'console', atMs: systemClock.wallMs() };
  const scope = party === undefined ? { sites: 'all' as const } : { sites: [], party };
  const outcome = await addToBook(parts, { name, role, password: PASSWORD, ...scope }, doer);
  expect(outcome.kind).toBe('done');
}

async function says(...lines: readonly LineContent[]): Promise<void> {
  const from = chain.length + 1;
  chain = extended(chain, lines);
  const answer = await till.call('Lines', { epoch: 1, from, lines: chain.slice(from - 1) });
  expect(answer).toMatchObject({ kind: 'result', payload: { durableTo: chain.length } });
}

/** The next command of this kind that reaches the till. */
async function commanded(kind: string): Promise<Record<string, unknown>> {
  for (;;) {
    const frame = await till.frame(isCommands);
    if (frame.kind !== 'call') throw new TypeError('no call');
    const { commands } = frame.payload as {
      commands: { seq: number; kind: string; body: object }[];
    };
    const durableTo = commands.at(-1)?.seq;
    till.socket.send(JSON.stringify([3, frame.id, { durableTo }]));
    const found = commands.find((one) => one.kind === kind);
    if (found !== undefined) return { ...found.body };
  }
}

function isCommands(frame: Frame): boolean {
  return frame.kind === 'call' && frame.action === 'Commands';
}

async function ask(person: HubPerson, streams: readonly StreamKind[] = ['console']) {
  const { status, body } = await person.call(`POST /v1/tickets/${TICKET}/sessions`, { streams });
  expect([status, body]).toMatchObject([200, { state: 'asked', isMine: true }]);
  return String(body['session']);
}

async function stateOf(session: string): Promise<Record<string, unknown>> {
  return (await ada.call(`GET /v1/remote/${session}`)).body;
}

/** The till's end of a stream, greeted; `with` says what is wrong with it. */
async function tillStream(session: string, wrong: Partial<StationIdentity> = {}) {
  const url = `${hub.url.replace('http', 'ws')}${RELAY_TILL_PATH}`;
  const socket = keep(new WebSocket(url, [RELAY_SUBPROTOCOL]));
  const { nonce } = JSON.parse(await nextText(socket)) as { nonce: string };
  const claim = { station: identity.station, session, stream: 'console' } as const;
  const { privateKey } = wrong.key ?? identity.key;
  const signature = signAsStation(privateKey, {
    purpose: 'relay',
    facts: relayClaim(claim, nonce),
  });
  socket.send(JSON.stringify({ ...claim, signature }));
  return socket;
}

function deskStream(person: HubPerson, session: string, headers = {}): WebSocket {
  return keep(person.socket(`/relay/desk/${session}/console`, headers));
}

function keep(socket: WebSocket): WebSocket {
  sockets.push(socket);
  socket.on('error', () => undefined);
  return socket;
}

async function nextText(socket: WebSocket): Promise<string> {
  const [data] = (await once(socket, 'message')) as [Buffer];
  return data.toString();
}

/** The status with which a socket was not let in. */
async function refusedWith(socket: WebSocket): Promise<number | undefined> {
  const [, response] = (await once(socket, 'unexpected-response')) as [
    unknown,
    { statusCode?: number },
  ];
  return response.statusCode;
}

it('the till decides each step, and the hub only knows what it says', async () => {
  const session = await ask(ada);
  expect(await commanded('remote-ask')).toMatchObject({ session, technician: { name: 'Ada' } });
  await ada.call(`POST /v1/remote/${session}/code`, { code: '123456' });
  expect(await commanded('remote-code')).toEqual({ session, code: '123456' });
  expect(await stateOf(session)).toMatchObject({ state: 'asked', triesLeft: 3 });
  await says({ kind: 'remote-code-tried', body: { session, isRight: false, triesLeft: 2 } });
  expect(await stateOf(session)).toMatchObject({ state: 'asked', triesLeft: 2 });
  await says({ kind: 'remote-code-tried', body: { session, isRight: true, triesLeft: 1 } });
  await says({ kind: 'remote-consented', body: { session } });
  await says({ kind: 'remote-control', body: { session, control: 'granted', cause: 'cashier' } });
  expect(await stateOf(session)).toMatchObject({ state: 'live', control: 'granted' });
  const over = { durationMs: 61_000, controlMs: 5_000, bytesIn: 10, bytesOut: 20 };
  const ended = { session, ticket: TICKET, end: 'stopped-at-till', ...over };
  await says({ kind: 'remote-ended', body: ended });
  expect(await stateOf(session)).toMatchObject({ state: 'ended', end: 'stopped-at-till' });
  const { body } = await ada.call(`GET /v1/tickets/${TICKET}`);
  expect(body['time']).toMatchObject([{ mode: 'remote', minutes: 2, by: 'Ada', session }]);
});

it('frames pass between the till and who asked, and a stop cuts both at once', async () => {
  const session = await ask(ada);
  const atTill = await tillStream(session);
  expect(JSON.parse(await nextText(atTill))).toEqual({ isOpen: true });
  const atDesk = deskStream(ada, session);
  await once(atDesk, 'open');
  atTill.send('from the till');
  expect(await nextText(atDesk)).toBe('from the till');
  atDesk.send(Buffer.from([1, 2, 3]));
  const [bytes, isBinary] = (await once(atTill, 'message')) as [Buffer, boolean];
  expect([isBinary, [...bytes]]).toEqual([true, [1, 2, 3]]);
  const closed = Promise.all([once(atTill, 'close'), once(atDesk, 'close')]);
  await ada.call(`POST /v1/remote/${session}/stop`);
  await closed;
  expect(await commanded('remote-stop')).toEqual({ session, end: 'stopped-by-technician' });
});

it('nobody but who asked reaches the streams', async () => {
  const session = await ask(ada);
  const bea = await HubPerson.signIn(hub.url, 'Bea');
  expect(await refusedWith(deskStream(bea, session))).toBe(404);
  expect(await refusedWith(deskStream(ada, session, { cookie: '' }))).toBe(401);
  expect(await refusedWith(deskStream(ada, session, { origin: 'http://evil.example' }))).toBe(403);
  expect(await refusedWith(deskStream(ada, 'remote-other'))).toBe(404);
  expect(await bea.refusal(`POST /v1/remote/${session}/code`, { code: '123456' })).toBe(
    'not-found',
  );
  expect(await bea.refusal(`POST /v1/remote/${session}/stop`)).toBe('not-found');
});

it('a stream that the till’s own key has not signed is none', async () => {
  const session = await ask(ada);
  const code = await hub.office.makeCode({ name: 'Till 2', site: 'shop', validMs: 60_000 });
  const other = await enrolledStation(hub.url, code);
  const [status] = (await once(await tillStream(session, { key: other.key }), 'close')) as [number];
  expect(status).toBe(4_003);
  const [unknown] = (await once(await tillStream('remote-other'), 'close')) as [number];
  expect(unknown).toBe(4_003);
});

it('a session that is over opens nothing any more', async () => {
  const session = await ask(ada);
  await says({ kind: 'remote-refused', body: { session, ticket: TICKET, reason: 'till-in-sale' } });
  expect(await stateOf(session)).toMatchObject({ state: 'ended', end: 'till-in-sale' });
  expect(await refusedWith(deskStream(ada, session))).toBe(404);
  const [status] = (await once(await tillStream(session), 'close')) as [number];
  expect(status).toBe(4_003);
  expect(await ada.refusal(`POST /v1/remote/${session}/code`, { code: '123456' })).toBe(
    'session-over',
  );
});

it('a second technician, one without the role, and a stranger each have their answer', async () => {
  const what = `POST /v1/tickets/${TICKET}/sessions`;
  const asked = { streams: ['screen'] };
  await ask(ada);
  const [bea, ivo, olaf, carla] = await Promise.all(
    ['Bea', 'Ivo', 'Olaf', 'Carla'].map((name) => HubPerson.signIn(hub.url, name)),
  );
  expect(await bea?.refusal(what, asked)).toBe('second-session');
  expect(await ivo?.refusal(what, asked)).toBe('forbidden');
  expect(await olaf?.refusal(what, asked)).toBe('not-found');
  expect(await carla?.refusal(what, asked)).toBe('forbidden');
});

it('a till that is not there is said to be offline, and nobody is asked', async () => {
  till.socket.terminate();
  await till.closed;
  await expect
    .poll(() => ada.refusal(`POST /v1/tickets/${TICKET}/sessions`, { streams: ['screen'] }))
    .toBe('till-offline');
});

it('a technician who does not read holds the till’s stream back, and no memory of the hub', async () => {
  const session = await ask(ada);
  const atTill = await tillStream(session);
  await nextText(atTill);
  const atDesk = deskStream(ada, session);
  await once(atDesk, 'open');
  atDesk.pause();
  const piece = Buffer.alloc(64 * 1_024, 7);
  const many = UNREAD_BYTES / piece.length;
  const before = process.memoryUsage().arrayBuffers;
  for (let sent = 0; sent < many; sent += 1) atTill.send(piece);
  await expect.poll(() => atTill.bufferedAmount < many * piece.length).toBe(true);
  // What is not the till's own is what the hub holds, beside what the system does.
  for (let looks = 0; looks < LOOKS; looks += 1) {
    await new Promise(setImmediate);
    const grown = process.memoryUsage().arrayBuffers - before - atTill.bufferedAmount;
    expect(grown).toBeLessThan((many * piece.length) / 2);
  }
  let received = 0;
  const all = new Promise<void>((resolve) => {
    atDesk.on('message', (data: Buffer) => {
      received += data.length;
      if (received === many * piece.length) resolve();
    });
  });
  atDesk.resume();
  await all;
});
