/** What every request passes before its route: is it for us, from us, and from whom. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { bearerToken, refusalOfSource } from './access.ts';
import type { ApiServer, ServerParts } from './api-parts.ts';
import type { Problem } from './errors.ts';
import { OPERATOR_HEADER, type SignedIn } from './operator-access.ts';
import { sendProblem } from './problem-reply.ts';

const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** On every answer of an installation whose licences prove nothing. */
const INSTALLATION_HEADER = 'x-tillwarden-installation';

export function addGuard(server: ApiServer, parts: ServerParts): void {
  server.decorateRequest('client', '');
  server.decorateRequest('atTill');
  server.addHook('onRequest', async (request, reply) => {
    request.atTill = { kind: 'nobody' };
    reply.headers(SECURITY_HEADERS);
    if (parts.isDemo) reply.header(INSTALLATION_HEADER, 'DEMO');
    const problem = problemOfSource(request, parts) ?? problemOfClient(request, reply, parts);
    return problem === undefined ? undefined : sendProblem(reply, problem);
  });
  server.addHook('onResponse', async (request, reply) => {
    parts.onEvent({
      kind: 'request-answered',
      method: request.method,
      route: request.routeOptions.url ?? request.missedUrl,
      status: reply.statusCode,
      client: request.client,
      durationMs: reply.elapsedTime,
    });
  });
}

function problemOfSource({ raw }: FastifyRequest, { stopping }: ServerParts): Problem | undefined {
  const code = refusalOfSource(raw.headers, raw.socket.localPort);
  if (code !== undefined) return { code };
  return stopping.aborted ? { code: 'stopping' } : undefined;
}

/** A route that is open takes a token too, but no wrong one. */
function problemOfClient(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: ServerParts,
): Problem | undefined {
  const { nameOf, shell, queue } = parts;
  const { authorization } = request.raw.headers;
  const isOpen = request.is404 || request.routeOptions.config.isOpen === true;
  if (isOpen && authorization === undefined) return undefined;
  const token = bearerToken(request.raw.headers);
  const client = token === undefined ? undefined : nameOf(token);
  if (client === undefined) {
    reply.header('www-authenticate', 'Bearer');
    return { code: 'unauthorised' };
  }
  request.client = client;
  request.atTill = signedInWith(request.raw.headers[OPERATOR_HEADER], client, parts);
  shell.noteClient(client);
  queue.noteClient(client);
  return undefined;
}

function signedInWith(
  token: string | readonly string[] | undefined,
  client: string,
  { sessions, shell }: ServerParts,
): SignedIn {
  if (token === undefined) return { kind: 'nobody' };
  if (typeof token !== 'string') return { kind: 'ended' };
  const look = sessions.use(client, token);
  if (look.kind !== 'open') return look;
  const { operatorId, role, name } = look.record;
  const rights = shell.view().settings.operators.rights[role];
  const operator = { operatorId, role };
  return { kind: 'operator', operator, name, rights, expiresAtMs: look.expiresAtMs };
}
