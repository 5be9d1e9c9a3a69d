/**
 * Whatever an admin does to a station while its till signs on, or from another process, no session is
 * left that may do more than the admin has left it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { coins, extended } from '../../../test/support/chain.ts';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { createTestVendor, signedEntitlement } from '../../../test/support/test-vendor.ts';
import {
  enrolledStation,
  reasonOf,
  WireTill,
  type StationIdentity,
} from '../../../test/support/wire-till.ts';
import { createStationKey } from '../../trust/station-key.ts';
import { databasePath } from '../hub-office.ts';
import type { HubPoint } from '../hub-parts.ts';
import { HEARTBEAT_MS } from '../limits.ts';
import { startHub, type Hub } from '../main.ts';
import { openHubDatabase, type HubDatabase } from '../store/hub-database.ts';
import { revokeStation } from '../store/stations.ts';
import { CLOSE_CODES } from './peer.ts';

const vendor = createTestVendor();
const order: string[] = [];
const faults: unknown[] = [];
let folder = '';
let clock: FakeClock;
let hub: Hub;
let station: StationIdentity;
/** The hub's database as another process sees it. */
let beside: HubDatabase;
/** Done once, between the check of a signature and the session's registration. */
let whileSigningOn: (() => Promise<unknown>) | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-hub-'));
  clock = new FakeClock();
  hub = await startHub({
    folder,
    listen: { host: '127.0.0.1', port: 0, tls: undefined },
    pins: [],
    version: 'test',
    clock,
    authority: { trust: vendor.trust },
    onEvent: () => undefined,
    onError: (cause) => void faults.push(cause),
    onPoint,
  });
  const code = await hub.office.makeCode({ name: 'Till 1', site: 'shop', validMs: 1_000 });
  station = await enrolledStation(hub.url, code);
  beside = await openHubDatabase(databasePath(folder));
});

afterEach(async () => {
  await beside.destroy();
  await hub[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
  order.splice(0);
  const [fault] = faults.splice(0);
  if (fault !== undefined) throw new TypeError('the hub failed', { cause: fault });
});

function onPoint(point: HubPoint): void {
  if (point === 'signed-on') order.push(point);
  if (point !== 'sign-on-checked') return;
  const act = whileSigningOn;
  whileSigningOn = undefined;
  act?.().then(
    () => order.push('acted'),
    (cause: unknown) => faults.push(cause),
  );
}

async function send(n: number): Promise<void> {
  const document = await signedEntitlement(await vendor.certify('issuer'), station.station, n);
  expect(await hub.sendEntitlement(station.station, document)).toEqual({ kind: 'sent', seq: n });
}

it.each<[string, () => Promise<unknown>]>([
  ['revoked', () => hub.office.revoke(station.station)],
  ['revoked by another process', () => revokeStation(beside, station.station)],
])('a sign-on while the station is %s leaves it no more than its last lines', async (_, revoke) => {
  whileSigningOn = revoke;
  const till = await WireTill.connect(hub.url);
  expect(await till.hello(station)).toMatchObject({ payload: { mode: 'upload-only' } });
  expect(order, 'after the check, before it was registered').toEqual(['acted', 'signed-on']);
  await send(1);
  const upload = { epoch: 1, from: 1, lines: extended([], coins(1)) };
  expect(await till.call('Lines', upload)).toMatchObject({ payload: { durableTo: 1 } });
  expect(till.hasFrame(({ kind }) => kind === 'call')).toBe(false);
});

it('a sign-on while the station is given to another key is refused', async () => {
  const { publicKey } = createStationKey();
  whileSigningOn = () =>
    beside.updateTable('stations').set({ public_key: publicKey }).executeTakeFirst();
  const till = await WireTill.connect(hub.url);
  expect(reasonOf(await till.hello(station))).toBe('sign-on-refused');
  expect(order).toEqual(['acted', 'signed-on']);
  expect(await till.closed).toBe(CLOSE_CODES.refused);
  expect(hub.isConnected(station.station)).toBe(false);
});

it('a station revoked by another process is cut off within a beat', async () => {
  const till = await WireTill.connect(hub.url);
  expect(await till.hello(station)).toMatchObject({ payload: { mode: 'full' } });
  await revokeStation(beside, station.station);
  await clock.advance(HEARTBEAT_MS);
  expect(await till.closed).toBe(CLOSE_CODES.takenOver);
});
