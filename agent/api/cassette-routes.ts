import { canonicalJson } from '../core/canonical/canonical-json.ts';
import { cashCounts } from '../core/cash/counts.ts';
import type { ApiServer, ServerParts } from './api-parts.ts';
import { idempotencySchema } from './basic-schema.ts';
import { problemOf } from './errors.ts';
import { cassetteParamsSchema, cassetteReplacedSchema } from './operation-schema.ts';
import { operatorOf } from './operator-access.ts';
import { sendProblem } from './problem-reply.ts';
import { countsSchema, errorSchema } from './schema.ts';
import { countsView } from './status-view.ts';

const common = {
  tags: ['cassettes'],
  headers: idempotencySchema,
  params: cassetteParamsSchema,
  response: { 200: countsSchema, '4xx': errorSchema, '5xx': errorSchema },
};

export function addCassetteRoutes(server: ApiServer, { shell }: Pick<ServerParts, 'shell'>): void {
  const removing = {
    ...common,
    summary:
      'Enter that the cassette was taken out: it leaves with what the journal says it holds, under a number of its own.',
  };
  const removeUrl = '/v1/cassettes/:place/remove';
  server.post(removeUrl, { schema: removing }, async (request, reply) => {
    const { client, headers, params } = request;
    const answer = await shell.ask({
      kind: 'cassette-removed',
      ...params,
      client,
      operator: operatorOf(request, 'take'),
      operation: keyOf(headers['idempotency-key'], { remove: params }),
    });
    if (answer.kind === 'refused') return sendProblem(reply, problemOf(answer.refusal));
    return reply.send(countsView(shell.view()));
  });
  const replacing = {
    ...common,
    summary: 'Enter that a cassette was put in, and what lies in it.',
    body: cassetteReplacedSchema,
  };
  const replaceUrl = '/v1/cassettes/:place/replace';
  server.post(replaceUrl, { schema: replacing }, async (request, reply) => {
    const { client, headers, params, body } = request;
    const answer = await shell.ask({
      kind: 'cassette-replaced',
      ...params,
      counted: cashCounts(body.counted),
      client,
      operator: operatorOf(request, 'fill'),
      operation: keyOf(headers['idempotency-key'], { replace: params, body }),
    });
    if (answer.kind === 'refused') return sendProblem(reply, problemOf(answer.refusal));
    return reply.send(countsView(shell.view()));
  });
}

function keyOf(idempotencyKey: string, terms: object) {
  return { idempotencyKey, terms: canonicalJson(terms) };
}
