/** Plans in the till's turns: those that come, and those of the store at the start. */
import {
  planOffered,
  plansUnsealed,
  type OfferedPlan,
  type PlanRefusal,
  type UnsealedPlan,
} from '../contract/held-plans.ts';
import type { Plan } from '../contract/plan.ts';
import type { LineDraft } from '../journal-line.ts';
import type { EntitlementSource } from '../vendor-line.ts';
import type { Answer } from './events.ts';
import { withLines, type Turn } from './turn.ts';

export type PlanRequest =
  /** Its signature has been checked. */
  | (OfferedPlan & {
      readonly kind: 'plan-offered';
      readonly source: EntitlementSource;
      /** Those that come with the program. */
      readonly builtIn: readonly Plan[];
    })
  /** Its signature did not hold. */
  | {
      readonly kind: 'plan-rejected';
      readonly code: PlanRefusal;
      readonly source: EntitlementSource;
    };

export interface PlanAnswer {
  readonly kind: 'plan-refused';
  readonly reason: PlanRefusal;
}

export function answerPlan(
  turn: Turn,
  request: PlanRequest,
): { readonly turn: Turn; readonly answer: Answer } {
  const { source } = request;
  if (request.kind === 'plan-rejected') return refused(turn, { code: request.code, source });
  const { licensing, plans: held } = turn.till;
  const { builtIn, plan } = request;
  const named = { plan: plan.id, version: plan.version };
  const agreed = licensing.entitlement?.contract?.plan;
  const offer = planOffered(request, { held, builtIn, agreed });
  switch (offer.kind) {
    case 'refused':
      return refused(turn, { code: offer.code, source, ...named });
    case 'no-news':
      return { turn, answer: DONE };
    case 'taken': {
      const taken: Turn = { ...turn, till: { ...turn.till, plans: offer.held } };
      const line: LineDraft = { kind: 'plan-accepted', body: { ...named, source } };
      return { turn: withLines(taken, [line]), answer: DONE };
    }
  }
}

/** At the start: each plan that is held counts again, or no longer. */
export function plansStarted(turn: Turn, unsealed: readonly UnsealedPlan[]): Turn {
  const { plans: before } = turn.till;
  if (before.length === 0) return turn;
  const plans = plansUnsealed(before, unsealed);
  const lines = plans.flatMap(({ id, version, plan }): LineDraft[] => {
    if (plan !== undefined) return [];
    const look = unsealed.find((one) => one.id === id && one.version === version);
    const code = look?.kind === 'refused' ? look.code : 'malformed';
    return [{ kind: 'plan-refused', body: { code, source: 'store', plan: id, version } }];
  });
  return withLines({ ...turn, till: { ...turn.till, plans } }, lines);
}

const DONE: Answer = { kind: 'done' };

type RefusedBody = Extract<LineDraft, { kind: 'plan-refused' }>['body'];

function refused(turn: Turn, body: RefusedBody): { readonly turn: Turn; readonly answer: Answer } {
  return {
    turn: withLines(turn, [{ kind: 'plan-refused', body }]),
    answer: { kind: 'plan-refused', reason: body.code },
  };
}
