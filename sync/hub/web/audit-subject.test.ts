import { expect, it } from 'vitest';
import { auditSubject } from './audit-subject.ts';

it.each([
  [{ subject: null, details: {} }, ''],
  [{ subject: 'st-1', details: { epoch: 2, note: 'A fire.' } }, 'st-1 · Branch 2 · A fire.'],
  [{ subject: 'st-1', details: { epoch: 2, seq: 8 } }, 'st-1 · Branch 2 · line 8'],
  [{ subject: 'us-1', details: { name: 'Bob', role: 'root' } }, 'Bob · root'],
  [
    { subject: 'us-1', details: { name: 'Bob', role: 'implementer', sites: 'all' } },
    'Bob · Implementer · All sites',
  ],
  [{ subject: 'us-1', details: { name: 'Bob', sites: ['a', 'b'] } }, 'Bob · a, b'],
  [{ subject: 'us-1', details: { name: 'Bob', isDisabled: true } }, 'Bob · Disabled'],
  [{ subject: 'us-1', details: { name: 'Bob', isDisabled: false } }, 'Bob · isDisabled: false'],
  [{ subject: 'us-1', details: {} }, 'us-1'],
])('%j is %s', (entry, text) => {
  expect(auditSubject(entry, 'en')).toBe(text);
});

it('a moment is written as one', () => {
  const details = { expiresAt: '2026-11-23T04:54:02.407Z' };
  expect(auditSubject({ subject: null, details }, 'de')).toMatch(/^23\.11\.26, \d\d:54$/);
});
