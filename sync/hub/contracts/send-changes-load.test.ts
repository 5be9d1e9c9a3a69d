/** A round over many stations: tills and people are answered while it runs, and it does not grow out of hand. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openPeopleHub, type PeopleHub } from '../../../test/support/people-hub.ts';
import { createTestVendor, testEntitlement } from '../../../test/support/test-vendor.ts';
import { addBookEntry } from '../store/book-entries.ts';
import * as entries from '../store/book-entries.ts';
import { keepEntitlement } from '../store/entitlements.ts';
import { noteGeneration } from '../store/generations.ts';
import { sendChanges } from './send-changes.ts';

vi.mock('../store/book-entries.ts', async (importOriginal) => {
  const original = await importOriginal<typeof entries>();
  return { ...original, entriesAt: vi.fn<typeof entries.entriesAt>(original.entriesAt) };
});

const STATIONS = 200;
const VENDOR = createTestVendor();

let hub: PeopleHub;

beforeEach(async () => {
  hub = await openPeopleHub({ trust: VENDOR.trust, issuerKey: await VENDOR.certify('issuer') });
  await write('parties', 'vendor', { id: 'vendor', kind: 'vendor', name: 'Vendor' });
  for (let index = 0; index < STATIONS; index += 1) await addCustomer(index);
});

afterEach(() => hub[Symbol.asyncDispose]());

async function write(book: string, entry: string, body: unknown): Promise<void> {
  const said = { sinceMs: 0, recordedAtMs: 0, recordedBy: 'test' };
  await addBookEntry(hub.database, { book, entry, body, ...said });
}

/** With a contract for all its sites, and a licensed till at the one it has. */
async function addCustomer(index: number): Promise<void> {
  const [id, site, station] = [`customer-${index}`, `Site ${index}`, `till-${index}`];
  await write('parties', id, { id, kind: 'customer', name: id });
  await write('parties', site, { id: site, kind: 'site', name: site });
  const since = '2020-01-01T00:00:00.000Z';
  await write('edges', `e-${index}`, { from: site, kind: 'part-of', to: id, since });
  const plan = { id: 'imt', version: 1 };
  const contract = { id: `c-${index}`, customer: id, plan, start: '2026-01-01', stations: [] };
  await write('contracts', contract.id, contract);
  await hub.addStation(station, site);
  const { licence } = testEntitlement();
  const issuedTo = { customer: id, site, station };
  const entitlement = testEntitlement({ licence: { ...licence, id: `l-${index}`, issuedTo } });
  await noteGeneration(hub.database, station, entitlement.generation);
  await keepEntitlement(hub.database, {
    entitlement,
    document: 'as it was signed',
    origin: 'sent',
    issuedAtMs: 0,
  });
}

/** Rounds of the event loop while something is done. */
async function turnsOf(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isRunning = true;
  const turn = (): void => {
    turns += 1;
    if (isRunning) setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  isRunning = false;
  return turns;
}

it('lets everything else have its turn between stations, and reads the books once', async () => {
  const desk = hub.parts.fleet.office.desk();
  vi.mocked(entries.entriesAt).mockClear();
  const first = await sendChanges(desk);
  expect(first.stations.filter(({ result }) => result === 'sent')).toHaveLength(STATIONS);
  const ofParties = vi
    .mocked(entries.entriesAt)
    .mock.calls.filter(([, book]) => book === 'parties');
  expect(ofParties).toHaveLength(1);
  let second: unknown;
  const turns = await turnsOf(async () => {
    second = await sendChanges(desk);
  });
  expect(second).toEqual({ stations: [], plans: [], faults: [] });
  expect(turns).toBeGreaterThanOrEqual(STATIONS);
});
