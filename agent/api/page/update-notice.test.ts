/** A cashier is told that the till is about to restart; who looks after it, that a version waits. */
import { expect, test } from 'vitest';
import { statusOf } from '../../../test/support/page-status.ts';
import { LANGUAGES, type Language } from '../../words/language.ts';
import type { StatusView } from '../schema.ts';
import { noticesFor } from './notices.ts';

function told(view: 'sale' | 'money', update: StatusView['update'], language: Language = 'en') {
  const live = { link: 'live', status: statusOf({ update }), seenAtMs: 0 } as const;
  return noticesFor(view, live, language);
}

const READY = { phase: 'ready', version: '1.2.3', waitsForWord: true } as const;

test.each(['checking', 'fetching', 'waiting-to-retry', 'on-trial'] as const)(
  '%s is no news to anybody at the till',
  (phase) => {
    const update = { phase, version: '1.2.3', waitsForWord: false };
    expect(told('money', update)).toEqual([]);
    expect(told('sale', update)).toEqual([]);
  },
);

test.each(LANGUAGES)('in %s, a restart is told at a sale, by its version', (language) => {
  const update = { phase: 'handing-over', version: '1.2.3', waitsForWord: false } as const;
  const [notice] = told('sale', update, language);
  expect(notice).toMatchObject({ id: 'update-beginning', tone: 'warning' });
  expect(notice?.title).toContain('1.2.3');
});

test.each(LANGUAGES)(
  'in %s, a version that waits for a word is told beside the money',
  (language) => {
    expect(told('sale', READY, language)).toEqual([]);
    expect(told('money', READY, language)).toMatchObject([{ id: 'update-ready', tone: 'plain' }]);
    expect(told('money', { ...READY, waitsForWord: false }, language)).toEqual([]);
  },
);
