import type { Answer } from '../core/till/events.ts';
import type { UpdateRequest } from '../core/till/update-turn.ts';
import type { ApiServer, NoOrder, ServerParts } from './api-parts.ts';
import { problemOf } from './errors.ts';
import { operatorOf } from './operator-access.ts';
import { sendProblem } from './problem-reply.ts';
import { errorSchema } from './schema.ts';
import {
  updateLockSchema,
  updateMediumSchema,
  updateSchema,
  updateTakenSchema,
  type UpdateTakenView,
  type UpdateView,
} from './update-schema.ts';
import { updateView } from './update-view.ts';

const tags = ['update'];
const refusals = { '4xx': errorSchema, '5xx': errorSchema };
const response = { 200: updateSchema, ...refusals };

type UpdateParts = Pick<ServerParts, 'shell' | 'clock' | 'takeMedium'>;

export function addUpdateRoutes(server: ApiServer, parts: UpdateParts): void {
  const schema = { tags, summary: 'What runs, what is ordered, and what it waits for.', response };
  server.get('/v1/update', { schema }, async (_request, reply) => reply.send(viewOf(parts)));
  addAsking(server, parts, { what: 'check', summary: LOOK_AGAIN });
  addAsking(server, parts, { what: 'apply', summary: APPLY });
  addRollback(server, parts);
  addLock(server, parts);
  addMedium(server, parts);
}

const LOOK_AGAIN =
  'Look at what was ordered again, at once: what was refused may be covered by now.';
const APPLY =
  'Install what is ready, as soon as no sale is under way; its window is not waited for.';

function addAsking(
  server: ApiServer,
  parts: UpdateParts,
  { what, summary }: { readonly what: 'apply' | 'check'; readonly summary: string },
): void {
  const schema = { tags, summary, response };
  server.post(`/v1/update/${what}`, { schema }, async ({ client }, reply) => {
    const answer = await ask(parts, { kind: 'asked', what, client });
    return answer.kind === 'refused'
      ? sendProblem(reply, problemOf(answer.refusal))
      : reply.send(viewOf(parts));
  });
}

function addRollback(server: ApiServer, parts: UpdateParts): void {
  const summary =
    'Go back to the version before, by an operator with the right `service`. The journal goes on.';
  server.post(
    '/v1/update/rollback',
    { schema: { tags, summary, response } },
    async (request, reply) => {
      const { client } = request;
      const { operatorId: operator } = operatorOf(request, 'service');
      const answer = await ask(parts, { kind: 'asked', what: 'rollback', client, operator });
      return answer.kind === 'refused'
        ? sendProblem(reply, problemOf(answer.refusal))
        : reply.send(viewOf(parts));
    },
  );
}

/** Its expiry is the till's own business: a program that has crashed blocks nobody for ever. */
function addLock(server: ApiServer, parts: UpdateParts): void {
  const locking = {
    tags,
    summary:
      'Hold updates up for a while; ask again to hold them longer, up to twelve hours in all.',
    body: updateLockSchema,
    response,
  };
  server.post('/v1/update/lock', { schema: locking }, async ({ client, body }, reply) => {
    const { reason, seconds } = body;
    const answer = await ask(parts, { kind: 'locked', client, reason, forMs: seconds * 1_000 });
    return answer.kind === 'refused'
      ? sendProblem(reply, problemOf(answer.refusal))
      : reply.send(viewOf(parts));
  });
  const releasing = { tags, summary: 'Let updates go on again.', response };
  server.post('/v1/update/lock/release', { schema: releasing }, async ({ client }, reply) => {
    const answer = await ask(parts, { kind: 'unlocked', client });
    return answer.kind === 'refused'
      ? sendProblem(reply, problemOf(answer.refusal))
      : reply.send(viewOf(parts));
  });
}

function addMedium(server: ApiServer, { takeMedium }: UpdateParts): void {
  const schema = {
    tags,
    summary:
      'Take the order for this station from a medium, such as a USB stick, by an operator with the right `service`; its files come from there too, and are checked the same.',
    body: updateMediumSchema,
    response: { 200: updateTakenSchema, ...refusals },
  };
  server.post('/v1/update/medium', { schema }, async (request, reply) => {
    operatorOf(request, 'service');
    const answer = await takeMedium?.(request.body.folder);
    return reply.send(takenView(answer ?? NOT_INSTALLED));
  });
}

const NOT_INSTALLED = { kind: 'update-order-refused', reason: 'not-installed' } as const;

function takenView(answer: Answer | NoOrder): UpdateTakenView {
  switch (answer.kind) {
    case 'done':
      return { isTaken: true, reason: null };
    case 'update-order-refused':
      return { isTaken: false, reason: answer.reason };
    default:
      return { isTaken: false, reason: answer.kind };
  }
}

function ask({ shell }: UpdateParts, request: UpdateRequest['request']): Promise<Answer> {
  return shell.ask({ kind: 'update-requested', request });
}

function viewOf({ shell, clock }: UpdateParts): UpdateView {
  return updateView(shell.view(), { nowMs: clock.wallMs() });
}
