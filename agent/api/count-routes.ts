import { cashCounts } from '../core/cash/counts.ts';
import type { TillRequest } from '../core/till/events.ts';
import type { z } from 'zod';
import type { ApiServer, ServerParts } from './api-parts.ts';
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
    summary: 'Enter what was put into a place, or what a person has counted there.',
    params: placeParamsSchema,
    body: countRequestSchema,
    response,
  };
  server.post('/v1/counts/:place', { schema }, async ({ client, params, body }, reply) => {
    const answer = await shell.ask(entryOf(body, { place: params.place, client }));
    if (answer.kind === 'refused') return sendProblem(reply, problemOf(answer.refusal));
    return reply.send(countsView(shell.view()));
  });
}

function entryOf(
  body: z.output<typeof countRequestSchema>,
  whereAndWho: { readonly place: string; readonly client: string },
): TillRequest {
  return body.reason === 'fill'
    ? { kind: 'fill-entered', ...whereAndWho, added: cashCounts(body.added) }
    : {
        kind: 'count-entered',
        ...whereAndWho,
        counted: cashCounts(body.counted),
        isDeviceGone: body.isDeviceGone,
      };
}
