import { hasRight, OPERATOR_RIGHTS } from '../core/operators/rights.ts';
import type { ApiServer, ServerParts } from './api-parts.ts';
import { OperatorRefused, presentOperator } from './operator-access.ts';
import { doneSchema, presentSchema, sessionSchema, signInSchema } from './operator-schema.ts';
import { provePin } from './pin-proof.ts';
import { sendProblem } from './problem-reply.ts';
import { errorSchema } from './schema.ts';

const tags = ['operators'];
const refusals = { '4xx': errorSchema, '5xx': errorSchema };

type SignInParts = Pick<ServerParts, 'shell' | 'book' | 'sessions'>;

export function addSignInRoutes(server: ApiServer, parts: SignInParts): void {
  addSignIn(server, parts);
  addSignOut(server, parts);
  addMe(server);
}

function addSignIn(server: ApiServer, parts: SignInParts): void {
  const schema = {
    tags,
    summary:
      'Sign an operator in with their PIN. Whoever was signed in at this client is so no longer.',
    body: signInSchema,
    response: { 200: sessionSchema, ...refusals },
  };
  server.post('/v1/operators/sign-in', { schema }, async ({ client, body }, reply) => {
    const proof = await provePin(parts, { ...body, client, isNew: true });
    if (proof.kind === 'refused') return sendProblem(reply, proof.problem);
    const { operatorId, name, role } = proof.record;
    const { rights } = parts.shell.view().settings.operators;
    return reply.send({
      ...parts.sessions.open(client, proof.record),
      operator: { operatorId, name, role },
      rights: OPERATOR_RIGHTS.filter((right) => hasRight(rights, role, right)),
    });
  });
}

function addSignOut(server: ApiServer, { sessions }: SignInParts): void {
  const schema = {
    tags,
    summary: 'Sign out. Repeating it does no harm.',
    response: { 200: doneSchema, ...refusals },
  };
  server.post('/v1/operators/sign-out', { schema }, async ({ client, atTill }, reply) => {
    // Another's token, or one of another client, ends nothing.
    if (atTill.kind === 'operator' || atTill.kind === 'unusable') sessions.close(client);
    return reply.send({ kind: 'done' });
  });
}

function addMe(server: ApiServer): void {
  const schema = {
    tags,
    summary: 'Who is signed in here, and what they may do.',
    response: { 200: presentSchema, ...refusals },
  };
  server.get('/v1/operators/me', { schema }, async (request, reply) => {
    const present = presentOperator(request);
    if (present === undefined) throw new OperatorRefused('operator-needed');
    const { operator, name, rights, expiresAtMs } = present;
    return reply.send({ operator: { ...operator, name }, rights, expiresAtMs });
  });
}
