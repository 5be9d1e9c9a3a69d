/** A hub signs only with a key that is its vendor's, and what it signs goes on from what was granted. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CODE, LicenceDesk } from '../../../test/support/licence-desk.ts';
import { createTestVendor } from '../../../test/support/test-vendor.ts';
import type { SigningKey } from '../../trust/signing-key.ts';
import { openVendor } from './vendor.ts';

let desk: LicenceDesk;

beforeEach(async () => {
  desk = await LicenceDesk.open();
});

afterEach(() => desk[Symbol.asyncDispose]());

describe('a hub', () => {
  it('with an issuer key and no trust file does not start', async () => {
    const issuerKey = await desk.vendor.certify('issuer');
    await expect(openVendor({ issuerKey })).rejects.toMatchObject({ code: 'trust-missing' });
  });

  it.each<[string, string, () => Promise<SigningKey>]>([
    ['another role', 'key-wrong-role', () => desk.vendor.certify('time')],
    ['another vendor', 'key-not-certified', () => createTestVendor().certify('issuer')],
    [
      'another key',
      'key-not-certified',
      async () => {
        const { privateKey, keyId } = await desk.vendor.certify('issuer');
        return { ...(await desk.vendor.certify('issuer')), privateKey, keyId };
      },
    ],
  ])('with a key certified for %s does not start', async (_, code, key) => {
    await expect(desk.hubVendor(await key())).rejects.toMatchObject({ code });
  });

  it('without a trust file sends nothing, and without a key issues nothing', async () => {
    const code = await desk.office(undefined).makeCode(CODE);
    const { station } = await desk.present(undefined, code);
    const changes = { addedMaintenance: [] };
    await expect(desk.office(undefined).sendEntitlement(station, 'x')).rejects.toMatchObject({
      code: 'trust-missing',
    });
    await expect(
      desk.office(await desk.hubVendor('none')).issue(station, changes),
    ).rejects.toMatchObject({
      code: 'issuer-key-missing',
    });
  });
});

describe('issuing', () => {
  const renewal = { from: '2027-01-05', to: '2028-01-05' };

  it('renews: a year more, everything else as it was', async () => {
    const { office, station, first } = await desk.licensed();
    expect(await office.issue(station, { addedMaintenance: [renewal] })).toMatchObject({
      kind: 'issued',
      seq: 1,
    });
    expect(await desk.mail(station)).toEqual([
      {
        ...first,
        generation: { keyEpoch: 1, n: 2 },
        maintenance: [...first.maintenance, renewal],
      },
    ]);
  });

  it('withdraws, keeps that over a renewal, and takes it back when told to', async () => {
    const { office, station } = await desk.licensed();
    await office.issue(station, { addedMaintenance: [], revocation: { reason: 'not paid' } });
    await office.issue(station, { addedMaintenance: [renewal] });
    await office.issue(station, { addedMaintenance: [], revocation: 'take-back' });
    const withdrawn = { on: '2026-01-05', reason: 'not paid' };
    expect((await desk.mail(station)).map(({ revocation }) => revocation)).toEqual([
      withdrawn,
      withdrawn,
      undefined,
    ]);
  });

  it('refuses maintenance that overlaps, before a number is taken', async () => {
    const { office, station } = await desk.licensed();
    const overlapping = { from: '2026-06-01', to: '2027-06-01' };
    const refused = await office.issue(station, { addedMaintenance: [overlapping] });
    expect(refused).toMatchObject({ kind: 'refused', code: 'licence-invalid' });
    await office.issue(station, { addedMaintenance: [renewal] });
    expect(await desk.mail(station)).toMatchObject([{ generation: { n: 2 } }]);
  });

  it('loses no change when two admins issue at once', async () => {
    const { office, station } = await desk.licensed();
    const after = { from: '2028-01-05', to: '2029-01-05' };
    await Promise.all([
      office.issue(station, { addedMaintenance: [renewal] }),
      office.issue(station, { addedMaintenance: [], revocation: { reason: 'stolen' } }),
    ]);
    await office.issue(station, { addedMaintenance: [after] });
    expect((await desk.mail(station)).at(-1)).toMatchObject({
      maintenance: [{}, renewal, after],
      revocation: { reason: 'stolen' },
    });
  });

  it('for a station without a licence, or unknown, is refused', async () => {
    const office = desk.office(await desk.hubVendor());
    const { station } = await desk.present(await desk.hubVendor(), await office.makeCode(CODE));
    const changes = { addedMaintenance: [renewal] };
    expect(await office.issue(station, changes)).toMatchObject({ code: 'licence-unknown' });
    await expect(office.issue('st-x', changes)).rejects.toMatchObject({ code: 'station-unknown' });
  });

  it('counts on above what the till has seen, and not below its key epoch', async () => {
    const { office, station } = await desk.licensed();
    await desk.hear(station, 1, 40);
    await office.issue(station, { addedMaintenance: [renewal] });
    expect(await desk.mail(station)).toMatchObject([{ generation: { keyEpoch: 1, n: 41 } }]);
    await desk.hear(station, 2, 1);
    const old = await office.issue(station, { addedMaintenance: [] });
    expect(old).toMatchObject({ kind: 'refused', code: 'key-epoch-old' });
    const newer = desk.office(
      await desk.hubVendor(await desk.vendor.certify('issuer', { keyEpoch: 2 })),
    );
    await newer.issue(station, { addedMaintenance: [] });
    expect((await desk.mail(station)).at(-1)?.generation).toEqual({ keyEpoch: 2, n: 2 });
  });

  it('has an end of numbers, and says so', async () => {
    const { office, station } = await desk.licensed();
    await desk.hear(station, 1, 2 ** 31);
    const refused = await office.issue(station, { addedMaintenance: [] });
    expect(refused).toMatchObject({ kind: 'refused', code: 'generations-used-up' });
  });

  it('after a backup was put back repeats no number that it has forgotten', async () => {
    const { office, station } = await desk.licensed();
    await office.noteRestored('hub-2');
    await office.issue(station, { addedMaintenance: [renewal] });
    await office.issue(station, { addedMaintenance: [] });
    expect((await desk.mail(station)).map(({ generation }) => generation.n)).toEqual([
      1_002, 1_003,
    ]);
  });
});
