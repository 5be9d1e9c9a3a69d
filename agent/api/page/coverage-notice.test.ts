/** A till that its contract leaves out says so to an admin, plainly, and never to a customer's face. */
import { expect, test } from 'vitest';
import { statusOf } from '../../../test/support/page-status.ts';
import { LANGUAGES, type Language } from '../../words/language.ts';
import type { StatusView } from '../schema.ts';
import { noticesFor } from './notices.ts';

function told(view: 'sale' | 'money', coverage: StatusView['coverage'], language: Language = 'en') {
  const live = { link: 'live', status: statusOf({ coverage }), seenAtMs: 0 } as const;
  return noticesFor(view, live, language);
}

test.each([null, 'covered'] as const)('%s is no news', (coverage) => {
  expect(told('money', coverage)).toEqual([]);
});

test.each(LANGUAGES)('in %s, left out and ended are told beside the money', (language) => {
  const [left, ended] = (['not-covered', 'ended'] as const).map((each) =>
    told('money', each, language),
  );
  expect(left).toMatchObject([{ id: 'coverage', tone: 'plain' }]);
  expect(ended).toMatchObject([{ id: 'coverage', tone: 'plain' }]);
  expect(left?.[0]?.title).not.toBe(ended?.[0]?.title);
});

test.each(['not-covered', 'ended'] as const)('%s is not told at a sale', (coverage) => {
  expect(told('sale', coverage)).toEqual([]);
});
