import type { ParameterName } from '../core/contract/parameters.ts';
import type { Language } from './language.ts';
import { parameterWordsDe } from './parameter-words-de.ts';
import { parameterWordsEn } from './parameter-words-en.ts';
import { parameterWordsEs } from './parameter-words-es.ts';
import { parameterWordsIt } from './parameter-words-it.ts';
import type { ParameterWords } from './parameter-words.ts';

const WORDS: Readonly<Record<Language, ParameterWords>> = {
  en: parameterWordsEn,
  de: parameterWordsDe,
  es: parameterWordsEs,
  it: parameterWordsIt,
};

/** The question that a parameter answers, in plain words. */
export function parameterQuestion(name: ParameterName, language: Language): string {
  return WORDS[language][name];
}
