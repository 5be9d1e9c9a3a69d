import { describe, expect, test } from 'vitest';
import { sentences } from '../../test/support/words-suite.ts';
import { hubErrorText } from './hub-error-words.ts';
import { hubErrorWordsEn } from './hub-error-words-en.ts';
import type { HubProblemCode } from './hub-error-text.ts';
import { hubWords } from './hub-words.ts';
import { LANGUAGES } from './language.ts';

describe.each(LANGUAGES)('the words of the hub in %s', (language) => {
  test('are all there, and none is left in another language', () => {
    const texts = sentences(hubWords(language));
    expect(texts).toHaveLength(sentences(hubWords('en')).length);
    for (const text of texts) expect(text.trim()).toBe(text);
    for (const text of texts) expect(text).not.toBe('');
    if (language === 'en') return;
    const english = new Set(sentences(hubWords('en')).filter((text) => text.includes(' ')));
    expect(texts.filter((text) => english.has(text))).toEqual([]);
  });

  test('say the day, the time and the name wherever they were given', () => {
    const { fleet, till, users } = hubWords(language);
    expect(fleet.licences.active('«A»')).toContain('«A»');
    expect(fleet.lastSeen('«A»')).toContain('«A»');
    expect(till.branch('«A»', '«B»', '«C»')).toMatch(/«A».*«B».*«C»/);
    expect(till.refused('«A»', '«B»')).toMatch(/«B».*«A»/);
    expect(till.revokeQuestion('«A»').title).toContain('«A»');
    expect(till.quarantinedLine('«A»', '«B»')).toMatch(/«A».*«B»/);
    expect(till.reapplied('«A»').title).toContain('«A»');
    expect(till.newKeyQuestion('«A»').title).toContain('«A»');
    expect(till.newKeyMade('«A»', '«B»').title).toContain('«A»');
    expect(till.newKeyMade('«A»', '«B»').text).toContain('«B»');
    expect(users.disableQuestion('«A»').title).toContain('«A»');
    expect(fleet.quarantined(1)).not.toBe(fleet.quarantined(2).replace('2', '1'));
  });

  test('of errors are sentences, in this language', () => {
    const messages = new Set<string>();
    const codes = Object.keys(hubErrorWordsEn) as HubProblemCode[];
    for (const code of codes) {
      const { message, safe, action } = hubErrorText(code, language);
      for (const text of [message, safe, action]) expect(text).toMatch(/\.$/);
      messages.add(message);
    }
    const english = codes.map((code) => hubErrorText(code, 'en').message);
    const shared = english.filter((message) => messages.has(message));
    expect(shared).toEqual(language === 'en' ? english : []);
  });
});
