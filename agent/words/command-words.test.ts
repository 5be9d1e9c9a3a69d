/** Whoever types a command at a till reads all of it in one language, with what was typed in it. */
import { describe, expect, test } from 'vitest';
import { NAMES, sentences } from '../../test/support/words-suite.ts';
import { commandWords } from './command-words.ts';
import { LANGUAGES } from './language.ts';

/** Texts that leave out a name they were given. */
function unnamed(value: unknown): readonly string[] {
  if (typeof value === 'function') {
    const given = NAMES.slice(0, value.length);
    return sentences(value).filter((text) => !given.every((name) => text.includes(name)));
  }
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(unnamed);
  return [];
}

describe.each(LANGUAGES)('the words of commands in %s', (language) => {
  test('are all there with what they name, and none is left in another language', () => {
    const { pinOf, ...words } = commandWords(language);
    expect(pinOf('«A»')).toMatch(/«A».*: $/);
    const texts = sentences(words);
    const { pinOf: _, ...english } = commandWords('en');
    expect(texts).toHaveLength(sentences(english).length);
    expect(unnamed(words)).toEqual([]);
    for (const text of texts) expect(text.trim()).toBe(text);
    for (const text of texts) expect(text).not.toBe('');
    if (language === 'en') return;
    const same = new Set(sentences(english));
    expect(texts.filter((text) => same.has(text))).toEqual([]);
  });

  test('say what to type as it is typed', () => {
    const { agent, wrongCall, help, support } = commandWords(language);
    expect(agent.hints['operator-needed']).toContain('--operator ID');
    expect(agent.hints['code-not-typed']).toContain('tillwarden support');
    expect(wrongCall.noPin).toMatch(/--pin-file .*--pin-stdin/);
    expect(help.quoteIt).toContain('tillwarden help --words "');
    expect(support.noHours).toMatch(/--nights 1.*2026-11-24T22:00\/2026-11-25T06:00/);
  });
});
