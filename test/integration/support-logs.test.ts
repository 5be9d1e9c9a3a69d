/** Logs go to the hub that asked for them, signed by the station; what goes wrong is said, not thrown away. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSupport } from '../../agent/compose-support.ts';
import type { Station } from '../../agent/compose-vendor.ts';
import { configSchema } from '../../agent/config/config.ts';
import { NO_SUPPORT } from '../../agent/core/support/supporting.ts';
import type { JournalLine } from '../../agent/core/journal-line.ts';
import { EMPTY_TILL } from '../../agent/core/till/till.ts';
import type { Shell } from '../../agent/shell/shell.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { createStationKey, isSignedByStation } from '../../sync/trust/station-key.ts';
import {
  LOGS_HASH_HEADER,
  LOGS_SIGNATURE_HEADER,
  LOGS_STATION_HEADER,
  logsStatement,
} from '../../sync/protocol/logs.ts';
import { uploadLogs } from '../../sync/uplink/logs-client.ts';

const key = createStationKey();
const BYTES = Buffer.alloc(300_000, 7);
const SHA256 = createHash('sha256').update(BYTES).digest('hex');

let folder: string;
let server: Server;
let status: number;
let got: { readonly request: IncomingMessage; readonly body: Buffer } | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'logs-'));
  writeFileSync(join(folder, 'one.tar.gz'), BYTES);
  status = 204;
  got = undefined;
  server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      got = { request, body: Buffer.concat(pieces) };
      response.writeHead(status).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

function upload(url: string): Promise<void> {
  return uploadLogs({
    address: { url, pins: [] },
    station: 'till-1',
    privateKey: key.privateKey,
    bundle: 'b-1',
    path: join(folder, 'one.tar.gz'),
    sizeBytes: BYTES.length,
    sha256: SHA256,
    signal: AbortSignal.timeout(20_000),
  });
}

function urlOf(): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('a hub that is not there, or that says no, is said', async () => {
  status = 403;
  await expect(upload(urlOf())).rejects.toMatchObject({ code: 'logs-refused' });
  for (status of [503, 429, 408]) {
    await expect(upload(urlOf())).rejects.toMatchObject({ code: 'logs-not-now' });
  }
  const url = urlOf();
  server.close();
  await expect(upload(url)).rejects.toMatchObject({ code: 'hub-unreachable' });
});

it('all of it arrives, under the name it was asked for, with the word of the station', async () => {
  await upload(`${urlOf()}/vendor/`);
  expect(got?.request.method).toBe('PUT');
  expect(got?.request.url).toBe('/vendor/logs/b-1');
  expect(got?.body.equals(BYTES)).toBe(true);
  const headers = got?.request.headers ?? {};
  expect([headers[LOGS_STATION_HEADER], headers[LOGS_HASH_HEADER]]).toEqual(['till-1', SHA256]);
  const statement = logsStatement({
    station: 'till-1',
    bundle: 'b-1',
    sha256: SHA256,
    sizeBytes: BYTES.length,
  });
  const signature = String(headers[LOGS_SIGNATURE_HEADER]);
  expect(isSignedByStation({ ...statement, publicKey: key.publicKey, signature })).toBe(true);
  const other = { ...statement, facts: { ...statement.facts, bundle: 'b-2' } };
  expect(isSignedByStation({ ...other, publicKey: key.publicKey, signature })).toBe(false);
});

/** Of a till whose clock runs a hundred times as fast. */
function tillAt(url: string) {
  const config = configSchema.parse({
    till: 'till-1',
    currency: 'EUR',
    store: join(folder, 'till.db'),
    ports: [{ id: 'coins', driver: 'cctalk', transport: {}, options: {} }],
  });
  const enrolment = { hubUrl: url, pins: [], station: 'till-1' };
  const place = { folder, replaceFile: () => undefined };
  const station = { kind: 'known', place, privateKey: key.privateKey, enrolment };
  const supporting = { ...NO_SUPPORT, bundles: [ORDER] };
  const view = {
    till: { ...EMPTY_TILL, supporting },
    settings: { version: '1.0.0', till: 'till-1' },
    licence: { state: 'active', flags: [], clock: 'trusted' },
    devices: [],
    head: { seq: 0, hash: '' },
    hub: undefined,
  };
  return openSupport({
    config: { ...config, folder },
    station: station as unknown as Station,
    store: { head: { seq: 0, hash: '' }, linesAfter: noLines },
    shell: () => ({ view: () => view }) as unknown as Shell,
    renewals: new Map(),
    events: { screenUnavailable: () => undefined, vendorFailed: () => undefined },
    clock: {
      ...systemClock,
      startTimer: (ms, action) => systemClock.startTimer(ms / FASTER, action),
    },
    watch: { source: { recent: () => ({ lines: [], isCut: false }), descriptor: () => undefined } },
  });
}

function* noLines(): Generator<JournalLine, void> {
  yield* [];
}

const FASTER = 100;
const ORDER = { bundle: 'b-7', withTrace: true, askedAtMs: Date.now() } as const;

it('a till sends them when the hub that was down is up, and leaves nothing behind', async () => {
  const { port } = server.address() as AddressInfo;
  const url = urlOf();
  server.close();
  await once(server, 'close');
  await using till = tillAt(url);
  const sending = till.sendLogs(ORDER);
  await expect(upload(url)).rejects.toMatchObject({ code: 'hub-unreachable' });
  status = 503;
  server.listen(port, '127.0.0.1');
  await once(server, 'request');
  status = 204;
  const sent = await sending;
  expect(sent).toMatchObject({ kind: 'logs-sent', bundle: 'b-7', sizeBytes: got?.body.length });
  expect(got?.request.url).toBe('/logs/b-7');
  expect(readdirSync(join(folder, 'logs'))).toEqual([]);
});

it('a till that ends leaves the order as it is; one that is refused for good says so', async () => {
  status = 403;
  await using till = tillAt(urlOf());
  const refused = { kind: 'logs-failed', bundle: 'b-7', reason: 'logs-refused' };
  expect(await till.sendLogs(ORDER)).toEqual(refused);
  status = 503;
  const sending = till.sendLogs(ORDER);
  await once(server, 'request');
  await till[Symbol.asyncDispose]();
  expect(await sending).toBeUndefined();
});
