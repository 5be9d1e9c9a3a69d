import { describe, expect, test } from 'vitest';
import { namesIn, sentences } from '../../test/support/words-suite.ts';
import { businessWords } from './business-words.ts';
import { LANGUAGES } from './language.ts';

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
    expect(sentences(businessWords(language)).map(namesIn)).toEqual(
      sentences(businessWords('en')).map(namesIn),
    );
  });

  test('say of each act upon a licence what it does, in a sentence', () => {
    const { acts } = businessWords(language).licences;
    const texts = Object.values(acts).map(({ text }) => text);
    expect(new Set(texts).size).toBe(texts.length);
    for (const text of texts) expect(text).toMatch(/\.$/);
  });
});
