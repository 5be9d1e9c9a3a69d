/**
 * Whatever a network or a stranger does to a socket, nothing half-arrived is stored, no end waits for
 * ever for one that is gone, what either end holds for the other has a bound, and an honest till gets on.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { databasePath } from '../../sync/hub/hub-office.ts';
import type { HubEvent } from '../../sync/hub/hub-parts.ts';
import {
  ATTEMPTS_WINDOW_MS,
  BUFFERED_MAX_BYTES,
  FAILURES_MAX,
  HEARTBEAT_MS,
  SIGN_ON_TIMEOUT_MS,
  STRANGERS_MAX,
  STRANGERS_OF_ADDRESS_MAX,
} from '../../sync/hub/limits.ts';
import { startHub, type Hub } from '../../sync/hub/main.ts';
import { openHubDatabase } from '../../sync/hub/store/hub-database.ts';
import { addCommand } from '../../sync/hub/store/mailbox.ts';
import { callText } from '../../sync/protocol/frame.ts';
import { FRAME_MAX_BYTES } from '../../sync/protocol/limits.ts';
import { SUBPROTOCOL } from '../../sync/protocol/version.ts';
import { createStationKey } from '../../sync/trust/station-key.ts';
import type { UplinkEvent } from '../../sync/uplink/uplink.ts';
import { coins, extended } from '../support/chain.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { TcpRelay } from '../support/tcp-relay.ts';
import { enrolFolder, UplinkTill } from '../support/uplink-till.ts';
import { enrolledStation, postEnrolment, reasonOf, WireTill } from '../support/wire-till.ts';

/** As many as one batch has room for. */
const MAILS = 8;

let folder = '';
let clock: FakeClock;
let hub: Hub;
let station = '';
let stack: AsyncDisposableStack;
const hubEvents: HubEvent[] = [];
const tillEvents: UplinkEvent[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-attacks-'));
  clock = new FakeClock();
  stack = new AsyncDisposableStack();
  stack.defer(() => rmSync(folder, { recursive: true, force: true }));
  hub = await startHub({
    folder,
    listen: { host: '127.0.0.1', port: 0, tls: undefined },
    pins: [],
    version: 'test',
    clock,
    authority: {},
    onEvent: (event) => void hubEvents.push(event),
    onError: (cause) => {
      throw cause;
    },
  });
  stack.use(hub);
  station = await enrolFolder(folder, hub.url, await code());
});

afterEach(async () => {
  await stack.disposeAsync();
  hubEvents.splice(0);
  tillEvents.splice(0);
});

function code(): Promise<string> {
  return hub.office.makeCode({ name: 'Till', site: 'shop', validMs: 60_000 });
}

function tillAt(hubUrl: string): UplinkTill {
  return stack.use(new UplinkTill(folder, { clock, onEvent, hubUrl })).start();
}

async function applied(): Promise<number | undefined> {
  return (await hub.office.account(station))?.totals.lines_applied;
}

function onEvent(event: UplinkEvent): void {
  tillEvents.push(event);
}

function waitFor(isSo: () => boolean | Promise<boolean>): Promise<boolean> {
  return vi.waitUntil(isSo, { timeout: 20_000 });
}

describe('a connection that is cut', () => {
  it.each([1, 200, 30_000])(
    '%i bytes into a batch leaves nothing of it, and the next goes on',
    async (bytes) => {
      const relay = stack.use(await TcpRelay.open(hub.url));
      const till = tillAt(relay.url);
      till.append('before', 3);
      await waitFor(async () => (await applied()) === 3);
      relay.cutAfter(bytes);
      till.append('cut', 200);
      await waitFor(() => hubEvents.some(({ kind }) => kind === 'station-left'));
      await waitFor(() => till.uplink.phase === 'waiting');
      expect(await applied()).toBe(3);
      await clock.advance(2_000);
      await waitFor(async () => (await applied()) === 203);
    },
  );

  it('without either end being told is found by both within two beats', async () => {
    const relay = stack.use(await TcpRelay.open(hub.url));
    const till = tillAt(relay.url);
    await waitFor(() => till.uplink.phase === 'online');
    relay.freeze();
    await clock.advance(HEARTBEAT_MS);
    await clock.advance(HEARTBEAT_MS);
    expect(hub.isConnected(station)).toBe(false);
    expect(tillEvents.some(({ kind }) => kind === 'hub-lost')).toBe(true);
  });
});

describe('a till that never reads', () => {
  it('but gives signs of life is dropped when too much waits for it', async () => {
    const identity = await enrolledStation(hub.url, await code());
    const till = await WireTill.connect(hub.url);
    await till.hello(identity);
    till.socket.pause();
    const document = 'x'.repeat(60_000);
    await fillMailbox(identity.station, document);
    const upload = { epoch: 1, from: 1, lines: extended([], coins(1)) };
    let beats = 0;
    while (hub.isConnected(identity.station)) {
      beats += 1;
      const taken = linesTaken();
      till.socket.send(callText(`sign-${beats}`, 'Lines', upload));
      await waitFor(() => linesTaken() > taken || !hub.isConnected(identity.station));
      await clock.advance(HEARTBEAT_MS);
    }
    // Each batch waits two beats for its answer; that many fill what may wait, and the kernel's share.
    expect(beats).toBeGreaterThan(BUFFERED_MAX_BYTES / (MAILS * document.length));
    expect(beats).toBeLessThan(200);
    till.socket.terminate();
  });
});

describe('a hub that is none', () => {
  let server: Server;
  let sockets: WebSocketServer;

  async function pretending(subprotocol: string | false, text: string): Promise<string> {
    server = createServer();
    sockets = new WebSocketServer({ server, handleProtocols: () => subprotocol });
    sockets.on('connection', (socket) => {
      socket.on('error', () => undefined);
      socket.send(text);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  }

  afterEach(() => {
    for (const socket of sockets.clients) socket.terminate();
    server.close();
  });

  it.each([
    ['says too much at once', SUBPROTOCOL, 'x'.repeat(FRAME_MAX_BYTES + 1)],
    ['speaks another subprotocol', 'ocpp1.6', '[]'],
    ['speaks none', false as const, '[]'],
  ])('%s is let go, and tried again later', async (_, subprotocol, text) => {
    const till = tillAt(await pretending(subprotocol, text));
    await waitFor(() => till.uplink.phase === 'waiting');
    await clock.advance(2_000);
    await waitFor(() => tillEvents.filter(({ kind }) => kind === 'hub-lost').length > 1);
  });
});

describe('strangers', () => {
  it('that guess at a key shut out their own address only', async () => {
    const identity = await enrolledStation(hub.url, await code());
    for (let attempts = 0; attempts < FAILURES_MAX; attempts += 1) {
      const stranger = await WireTill.connect(hub.url);
      const answer = await stranger.hello({ ...identity, key: createStationKey() });
      expect(reasonOf(answer)).toBe('sign-on-refused');
    }
    const shutOut = new WireTill(hub.url);
    expect(await shutOut.closed).toBe(1_006);
    const relay = stack.use(await TcpRelay.open(hub.url, '127.0.0.2'));
    const honest = await WireTill.connect(relay.url);
    expect(await honest.hello(identity)).toMatchObject({ kind: 'result' });
  });

  it('that say nothing fill the room there is for them, and no more, until their time is up', async () => {
    const identity = await enrolledStation(hub.url, await code());
    const addresses = Array.from({ length: 10 }, (_, index) => `127.0.0.${index + 2}`);
    const outcomes = await Promise.all(addresses.map((address) => silentFrom(address, 100)));
    const filled = outcomes.map((of) => of.filter((outcome) => outcome === 'in').length);
    expect(filled.reduce((sum, count) => sum + count)).toBe(STRANGERS_MAX);
    expect(Math.max(...filled)).toBeLessThanOrEqual(STRANGERS_OF_ADDRESS_MAX);
    await clock.advance(SIGN_ON_TIMEOUT_MS);
    const honest = await WireTill.connect(hub.url);
    expect(await honest.hello(identity)).toMatchObject({ kind: 'result' });
  });

  it('of one address that reopen hundreds of sockets keep no other address out', async () => {
    const identity = await enrolledStation(hub.url, await code());
    const honest = stack.use(await TcpRelay.open(hub.url, '127.0.0.2'));
    for (let rounds = 0; rounds < 4; rounds += 1) {
      const outcomes = await Promise.all(Array.from({ length: 300 }, () => silent(hub.url)));
      const filled = outcomes.filter((outcome) => outcome === 'in');
      expect(filled).toHaveLength(rounds === 0 ? STRANGERS_OF_ADDRESS_MAX : 0);
      const till = await WireTill.connect(honest.url);
      expect(await till.hello(identity)).toMatchObject({ kind: 'result' });
      await clock.advance(SIGN_ON_TIMEOUT_MS);
    }
    const told = hubEvents.filter(({ kind }) => kind === 'upgrade-refused');
    expect(told).toMatchObject([{ address: '127.0.0.1', count: 1 }]);
    await clock.advance(ATTEMPTS_WINDOW_MS);
    await Promise.all(Array.from({ length: 300 }, () => silent(hub.url)));
    const refused = 300 - STRANGERS_OF_ADDRESS_MAX + 3 * 300;
    const [, next] = hubEvents.filter(({ kind }) => kind === 'upgrade-refused');
    expect(next).toMatchObject({ reason: 'too-many-attempts', count: refused });
  });

  it('that guess at codes keep no till of their own address from signing on', async () => {
    const identity = await enrolledStation(hub.url, await code());
    for (let guesses = 0; guesses < FAILURES_MAX; guesses += 1) {
      await postEnrolment(hub.url, `guess-${guesses}-guess`);
    }
    expect(await postEnrolment(hub.url, await code())).toMatchObject({ status: 429 });
    const till = await WireTill.connect(hub.url);
    expect(await till.hello(identity)).toMatchObject({ kind: 'result' });
  });
});

function linesTaken(): number {
  return hubEvents.filter(({ kind }) => kind === 'lines-taken').length;
}

async function silentFrom(address: string, count: number): Promise<readonly Outcome[]> {
  const relay = stack.use(await TcpRelay.open(hub.url, address));
  return Promise.all(Array.from({ length: count }, () => silent(relay.url)));
}

type Outcome = 'in' | 'refused';

function silent(at: string): Promise<Outcome> {
  const { socket } = new WireTill(at);
  return new Promise((resolve) => {
    socket.once('open', () => resolve('in'));
    socket.once('close', () => resolve('refused'));
  });
}

/** A batch of the largest commands; another program puts them there, and the next beat finds them. */
async function fillMailbox(to: string, document: string): Promise<void> {
  const database = await openHubDatabase(databasePath(folder));
  const command = { station: to, kind: 'entitlement', body: { document }, issuedAtMs: 1 };
  for (let sent = 0; sent < MAILS; sent += 1) {
    await addCommand(database, { ...command, notAfterMs: undefined });
  }
  await database.destroy();
}
