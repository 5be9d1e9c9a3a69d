import type { ApiServer, ServerParts } from './api-parts.ts';
import { patienceOf } from './patience.ts';
import { sendProblem } from './problem-reply.ts';
import { claimRequestSchema, claimSchema, errorSchema } from './schema.ts';

const tags = ['claim'];
const response = { 200: claimSchema, '4xx': errorSchema, '5xx': errorSchema };

type ClaimParts = Pick<ServerParts, 'queue'>;

export function addClaimRoutes(server: ApiServer, { queue }: ClaimParts): void {
  const reading = { tags, summary: 'Who holds the machine, and how many wait for it.', response };
  server.get('/v1/claim', { schema: reading }, async (_request, reply) => reply.send(queue.view()));
  const claiming = {
    tags,
    summary:
      'Hold the machine for this client alone: nobody else begins anything until it is released, or ' +
      'the client has not been heard of for a minute and the machine does nothing for it.',
    body: claimRequestSchema,
    response,
  };
  server.post('/v1/claim', { schema: claiming }, async ({ client, body }, reply) => {
    const problem = await queue.claim(client, patienceOf(reply, body.waitSeconds));
    return problem === undefined ? reply.send(queue.view()) : sendProblem(reply, problem);
  });
  const releasing = { tags, summary: 'Give the machine free again.', response };
  server.post('/v1/claim/release', { schema: releasing }, async ({ client }, reply) => {
    const isReleased = queue.release(client);
    return isReleased ? reply.send(queue.view()) : sendProblem(reply, { code: 'not-claimed' });
  });
}
