/**
 * A real agent and a real hub: a lease that is cut at the hub is taken at the till and given back, and
 * the balance is whole again; the commands of the hub's own computer do the same beside a running hub.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { leaseViews, type LeaseView } from '../../sync/hub/contracts/balance-view.ts';
import { askLeaseBack, cutLease } from '../../sync/hub/contracts/lease-desk.ts';
import { leaseById } from '../../sync/hub/store/lease-rows.ts';
import { startHub, type Hub } from '../../sync/hub/main.ts';
import { signingKeyText } from '../../sync/trust/signing-key.ts';
import { writeContract } from '../support/balance-books.ts';
import { RealTill } from '../support/real-till.ts';
import { createTestVendor } from '../support/test-vendor.ts';
import { enrolFolder } from '../support/uplink-till.ts';

const CUSTOMER = ['--customer', 'bar'];
const vendor = createTestVendor();

let root = '';
let till: RealTill;
let hub: Hub;
let station = '';

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'tillwarden-lease-'));
  const issuerKey = await vendor.certify('issuer');
  writeFileSync(join(root, 'trust.json'), JSON.stringify(vendor.trust));
  writeFileSync(join(root, 'issuer.json'), signingKeyText(issuerKey), { mode: 0o600 });
  mkdirSync(data());
  hub = await startHub({
    folder: data(),
    listen: { host: '127.0.0.1', port: 0, tls: undefined },
    pins: [],
    version: 'test',
    clock: systemClock,
    authority: { trust: vendor.trust, issuerKey },
    onEvent: () => undefined,
    onError: (cause) => expect.unreachable(String(cause)),
  });
  till = await RealTill.start({ env: { TILLWARDEN_ROOT: root } });
  await till.stopAgent();
  const code = await hub.office.makeCode({ name: 'Till', site: 'shop', validMs: 60_000 });
  station = await enrolFolder(join(till.folder, 'station'), hub.url, code);
  const contract = { id: 'c-1', customer: 'bar', plan: 'inn', stations: [station] } as const;
  await writeContract(hub.office.desk().database, contract);
  await till.startAgent({ env: { TILLWARDEN_ROOT: root } });
});

afterEach(async () => {
  await hub?.[Symbol.asyncDispose]();
  await till?.[Symbol.asyncDispose]();
  rmSync(root, { recursive: true, force: true });
});

function data(): string {
  return join(root, 'hub');
}

function command(...args: readonly string[]): string {
  return till.tillwarden('hub', ...args, '--data', data());
}

async function lease(): Promise<LeaseView | undefined> {
  const [first] = await leaseViews(hub.office.desk().database, 'bar');
  return first;
}

it('a lease is sent, taken at the till, and closed again', async () => {
  command('credit', ...CUSTOMER, '--pack', '60', '--id', 'order-1');
  expect(command('credit', ...CUSTOMER, '--pack', '60', '--id', 'order-1')).toContain('before');
  const order = { station, account: 'credits', amount: 45, id: 'first' } as const;
  expect(await cutLease(hub.office.desk(), order)).toMatchObject({ kind: 'cut' });
  await till.until('the till has it', async () => (await lease())?.isTaken === true);
  expect(await lease()).toMatchObject({ state: 'open', left: 45, promised: 0 });
  const taken = till.journal().filter(({ kind }) => kind === 'lease-taken');
  expect(taken).toMatchObject([{ body: { account: 'credits', amount: 45 } }]);
  const cut = await leaseById(hub.office.desk().database, (await lease())?.lease ?? '');
  if (cut === undefined) throw new TypeError('the hub has lost its lease');
  await askLeaseBack(hub.office.desk(), cut);
  await till.until('it is given back', async () => (await lease())?.state === 'closed');
  expect(command('lease', ...CUSTOMER)).toMatch(/closed +45 +0 +0/);
  expect(command('statement', ...CUSTOMER)).toContain('60 at the end, 0 of it held');
});

it('a lease that is cut by command once is one, and never above the balance', async () => {
  command('credit', ...CUSTOMER, '--pack', '15');
  const files = ['--trust', join(root, 'trust.json'), '--issuer-key', join(root, 'issuer.json')];
  const cut = ['lease', ...files, '--station', station, '--account', 'credits'];
  expect(command(...cut, '--amount', '10', '--id', 'a')).toContain('is sent');
  expect(command(...cut, '--amount', '10', '--id', 'a')).toContain('was already sent');
  expect(() => command(...cut, '--amount', '10', '--id', 'b')).toThrow('It lacks 5.');
  const id = (await lease())?.lease ?? '';
  expect(command('lease', '--ask-back', id)).toContain('The till is asked');
  expect(command('lease', '--write-off', id, '--reason', 'burnt')).toContain('10 of it');
  expect(command('statement', ...CUSTOMER)).toContain('5 at the end, 0 of it held; low');
  expect(command('statement', ...CUSTOMER, '--csv')).toContain('lease-written-off');
});
