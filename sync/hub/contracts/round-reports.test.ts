/** What cannot be sent to one till is told once, and keeps nothing from the others. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CODE, LicenceDesk, TERMS } from '../../../test/support/licence-desk.ts';
import { writeContract, writeCustomer } from '../../../test/support/balance-books.ts';
import { testEntitlement } from '../../../test/support/test-vendor.ts';
import type { HubVendor } from '../licences/vendor.ts';
import { auditBefore } from '../store/audit.ts';
import { knownGenerations } from '../store/generations.ts';
import { RoundReports } from './round-reports.ts';
import { sendChanges } from './send-changes.ts';

let desk: LicenceDesk;
let vendor: HubVendor | undefined;
let reports: RoundReports;
let faults: unknown[];

beforeEach(async () => {
  desk = await LicenceDesk.open();
  vendor = await desk.hubVendor();
  faults = [];
  const onEvent: LicenceDesk['events']['push'] = (event) => desk.events.push(event);
  const onError = (cause: unknown) => faults.push(cause);
  reports = new RoundReports({ desk: desk.office(vendor).desk(), onEvent, onError });
  await writeCustomer(desk.database, 'pepe', ['Centro']);
});

afterEach(() => desk[Symbol.asyncDispose]());

async function enrolled(): Promise<string> {
  const code = await desk.office(vendor).makeCode({ ...CODE, licence: TERMS });
  return (await desk.present(vendor, code)).station;
}

async function round() {
  const sent = await sendChanges(desk.office(vendor).desk());
  await reports.tell(sent);
  return sent;
}

async function told() {
  const audited = (await auditBefore(desk.database, undefined))
    .filter(({ act }) => act === 'contract-not-sent')
    .map(({ subject, details }) => ({ station: subject, ...details }));
  const logged = desk.events
    .filter((event) => event.kind === 'contract-not-sent')
    .map(({ station, reason }) => ({ station, reason }));
  expect(audited.toReversed()).toEqual(logged);
  return logged;
}

/** More than a till takes of one document. */
async function writeTooMuch(station: string): Promise<void> {
  const stations = Array.from({ length: 499 }, (_, index) => `${'x'.repeat(56)}-${index}`);
  const named = [station, ...stations];
  await writeContract(desk.database, { id: 'c1', customer: 'pepe', plan: 'sds', stations: named });
}

it('a contract that is too long is told once, and no number is spent on it', async () => {
  const station = await enrolled();
  await writeTooMuch(station);
  const before = await knownGenerations(desk.database, station);
  for (const _ of [1, 2, 3]) {
    expect(await round()).toMatchObject({ stations: [{ station, result: 'licence-invalid' }] });
  }
  expect(await told()).toEqual([{ station, reason: 'licence-invalid' }]);
  expect(await knownGenerations(desk.database, station)).toEqual(before);
});

it('a fault at one till is told once with its cause, and the others are brought up to date', async () => {
  const [broken, well] = [await enrolled(), await enrolled()];
  const stations = [broken, well];
  await writeContract(desk.database, { id: 'c1', customer: 'pepe', plan: 'sds', stations });
  await desk.database
    .insertInto('entitlements')
    .values({
      station_id: broken,
      key_epoch: 1,
      n: 99,
      document: '',
      payload: JSON.stringify({ ...testEntitlement(), zone: 'Mars/Phobos' }),
      issued_at_ms: 0,
      origin: 'issued',
    })
    .execute();
  const first = await round();
  expect(first.stations).toEqual([{ station: well, result: 'sent' }]);
  expect(first.faults).toMatchObject([{ station: broken }]);
  await round();
  expect(faults).toHaveLength(1);
  expect(await told()).toEqual([{ station: broken, reason: 'internal' }]);
});
