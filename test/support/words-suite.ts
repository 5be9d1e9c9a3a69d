/** What the words of every part of the product are held to, language by language. */
import { describe, expect, test } from 'vitest';
import { LANGUAGES, type Language } from '../../agent/words/language.ts';

/** What functions are called with: names that can be found again in what they say. */
export const NAMES = ['«A»', '«B»', '«C»'];

/** Every text of a language, in the order in which the words name them. */
export function sentences(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') return sentences(value(...NAMES));
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(sentences);
  return [];
}

/** How often each name that was given is said. */
export function namesIn(text: string): string {
  return (text.match(/«[ABC]»/g) ?? []).toSorted().join('');
}

/** All are there in each language, say what they were given, and none is left in another language. */
export function describeWords(name: string, wordsOf: (language: Language) => unknown): void {
  const english = sentences(wordsOf('en'));

  describe.each(LANGUAGES)(`${name} in %s`, (language) => {
    test('are all there, and say what they were given wherever another language does', () => {
      const texts = sentences(wordsOf(language));
      expect(texts).not.toContain('');
      expect(texts.map(namesIn)).toEqual(english.map(namesIn));
    });
  });

  test(`${name}: no sentence is left in another language`, () => {
    for (const language of LANGUAGES.filter((each) => each !== 'en')) {
      const said = english.filter((text) => text.includes(' '));
      const shared = sentences(wordsOf(language)).filter((text) => said.includes(text));
      expect(shared.filter((text) => !text.includes('«'))).toEqual([]);
    }
  });
}
