import type { Language } from './language.ts';
import type { VaultWords } from './vault-text.ts';
import { vaultWordsDe } from './vault-words-de.ts';
import { vaultWordsEn } from './vault-words-en.ts';
import { vaultWordsEs } from './vault-words-es.ts';
import { vaultWordsIt } from './vault-words-it.ts';

const WORDS: Readonly<Record<Language, VaultWords>> = {
  en: vaultWordsEn,
  de: vaultWordsDe,
  es: vaultWordsEs,
  it: vaultWordsIt,
};

export function vaultWords(language: Language): VaultWords {
  return WORDS[language];
}
