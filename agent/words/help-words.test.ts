/** Who calls for help is in trouble: every sentence is there, in their own language. */
import { describe, expect, test } from 'vitest';
import { sentences } from '../../test/support/words-suite.ts';
import { helpWords } from './help-words.ts';
import { LANGUAGES } from './language.ts';

describe.each(LANGUAGES)('the words about help in %s', (language) => {
  test('are all there, and none is left in another language', () => {
    const texts = sentences(helpWords(language));
    expect(texts).toHaveLength(sentences(helpWords('en')).length);
    for (const text of texts) expect(text.trim()).toBe(text);
    for (const text of texts) expect(text).not.toBe('');
    if (language === 'en') return;
    const english = new Set(sentences(helpWords('en')).filter((text) => text.includes(' ')));
    // The number of a request is what is read out on the telephone: only its word differs.
    expect(texts.filter((text) => english.has(text))).toEqual([]);
  });

  test('name who it is, and what is charged and left', () => {
    const { session, headlines, charged, numbered } = helpWords(language);
    expect(session.wants('«A»', '«B»')).toMatch(/«A».*«B»/);
    for (const say of [session.sees, session.controls, session.seesNothing, session.over]) {
      expect(say('«A»')).toContain('«A»');
    }
    expect(headlines.routed('«A»')).toContain('«A»');
    expect(headlines.assigned('«A»')).toContain('«A»');
    expect(charged('«A»', '«B»', '«C»')).toMatch(/«A».*«B».*«C»/);
    expect(numbered(12)).toMatch(/ 12$/);
  });

  test('count down to one try as a person says it', () => {
    const { codeWrong } = helpWords(language).session;
    expect(codeWrong(2)).toContain('2');
    expect(codeWrong(1)).not.toContain('1');
  });
});
