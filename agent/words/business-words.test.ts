import { describe, expect, test } from 'vitest';
import { businessWords } from './business-words.ts';
import { LANGUAGES } from './language.ts';

/** Every text of a language, functions called with names that can be found again. */
function sentences(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') return sentences(value('«A»', '«B»'));
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(sentences);
  return [];
}

/** How often each name that was given is said, text by text. */
function names(texts: readonly string[]): readonly string[] {
  return texts.map((text) => (text.match(/«[AB]»/g) ?? []).toSorted().join(''));
}

describe.each(LANGUAGES)('the words for what customers have in %s', (language) => {
  test('are all there, and none is left in another language', () => {
    const [texts, english] = [businessWords(language), businessWords('en')].map(sentences);
    expect(texts).toHaveLength(english?.length ?? 0);
    for (const text of texts ?? []) expect(text).toBe(text.trim());
    expect(texts).not.toContain('');
    if (language === 'en') return;
    const shared = (texts ?? []).filter((text) => text.includes(' ') && !text.includes('«'));
    expect(shared.filter((text) => english?.includes(text))).toEqual([]);
  });

  test('say what they were given, wherever another language does', () => {
    expect(names(sentences(businessWords(language)))).toEqual(
      names(sentences(businessWords('en'))),
    );
  });

  test('say of each act upon a licence what it does, in a sentence', () => {
    const { acts } = businessWords(language).licences;
    const texts = Object.values(acts).map(({ text }) => text);
    expect(new Set(texts).size).toBe(texts.length);
    for (const text of texts) expect(text).toMatch(/\.$/);
  });
});
