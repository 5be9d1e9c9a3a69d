import type { Language } from '../../../agent/words/language.ts';
import { rolloutWords } from '../../../agent/words/rollout-words.ts';
import type { Answer } from './hub-calls.ts';

/** The same answer; where it was refused, with the very reason in place of what it might have been. */
export async function withReason<Body>(
  asked: Promise<Answer<Body>>,
  language: Language,
): Promise<Answer<Body>> {
  const answer = await asked;
  if (answer.kind !== 'refused') return answer;
  const { reason } = answer.error.details;
  const texts: Readonly<Record<string, string | undefined>> = rolloutWords(language).refusals;
  const action = typeof reason === 'string' ? texts[reason] : undefined;
  return action === undefined ? answer : { ...answer, error: { ...answer.error, action } };
}
