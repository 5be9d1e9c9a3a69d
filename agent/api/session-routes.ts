import type { FastifyReply } from 'fastify';
import type { SupportAsk } from '../core/support/supporting.ts';
import { hasRight } from '../core/operators/rights.ts';
import type { ApiServer, ServerParts } from './api-parts.ts';
import { problemOf } from './errors.ts';
import { presentOperator } from './operator-access.ts';
import { provePin } from './pin-proof.ts';
import { sendProblem } from './problem-reply.ts';
import { errorSchema } from './schema.ts';
import { controlBodySchema, standingSchema, unattendedBodySchema } from './support-schema.ts';
import { standingView } from './support-view.ts';

const tags = ['support'];
const response = { 200: standingSchema, '4xx': errorSchema, '5xx': errorSchema };

type SessionParts = Pick<ServerParts, 'shell' | 'book'>;

/** What somebody at the till can say to a technician who is connected, or wants to be. */
const DEEDS = {
  accept: {
    kind: 'session-accepted',
    summary: 'Let the technician see this till, once they have typed the code that was read out.',
  },
  decline: { kind: 'session-declined', summary: 'Do not let the technician see this till.' },
  stop: {
    kind: 'session-ended-here',
    summary: 'Cut the technician off, now. Repeating it does no harm.',
  },
  resume: {
    kind: 'session-resumed',
    summary: 'After counting: let the technician see this till again. Control is not part of it.',
  },
} as const;

export function addSessionRoutes(server: ApiServer, parts: SessionParts): void {
  const schema = { tags, summary: 'Who is connected to this till, or wants to be.', response };
  server.get('/v1/support/session', { schema }, async (_request, reply) => standing(reply, parts));
  for (const [name, { kind, summary }] of Object.entries(DEEDS)) {
    server.post(
      `/v1/support/session/${name}`,
      { schema: { tags, summary, response } },
      async (request, reply) => {
        const operator = presentOperator(request)?.operator.operatorId;
        return answer(reply, parts, { kind, client: request.client, operator });
      },
    );
  }
  addControl(server, parts);
  addUnattended(server, parts);
}

function addControl(server: ApiServer, parts: SessionParts): void {
  const schema = {
    tags,
    summary:
      'Give the technician control, or take it back. A page suspends it before it shows a PIN, a consent or a cash-out; the till does so itself when one is asked for. `counting` also hides the till.',
    body: controlBodySchema,
    response,
  };
  server.post('/v1/support/session/control', { schema }, async (request, reply) => {
    const operator = presentOperator(request)?.operator.operatorId;
    const { client, body } = request;
    return answer(reply, parts, { kind: 'control-asked', client, operator, ...body });
  });
}

function addUnattended(server: ApiServer, parts: SessionParts): void {
  const schema = {
    tags,
    summary:
      'Grant hours in which a technician may look at this till with nobody there, never with control; by the PIN of an admin, typed for it.',
    body: unattendedBodySchema,
    response,
  };
  server.put('/v1/support/unattended', { schema }, async ({ client, body }, reply) => {
    const { operatorId, pin } = body;
    const proof = await provePin(parts, { operatorId, pin, client, isNew: false });
    if (proof.kind === 'refused') return sendProblem(reply, proof.problem);
    const { role } = proof.record;
    const { rights } = parts.shell.view().settings.operators;
    const right = 'manage-operators';
    if (!hasRight(rights, role, right)) {
      return sendProblem(reply, { code: 'right-missing', details: { right, role } });
    }
    const windows = body.windows.map(({ from, until }) => {
      return { fromMs: Date.parse(from), untilMs: Date.parse(until) };
    });
    return answer(reply, parts, { kind: 'unattended-set', client, operator: operatorId, windows });
  });
}

async function answer(
  reply: FastifyReply,
  parts: SessionParts,
  request: SupportAsk,
): Promise<FastifyReply> {
  const said = await parts.shell.ask({ kind: 'support-requested', request });
  return said.kind === 'refused'
    ? sendProblem(reply, problemOf(said.refusal))
    : standing(reply, parts);
}

function standing(reply: FastifyReply, { shell }: SessionParts): FastifyReply {
  return reply.send(standingView(shell.view().till.supporting));
}
