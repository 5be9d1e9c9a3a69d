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

/** What somebody says of an update; a word of a newer till stays as it is. */
export function textOf(texts: Readonly<Record<string, string>>, name: string): string {
  return texts[name] ?? name;
}
