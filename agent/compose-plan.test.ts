/** Plans at the till's border: signatures first, at their coming and again at each start. */
import { describe, expect, it } from 'vitest';
import { testPlan } from '../test/support/test-plan.ts';
import { createTestVendor } from '../test/support/test-vendor.ts';
import { signDocument } from '../sync/trust/sign-document.ts';
import { offerPlan, unsealedPlans } from './compose-plan.ts';
import type { Answer, VendorRequest } from './core/till/events.ts';

const { trust, certify } = createTestVendor();
const issuedAt = '2026-11-22T09:00:00.000Z';
const { id, version } = testPlan;

async function signed(role: 'issuer' | 'time' = 'issuer'): Promise<string> {
  const issuer = await certify('issuer');
  const document = await signDocument('plan', { plan: testPlan, issuedAt }, issuer);
  if (role === 'issuer') return document;
  return await signDocument(
    'time',
    { station: id, nonce: 'n'.repeat(22), issuedAt },
    await certify('time'),
  );
}

async function told(document: string, known: typeof trust | undefined): Promise<VendorRequest[]> {
  const requests: VendorRequest[] = [];
  const tell = async (request: VendorRequest): Promise<Answer> => {
    requests.push(request);
    return { kind: 'done' };
  };
  await offerPlan(document, 'file', { trust: known, tell });
  return requests;
}

describe('a plan that is offered', () => {
  it.each([
    ['where nobody is trusted', async () => ({ text: await signed(), known: undefined })],
    [
      'that another vendor signed',
      async () => ({ text: await signed(), known: createTestVendor().trust }),
    ],
    ['that is another document', async () => ({ text: await signed('time'), known: trust })],
    ['that is nothing', async () => ({ text: '', known: trust })],
  ])('%s reaches the till as a refusal', async (_what, of) => {
    const { text, known } = await of();
    expect(await told(text, known)).toMatchObject([{ kind: 'plan-rejected', source: 'file' }]);
  });

  it('reaches it with its content where its signature holds', async () => {
    const document = await signed();
    expect(await told(`${document}\n`, trust)).toMatchObject([
      { kind: 'plan-offered', plan: testPlan, document, source: 'file' },
    ]);
  });
});

it('plans of the store are looked at again', async () => {
  const document = await signed();
  const sealed = { id, version, document };
  expect(await unsealedPlans([sealed], trust)).toEqual([
    { id, version, kind: 'verified', plan: testPlan },
  ]);
  expect(
    await unsealedPlans([{ ...sealed, document: document.slice(1) }, sealed], undefined),
  ).toMatchObject([{ kind: 'refused' }, { kind: 'refused' }]);
});
