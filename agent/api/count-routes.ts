import { cashCounts } from '../core/cash/counts.ts';
import { canonicalJson } from '../core/canonical/canonical-json.ts';
import type { OperationKey, TillRequest } from '../core/till/events.ts';
import type { z } from 'zod';
import type { ApiServer, ServerParts } from './api-parts.ts';
import { operationHeadersSchema } from './basic-schema.ts';
import { problemOf } from './errors.ts';
import { sendProblem } from './problem-reply.ts';
import { countRequestSchema, countsSchema, errorSchema, placeParamsSchema } from './schema.ts';
import { countsView } from './status-view.ts';

const tags = ['counts'];
const response = { 200: countsSchema, '4xx': errorSchema, '5xx': errorSchema };

export function addCountRoutes(server: ApiServer, { shell }: Pick<ServerParts, 'shell'>): void {
  const summary = 'What lies in each place by the journal.';
  server.get('/v1/counts', { schema: { tags, summary, response } }, async (_request, reply) =>
    reply.send(countsView(shell.view())),
  );
  const schema = {
    tags,
    summary:
      'Enter what was put into a place, what was taken out of it, or what a person has counted there. ' +
      'With an `Idempotency-Key`, sending it again does no harm.',
    headers: operationHeadersSchema,
    params: placeParamsSchema,
    body: countRequestSchema,
    response,
  };
  server.post('/v1/counts/:place', { schema }, async ({ client, headers, params, body }, reply) => {
    const { place } = params;
    const operation = operationOf(headers['idempotency-key'], { place, body });
    const answer = await shell.ask(entryOf(body, { place, client, operation }));
    if (answer.kind === 'refused') return sendProblem(reply, problemOf(answer.refusal));
    return reply.send(countsView(shell.view()));
  });
}

function entryOf(body: z.output<typeof countRequestSchema>, whereAndWho: WhereAndWho): TillRequest {
  switch (body.reason) {
    case 'fill':
      return { kind: 'fill-entered', ...whereAndWho, added: cashCounts(body.added) };
    case 'take': {
      const taken = cashCounts(body.taken);
      return { kind: 'take-entered', ...whereAndWho, taken, reason: body.note };
    }
    case 'count': {
      const { isDeviceGone } = body;
      return {
        kind: 'count-entered',
        ...whereAndWho,
        counted: cashCounts(body.counted),
        isDeviceGone,
      };
    }
  }
}

interface WhereAndWho {
  readonly place: string;
  readonly client: string;
  readonly operation: OperationKey | undefined;
}

function operationOf(key: string | undefined, terms: object): OperationKey | undefined {
  return key === undefined ? undefined : { idempotencyKey: key, terms: canonicalJson(terms) };
}
