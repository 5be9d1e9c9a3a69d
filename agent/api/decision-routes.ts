import type { CallerRole, DecisionRequest } from '../core/contract/request.ts';
import { plansInForce } from '../core/contract/held-plans.ts';
import type { Decision } from '../core/contract/decision.ts';
import { decideAtTill, type TillAnswer } from '../core/contract/till-decision.ts';
import { InvariantError } from '../core/invariant.ts';
import type { Plan } from '../core/contract/plan.ts';
import { decisionText } from '../words/decision-text.ts';
import type { Language } from '../words/language.ts';
import type { OperatorRole } from '../core/operators/operator.ts';
import type { ApiServer, ServerParts } from './api-parts.ts';
import {
  decisionAnswerSchema,
  decisionRequestSchema,
  type DecisionAnswerView,
  type DecisionBody,
  type DecisionView,
} from './decision-schema.ts';
import { presentOperator } from './operator-access.ts';
import { languageOf } from './problem-reply.ts';
import { errorSchema } from './schema.ts';

type DecisionParts = Pick<ServerParts, 'shell' | 'clock' | 'plans'>;

export function addDecisionRoutes(server: ApiServer, { shell, clock, plans }: DecisionParts): void {
  const schema = {
    tags: ['contract'],
    summary: 'What the contract says to a request, decided here with no line to anybody.',
    body: decisionRequestSchema,
    response: { 200: decisionAnswerSchema, '4xx': errorSchema, '5xx': errorSchema },
  };
  server.post('/v1/decisions', { schema }, async (request, reply) => {
    const { till } = shell.view();
    const { entitlement, evidence } = till.licensing;
    const role = presentOperator(request)?.operator.role;
    const holding = {
      entitlement,
      evidence,
      leasing: till.leasing,
      clockMs: clock.wallMs(),
      ticket: request.body.ticket,
    };
    const asked = {
      ...questionOf(request.body),
      caller: role === undefined ? (request.body.caller ?? 'cashier') : callerOfRole(role),
      station: entitlement?.licence.issuedTo.station,
    };
    const inForce = plansInForce(plans, till.plans);
    const answer = decideAtTill(asked, holding, inForce);
    return reply.send(answerView(answer, inForce, languageOf(request.raw.headers)));
  });
}

/** A technician is there for whoever serves the till. */
function callerOfRole(role: OperatorRole): CallerRole {
  switch (role) {
    case 'cashier':
    case 'supervisor':
    case 'admin':
      return role;
    case 'technician':
      return 'implementer';
  }
}

function questionOf(body: DecisionBody): Omit<DecisionRequest, 'atMs'> {
  const { class: serviceClass, slot, releasedAt, ticket: _, ...asked } = body;
  return { ...asked, serviceClass, slotMs: msOf(slot), releasedMs: msOf(releasedAt) };
}

function msOf(instant: string | undefined): number | undefined {
  return instant === undefined ? undefined : Date.parse(instant);
}

function answerView(
  answer: TillAnswer,
  plans: readonly Plan[],
  language: Language,
): DecisionAnswerView {
  switch (answer.kind) {
    case 'decided': {
      const { decision, contacts } = answer;
      return { kind: 'decided', decision: decisionView(decision, plans, language), contacts };
    }
    case 'line-needed':
      return answer;
    case 'no-plan':
      return { ...answer, plan: answer.plan ?? null };
  }
}

function decisionView(
  { scheduledAtMs, ...decision }: Decision,
  plans: readonly Plan[],
  language: Language,
): DecisionView {
  const plan = plans.find(
    ({ id, version }) => id === decision.plan && version === decision.planVersion,
  );
  if (plan === undefined) throw new InvariantError('a decision names the plan it was made by');
  const text = decisionText({ scheduledAtMs, ...decision }, plan, language);
  return scheduledAtMs === undefined
    ? { ...decision, text }
    : { ...decision, scheduledAt: new Date(scheduledAtMs).toISOString(), text };
}
