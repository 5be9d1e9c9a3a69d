/** A till believes a hub's answer only as far as the vendor's keys carry it. */
import { describe, expect, it } from 'vitest';
import {
  createTestVendor,
  signedEntitlement,
  type TestVendor,
} from '../../test/support/test-vendor.ts';
import type { EnrolmentResult } from '../protocol/enrolment.ts';
import type { EnrolmentAnswer } from '../trust/documents.ts';
import { signDocument } from '../trust/sign-document.ts';
import { createStationKey } from '../trust/station-key.ts';
import { requireGenuineEntitlement, verifyAnswer } from './verify-answer.ts';

const vendor = createTestVendor();
const asked = { publicKey: createStationKey().publicKey, nonce: 'till-nonce-till-nonce-1' };
const plain = { station: 'till-1', epoch: 1, hubEpoch: 'hub-1', pins: [] };

async function answered({
  by = vendor,
  signed = {},
  told = {},
}: {
  readonly by?: TestVendor;
  readonly signed?: Partial<EnrolmentAnswer>;
  readonly told?: Partial<EnrolmentResult>;
} = {}): Promise<EnrolmentResult> {
  const content = { ...plain, ...asked, issuedAt: '2026-11-22T09:00:00.000Z', ...signed };
  const document = await signDocument('enrolment-answer', content, await by.certify('issuer'));
  return { ...plain, document, ...told };
}

describe('an answer', () => {
  it('that the vendor has signed for this till is verified', async () => {
    expect(await verifyAnswer(await answered(), asked, vendor.trust)).toBe('verified');
    const entitlement = 'the licence';
    const whole = await answered({ signed: { entitlement }, told: { entitlement } });
    expect(await verifyAnswer(whole, asked, vendor.trust)).toBe('verified');
  });

  it('that is not signed, or that nothing here can verify, is called so', async () => {
    expect(await verifyAnswer(plain, asked, vendor.trust)).toBe('not-signed');
    expect(await verifyAnswer(plain, asked, undefined)).toBe('not-signed');
    expect(await verifyAnswer(await answered(), asked, undefined)).toBe('no-trust-file');
  });

  it.each<[string, string, () => Promise<EnrolmentResult>]>([
    ['by another vendor', 'answer-not-genuine', () => answered({ by: createTestVendor() })],
    [
      'that is no document',
      'answer-not-genuine',
      async () => ({ ...plain, document: 'some text' }),
    ],
    [
      'that is a genuine licence',
      'answer-not-genuine',
      async () => ({
        ...plain,
        document: await signedEntitlement(await vendor.certify('issuer'), 'till-1', 1),
      }),
    ],
    [
      'to another request',
      'answer-wrong-nonce',
      () => answered({ signed: { nonce: 'other-nonce-other-nonce-2' } }),
    ],
    [
      'for another till',
      'answer-wrong-key',
      () => answered({ signed: { publicKey: createStationKey().publicKey } }),
    ],
    ['with another station', 'answer-contradicts', () => answered({ told: { station: 'till-2' } })],
    ['with another epoch', 'answer-contradicts', () => answered({ told: { epoch: 2 } })],
    ['with other pins', 'answer-contradicts', () => answered({ told: { pins: ['x'.repeat(43)] } })],
    [
      'with an added licence',
      'answer-contradicts',
      () => answered({ told: { entitlement: 'another' } }),
    ],
    [
      'with a licence left out',
      'answer-contradicts',
      () => answered({ signed: { entitlement: 'the licence' } }),
    ],
  ])('%s is refused', async (_, code, make) => {
    await expect(verifyAnswer(await make(), asked, vendor.trust)).rejects.toMatchObject({ code });
  });
});

describe('the licence in it', () => {
  it('is taken when it is the vendor’s, for this station', async () => {
    const document = await signedEntitlement(await vendor.certify('issuer'), 'till-1', 1);
    await requireGenuineEntitlement(document, 'till-1', vendor.trust);
  });

  it.each([
    { whose: 'another vendor’s', code: 'entitlement-not-genuine', by: createTestVendor() },
    { whose: 'another station’s', code: 'entitlement-wrong-station', station: 'till-2' },
  ])('is refused when it is $whose', async ({ code, by = vendor, station = 'till-1' }) => {
    const document = await signedEntitlement(await by.certify('issuer'), station, 1);
    await expect(requireGenuineEntitlement(document, 'till-1', vendor.trust)).rejects.toMatchObject(
      { code },
    );
  });
});
