import { describe, expect, test } from 'vitest';
import { LANGUAGES } from './language.ts';
import { mailPageWords } from './mail-page-words.ts';

/** Every text of a language, functions called with names that can be found again. */
function sentences(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') return sentences(value('«A»', '«B»'));
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(sentences);
  return [];
}

function names(text: string): string {
  return (text.match(/«[AB]»/g) ?? []).toSorted().join('');
}

describe.each(LANGUAGES)('the words of mail and webhooks in %s', (language) => {
  test('are all there, and say what they were given wherever another language does', () => {
    const texts = sentences(mailPageWords(language));
    expect(texts).not.toContain('');
    expect(texts.map(names)).toEqual(sentences(mailPageWords('en')).map(names));
  });
});

test('no sentence is left in another language', () => {
  for (const language of LANGUAGES.filter((each) => each !== 'en')) {
    const english = sentences(mailPageWords('en')).filter((text) => text.includes(' '));
    const shared = sentences(mailPageWords(language)).filter((text) => english.includes(text));
    expect(shared.filter((text) => !text.includes('«'))).toEqual([]);
  }
});
