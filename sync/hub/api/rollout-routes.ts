import { planSchema } from '../rollouts/rollout-schema.ts';
import type { PeopleParts, PeopleServer } from './people-parts.ts';
import { sendProblem } from './problem.ts';
import { errorSchema, nothingSchema } from './schema.ts';
import { deskFor, mayDo, sendAnswer } from './update-routes.ts';
import {
  rolloutActSchema,
  rolloutParamsSchema,
  rolloutSchema,
  rolloutsSchema,
} from './update-schema.ts';
import { rolloutsView, rolloutView } from './update-view.ts';

const tags = ['updates'];
const problems = { '4xx': errorSchema, '5xx': errorSchema };
const params = rolloutParamsSchema;

/** Releases on their way: drafted by one person, approved by another, and stopped by either. */
export function addRolloutRoutes(server: PeopleServer, parts: PeopleParts): void {
  addReading(server, parts);
  addWriting(server, parts);
}

function addReading(server: PeopleServer, parts: PeopleParts): void {
  const list = { tags, summary: 'Every rollout, the newest first.' };
  const options = { schema: { ...list, response: { 200: rolloutsSchema, ...problems } } };
  server.get('/v1/rollouts', options, async (request, reply) => {
    if (!mayDo(request, 'read-rollouts')) return sendProblem(reply, { code: 'forbidden' });
    return reply.send(rolloutsView(await deskFor(request, parts).list()));
  });
  const one = { tags, summary: 'A rollout, and what it means for each of its stations.', params };
  const details = { schema: { ...one, response: { 200: rolloutSchema, ...problems } } };
  server.get('/v1/rollouts/:rollout', details, async (request, reply) => {
    if (!mayDo(request, 'read-rollouts')) return sendProblem(reply, { code: 'forbidden' });
    const view = await deskFor(request, parts).view(request.params.rollout);
    if (view === undefined) return sendProblem(reply, { code: 'not-found' });
    return reply.send(rolloutView(view));
  });
}

function addWriting(server: PeopleServer, parts: PeopleParts): void {
  const response = { 200: nothingSchema, ...problems };
  const draft = {
    tags,
    summary: 'Write a rollout’s draft; once it is submitted it is not changed any more.',
    params,
    body: planSchema,
    response,
  };
  server.put('/v1/rollouts/:rollout', { schema: draft }, async (request, reply) => {
    if (!mayDo(request, 'manage-rollouts')) return sendProblem(reply, { code: 'forbidden' });
    const { rollout } = request.params;
    return sendAnswer(reply, await deskFor(request, parts).write(rollout, request.body));
  });
  const acting = {
    tags,
    summary: 'Submit, return, approve, pause, resume or abort a rollout.',
    params,
    body: rolloutActSchema,
    response,
  };
  server.post('/v1/rollouts/:rollout/acts', { schema: acting }, async (request, reply) => {
    if (!mayDo(request, 'manage-rollouts')) return sendProblem(reply, { code: 'forbidden' });
    const { act: kind, pardon } = request.body;
    const { rollout } = request.params;
    return sendAnswer(reply, await deskFor(request, parts).act(rollout, { kind, pardon }));
  });
}
