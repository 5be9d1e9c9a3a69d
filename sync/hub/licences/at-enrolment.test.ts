/** A till that enrols is granted what its code says, once: no free year begins twice. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CODE, LicenceDesk, TERMS } from '../../../test/support/licence-desk.ts';
import { testEntitlement } from '../../../test/support/test-vendor.ts';
import { codeSha256Hex } from '../../trust/code-hash.ts';
import { signDocument } from '../../trust/sign-document.ts';
import type { SigningKey } from '../../trust/signing-key.ts';
import { createStationKey } from '../../trust/station-key.ts';
import { verifyDocument } from '../../trust/verify-document.ts';
import { useCode } from '../store/enrolments.ts';
import { prepareLicence } from './at-enrolment.ts';

const DAY_MS = 86_400_000;

let desk: LicenceDesk;

beforeEach(async () => {
  desk = await LicenceDesk.open();
});

afterEach(() => desk[Symbol.asyncDispose]());

describe('enrolment', () => {
  it('with terms grants one free year from today, in a signed answer', async () => {
    const hubVendor = await desk.hubVendor();
    const code = await desk
      .office(hubVendor)
      .makeCode({ ...CODE, licence: TERMS, validMs: DAY_MS });
    // Midnight has passed in Madrid, and not in UTC.
    desk.clock.jumpWall(15.5 * 3_600_000);
    const result = await desk.present(hubVendor, code);
    const entitlement = await desk.contentOf(result.entitlement);
    expect(entitlement).toMatchObject({
      licence: { issuedTo: { customer: 'Bar Pepe', site: 'Centro', station: result.station } },
      generation: { keyEpoch: 1, n: 1 },
      installedOn: '2026-01-06',
      maintenance: [{ from: '2026-01-06', to: '2027-01-06' }],
      issuedAt: '2026-01-05T23:30:00.000Z',
    });
    const answer = await verifyDocument(
      result.document ?? '',
      'enrolment-answer',
      desk.vendor.trust,
    );
    const { station, epoch, hubEpoch, pins, nonce } = result;
    expect(answer).toMatchObject({
      payload: { station, epoch, hubEpoch, pins, nonce, entitlement: result.entitlement },
    });
  });

  it('asked again with the same key is answered with the same entitlement', async () => {
    const hubVendor = await desk.hubVendor();
    const code = await desk.office(hubVendor).makeCode({ ...CODE, licence: TERMS });
    const first = await desk.present(hubVendor, code);
    desk.clock.jumpWall(DAY_MS);
    const second = await desk.present(hubVendor, code, first.key);
    expect(second.entitlement).toBe(first.entitlement);
    const otherKey = await desk.hubVendor();
    const third = await desk.present(otherKey, code, first.key);
    expect(third.entitlement, 'after the hub’s key was rotated').toBe(first.entitlement);
  });

  it('asked twice at once gives one entitlement', async () => {
    const hubVendor = await desk.hubVendor();
    const code = await desk.office(hubVendor).makeCode({ ...CODE, licence: TERMS });
    const key = createStationKey();
    const results = await Promise.all([1, 2, 3].map(() => desk.present(hubVendor, code, key)));
    expect(new Set(results.map(({ entitlement }) => entitlement)).size).toBe(1);
    expect(new Set(results.map(({ station }) => station)).size).toBe(1);
  });

  it('interrupted before it was signed leaves a gap', async () => {
    const hubVendor = await desk.hubVendor();
    const code = await desk.office(hubVendor).makeCode({ ...CODE, licence: TERMS });
    const key = createStationKey();
    const codeHash = codeSha256Hex(code);
    const use = { codeSha256Hex: codeHash, agentVersion: '1', newStation: 'st-1' };
    await desk.database.transaction().execute(async (transaction) => {
      const enrolled = await useCode(transaction, {
        ...use,
        publicKey: key.publicKey,
        atMs: desk.clock.wallMs(),
      });
      if (enrolled === undefined) throw new TypeError('not enrolled');
      const admitted = { ...enrolled, codeSha256Hex: codeHash };
      await prepareLicence(transaction, desk.enrolParts(hubVendor), admitted);
    });
    const { entitlement } = await desk.present(hubVendor, code, key);
    expect(await desk.contentOf(entitlement)).toMatchObject({ generation: { n: 2 } });
  });

  it('again keeps the licence and its dates, and only raises the generation', async () => {
    const hubVendor = await desk.hubVendor();
    const office = desk.office(hubVendor);
    const code = await office.makeCode({ ...CODE, licence: TERMS });
    const first = await desk.present(hubVendor, code);
    desk.clock.jumpWall(200 * DAY_MS);
    const again = await office.makeCode({ ...CODE, station: first.station });
    const second = await desk.contentOf((await desk.present(hubVendor, again)).entitlement);
    const { generation, issuedAt, ...kept } = await desk.contentOf(first.entitlement);
    expect(second).toMatchObject({ ...kept, generation: { keyEpoch: 1, n: generation.n + 1 } });
    expect(second.issuedAt > issuedAt).toBe(true);
    await expect(
      office.makeCode({ ...CODE, station: first.station, licence: TERMS }),
    ).rejects.toMatchObject({ code: 'licence-kept' });
  });

  it('again of a station without a licence grants the one its new code says', async () => {
    const hubVendor = await desk.hubVendor();
    const { office, station } = await desk.unlicensed();
    const again = await office.makeCode({ ...CODE, station, licence: TERMS });
    const { entitlement } = await desk.present(hubVendor, again);
    expect(await desk.contentOf(entitlement)).toMatchObject({ installedOn: '2026-01-05' });
  });

  it('leaves a licence too long for the answer to the mailbox', async () => {
    const hubVendor = await desk.hubVendor();
    const { office, station } = await desk.unlicensed();
    const stations = Array.from({ length: 300 }, (_, index) => `st-${index}-`.padEnd(50, 'x'));
    const contract = {
      plan: { id: 'large', version: 1 },
      parameters: {},
      stations,
      callerRoles: [],
      contacts: [],
    };
    const { licence } = testEntitlement();
    const issuedTo = { ...licence.issuedTo, station };
    const content = testEntitlement({ licence: { ...licence, issuedTo }, contract });
    const signer = await desk.vendor.certify('issuer');
    await office.sendEntitlement(station, await signDocument('entitlement', content, signer));
    const code = await office.makeCode({ ...CODE, station });
    const first = await desk.present(hubVendor, code);
    const second = await desk.present(hubVendor, code, first.key);
    for (const { entitlement, document } of [first, second]) {
      expect(entitlement).toBeUndefined();
      const answer = await verifyDocument(document ?? '', 'enrolment-answer', desk.vendor.trust);
      expect(answer.kind).toBe('verified');
    }
    expect(await desk.mail(station)).toMatchObject([
      { generation: { n: 1 } },
      { generation: { n: 2 }, contract: { stations } },
    ]);
  });

  it('of a till with a licence this hub has not seen begins no free year', async () => {
    const hubVendor = await desk.hubVendor();
    const office = desk.office(hubVendor);
    const { station } = await desk.present(hubVendor, await office.makeCode(CODE));
    await desk.hear(station, 1, 7);
    const again = await office.makeCode({ ...CODE, station, licence: TERMS });
    expect((await desk.present(hubVendor, again)).entitlement).toBeUndefined();
    const reason = 'licence-unknown';
    expect(desk.events).toContainEqual({ kind: 'entitlement-not-issued', station, reason });
  });

  it.each<[string, () => Promise<SigningKey | 'none'>, string]>([
    ['no issuer key', async () => 'none', 'issuer-key-missing'],
    [
      'a key that is not valid yet',
      () => desk.vendor.certify('issuer', { validFrom: '2027-01-01T00:00:00.000Z' }),
      'issuer-key-outside-validity',
    ],
  ])('at a hub with %s works, without a licence', async (_, key, reason) => {
    const hubVendor = await desk.hubVendor(await key());
    const code = await desk.office(hubVendor).makeCode({ ...CODE, licence: TERMS });
    const { station, entitlement, document, key: till } = await desk.present(hubVendor, code);
    expect([entitlement, document]).toEqual([undefined, undefined]);
    expect(desk.events).toContainEqual({ kind: 'entitlement-not-issued', station, reason });
    const later = await desk.present(await desk.hubVendor(), code, till);
    expect(later.entitlement, 'and asked again when it has one').toBeDefined();
  });

  it.each([
    { zone: 'Mars/Phobos' },
    { customer: '' },
    { edition: 'x'.repeat(201) },
    { product: 'a\nb' },
  ])('is not offered under terms such as %j', async (wrong) => {
    await expect(
      desk.office(undefined).makeCode({ ...CODE, licence: { ...TERMS, ...wrong } }),
    ).rejects.toMatchObject({ code: 'terms-invalid' });
  });
});
