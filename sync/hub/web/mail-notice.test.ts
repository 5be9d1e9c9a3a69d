import { expect, it } from 'vitest';
import { canBeNotice, type MailIn } from './mail-notice.ts';

const ABOUT = { number: 1, kind: 'contact', isOpen: true, customer: 'bar' } as const;
const MAIL: MailIn = {
  mail: 'm',
  from: 'ana@bar.example',
  subject: 'We leave you',
  receivedAt: '2026-11-22T21:00:00.000Z',
  effect: 'opened',
  ticket: 't',
  about: ABOUT,
};

it.each([
  ['opened a request', MAIL, true],
  ['was added to one', { ...MAIL, effect: 'added' }, true],
  [
    'is one, and nobody’s yet',
    { ...MAIL, about: { ...ABOUT, kind: 'notice', customer: undefined } },
    true,
  ],
  ['is one already', { ...MAIL, about: { ...ABOUT, kind: 'notice' } }, false],
  ['is about a request that is over', { ...MAIL, about: { ...ABOUT, isOpen: false } }, false],
  ['is about a work order', { ...MAIL, about: { ...ABOUT, kind: 'work' } }, false],
  ['came a second time', { ...MAIL, effect: 'repeated' }, false],
  ['was left out', { ...MAIL, effect: 'ignored', about: undefined }, false],
] as const)('a mail that %s', (_, mail, can) => {
  expect(canBeNotice(mail)).toBe(can);
});
