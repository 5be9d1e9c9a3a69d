/**
 * A real agent and a real hub: what is written into the books reaches the till with nobody sending
 * it, and is taken back from it when it is over.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { startHub, type Hub } from '../../sync/hub/main.ts';
import { addBookEntry } from '../../sync/hub/store/book-entries.ts';
import { writeContract } from '../support/balance-books.ts';
import { RealTill } from '../support/real-till.ts';
import { createTestVendor } from '../support/test-vendor.ts';
import { enrolFolder } from '../support/uplink-till.ts';

const LICENCE = {
  customer: 'bar',
  zone: 'Europe/Berlin',
  product: 'Tillwarden',
  edition: 'standard',
};
const vendor = createTestVendor();

let root = '';
let till: RealTill;
let hub: Hub;
let station = '';

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'tillwarden-contract-'));
  const issuerKey = await vendor.certify('issuer');
  writeFileSync(join(root, 'trust.json'), JSON.stringify(vendor.trust));
  const data = join(root, 'hub');
  mkdirSync(data);
  hub = await startHub({
    folder: data,
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
  const terms = { name: 'Till', site: 'shop', validMs: 60_000, licence: LICENCE };
  const code = await hub.office.makeCode(terms);
  station = await enrolFolder(join(till.folder, 'station'), hub.url, code);
  await till.startAgent({ env: { TILLWARDEN_ROOT: root } });
});

afterEach(async () => {
  await hub?.[Symbol.asyncDispose]();
  await till?.[Symbol.asyncDispose]();
  rmSync(root, { recursive: true, force: true });
});

async function coverage(): Promise<unknown> {
  return (await till.call('GET', '/v1/status'))['coverage'];
}

it('a contract that is written is at the till, and gone from it once it has ended', async () => {
  const { database } = hub.office.desk();
  expect(await coverage()).toBeNull();
  const flat = { plan: 'sds', variant: 'flat', site: 'shop', stations: [station] } as const;
  await writeContract(database, { id: 'c-1', customer: 'bar', ...flat });
  await till.until('the till is covered', async () => (await coverage()) === 'covered');
  const number = (await hub.office.entitlement(station))?.generation.n;
  const now = Date.now();
  const said = { sinceMs: now, recordedAtMs: now, recordedBy: 'Ada' };
  await addBookEntry(database, { book: 'contracts', entry: 'c-1', body: undefined, ...said });
  await till.until('the till has no contract', async () => (await coverage()) === null);
  expect((await hub.office.entitlement(station))?.generation.n).toBe((number ?? 0) + 1);
});
