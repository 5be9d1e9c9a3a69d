/** Technicians at tills: asking, the code the cashier reads out, ending; and the logs of a till. */
import type { FastifyRequest } from 'fastify';
import { RemoteDesk } from '../desk/remote-desk.ts';
import { isOver, type RemoteSession } from '../desk/remote.ts';
import { bundleById, bundleContent, bundlesOf, type LogBundle } from '../store/log-bundles.ts';
import { remoteSessionsOf } from '../store/remote-sessions.ts';
import type { Person } from '../users/person.ts';
import { signedInOf } from './guard.ts';
import type { PeopleParts, PeopleServer } from './people-parts.ts';
import { personShown } from './person-shown.ts';
import { sendProblem } from './problem.ts';
import {
  askLogsSchema,
  askSessionSchema,
  bundleParamsSchema,
  bundleSchema,
  codeSchema,
  remoteSessionSchema,
  sessionParamsSchema,
  ticketRemoteSchema,
  type BundleView,
  type RemoteSessionView,
} from './remote-schema.ts';
import { errorSchema, nothingSchema } from './schema.ts';
import { officeFor } from './station-for.ts';
import { ticketFor } from './ticket-for.ts';
import { ticketParamsSchema } from './ticket-schema.ts';

const tags = ['remote'];
const problems = { '4xx': errorSchema, '5xx': errorSchema };

export function addRemoteRoutes(server: PeopleServer, parts: PeopleParts): void {
  addAsking(server, parts);
  addSession(server, parts);
  addLogs(server, parts);
}

function addAsking(server: PeopleServer, parts: PeopleParts): void {
  const ask = {
    tags,
    summary: 'Ask for a session at the till of a ticket: somebody there has to agree.',
    params: ticketParamsSchema,
    body: askSessionSchema,
    response: { 200: remoteSessionSchema, ...problems },
  };
  server.post('/v1/tickets/:ticket/sessions', { schema: ask }, async (request, reply) => {
    const { person } = signedInOf(request);
    const { ticket } = request.params;
    const found = await ticketFor(parts, { person, ticket, action: 'remote-session' });
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const technician = await personShown(parts, person);
    const asking = { ticket, user: person.user, technician, streams: request.body.streams };
    const answer = await remoteFor(request, parts).ask(asking);
    if (answer.kind === 'asked') return reply.send(sessionView(answer.session, person));
    const { code, decision } = answer;
    const details = decision === undefined ? {} : { decision };
    return sendProblem(reply, { code, details });
  });
  const list = {
    tags,
    summary: 'The sessions and the logs of a ticket.',
    params: ticketParamsSchema,
    response: { 200: ticketRemoteSchema, ...problems },
  };
  server.get('/v1/tickets/:ticket/sessions', { schema: list }, async (request, reply) => {
    const { person } = signedInOf(request);
    const { ticket } = request.params;
    const found = await ticketFor(parts, { person, ticket, action: 'read-tickets' });
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const sessions = await remoteSessionsOf(parts.database, ticket);
    const bundles = await bundlesOf(parts.database, ticket);
    return reply.send({
      sessions: sessions.map((session) => sessionView(session, person)),
      bundles: bundles.map(bundleView),
    });
  });
}

function addSession(server: PeopleServer, parts: PeopleParts): void {
  const params = sessionParamsSchema;
  const one = {
    tags,
    summary: 'How a session stands.',
    params,
    response: { 200: remoteSessionSchema, ...problems },
  };
  server.get('/v1/remote/:session', { schema: one }, async (request, reply) => {
    const session = await mySession(request, parts);
    if (session === undefined) return sendProblem(reply, { code: 'not-found' });
    return reply.send(sessionView(session, signedInOf(request).person));
  });
  const code = {
    tags,
    summary: 'Pass on the code that the cashier reads out; the till checks it.',
    params,
    body: codeSchema,
    response: { 200: nothingSchema, ...problems },
  };
  server.post('/v1/remote/:session/code', { schema: code }, async (request, reply) => {
    const session = await mySession(request, parts);
    if (session === undefined) return sendProblem(reply, { code: 'not-found' });
    if (isOver(session)) return sendProblem(reply, { code: 'session-over' });
    await remoteFor(request, parts).tryCode(session, request.body.code);
    return reply.send({});
  });
  const stop = {
    tags,
    summary: 'End a session; its streams are cut at once.',
    params,
    body: nothingSchema,
    response: { 200: nothingSchema, ...problems },
  };
  server.post('/v1/remote/:session/stop', { schema: stop }, async (request, reply) => {
    const session = await mySession(request, parts);
    if (session === undefined) return sendProblem(reply, { code: 'not-found' });
    await remoteFor(request, parts).stop(session, 'stopped-by-technician');
    return reply.send({});
  });
}

function addLogs(server: PeopleServer, parts: PeopleParts): void {
  const ask = {
    tags,
    summary: 'Ask the till of a ticket for its logs; they hold no secret and no customer.',
    params: ticketParamsSchema,
    body: askLogsSchema,
    response: { 200: bundleSchema, ...problems },
  };
  server.post('/v1/tickets/:ticket/logs', { schema: ask }, async (request, reply) => {
    const { person } = signedInOf(request);
    const { ticket } = request.params;
    const found = await ticketFor(parts, { person, ticket, action: 'remote-session' });
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const { withTrace } = request.body;
    const bundle = await remoteFor(request, parts).collectLogs(found.ticket, withTrace);
    if (bundle === undefined) return sendProblem(reply, { code: 'no-till' });
    return reply.send(bundleView(bundle));
  });
  const read = { tags, summary: 'The logs that a till has sent.', params: bundleParamsSchema };
  server.get('/v1/logs/:bundle', { schema: read }, async (request, reply) => {
    const { person } = signedInOf(request);
    const bundle = await bundleById(parts.database, request.params.bundle);
    const { ticket } = bundle ?? {};
    if (bundle === undefined || ticket === undefined) {
      return sendProblem(reply, { code: 'not-found' });
    }
    const found = await ticketFor(parts, { person, ticket, action: 'remote-session' });
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const content = await bundleContent(parts.database, bundle.bundle);
    if (content === undefined) return sendProblem(reply, { code: 'not-found' });
    const desk = officeFor(request, parts).desk();
    await desk.note(desk.database, {
      act: 'logs-read',
      subject: bundle.station,
      details: { bundle: bundle.bundle },
    });
    return reply
      .type('application/gzip')
      .header('content-disposition', `attachment; filename="${bundle.bundle}.tar.gz"`)
      .send(Buffer.from(content));
  });
}

/** Another's session is not there. */
async function mySession(
  request: FastifyRequest & { readonly params: { readonly session: string } },
  parts: PeopleParts,
): Promise<RemoteSession | undefined> {
  const { person } = signedInOf(request);
  const session = await remoteFor(request, parts).session(request.params.session);
  return session?.user === person.user ? session : undefined;
}

function remoteFor(request: FastifyRequest, parts: PeopleParts): RemoteDesk {
  const { isConnected, cut } = parts.fleet;
  return new RemoteDesk({ desk: officeFor(request, parts).desk(), isConnected, cut });
}

function sessionView(session: RemoteSession, person: Person): RemoteSessionView {
  const { id, user, askedAtMs, liveAtMs, endedAtMs, ...rest } = session;
  return {
    ...rest,
    session: id,
    askedAt: iso(askedAtMs),
    ...(liveAtMs === undefined ? {} : { liveAt: iso(liveAtMs) }),
    ...(endedAtMs === undefined ? {} : { endedAt: iso(endedAtMs) }),
    isMine: user === person.user,
  };
}

function bundleView({ askedAtMs, ...bundle }: LogBundle): BundleView {
  return { ...bundle, askedAt: iso(askedAtMs) };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
