/** A till believes a hub by its certificate alone: the vendor's own authority, the name, the pin. */
import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { replaceFile } from '../../agent/config/replace-file.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { startHub, type Hub } from '../../sync/hub/main.ts';
import { codeSha256Hex } from '../../sync/trust/code-hash.ts';
import { enrolAtHub } from '../../sync/uplink/enrol-client.ts';
import {
  ensureStationKey,
  writeEnrolment,
  type StationEnrolment,
} from '../../sync/uplink/station-files.ts';
import { UplinkTill } from '../support/uplink-till.ts';

/** Comes with the system. */
const OPENSSL = 'openssl';
const NAMES = 'subjectAltName=DNS:localhost';

let folder = '';
let hub: Hub;
let certificate = '';

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-tls-'));
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const what = `req -x509 -newkey ed25519 -nodes -days 2 -subj /CN=localhost -addext ${NAMES}`;
  execFileSync(OPENSSL, [...what.split(' '), '-keyout', key, '-out', cert], { stdio: 'ignore' });
  certificate = readFileSync(cert, 'utf8');
  const tls = { certificate, key: readFileSync(key, 'utf8') };
  hub = await startHub({
    folder,
    listen: { host: '127.0.0.1', port: 0, tls },
    pins: [pinOf(certificate)],
    version: 'test',
    clock: systemClock,
    authority: {},
    onEvent: () => undefined,
    onError: () => undefined,
  });
});

afterEach(async () => {
  await hub[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

function pinOf(pem: string): string {
  const key = new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(key).digest('base64url');
}

interface Address {
  readonly host: string;
  readonly ca?: string;
  readonly pins?: readonly string[];
}

async function enrol({ host, ca, pins = [] }: Address): ReturnType<typeof enrolAtHub> {
  const code = await hub.office.makeCode({ name: 'Till 1', site: 'shop', validMs: 60_000 });
  const key = ensureStationKey({ folder, replaceFile });
  const address = { url: urlAt(host), ca, pins };
  return enrolAtHub({ address, code, key, version: 'test', clock: systemClock, trust: undefined });
}

function keep(is: Pick<StationEnrolment, 'pins' | 'station' | 'epoch'>): void {
  const place = { folder, replaceFile };
  const { publicKey } = ensureStationKey(place);
  const made = { publicKey, codeSha256Hex: codeSha256Hex('any code') };
  writeEnrolment(place, { hubUrl: urlAt('localhost'), ca: certificate, ...made, ...is });
}

function urlAt(host: string): string {
  return `https://${host}:${new URL(hub.url).port}`;
}

it('the vendor’s own authority is believed, at enrolment and after', async () => {
  const { station, epoch, pins } = await enrol({ host: 'localhost', ca: certificate });
  expect(pins).toEqual([pinOf(certificate)]);
  keep({ pins, station, epoch });
  await using till = new UplinkTill(folder);
  till.append('coins', 3);
  till.start();
  await vi.waitUntil(async () => (await hub.office.account(station))?.totals.lines_applied === 3);
});

it.each<[string, () => Address]>([
  ['an authority nobody knows', () => ({ host: 'localhost' })],
  ['another name than its own', () => ({ host: '127.0.0.1', ca: certificate })],
  ['another key than the pinned one', () => ({ host: 'localhost', ca: certificate, pins: ['x'] })],
])('a certificate of %s is not', async (_, address) => {
  await expect(enrol(address())).rejects.toMatchObject({ code: 'hub-unreachable' });
});

it('nor by the socket of a till that is enrolled', async () => {
  const { station, epoch } = await enrol({ host: 'localhost', ca: certificate });
  keep({ pins: ['x'], station, epoch });
  const lost = Promise.withResolvers<void>();
  const onEvent = ({ kind }: { readonly kind: string }): void => {
    if (kind === 'hub-lost') lost.resolve();
  };
  await using till = new UplinkTill(folder, { onEvent });
  till.start();
  await lost.promise;
  expect(hub.isConnected(station)).toBe(false);
});
