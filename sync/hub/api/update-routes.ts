import type { RolloutAnswer, RolloutDesk } from '../rollouts/rollout-desk.ts';
import { may, type Action } from '../users/roles.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { signedInOf } from './guard.ts';
import type { PeopleParts, PeopleServer } from './people-parts.ts';
import { sendProblem } from './problem.ts';
import { errorSchema, nothingSchema, stationParamsSchema } from './schema.ts';
import { asked, officeFor, stationFor } from './station-for.ts';
import {
  channelQuerySchema,
  deadlinesSchema,
  ordersSchema,
  reasonSchema,
  releaseParamsSchema,
  releasesSchema,
  siteParamsSchema,
  stationUpdatesSchema,
  tagsSchema,
} from './update-schema.ts';
import { releasesView, stationUpdatesView } from './update-view.ts';

const tags = ['updates'];
const problems = { '4xx': errorSchema, '5xx': errorSchema };

/** What there is, who has it, who may have it, and who will not have it in time. */
export function addUpdateRoutes(server: PeopleServer, parts: PeopleParts): void {
  addReading(server, parts);
  addYank(server, parts);
  addTags(server, parts);
  addOrders(server, parts);
}

function addReading(server: PeopleServer, parts: PeopleParts): void {
  const releases = { tags, summary: 'Every release there is.' };
  const options = { schema: { ...releases, response: { 200: releasesSchema, ...problems } } };
  server.get('/v1/releases', options, async (request, reply) => {
    if (!mayDo(request, 'read-updates')) return sendProblem(reply, { code: 'forbidden' });
    return reply.send(releasesView(await deskFor(request, parts).releases()));
  });
  const stations = {
    tags,
    summary: 'What each station runs, what it may run, what it was told, and why not the newest.',
    querystring: channelQuerySchema,
    response: { 200: stationUpdatesSchema, ...problems },
  };
  server.get('/v1/updates', { schema: stations }, async (request, reply) => {
    if (!mayDo(request, 'read-updates')) return sendProblem(reply, { code: 'forbidden' });
    const { sites } = signedInOf(request).person;
    const reports = await deskFor(request, parts).stations(sites, request.query.channel);
    return reply.send(stationUpdatesView(reports));
  });
  const deadlines = {
    tags,
    summary: 'What the law asks for from a day on, and every station that has it not, with why.',
    response: { 200: deadlinesSchema, ...problems },
  };
  server.get('/v1/updates/deadlines', { schema: deadlines }, async (request, reply) => {
    if (!mayDo(request, 'read-updates')) return sendProblem(reply, { code: 'forbidden' });
    const { sites } = signedInOf(request).person;
    return reply.send({ deadlines: await deskFor(request, parts).deadlines(sites) });
  });
}

function addYank(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags,
    summary: 'Withdraw a release: nobody is told of it any more, nor may fetch it.',
    params: releaseParamsSchema,
    body: reasonSchema,
    response: { 200: nothingSchema, ...problems },
  };
  server.post('/v1/releases/:channel/:version/yank', { schema }, async (request, reply) => {
    if (!mayDo(request, 'manage-rollouts')) return sendProblem(reply, { code: 'forbidden' });
    const gone = { ...request.params, ...request.body };
    return sendAnswer(reply, await deskFor(request, parts).yank(gone));
  });
}

function addTags(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags,
    summary: 'Give a station tags, by which rollouts pick it, in place of those it has.',
    params: stationParamsSchema,
    body: tagsSchema,
    response: { 200: nothingSchema, ...problems },
  };
  server.put('/v1/stations/:station/tags', { schema }, async (request, reply) => {
    const found = await stationFor(parts, { ...asked(request), action: 'tag-station' });
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    await deskFor(request, parts).tag(found.row.station, request.body.tags);
    return reply.send({});
  });
}

function addOrders(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags,
    summary: 'The orders of a site’s stations that are still to be done, for a medium.',
    params: siteParamsSchema,
    response: { 200: ordersSchema, ...problems },
  };
  server.post('/v1/sites/:site/orders', { schema }, async (request, reply) => {
    const { site } = request.params;
    if (!may(signedInOf(request).person, 'take-orders', site)) {
      return sendProblem(reply, { code: 'forbidden' });
    }
    return reply.send({ orders: await deskFor(request, parts).exportOrders(site) });
  });
}

export function mayDo(request: FastifyRequest, action: Action): boolean {
  return may(signedInOf(request).person, action);
}

export function deskFor(request: FastifyRequest, parts: PeopleParts): RolloutDesk {
  return officeFor(request, parts).rollouts();
}

export function sendAnswer(reply: FastifyReply, answer: RolloutAnswer): FastifyReply {
  if (answer.kind === 'done') return reply.send({});
  const { code: reason } = answer;
  if (reason === 'no-such-rollout') return sendProblem(reply, { code: 'not-found' });
  return sendProblem(reply, { code: 'rollout-unfit', details: { reason } });
}
