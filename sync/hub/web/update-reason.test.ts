import { expect, it } from 'vitest';
import { ROLLBACK_CAUSES, UPDATE_FAULTS } from '../../../agent/core/update/updating.ts';
import { LANGUAGES } from '../../../agent/words/language.ts';
import { codeText } from './update-reason.ts';

it.each(LANGUAGES)('whatever goes wrong at a till is said in words in %s', (language) => {
  for (const code of [...UPDATE_FAULTS, ...ROLLBACK_CAUSES, 'not-entitled']) {
    expect(codeText({ word: 'failing', code }, language)).not.toBe(code);
  }
  for (const code of ['replayed', 'wrong-station', 'tampered', 'uncertified-key']) {
    expect(codeText({ word: 'order-refused', code }, language)).not.toBe(code);
  }
});

it('leaves a code of a newer till as it is', () => {
  expect(codeText({ word: 'failing', code: 'gremlins' }, 'en')).toBe('gremlins');
});
