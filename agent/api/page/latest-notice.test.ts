/** Whoever looks after a till without maintenance is told by name what it may have; no customer is. */
import { expect, test } from 'vitest';
import { statusOf } from '../../../test/support/page-status.ts';
import { LANGUAGES, type Language } from '../../words/language.ts';
import type { StatusView } from '../schema.ts';
import { noticesFor, type NoticeView } from './notices.ts';

const ENDED = { lastCoveredDay: '2027-11-21', newLicenceFrom: '2030-11-22' };

interface Told {
  readonly view?: 'sale' | 'money';
  readonly state?: StatusView['licence']['state'];
  readonly latestEntitled?: string | null;
  readonly language?: Language;
}

function told({
  view = 'money',
  state = 'lapsed-reinstatable',
  latestEntitled = '1.4.0',
  language = 'en',
}: Told): readonly NoticeView[] {
  const plain = statusOf({ latestEntitled });
  const status = { ...plain, licence: { ...plain.licence, ...ENDED, state } };
  const live = { link: 'live', status, seenAtMs: 0 } as const;
  return noticesFor(view, live, language).filter(({ id }) => id === 'latest-entitled');
}

test.each(LANGUAGES)(
  'in %s, a lapsed till’s latest release is told beside the money',
  (language) => {
    const [notice] = told({ language });
    expect(notice).toMatchObject({ tone: 'plain' });
    expect(notice?.title).toContain('1.4.0');
    expect(told({ language, state: 'lapsed-new-licence' })).toHaveLength(1);
  },
);

test('it is not told at a sale, with maintenance, or where nothing is known', () => {
  expect(told({ view: 'sale' })).toEqual([]);
  expect(told({ state: 'active' })).toEqual([]);
  expect(told({ latestEntitled: null })).toEqual([]);
});
