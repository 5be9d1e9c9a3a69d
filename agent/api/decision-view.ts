/** What the contract says, as the API tells it: one way for a question and for a call for help. */
import type { Decision } from '../core/contract/decision.ts';
import type { Plan } from '../core/contract/plan.ts';
import type { CallerRole } from '../core/contract/request.ts';
import type { TillAnswer } from '../core/contract/till-decision.ts';
import type { OperatorRole } from '../core/operators/operator.ts';
import { decisionText } from '../words/decision-text.ts';
import type { Language } from '../words/language.ts';
import type { DecisionAnswerView, DecisionView } from './decision-schema.ts';

/** A technician is there for whoever serves the till. */
export function callerOfRole(role: OperatorRole): CallerRole {
  switch (role) {
    case 'cashier':
    case 'supervisor':
    case 'admin':
      return role;
    case 'technician':
      return 'implementer';
  }
}

/** What was decided, in the language of whoever asks. */
export function answerView(
  answer: TillAnswer,
  plans: readonly Plan[],
  language: Language,
): DecisionAnswerView {
  switch (answer.kind) {
    case 'decided': {
      const { decision, contacts } = answer;
      const view = decisionView(decision, plans, language);
      const plan = { id: decision.plan, version: decision.planVersion };
      // One that was kept may be of a plan that the till holds no longer.
      return view === undefined
        ? { kind: 'no-plan', plan, contacts }
        : { kind: 'decided', decision: view, contacts };
    }
    case 'line-needed':
      return answer;
    case 'no-plan':
      return { ...answer, plan: answer.plan ?? null };
  }
}

/** Undefined where the till does not hold the plan that speaks in it. */
export function decisionView(
  { scheduledAtMs, ...decision }: Decision,
  plans: readonly Plan[],
  language: Language,
): DecisionView | undefined {
  const plan = plans.find(
    ({ id, version }) => id === decision.plan && version === decision.planVersion,
  );
  if (plan === undefined) return undefined;
  const text = decisionText({ scheduledAtMs, ...decision }, plan, language);
  return scheduledAtMs === undefined
    ? { ...decision, text }
    : { ...decision, scheduledAt: new Date(scheduledAtMs).toISOString(), text };
}
