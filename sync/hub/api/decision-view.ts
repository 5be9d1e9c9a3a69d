import type { Decision } from '../../../agent/core/contract/decision.ts';
import type { DecisionText } from '../../../agent/words/decision-text.ts';
import type { DecisionView } from './decision-schema.ts';

/** A decision with its sentences, as people are answered. */
export function decisionView(
  { scheduledAtMs, ...decision }: Decision,
  text: DecisionText,
): DecisionView {
  return scheduledAtMs === undefined
    ? { ...decision, text }
    : { ...decision, scheduledAt: new Date(scheduledAtMs).toISOString(), text };
}
