import { describe, expect, it } from 'vitest';
import { createTestVendor } from '../../test/support/test-vendor.ts';
import { createStationKey } from './station-key.ts';
import { signDocument } from './sign-document.ts';
import { verifySignedTime } from './signed-time.ts';
import { verifyDocument } from './verify-document.ts';

const vendor = createTestVendor();
const QUESTION = { station: 'till-1', nonce: 'bm9uY2UtdGhhdC1ub2JvZHktZWxzZS1oYXM' };
const ANSWER = { ...QUESTION, issuedAt: '2026-11-22T09:00:00.000Z' };

describe('a signed time', () => {
  it('answers the question it was signed for', async () => {
    const text = await signDocument('time', ANSWER, await vendor.certify('time'));
    expect(await verifySignedTime(text, QUESTION, vendor.trust)).toMatchObject({
      kind: 'verified',
      payload: ANSWER,
    });
  });

  it.each([{ nonce: 'YW5vdGhlci1ub25jZS1hbHRvZ2V0aGVy' }, { station: 'till-2' }])(
    'is refused where %j was asked',
    async (differs) => {
      const text = await signDocument('time', ANSWER, await vendor.certify('time'));
      const asked = { ...QUESTION, ...differs };
      expect(await verifySignedTime(text, asked, vendor.trust)).toMatchObject({
        code: 'wrong-nonce',
      });
    },
  );

  it('is worth nothing from an issuer', async () => {
    const text = await signDocument('time', ANSWER, await vendor.certify('issuer'));
    expect(await verifySignedTime(text, QUESTION, vendor.trust)).toMatchObject({
      code: 'wrong-role',
    });
  });
});

it('an enrolment answer names the key it enrols', async () => {
  const answer = {
    station: 'till-1',
    publicKey: createStationKey().publicKey,
    nonce: QUESTION.nonce,
    epoch: 1,
    hubEpoch: 'hub-1',
    pins: [],
    issuedAt: ANSWER.issuedAt,
  };
  const text = await signDocument('enrolment-answer', answer, await vendor.certify('issuer'));
  expect(await verifyDocument(text, 'enrolment-answer', vendor.trust)).toMatchObject({
    payload: answer,
  });
});
