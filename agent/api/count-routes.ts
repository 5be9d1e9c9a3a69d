import { cashCounts } from '../core/cash/counts.ts';
import type { OperationKey, TillRequest } from '../core/till/events.ts';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { ApiServer, ServerParts } from './api-parts.ts';
import { operationHeadersSchema } from './basic-schema.ts';
import { problemOf } from './errors.ts';
import { operationUnder } from './operation-key.ts';
import { operatorIfAny, operatorOf, seesCounts } from './operator-access.ts';
import { sendProblem } from './problem-reply.ts';
import {
  countedSchema,
  countRequestSchema,
  countsSchema,
  errorSchema,
  placeParamsSchema,
} from './schema.ts';
import { countView } from './count-view.ts';
import { countsView } from './status-view.ts';

const tags = ['counts'];
const response = { 200: countsSchema, '4xx': errorSchema, '5xx': errorSchema };

export function addCountRoutes(server: ApiServer, { shell }: Pick<ServerParts, 'shell'>): void {
  const summary = 'What lies in each place by the journal.';
  server.get('/v1/counts', { schema: { tags, summary, response } }, async (request, reply) => {
    const view = shell.view();
    return reply.send(countsView(view, seesCounts(request, view)));
  });
  const schema = {
    tags,
    summary:
      'Enter what was put into a place, what was taken out of it, or what a person has counted there. ' +
      'With an `Idempotency-Key`, sending it again does no harm.',
    headers: operationHeadersSchema,
    params: placeParamsSchema,
    body: countRequestSchema,
    response: { ...response, 200: countedSchema },
  };
  server.post('/v1/counts/:place', { schema }, async (request, reply) => {
    const { client, headers, body } = request;
    const { place } = request.params;
    const operation = operationUnder(headers['idempotency-key'], { place, body });
    const entry = entryOf(body, { place, client, operation }, request);
    const answer = await shell.ask(entry);
    if (answer.kind === 'refused') return sendProblem(reply, problemOf(answer.refusal));
    const view = shell.view();
    const canSee = seesCounts(request, view);
    const counts = countsView(view, canSee);
    const isShown = answer.kind === 'counted' && canSee;
    return reply.send({ ...counts, count: isShown ? countView(answer, view) : null });
  });
}

function entryOf(
  body: z.output<typeof countRequestSchema>,
  whereAndWho: WhereAndWho,
  request: FastifyRequest,
): TillRequest {
  switch (body.reason) {
    case 'fill': {
      const operator = operatorIfAny(request, 'fill');
      return { kind: 'fill-entered', ...whereAndWho, operator, added: cashCounts(body.added) };
    }
    case 'take': {
      const operator = operatorOf(request, 'take');
      const taken = cashCounts(body.taken);
      return { kind: 'take-entered', ...whereAndWho, operator, taken, reason: body.note };
    }
    case 'count': {
      const operator = operatorIfAny(request, 'count');
      const { isDeviceGone } = body;
      const counted = cashCounts(body.counted);
      return { kind: 'count-entered', ...whereAndWho, operator, counted, isDeviceGone };
    }
  }
}

interface WhereAndWho {
  readonly place: string;
  readonly client: string;
  readonly operation: OperationKey | undefined;
}
