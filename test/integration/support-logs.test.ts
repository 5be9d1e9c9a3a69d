/** Logs go to the hub that asked for them, signed by the station; what goes wrong is said, not thrown away. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
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
