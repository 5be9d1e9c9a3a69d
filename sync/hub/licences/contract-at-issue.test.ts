/** Whatever the hub issues carries the contract of its books; what was signed elsewhere is left alone. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CODE, LicenceDesk, TERMS } from '../../../test/support/licence-desk.ts';
import { testEntitlement } from '../../../test/support/test-vendor.ts';
import { signDocument } from '../../trust/sign-document.ts';
import { addBookEntry } from '../store/book-entries.ts';
import { lastEntitlement } from '../store/entitlements.ts';

const CONTRACT = {
  id: 'c1',
  customer: 'pepe',
  site: 'Centro',
  plan: { id: 'imt', version: 1 },
  start: '2026-01-01',
  stations: [],
};
const NO_CHANGES = { addedMaintenance: [] };

let desk: LicenceDesk;

beforeEach(async () => {
  desk = await LicenceDesk.open();
});

afterEach(() => desk[Symbol.asyncDispose]());

async function write(body: object): Promise<void> {
  const said = { sinceMs: 0, recordedAtMs: 0, recordedBy: 'test' };
  await addBookEntry(desk.database, { book: 'contracts', entry: 'c1', body, ...said });
}

it('a new till has the contract of its site with its first answer', async () => {
  await write(CONTRACT);
  const vendor = await desk.hubVendor();
  const code = await desk.office(vendor).makeCode({ ...CODE, licence: TERMS });
  const { entitlement } = await desk.present(vendor, code);
  expect(await desk.contentOf(entitlement)).toMatchObject({
    contract: { plan: CONTRACT.plan, start: '2026-01-01' },
  });
});

it('a till that enrolled before it has it with what is issued next', async () => {
  const vendor = await desk.hubVendor();
  const office = desk.office(vendor);
  const code = await office.makeCode({ ...CODE, licence: TERMS });
  const { station, entitlement } = await desk.present(vendor, code);
  expect(await desk.contentOf(entitlement)).not.toHaveProperty('contract');
  await write({ ...CONTRACT, site: 'Puerto' });
  const elsewhere = await office.issue(station, NO_CHANGES);
  expect(elsewhere).not.toHaveProperty('entitlement.contract');
  await write({ ...CONTRACT, stations: [station] });
  expect(await office.issue(station, NO_CHANGES)).toMatchObject({
    entitlement: { contract: { plan: CONTRACT.plan, stations: [station] } },
  });
});

it('a contract that was signed elsewhere stays while the books know of none', async () => {
  const { station } = await desk.unlicensed();
  const office = desk.office(await desk.hubVendor());
  const { licence } = testEntitlement();
  const contract = {
    plan: { id: 'sds', version: 1 },
    parameters: {},
    stations: [station],
    callerRoles: [],
    contacts: [],
  };
  const issuedTo = { ...licence.issuedTo, site: 'Centro', station };
  const content = testEntitlement({ licence: { ...licence, issuedTo }, contract });
  const signer = await desk.vendor.certify('issuer');
  await office.sendEntitlement(station, await signDocument('entitlement', content, signer));
  await office.issue(station, NO_CHANGES);
  expect(await lastEntitlement(desk.database, station)).toMatchObject({ contract });
  await write({ ...CONTRACT, endsOn: '2026-01-02' });
  await office.issue(station, NO_CHANGES);
  expect(await lastEntitlement(desk.database, station)).toMatchObject({
    contract: { plan: CONTRACT.plan, endsOn: '2026-01-02' },
  });
});
