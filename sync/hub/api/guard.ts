/** What every request passes before its route: is it from our page, and from whom. */
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InvariantError } from '../../../agent/core/invariant.ts';
import { graphAt } from '../books/graph-at.ts';
import { sitesSeen } from '../books/party-scope.ts';
import { noteUse, sessionOf } from '../store/web-sessions.ts';
import { userById } from '../store/users.ts';
import { isCsrfToken, isStateChanging, refusalOfSource } from '../users/request-source.ts';
import { IDLE_MAX_MS, isOver, isUseNoted, SESSION_MAX_MS } from '../users/session-life.ts';
import type { PeopleParts, PeopleServer, SignedIn } from './people-parts.ts';
import { sendProblem, type Problem } from './problem.ts';
import { sessionToken } from './session-cookie.ts';

const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
};
const TLS_ONLY = { 'strict-transport-security': 'max-age=31536000' };

export const CSRF_HEADER = 'x-tillwarden-csrf';

/** A page that refreshes itself says so: a screen that nobody looks at must not stay signed in. */
export const BACKGROUND_HEADER = 'x-tillwarden-background';

export function addGuard(server: PeopleServer, parts: PeopleParts): void {
  server.decorateRequest('signedIn', undefined);
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS);
    if (parts.isTls) reply.headers(TLS_ONLY);
    const problem = await problemOf(request, parts);
    return problem === undefined ? undefined : sendProblem(reply, problem);
  });
}

/** The guard has let nobody else through. */
export function signedInOf({ signedIn }: FastifyRequest): SignedIn {
  if (signedIn !== undefined) return signedIn;
  throw new InvariantError('a route for those who are signed in was reached without a session');
}

export function sendNotFound(_: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendProblem(reply, { code: 'not-found' });
}

async function problemOf(
  request: FastifyRequest,
  parts: PeopleParts,
): Promise<Problem | undefined> {
  const { door } = request.routeOptions.config;
  if (door === 'machines' || request.is404) return undefined;
  if (parts.stopping.aborted) return { code: 'stopping' };
  const source = problemOfSource(request, parts);
  if (source !== undefined || door === 'open') return source;
  const signedIn = await personOf(request.headers, parts);
  if (signedIn === undefined) return { code: 'signed-out' };
  const shown = request.headers[CSRF_HEADER];
  const csrfToken = typeof shown === 'string' ? shown : undefined;
  if (isStateChanging(request.method) && !isCsrfToken(csrfToken, signedIn.token)) {
    return { code: 'foreign-request', details: { reason: 'token' } };
  }
  request.signedIn = signedIn;
  return undefined;
}

function problemOfSource(
  { method, headers }: FastifyRequest,
  { isTls }: PeopleParts,
): Problem | undefined {
  const site = headers['sec-fetch-site'];
  const reason = refusalOfSource({
    method,
    isTls,
    host: headers.host,
    origin: headers.origin,
    fetchSite: typeof site === 'string' ? site : undefined,
  });
  return reason === undefined ? undefined : { code: 'foreign-request', details: { reason } };
}

/** Whoever has signed in with these headers, as they are at the moment. */
export async function personOf(
  headers: IncomingHttpHeaders,
  { database, clock, isTls }: Pick<PeopleParts, 'database' | 'clock' | 'isTls'>,
): Promise<SignedIn | undefined> {
  const token = sessionToken(headers, isTls);
  if (token === undefined) return undefined;
  const nowMs = clock.wallMs();
  const session = await sessionOf(database, token);
  if (session === undefined || isOver(session, nowMs)) return undefined;
  const account = await userById(database, session.user);
  if (account === undefined || account.isDisabled) return undefined;
  const isUsed = headers[BACKGROUND_HEADER] === undefined;
  if (isUsed && isUseNoted(session, nowMs)) await noteUse(database, token, nowMs);
  const { passwordHash: _, ...known } = account;
  const isScoped = known.sites !== 'all' && known.party !== undefined;
  const sites = isScoped
    ? sitesSeen(await graphAt(database, { atMs: nowMs }), known, nowMs)
    : known.sites;
  const person = { ...known, sites };
  const usedAtMs = isUsed ? nowMs : session.usedAtMs;
  const endsAtMs = Math.min(session.beganAtMs + SESSION_MAX_MS, usedAtMs + IDLE_MAX_MS);
  return { person, token, endsAtMs };
}
