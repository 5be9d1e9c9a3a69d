import type { DecisionRequest } from '../core/contract/request.ts';
import { plansInForce } from '../core/contract/held-plans.ts';
import { decideAtTill } from '../core/contract/till-decision.ts';
import type { ApiServer, ServerParts } from './api-parts.ts';
import {
  decisionAnswerSchema,
  decisionRequestSchema,
  type DecisionBody,
} from './decision-schema.ts';
import { answerView, callerOfRole } from './decision-view.ts';
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

function questionOf(body: DecisionBody): Omit<DecisionRequest, 'atMs'> {
  const { class: serviceClass, slot, releasedAt, ticket: _, ...asked } = body;
  return { ...asked, serviceClass, slotMs: msOf(slot), releasedMs: msOf(releasedAt) };
}

function msOf(instant: string | undefined): number | undefined {
  return instant === undefined ? undefined : Date.parse(instant);
}
