/**
 * The dated examples of all plans once more, each decision of them at both ends: at the till by its
 * entitlement and leases, at the hub by its books and ledgers. Examples of hours, terms, tariffs and
 * ledgers alone ask no decision; their calculators are the very same code at both ends.
 */
import { vi } from 'vitest';
import type * as deciding from '../../../agent/core/contract/decide.ts';

vi.mock('../../../agent/core/contract/decide.ts', async (importOriginal) => {
  const original = await importOriginal<typeof deciding>();
  const { decideAtBothEnds } = await import('../../../test/support/both-ends.ts');
  return { ...original, decide: decideAtBothEnds(original.decide) };
});

await import('../../../agent/plans/examples-a.test.ts');
await import('../../../agent/plans/examples-a-parties.test.ts');
await import('../../../agent/plans/examples-b.test.ts');
