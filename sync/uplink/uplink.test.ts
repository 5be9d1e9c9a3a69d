/** The till's side against a hub in the same process: over real sockets, on a clock of the test's. */
import { copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync, chmodSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { replaceFile } from '../../agent/config/replace-file.ts';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { createTestVendor, signedEntitlement } from '../../test/support/test-vendor.ts';
import { enrolFolder, UplinkTill, type UplinkTillOptions } from '../../test/support/uplink-till.ts';
import { HEARTBEAT_MS } from '../hub/limits.ts';
import { startHub, type Hub } from '../hub/main.ts';
import { hubUrl } from './hub-address.ts';
import { CONNECT_TIMEOUT_MS, GREETING_TIMEOUT_MS, UNANSWERED_MIN } from './limits.ts';
import { ensureStationKey } from './station-files.ts';
import type { TimeAnswer, UplinkEvent } from './uplink.ts';

let folder = '';
let hub: Hub;
let clock: FakeClock;
let station = '';
const vendor = createTestVendor();
const issuer = vendor.certify('issuer');
const faults: unknown[] = [];
const events: UplinkEvent[] = [];
const tills: UplinkTill[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-uplink-'));
  clock = new FakeClock();
  hub = await openHub(0);
  const code = await hub.office.makeCode({ name: 'Till 1', site: 'shop', validMs: 60_000 });
  station = await enrolFolder(folder, hub.url, code);
});

afterEach(async () => {
  for (const till of tills.splice(0)) await till[Symbol.asyncDispose]();
  await hub[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
  events.splice(0);
  noFaults();
});

function onEvent(event: UplinkEvent): void {
  events.push(event);
}

function onFault(cause: unknown): void {
  faults.push(cause);
}

function openHub(port: number): Promise<Hub> {
  return startHub({
    folder,
    listen: { host: '127.0.0.1', port, tls: undefined },
    pins: [],
    version: 'test',
    clock,
    authority: { signTime: async (_, nonce) => `time over ${nonce}`, trust: vendor.trust },
    onEvent: () => undefined,
    onError: (cause) => void faults.push(cause),
  });
}

async function send(n: number): Promise<string> {
  const document = await signedEntitlement(await issuer, station, n);
  await hub.sendEntitlement(station, document);
  return document;
}

function startTill(options: UplinkTillOptions = {}): UplinkTill {
  const till = new UplinkTill(folder, { clock, onEvent, onFault, ...options });
  tills.push(till);
  return till.start();
}

function noFaults(): void {
  const [fault] = faults.splice(0);
  if (fault !== undefined) throw new TypeError('a side failed', { cause: fault });
}

async function held(count: number): Promise<void> {
  await vi.waitUntil(async () => {
    const account = await hub.office.account(station);
    return account?.totals.lines_applied === count;
  });
}

describe('a till', () => {
  it('ships what is there and what comes, and hears the time over its nonce', async () => {
    const times: TimeAnswer[] = [];
    const till = startTill({ onTime: (answer) => times.push(answer) });
    till.append('first', 3);
    await held(3);
    till.append('second', 1_200);
    await held(1_203);
    expect(times).toEqual([{ document: `time over ${times[0]?.nonce}`, nonce: times[0]?.nonce }]);
    expect(faults).toEqual([]);
  });

  it('finds its hub again after it was away, and sends what was sold meanwhile', async () => {
    const till = startTill();
    till.append('before', 2);
    await held(2);
    const port = Number(new URL(hub.url).port);
    await hub[Symbol.asyncDispose]();
    await vi.waitUntil(() => till.uplink.phase === 'waiting');
    till.append('meanwhile', 5);
    expect(till.uplink.isLineDown).toBe(false);
    await vi.waitUntil(async () => {
      await clock.advance(60_000);
      return till.uplink.isLineDown;
    });
    hub = await openHub(port);
    const isBack = async (): Promise<boolean> => {
      await clock.advance(5_000);
      return till.uplink.phase === 'online';
    };
    await vi.waitUntil(isBack, { timeout: 5_000, interval: 20 });
    expect(till.uplink.isLineDown).toBe(false);
    await held(7);
  });

  it('goes on after a restart where the hub has acknowledged', async () => {
    const first = startTill();
    first.append('first', 4);
    await vi.waitUntil(() => events.some(({ kind }) => kind === 'lines-acknowledged'));
    await first[Symbol.asyncDispose]();
    tills.splice(0);
    const second = startTill();
    second.append('second', 1);
    await held(5);
    expect(events.findLast(({ kind }) => kind === 'hub-connected')).toMatchObject({ durableTo: 4 });
  });

  it('whose disk was put back, and that sold offline, goes on as a branch', async () => {
    const first = startTill();
    first.append('common', 3);
    await held(3);
    first.store[Symbol.dispose]();
    const kept = join(folder, 'kept.db');
    copyFileSync(join(folder, 'till.db'), kept);
    await first.uplink[Symbol.asyncDispose]();
    tills.splice(0);
    const lost = startTill();
    lost.append('lost', 4);
    await held(7);
    await lost[Symbol.asyncDispose]();
    tills.splice(0);
    for (const end of ['', '-wal', '-shm']) rmSync(join(folder, `till.db${end}`), { force: true });
    copyFileSync(kept, join(folder, 'till.db'));
    const restored = new UplinkTill(folder, { clock, onEvent });
    tills.push(restored);
    restored.append('offline', 6);
    restored.start();
    await held(13);
    const account = await hub.office.account(station);
    expect(account?.branches).toMatchObject([
      { epoch: 1, durableTo: 7 },
      { epoch: 2, parentEpoch: 1, durableTo: 9, isExplained: false },
    ]);
    expect(events).toContainEqual(expect.objectContaining({ kind: 'chain-forked' }));
  });

  it('takes a command in, does it once, and is not sent it again', async () => {
    const till = startTill();
    await send(1);
    await vi.waitUntil(() => till.commands.entries[0]?.outcome !== undefined);
    await till[Symbol.asyncDispose]();
    tills.splice(0);
    const again = startTill();
    const second = await send(2);
    await vi.waitUntil(
      () => again.commands.entries.length === 2 && again.commands.pending().length === 0,
    );
    expect(again.entitlements).toEqual([second]);
  });

  it('does after a crash what it had received and not done', async () => {
    const till = startTill();
    await vi.waitUntil(() => till.uplink.phase === 'online');
    await till[Symbol.asyncDispose]();
    tills.splice(0);
    const command = { seq: 1, kind: 'entitlement', body: { document: 'left open' } };
    till.commands.receive({ hubEpoch: hub.hubEpoch, command });
    till.commands.receive({
      hubEpoch: hub.hubEpoch,
      command: { ...command, seq: 2, kind: 'dance' },
    });
    till.commands.receive({
      hubEpoch: hub.hubEpoch,
      command: { ...command, seq: 3, notAfterMs: clock.wallMs() - 1 },
    });
    const again = startTill();
    await vi.waitUntil(() => again.commands.pending().length === 0);
    expect(again.entitlements).toEqual(['left open']);
    expect(again.commands.entries.map(({ outcome }) => outcome?.kind)).toEqual([
      'done',
      'unsupported',
      'expired',
    ]);
  });
});

describe('a hub that', () => {
  let server: Server;
  let port = 0;

  async function listening(onText: (text: string) => string): Promise<void> {
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (data) => void socket.write(onText(data.toString())));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  }

  afterEach(() => void server.close());

  it.each([
    ['says nothing', '', CONNECT_TIMEOUT_MS],
    ['is no hub', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', 0],
    ['speaks no HTTP', 'nonsense\r\n\r\n', 0],
  ])('%s is tried again later', async (_, says, waitMs) => {
    await listening(() => says);
    const till = startTill({ hubUrl: `http://127.0.0.1:${port}` });
    await vi.waitUntil(async () => {
      await clock.advance(waitMs);
      return events.some(({ kind }) => kind === 'hub-lost');
    });
    expect(['waiting', 'connecting']).toContain(till.uplink.phase);
    await till[Symbol.asyncDispose]();
    tills.splice(0);
  });

  it('is there and lets nobody in is no line that is down', async () => {
    await listening(() => 'HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n');
    const till = startTill({ hubUrl: `http://127.0.0.1:${port}` });
    await vi.waitUntil(async () => {
      if (till.uplink.phase === 'waiting') await clock.advance(CONNECT_TIMEOUT_MS - 1);
      return events.filter(({ kind }) => kind === 'hub-lost').length > UNANSWERED_MIN;
    });
    expect(till.uplink.isLineDown).toBe(false);
    await till[Symbol.asyncDispose]();
    tills.splice(0);
  });

  it('says when to come back is believed', async () => {
    await listening(
      () => 'HTTP/1.1 503 overloaded\r\nRetry-After: 600\r\nContent-Length: 0\r\n\r\n',
    );
    const till = startTill({ hubUrl: `http://127.0.0.1:${port}` });
    await vi.waitUntil(() => till.uplink.phase === 'waiting');
    await clock.advance(599_000);
    expect(till.uplink.phase).toBe('waiting');
    await clock.advance(60_000);
    expect(events.filter(({ kind }) => kind === 'hub-lost').length).toBeGreaterThan(0);
    await till[Symbol.asyncDispose]();
    tills.splice(0);
  });
});

describe('a connection', () => {
  it('that lasts is kept by its beats', async () => {
    const till = startTill();
    await vi.waitUntil(() => till.uplink.phase === 'online');
    for (let beats = 0; beats < 4; beats += 1) {
      await clock.advance(HEARTBEAT_MS);
      // The pong of a real socket comes in its own time.
      await vi.waitUntil(() => hub.isConnected(station));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(till.uplink.phase).toBe('online');
    expect(GREETING_TIMEOUT_MS).toBeGreaterThan(HEARTBEAT_MS);
  });
});

describe('a station’s key', () => {
  it('is made once, for nobody else to read', () => {
    const place = { folder, replaceFile };
    const key = ensureStationKey(place);
    expect(ensureStationKey(place)).toEqual(key);
    expect(statSync(join(folder, 'station-key.json')).mode & 0o777).toBe(0o600);
  });

  it('that others can read, or that is none, is not used', () => {
    const path = join(folder, 'station-key.json');
    chmodSync(path, 0o644);
    expect(() => ensureStationKey({ folder, replaceFile })).toThrow('can be read by others');
    chmodSync(path, 0o600);
    writeFileSync(path, '{}');
    expect(() => ensureStationKey({ folder, replaceFile })).toThrow('station-key.json');
  });
});

describe('the hub’s address', () => {
  it.each(['ftp://x', 'nonsense', 'http://hub.example', 'http://10.0.0.1:7400'])(
    '%s is refused',
    (url) => {
      expect(() => hubUrl(url)).toThrow(/https/);
    },
  );

  it.each(['https://hub.example', 'http://127.0.0.1:7400', 'http://localhost:1'])(
    '%s is fine',
    (url) => {
      expect(hubUrl(url).host).not.toBe('');
    },
  );
});
