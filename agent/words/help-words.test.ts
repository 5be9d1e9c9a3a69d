/** Who calls for help is in trouble: every sentence is there, in their own language. */
import { describe, expect, test } from 'vitest';
import { helpWords } from './help-words.ts';
import { LANGUAGES } from './language.ts';

/** Every text of a language, functions called with names that can be found again. */
function sentences(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') return sentences(value('«A»', '«B»', '«C»'));
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(sentences);
  return [];
}

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
