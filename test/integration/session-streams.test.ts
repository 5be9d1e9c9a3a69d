/**
 * The till's side of a session over real sockets: a VNC server on the loopback, a real hub in a process of
 * its own, a technician at the other end. What passes is what was granted; Stop closes everything within
 * the time a person does not notice, with the hub dead too; who does not read fills no memory.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SessionStreams, type SessionStreamsParts } from '../../agent/support/session-streams.ts';
import type { ConsoleSnapshot } from '../../sync/protocol/console.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { RELAY_BUFFER_MAX_BYTES, RELAY_FRAME_MAX_BYTES } from '../../sync/protocol/relay.ts';
import { RelayDesk } from '../support/relay-desk.ts';
import { RfbPage } from '../support/rfb-page.ts';
import { RfbServer } from '../support/rfb-server.ts';

const CUT_MAX_MS = 200;
const WAIT_MS = 10_000;
const KEY_DOWN = Buffer.from([4, 1, 0, 0, 0, 0, 0, 97]);
const KEY_UP = Buffer.from([4, 0, 0, 0, 0, 0, 0, 97]);
const CLICK = Buffer.from([5, 1, 0, 9, 0, 8]);
const LET_GO = Buffer.from([5, 0, 0, 9, 0, 8]);
const UPDATE = Buffer.from([3, 1, 0, 0, 0, 0, 0, 64, 0, 48]);
/** What the system keeps of a socket that nobody reads, at each of three hops, and one frame more. */
const HELD_MAX_BYTES = 24 * 1_024 * 1_024;

/** One for all that leave it alive. */
let desk: RelayDesk | undefined;
let screen: RfbServer;
let session = '';
let streams: SessionStreams;
const ended: unknown[] = [];
const faults: unknown[] = [];

beforeEach(async () => {
  desk ??= await RelayDesk.open();
  screen = await RfbServer.listen({ password: 'geheim12' });
  session = await desk.session();
  streams = streamsWith({});
});

afterAll(() => desk?.[Symbol.asyncDispose]());

afterEach(async () => {
  await streams[Symbol.asyncDispose]();
  await screen[Symbol.asyncDispose]();
  ended.length = 0;
  faults.length = 0;
});

const NO_DESK: SessionStreamsParts['desk'] = {
  renew: () => undefined,
  view: () => {
    throw new TypeError('nobody acts here');
  },
  snapshot: () => SNAPSHOT,
  ask: async () => undefined,
  tell: async () => undefined,
};

const SNAPSHOT: ConsoleSnapshot = {
  kind: 'snapshot',
  till: 'till-1',
  atMs: 1,
  versions: { agent: '1', node: '24', platform: 'linux-x64' },
  isReady: true,
  devices: [],
  levels: [],
  counters: { journalLines: 0, unsentLines: 0, openPayouts: 0, debts: 0, operations: 0 },
  licence: 'active',
  journal: [],
};

function streamsWith(own: Partial<SessionStreamsParts>): SessionStreams {
  return new SessionStreams({
    clock: systemClock,
    openRelay: (id, stream, ears) => theDesk().openRelay(id, stream, ears),
    screen: { port: screen.port, password: () => 'geheim12' },
    desk: NO_DESK,
    onEnded: (said) => ended.push(said),
    onScreenFault: (fault) => faults.push(fault),
    ...own,
  });
}

function theDesk(): RelayDesk {
  if (desk === undefined) throw new TypeError('there is no hub');
  return desk;
}

/** The next test has another. */
async function killHub(): Promise<void> {
  const killed = theDesk();
  desk = undefined;
  await killed[Symbol.asyncDispose]();
}

/** Its sockets stay, and nothing comes of them. */
async function stopHub(): Promise<AsyncDisposable> {
  const { hub } = theDesk();
  hub.process.child.kill('SIGSTOP');
  return {
    [Symbol.asyncDispose]: async () => void hub.process.child.kill('SIGCONT'),
  };
}

/** A technician who sees the screen. */
async function joined(): Promise<RfbPage> {
  expect(await streams.open(session, 'screen')).toBe('opened');
  const page = new RfbPage(theDesk().technician(session, 'screen'));
  await page.join(RfbServer.init);
  return page;
}

async function heard(bytes: Buffer): Promise<void> {
  await expect.poll(() => screen.heard, { timeout: WAIT_MS }).toEqual(bytes);
}

function closed(socket: Socket): Promise<unknown> {
  socket.resume();
  return socket.closed ? Promise.resolve() : once(socket, 'close');
}

describe('a screen', () => {
  it('is seen, and touched only while that is granted; what is held down is let go', async () => {
    const page = await joined();
    screen.client.write(Buffer.alloc(100_000, 5));
    await page.painted(100_000);
    page.socket.send(Buffer.concat([KEY_DOWN, CLICK, UPDATE]));
    await heard(UPDATE);
    streams.control(session, 'granted');
    page.socket.send(Buffer.concat([KEY_DOWN, CLICK, UPDATE]));
    const touched = Buffer.concat([UPDATE, KEY_DOWN, CLICK, UPDATE]);
    await heard(touched);
    streams.control(session, 'suspended');
    page.socket.send(Buffer.concat([KEY_UP, CLICK, UPDATE]));
    await heard(Buffer.concat([touched, KEY_UP, LET_GO, UPDATE]));
    expect(streams.counters(session).bytesIn).toBeGreaterThan(3 * UPDATE.length);
    expect(streams.counters(session).bytesOut).toBeGreaterThan(100_000);
  });

  it('arrives as it was painted, however much at once', async () => {
    const page = await joined();
    const parts: Buffer[] = [];
    page.socket.on('message', (part: Buffer) => parts.push(part));
    const picture = randomBytes(2 * RELAY_FRAME_MAX_BYTES + 1);
    screen.client.write(picture);
    await page.painted(picture.length);
    expect(Buffer.concat(parts).equals(picture)).toBe(true);
  });

  it('is not shown where there is none, or where it wants another password', async () => {
    streams = streamsWith({ screen: { port: screen.port, password: () => 'falsch' } });
    expect(await streams.open(session, 'screen')).toBe('screen-unavailable');
    streams = streamsWith({ screen: { port: 1, password: () => undefined } });
    expect(await streams.open(session, 'screen')).toBe('screen-unavailable');
    streams = streamsWith({ screen: undefined });
    expect(await streams.open(session, 'screen')).toBe('screen-unavailable');
    expect(faults).toEqual(['password-wrong', 'unreachable']);
    expect(screen.clients).toEqual([]);
  });

  it('is shown to nobody where the hub takes no such session', async () => {
    expect(await streams.open('remote-unknown', 'screen')).toBe('line-lost');
    await closed(screen.client);
    expect(ended).toEqual([]);
  });

  it('ends with a page that sends what is no RFB, and says why', async () => {
    const page = await joined();
    page.socket.send(Buffer.from([255, 0, 0, 1]));
    await Promise.all([page.closed, closed(screen.client)]);
    expect(ended).toEqual([
      { kind: 'stream-closed', session, stream: 'screen', reason: 'protocol' },
    ]);
  });

  it('ends with the screen’s server', async () => {
    const page = await joined();
    screen.client.destroy();
    await page.closed;
    expect(ended).toMatchObject([{ reason: 'screen-unavailable' }]);
  });
});

describe('Stop', () => {
  it('closes both ends at once, and lets go of what is pressed', async () => {
    const page = await joined();
    streams.control(session, 'granted');
    page.socket.send(CLICK);
    await heard(CLICK);
    const beganMs = performance.now();
    const gone = Promise.all([closed(screen.client), page.closed]);
    await streams.close(session);
    await gone;
    expect(performance.now() - beganMs).toBeLessThan(CUT_MAX_MS);
    expect(screen.heard).toEqual(Buffer.concat([CLICK, LET_GO]));
    expect(ended).toEqual([]);
  });

  it('closes the screen with the hub killed, too', async () => {
    await joined();
    screen.client.write(Buffer.alloc(100_000, 5));
    await killHub();
    const beganMs = performance.now();
    const gone = closed(screen.client);
    await streams.close(session);
    await gone;
    expect(performance.now() - beganMs).toBeLessThan(CUT_MAX_MS);
  });

  it('closes the screen with the hub stopped in its tracks, which no socket tells', async () => {
    await joined();
    await using _ = await stopHub();
    const gone = closed(screen.client);
    const beganMs = performance.now();
    await streams.close(session);
    await gone;
    expect(performance.now() - beganMs).toBeLessThan(CUT_MAX_MS);
    expect(ended).toEqual([]);
  });

  it('is heard while a stream is still being opened', async () => {
    await using _ = await stopHub();
    const opening = streams.open(session, 'screen');
    await expect.poll(() => screen.clients.length, { timeout: WAIT_MS }).toBe(1);
    await streams.close(session);
    expect(await opening).toBe('line-lost');
    await closed(screen.client);
  });
});

it('a hub that is killed ends the stream, and the till says so', async () => {
  await joined();
  await killHub();
  await closed(screen.client);
  expect(ended).toMatchObject([{ stream: 'screen', reason: 'line-lost' }]);
});

it('a technician who does not read fills no memory, and gets all of it later', async () => {
  const page = await joined();
  page.socket.pause();
  const total = 4 * HELD_MAX_BYTES;
  const piece = Buffer.alloc(64 * 1_024, 3);
  let writtenBytes = 0;
  const isTaken = (): boolean => {
    writtenBytes += piece.length;
    return screen.client.write(piece);
  };
  const paint = (): void => {
    if (writtenBytes < total && isTaken()) paint();
  };
  screen.client.on('drain', paint);
  const before = process.memoryUsage().arrayBuffers;
  paint();
  // What is sent stops growing: everything on the way is full, and nothing more is taken.
  let last = -1;
  await expect
    .poll(
      () => {
        const isStill = streams.counters(session).bytesOut === last;
        last = streams.counters(session).bytesOut;
        return isStill && last > RELAY_BUFFER_MAX_BYTES;
      },
      { timeout: WAIT_MS, interval: 300 },
    )
    .toBe(true);
  expect(last).toBeLessThan(HELD_MAX_BYTES);
  const grown = process.memoryUsage().arrayBuffers - before;
  expect(grown).toBeLessThan(HELD_MAX_BYTES);
  page.socket.resume();
  await page.painted(total);
});

describe('a console', () => {
  it('says how the till stands, and ends with what is no act', async () => {
    expect(await streams.open(session, 'console')).toBe('opened');
    const socket = theDesk().technician(session, 'console');
    const [first] = (await once(socket, 'message')) as [Buffer];
    expect(JSON.parse(first.toString())).toEqual(SNAPSHOT);
    socket.send('{"kind":"act","action":"format-disk"}');
    await once(socket, 'close');
    expect(ended).toMatchObject([{ stream: 'console', reason: 'protocol' }]);
  });
});

describe('a tool of another maker', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tillwarden-tool-'));
  const mark = join(folder, 'mark');
  // What it starts in its turn must end with it.
  const script = `sleep 60 & echo $! > '${mark}'; wait`;

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is started, and ended with the session, and all that it has started', async () => {
    streams = streamsWith({ externalTool: ['/bin/sh', '-c', script] });
    const outcome = streams.startExternal(session);
    await expect.poll(() => existsSync(mark) && readFileSync(mark, 'utf8') !== '').toBe(true);
    const child = Number(readFileSync(mark, 'utf8'));
    await streams.close(session);
    expect(await outcome).toBe('ended');
    await expect.poll(() => isRunning(child)).toBe(false);
  });

  it('that is not there is not started', async () => {
    streams = streamsWith({ externalTool: ['/nowhere/tool'] });
    expect(await streams.startExternal(session)).toBe('not-started');
    expect(await streamsWith({}).startExternal(session)).toBe('not-started');
  });
});

/** One that is dead and that nobody has looked after yet does not run. */
function isRunning(pid: number): boolean {
  const stat = join('/proc', String(pid), 'stat');
  return existsSync(stat) && !readFileSync(stat, 'utf8').includes(') Z ');
}
