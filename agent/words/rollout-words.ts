import type { Language } from './language.ts';
import type { RolloutWords } from './rollout-text.ts';
import { rolloutWordsDe } from './rollout-words-de.ts';
import { rolloutWordsEn } from './rollout-words-en.ts';
import { rolloutWordsEs } from './rollout-words-es.ts';
import { rolloutWordsIt } from './rollout-words-it.ts';

const WORDS: Readonly<Record<Language, RolloutWords>> = {
  en: rolloutWordsEn,
  de: rolloutWordsDe,
  es: rolloutWordsEs,
  it: rolloutWordsIt,
};

export function rolloutWords(language: Language): RolloutWords {
  return WORDS[language];
}
