/** A station's first licence may be under a plan that its till does not have: a round is due at once. */
import { expect, it } from 'vitest';
import { LicenceDesk } from '../../../test/support/licence-desk.ts';
import { signedEntitlement } from '../../../test/support/test-vendor.ts';
import { businessMark } from './business-mark.ts';

it('is another after a station’s first licence, and the same after the next one', async () => {
  await using desk = await LicenceDesk.open();
  const { station } = await desk.unlicensed();
  const before = await businessMark(desk.database);
  const { licence } = await desk.contentOf(await genuine(desk, station));
  expect(licence.issuedTo.station).toBe(station);
  const after = await businessMark(desk.database);
  expect(after).not.toBe(before);
  await desk.office(await desk.hubVendor()).issue(station, { addedMaintenance: [] });
  expect(await businessMark(desk.database)).toBe(after);
});

/** Signed elsewhere, and sent through this hub. */
async function genuine(desk: LicenceDesk, station: string): Promise<string> {
  const document = await signedEntitlement(await desk.vendor.certify('issuer'), station, 1);
  const office = desk.office(await desk.hubVendor());
  await office.sendEntitlement(station, document);
  return document;
}
