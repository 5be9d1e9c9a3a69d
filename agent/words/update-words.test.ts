import { describe, expect, test } from 'vitest';
import { LANGUAGES } from './language.ts';
import { rolloutWords } from './rollout-words.ts';
import { updateWords } from './update-words.ts';

/** Every text of a language, functions called with names that can be found again. */
function sentences(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') return sentences(value('«A»', '«B»', '«C»'));
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(sentences);
  return [];
}

function names(text: string): string {
  return (text.match(/«[ABC]»/g) ?? []).toSorted().join('');
}

const SETS = [updateWords, rolloutWords];

describe.each(LANGUAGES)('the words for updates in %s', (language) => {
  test.each(SETS)('are all there, and say what they were given as another does', (words) => {
    const texts = sentences(words(language));
    expect(texts).not.toContain('');
    expect(texts.map(names)).toEqual(sentences(words('en')).map(names));
  });
});

test.each(SETS)('no sentence is left in another language', (words) => {
  for (const language of LANGUAGES.filter((each) => each !== 'en')) {
    const english = sentences(words('en')).filter((text) => text.includes(' '));
    const shared = sentences(words(language)).filter((text) => english.includes(text));
    expect(shared.filter((text) => !text.includes('«'))).toEqual([]);
  }
});
