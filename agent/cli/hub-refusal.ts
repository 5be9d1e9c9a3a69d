import { balanceProblem } from '../../sync/hub/api/balance-problem.ts';
import { hubErrorText } from '../words/hub-error-words.ts';

/** Why the hub did not do it, and what to do, in the words that its page has for it. */
export function hubRefusalText(refused: Parameters<typeof balanceProblem>[0]): string {
  const { code } = balanceProblem(refused);
  const { message, safe, action } = hubErrorText(code, 'en');
  const missing = refused.missing ?? 0;
  const short = missing > 0 ? ` It lacks ${missing}.` : '';
  return `Not done (${code}): ${message}${short} ${safe}\n${action}\n`;
}
