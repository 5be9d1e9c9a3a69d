import { describe, expect, test } from 'vitest';
import { deskWords } from './desk-words.ts';
import { LANGUAGES, type Language } from './language.ts';
import { remoteWords } from './remote-words.ts';

function ofDesk(language: Language): readonly string[] {
  return [...sentences(deskWords(language)), ...sentences(remoteWords(language))];
}

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

describe.each(LANGUAGES)('the words of the desk in %s', (language) => {
  test('are all there, and say what they were given wherever another language does', () => {
    const texts = ofDesk(language);
    expect(texts).not.toContain('');
    expect(texts.map(names)).toEqual(ofDesk('en').map(names));
  });
});

test('no sentence is left in another language', () => {
  for (const language of LANGUAGES.filter((each) => each !== 'en')) {
    const english = ofDesk('en').filter((text) => text.includes(' '));
    const shared = ofDesk(language).filter((text) => english.includes(text));
    expect(shared.filter((text) => !text.includes('«'))).toEqual([]);
  }
});
