/**
 * A real agent on computers whose parts change, and a real hub: the licence is bound to the computer
 * at the enrolment, follows it when a part is replaced, and says so when it is another computer. It
 * sells and gives money back on all of them; to another one it goes only by an admin.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fingerprint } from '../../agent/core/entitlement/entitlement.ts';
import { readComponents } from '../../agent/hardware-identity.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { startHub, type Hub } from '../../sync/hub/main.ts';
import { freshlySalted } from '../../sync/trust/component-hash.ts';
import {
  layHardware,
  OTHER_HARDWARE,
  TILL_HARDWARE,
  type FakeHardware,
} from '../support/fake-hardware.ts';
import { TERMS } from '../support/licence-desk.ts';
import { RealTill } from '../support/real-till.ts';
import { createTestVendor } from '../support/test-vendor.ts';
import { enrolComputer } from '../support/uplink-till.ts';

interface Licence {
  readonly state: string;
  readonly flags: readonly string[];
  readonly newSales: boolean;
}

const TEXT_OF_PARTS = new RegExp(
  Object.values({ ...TILL_HARDWARE, ...OTHER_HARDWARE })
    .map((said) => String(said).replaceAll(/[^\w-]/g, '.'))
    .join('|'),
  'i',
);
const CODE = { name: 'Till', site: 'shop', validMs: 60_000 };

const vendor = createTestVendor();
const root = mkdtempSync(join(tmpdir(), 'tillwarden-bound-'));
const computer = join(root, 'computer');
let till: RealTill;
let hub: Hub;
let station = '';

beforeAll(async () => {
  mkdirSync(join(root, 'hub'));
  writeFileSync(join(root, 'trust.json'), JSON.stringify(vendor.trust));
  hub = await startHub({
    folder: join(root, 'hub'),
    listen: { host: '127.0.0.1', port: 0, tls: undefined },
    pins: [],
    version: 'test',
    clock: systemClock,
    authority: { trust: vendor.trust, issuerKey: await vendor.certify('issuer') },
    onEvent: () => undefined,
    onError: (cause) => expect.unreachable(String(cause)),
  });
  layHardware(computer, TILL_HARDWARE);
  till = await RealTill.start({ env: { TILLWARDEN_ROOT: root, HARDWARE_ROOT: computer } });
});

afterAll(async () => {
  await till?.[Symbol.asyncDispose]();
  await hub?.[Symbol.asyncDispose]();
  rmSync(root, { recursive: true, force: true });
});

async function startOn(hardware: FakeHardware): Promise<void> {
  await till.stopAgent();
  layHardware(computer, hardware);
  await till.startAgent({ env: { TILLWARDEN_ROOT: root, HARDWARE_ROOT: computer } });
}

/** As `tillwarden enrol` does on this computer; the agent is a station from its next start on. */
async function enrol(code: string, isAgain = false): Promise<void> {
  const hardware = freshlySalted(readComponents(computer));
  const folder = join(till.folder, 'station');
  const { trust } = vendor;
  station = await enrolComputer({ folder, hubUrl: hub.url, code, hardware, trust, isAgain });
}

async function licence(): Promise<Licence> {
  return (await till.call('GET', '/v1/status'))['licence'] as Licence;
}

async function fingerprint(): Promise<Fingerprint | undefined> {
  return (await hub.office.entitlement(station))?.fingerprint;
}

/** The hub's newest licence has come into force here. */
async function upToDate(): Promise<void> {
  await till.until('the newest licence is in force', async () => {
    const newest = await hub.office.entitlement(station);
    const accepted = linesOf('entitlement-accepted').at(-1)?.body['generation'];
    return JSON.stringify(accepted) === JSON.stringify(newest?.generation);
  });
}

async function sells(): Promise<void> {
  const saleId = String((await till.startSale(150))['saleId']);
  await insertCoin();
  await till.until('it is settled', async () => (await till.sale(saleId)).state === 'settled');
}

async function givesBack(): Promise<void> {
  const saleId = String((await till.startSale(500))['saleId']);
  await insertCoin();
  await till.call('POST', `/v1/sales/${saleId}/cancel`);
  await till.until('it is back', async () => (await till.sale(saleId)).state === 'returned');
}

async function counts(): Promise<void> {
  const counted = [{ valueMinor: 50, count: 3 }];
  const answer = await till.call('POST', '/v1/counts/hopper-50', { reason: 'count', counted });
  expect(answer).not.toHaveProperty('error');
}

/** An acceptor that is only just told to take coins still gives the first one back. */
function insertCoin(): Promise<void> {
  return till.until('the coin is taken', async () => (await till.insert(200)) === 'accepted');
}

function linesOf(kind: string) {
  return till.journal().filter((line) => line.kind === kind);
}

function notices(): number {
  return linesOf('hardware-changed').length;
}

/** All that the till knows is at the hub. */
async function allSent(): Promise<void> {
  await till.until('all is at the hub', async () => {
    const { hub: view } = await till.call('GET', '/v1/status');
    return (view as { unsentLines: number } | null)?.unsentLines === 0;
  });
}

test('at its enrolment the licence is bound to this computer', async () => {
  await enrol(await hub.office.makeCode({ ...CODE, licence: TERMS }));
  await startOn(TILL_HARDWARE);
  await upToDate();
  expect(await licence()).toMatchObject({ state: 'active', flags: [] });
  expect((await fingerprint())?.k).toBe(3);
  expect((await fingerprint())?.hashes).toHaveLength(5);
  expect(notices()).toBe(0);
  await sells();
});

test('a part that is replaced goes into the licence by itself', async () => {
  const before = await fingerprint();
  await startOn({ ...TILL_HARDWARE, diskSerial: 'S4EVNX0N999999' });
  expect(await licence()).toMatchObject({ state: 'active', flags: [] });
  await till.until('the hub has issued', async () => {
    return JSON.stringify(await fingerprint()) !== JSON.stringify(before);
  });
  await upToDate();
  const after = await fingerprint();
  expect(after?.hashes.filter((hash) => before?.hashes.includes(hash))).toHaveLength(4);
  expect(after?.hashes).toHaveLength(5);
  expect(linesOf('hardware-changed').at(-1)?.body).toMatchObject({ matched: 4, needed: 3 });
  const said = notices();
  await startOn({ ...TILL_HARDWARE, diskSerial: 'S4EVNX0N999999' });
  expect(await licence()).toMatchObject({ state: 'active', flags: [] });
  expect(notices()).toBe(said);
});

test('a computer of which nothing can be read sells, gives back and counts, and is not bound', async () => {
  const before = await fingerprint();
  await startOn({});
  expect(await licence()).toMatchObject({ state: 'active', flags: ['rebind-needed'] });
  await sells();
  await givesBack();
  await counts();
  await allSent();
  expect(await fingerprint()).toEqual(before);
  const act = { id: 'r0', station, kind: 'rebind' } as const;
  const outcome = await hub.office.life().do(act);
  expect(outcome).toMatchObject({ kind: 'refused', code: 'hardware-unknown' });
});

test('a copied disk in another computer sells, and is bound there only by an admin', async () => {
  const before = await fingerprint();
  // The disk brings its machine-id along; one part of five is not enough.
  await startOn({ ...OTHER_HARDWARE, machineId: TILL_HARDWARE.machineId });
  expect(await licence()).toMatchObject({ state: 'active', flags: ['rebind-needed'] });
  expect(linesOf('hardware-changed').at(-1)?.body).toMatchObject({ matched: 1, needed: 3 });
  await sells();
  await givesBack();
  await allSent();
  expect(await fingerprint()).toEqual(before);
  const act = { id: 'r1', station, kind: 'rebind' } as const;
  expect(await hub.office.life().do(act)).toMatchObject({ kind: 'done' });
  await till.until('it is bound', async () => (await licence()).flags.length === 0);
  await upToDate();
  expect(await fingerprint()).not.toEqual(before);
  await sells();
});

test('the computer it was bound to before is now the other one', async () => {
  await startOn(TILL_HARDWARE);
  expect(await licence()).toMatchObject({ state: 'active', flags: ['rebind-needed'] });
  await sells();
});

test('a code from the admin binds it to the computer that enrols with it', async () => {
  const before = await hub.office.entitlement(station);
  const bound = JSON.stringify(before?.fingerprint);
  await enrol(await hub.office.makeCode({ ...CODE, station }), true);
  expect(JSON.stringify(await fingerprint())).not.toBe(bound);
  await startOn(TILL_HARDWARE);
  await upToDate();
  expect(await licence()).toMatchObject({ state: 'active', flags: [] });
  const after = await hub.office.entitlement(station);
  expect(after).toMatchObject({
    licence: before?.licence,
    installedOn: before?.installedOn,
    maintenance: before?.maintenance,
  });
  await sells();
});

test('what the parts say of themselves is neither in the journal, nor at the hub, nor on the disk', async () => {
  await allSent();
  const folders = [till.folder, join(root, 'hub')];
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true }),
  );
  for (const file of files.filter((one) => one.isFile())) {
    expect(readFileSync(join(file.parentPath, file.name), 'latin1')).not.toMatch(TEXT_OF_PARTS);
  }
  expect(files.length).toBeGreaterThan(4);
});
