/** Nothing leaves for a till that the till would refuse. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LicenceDesk } from '../../../test/support/licence-desk.ts';
import {
  createTestVendor,
  signedEntitlement,
  testEntitlement,
} from '../../../test/support/test-vendor.ts';
import { signDocument } from '../../trust/sign-document.ts';
import { commandsAfter } from '../store/mailbox.ts';

let desk: LicenceDesk;

beforeEach(async () => {
  desk = await LicenceDesk.open();
});

afterEach(() => desk[Symbol.asyncDispose]());

describe('sending what was signed offline', () => {
  it.each<[string, string, (station: string) => Promise<string>]>([
    [
      'another vendor’s',
      'uncertified-key',
      async (station) => signedEntitlement(await createTestVendor().certify('issuer'), station, 1),
    ],
    [
      'a changed one',
      'tampered',
      async (station) => {
        const document = await signedEntitlement(await desk.vendor.certify('issuer'), station, 1);
        const [header = '', payload = '', rest = ''] = document.split('.', 3);
        const content = Buffer.from(payload, 'base64url').toString().replace('2027', '2028');
        const changed = Buffer.from(content).toString('base64url');
        return [header, changed, rest, ...document.split('.').slice(3)].join('.');
      },
    ],
    [
      'another station’s',
      'wrong-station',
      async () => signedEntitlement(await desk.vendor.certify('issuer'), 'st-other', 1),
    ],
    [
      'a signed time',
      'wrong-type',
      async (station) => {
        const issuedAt = '2026-02-01T00:00:00.000Z';
        const time = { station, nonce: 'n'.repeat(22), issuedAt };
        return signDocument('time', time, await desk.vendor.certify('time'));
      },
    ],
    ['text', 'malformed', async () => 'document'],
  ])('refuses %s', async (_, code, make) => {
    const { office, station } = await desk.unlicensed();
    const outcome = await office.sendEntitlement(station, await make(station));
    expect(outcome).toMatchObject({ kind: 'refused', code });
    expect(await commandsAfter(desk.database, station, 0)).toEqual([]);
    expect(await office.entitlement(station)).toBeUndefined();
  });

  it('refuses an older one, the same again, and another under the same number', async () => {
    const { office, station } = await desk.unlicensed();
    const signer = await desk.vendor.certify('issuer');
    const genuine = await signedEntitlement(signer, station, 3);
    expect(await office.sendEntitlement(station, genuine)).toEqual({ kind: 'sent', seq: 1 });
    const { licence } = await desk.contentOf(genuine);
    const other = testEntitlement({
      licence,
      generation: { keyEpoch: 1, n: 3 },
      zone: 'Europe/Rome',
    });
    const refusals = [
      await office.sendEntitlement(station, await signedEntitlement(signer, station, 2)),
      await office.sendEntitlement(station, genuine),
      await office.sendEntitlement(station, await signDocument('entitlement', other, signer)),
    ].map((outcome) => (outcome.kind === 'refused' ? outcome.code : 'sent'));
    expect(refusals).toEqual(['older-generation', 'older-generation', 'generation-reused']);
    await desk.hear(station, 1, 9);
    const late = await office.sendEntitlement(station, await signedEntitlement(signer, station, 8));
    expect(late, 'the till has seen a newer one').toMatchObject({ code: 'older-generation' });
  });

  it('is what the hub goes on from', async () => {
    const { office, station } = await desk.unlicensed();
    const signer = await desk.vendor.certify('issuer');
    await office.sendEntitlement(station, await signedEntitlement(signer, station, 5));
    const issuing = desk.office(await desk.hubVendor());
    await issuing.issue(station, { addedMaintenance: [{ from: '2027-11-22', to: '2028-11-22' }] });
    expect((await desk.mail(station)).at(-1)).toMatchObject({
      installedOn: '2026-11-22',
      generation: { keyEpoch: 1, n: 6 },
    });
  });
});
