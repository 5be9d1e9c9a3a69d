import type { CallerRole, DecisionRequest } from '../core/contract/request.ts';
import { plansInForce } from '../core/contract/held-plans.ts';
import type { Decision } from '../core/contract/decision.ts';
import { decideAtTill, type TillAnswer } from '../core/contract/till-decision.ts';
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
    return reply.send(answerView(decideAtTill(asked, holding, plansInForce(plans, till.plans))));
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

function answerView(answer: TillAnswer): DecisionAnswerView {
  switch (answer.kind) {
    case 'decided':
      return { ...answer, decision: decisionView(answer.decision) };
    case 'line-needed':
      return answer;
    case 'no-plan':
      return { ...answer, plan: answer.plan ?? null };
  }
}

function decisionView({ scheduledAtMs, ...decision }: Decision): DecisionView {
  return scheduledAtMs === undefined
    ? decision
    : { ...decision, scheduledAt: new Date(scheduledAtMs).toISOString() };
}
