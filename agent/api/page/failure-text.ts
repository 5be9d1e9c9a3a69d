import type { Language } from '../../words/language.ts';
import type { NoticeText } from '../../words/page-text.ts';
import { pageWords } from '../../words/page-words.ts';
import type { CallResult } from './api-calls.ts';

/** What to say of a request that was not carried out; undefined for one that was. */
export function failureText(result: CallResult, language: Language): NoticeText | undefined {
  switch (result.kind) {
    case 'done':
      return undefined;
    case 'refused':
      return { title: result.error.message, text: `${result.error.safe} ${result.error.action}` };
    case 'unknown':
      return pageWords(language).requestFailed;
  }
}

/** A PIN that was typed before a technician had control proves nothing any more. */
const SIGN_IN_CODES: readonly string[] = [
  'operator-needed',
  'operator-session-ended',
  'pin-needed-again',
];

/** Whether somebody has to sign in first, or again. */
export function needsOperator(result: CallResult): boolean {
  if (result.kind !== 'refused') return false;
  return SIGN_IN_CODES.includes(result.error.code);
}
