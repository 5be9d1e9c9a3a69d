import type { Language } from '../../../agent/words/language.ts';
import { updateWords } from '../../../agent/words/update-words.ts';

/** Why a till has not what it might have, in words, and which version comes first where one does. */
export function reasonText(
  { reason, step }: { readonly reason: string; readonly step?: string | null | undefined },
  language: Language,
): string {
  const words = updateWords(language);
  const said = textOf(words.reasons, reason);
  const isStep = reason === 'below-floor' && step !== undefined && step !== null;
  return isStep ? `${said}: ${step}` : said;
}

/** What a till says went wrong, or why it does not take an order. */
export function codeText(
  { word, code }: { readonly word: string; readonly code: string },
  language: Language,
): string {
  const { reasons, codes, notGenuine } = updateWords(language);
  const texts: Readonly<Record<string, string>> = { ...reasons, ...codes };
  return texts[code] ?? (word === 'order-refused' ? notGenuine : code);
}

/** What somebody says of an update; a word of a newer till stays as it is. */
export function textOf(texts: Readonly<Record<string, string>>, name: string): string {
  return texts[name] ?? name;
}
