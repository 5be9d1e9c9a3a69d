/** Who reads a command's answer is asked first, then the till, then the computer. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configSchema } from '../config/config.ts';
import { LANGUAGES } from '../words/language.ts';
import { spokenLanguage } from './spoken-language.ts';

const GERMAN = { LC_ALL: 'de_DE.UTF-8' };

describe('the language of a command at the till', () => {
  it('can be configured, whichever of ours it is, and no other', () => {
    const { language } = configSchema.shape;
    for (const one of LANGUAGES) expect(language.parse(one)).toBe(one);
    expect(language.safeParse('fr').success).toBe(false);
  });

  it('is the one asked for, whatever the till and the computer say', () => {
    expect(spokenLanguage({ asked: 'it', configured: 'es', env: GERMAN })).toBe('it');
  });

  it('is otherwise the till’s, whatever the computer says', () => {
    expect(spokenLanguage({ asked: undefined, configured: 'es', env: GERMAN })).toBe('es');
  });

  it.each([
    [{}, 'en'],
    [{ LANG: 'es_ES.UTF-8' }, 'es'],
    [{ LANG: 'it' }, 'it'],
    [{ LANG: 'de_DE@euro' }, 'de'],
    [{ LANG: 'es_ES.UTF-8', LC_MESSAGES: 'it_IT.UTF-8' }, 'it'],
    [{ LANG: 'es_ES.UTF-8', LC_MESSAGES: 'it_IT.UTF-8', LC_ALL: 'de_AT.UTF-8' }, 'de'],
    [{ LANG: 'es_ES.UTF-8', LC_MESSAGES: '', LC_ALL: '' }, 'es'],
    [{ LANG: 'es_ES.UTF-8', LC_ALL: 'C' }, 'en'],
    [{ LANG: 'fr_FR.UTF-8' }, 'en'],
    [{ LANG: 'C.UTF-8' }, 'en'],
    [{ LANG: 'POSIX', LANGUAGE: 'de' }, 'en'],
  ])('is otherwise that of %j', (env, language) => {
    expect(spokenLanguage({ asked: undefined, configured: undefined, env })).toBe(language);
  });

  it('is one of ours whatever the computer says', () => {
    fc.assert(
      fc.property(fc.string(), (LANG) => {
        const env = { LANG };
        const language = spokenLanguage({ asked: undefined, configured: undefined, env });
        expect(LANGUAGES).toContain(language);
      }),
    );
  });

  it('is refused where there is none of it, in the one that would have been spoken', () => {
    expect(() => spokenLanguage({ asked: 'fr', configured: undefined, env: GERMAN })).toThrow(
      '--language ist eine von en, de, es, it.',
    );
  });
});
