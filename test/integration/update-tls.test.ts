/** A till takes releases from the hub it was enrolled at, and from nobody who only answers in its place. */
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { StationAtHub } from '../../agent/update/target-source.ts';
import { pinOfCertificate } from '../../sync/trust/pin.ts';
import type { HubAddress } from '../../sync/uplink/hub-address.ts';
import { ReleaseServer } from '../support/release-server.ts';
import { UpdateTill } from '../support/update-till.ts';

/** Comes with the system. */
const OPENSSL = 'openssl';
const NAMES = 'subjectAltName=DNS:localhost';

let till: UpdateTill;
let server: ReleaseServer;
let ca: string;
beforeEach(async () => {
  till = await UpdateTill.open();
  const [certFile, keyFile] = [join(till.folder, 'cert.pem'), join(till.folder, 'key.pem')];
  const what = `req -x509 -newkey ed25519 -nodes -days 2 -subj /CN=localhost -addext ${NAMES}`;
  execFileSync(OPENSSL, [...what.split(' '), '-keyout', keyFile, '-out', certFile], {
    stdio: 'ignore',
  });
  ca = readFileSync(certFile, 'utf8');
  const tls = { cert: ca, key: readFileSync(keyFile, 'utf8') };
  server = new ReleaseServer(till.repository.folder, tls);
  await server.listen();
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await till[Symbol.asyncDispose]();
});

function hub(address: Partial<HubAddress>, host = 'localhost'): StationAtHub {
  const url = server.url.replace('http://127.0.0.1', `https://${host}`);
  return {
    address: { url, pins: [], ca, ...address },
    station: 'till-1',
    privateKey: till.key.privateKey,
  };
}

it('metadata and files come by the vendor’s own authority and pin', async () => {
  const pins = [pinOfCertificate(new X509Certificate(ca).raw)];
  expect(await till.fetch({}, { hub: hub({ pins }) })).toBe('fetched');
});

it.each([
  ['an authority nobody here knows', { ca: undefined }, 'localhost'],
  ['another key than the pinned one', { pins: ['A'.repeat(43)] }, 'localhost'],
  ['another name', {}, '127.0.0.1'],
])('not from %s', async (_what, address, host) => {
  expect(await till.fetch({}, { hub: hub(address, host) })).toBe('unreachable');
  expect(server.asked).toEqual([]);
});
