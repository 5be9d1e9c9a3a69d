import type { ApiServer, ServerParts } from './api-parts.ts';
import { claimBreakSchema, claimRequestSchema, claimSchema } from './claim-schema.ts';
import { problemOf } from './errors.ts';
import { operatorOf } from './operator-access.ts';
import { patienceOf } from './patience.ts';
import { sendProblem } from './problem-reply.ts';
import { errorSchema } from './schema.ts';

const tags = ['claim'];
const response = { 200: claimSchema, '4xx': errorSchema, '5xx': errorSchema };

type ClaimParts = Pick<ServerParts, 'queue' | 'shell'>;

export function addClaimRoutes(server: ApiServer, parts: ClaimParts): void {
  const { queue } = parts;
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
  addBreak(server, parts);
}

/** In the journal before it is done: who took the machine from whom, and why. */
function addBreak(server: ApiServer, { queue, shell }: ClaimParts): void {
  const schema = {
    tags,
    summary:
      'Take the machine from the client that holds it, by an operator with the right `service`. What that client has begun goes on to its end; it is told on `/v1/events`.',
    body: claimBreakSchema,
    response,
  };
  server.post('/v1/claim/break', { schema }, async (request, reply) => {
    const { claimedBy, reason } = request.body;
    const operator = operatorOf(request, 'service');
    const held = queue.view().claimedBy;
    // Not of whoever has claimed it since the operator looked.
    if (held !== claimedBy) {
      return sendProblem(reply, { code: 'claim-not-held', details: { claimedBy: held } });
    }
    const { client } = request;
    const kind = 'claim-break-requested';
    const answer = await shell.ask({ kind, claimedBy, reason, operator, client });
    if (answer.kind === 'refused') return sendProblem(reply, problemOf(answer.refusal));
    queue.break({ client: claimedBy, operator: operator.operatorId, reason });
    return reply.send(queue.view());
  });
}
