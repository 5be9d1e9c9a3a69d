import type { FastifyReply, FastifyRequest } from 'fastify';
import { plansInForce } from '../core/contract/held-plans.ts';
import type { CallerRole } from '../core/contract/request.ts';
import { ticketIn } from '../core/support/step-help.ts';
import type { HelpQuestion, SupportAsk } from '../core/support/supporting.ts';
import type { Answer } from '../core/till/events.ts';
import type { ApiServer, ServerParts } from './api-parts.ts';
import { operationHeadersSchema } from './basic-schema.ts';
import { callerOfRole } from './decision-view.ts';
import { problemOf } from './errors.ts';
import { presentOperator } from './operator-access.ts';
import { languageOf, sendProblem } from './problem-reply.ts';
import { errorSchema } from './schema.ts';
import {
  bundleRequestSchema,
  bundleSchema,
  helpRequestSchema,
  messageBodySchema,
  ticketParamsSchema,
  ticketSchema,
  ticketsSchema,
  type HelpBody,
} from './support-schema.ts';
import { summaryViews, ticketView } from './support-view.ts';

const CREATED = 201;
const OK = 200;

const tags = ['help'];
const refusals = { '4xx': errorSchema, '5xx': errorSchema };
const response = { 200: ticketSchema, ...refusals };

type HelpParts = Pick<ServerParts, 'shell' | 'plans' | 'newId' | 'writeLogs'>;

export function addHelpRoutes(server: ApiServer, parts: HelpParts): void {
  addAsk(server, parts);
  addLooks(server, parts);
  addMessages(server, parts);
  addWithdraw(server, parts);
  addBundle(server, parts);
}

function addAsk(server: ApiServer, parts: HelpParts): void {
  const schema = {
    tags,
    summary:
      'Ask for help. What the contract says to it is decided here at once, with no line to anybody; the request is kept until the hub has it. With an `Idempotency-Key`, sending it again asks nothing new.',
    headers: operationHeadersSchema,
    body: helpRequestSchema,
    response: { ...response, 201: ticketSchema },
  };
  server.post('/v1/help', { schema }, async (request, reply) => {
    const { body, headers } = request;
    const { sameForSeconds } = body;
    const question = questionOf(request, body, headers['idempotency-key']);
    const answer = await ask(parts, {
      kind: 'help-asked',
      question,
      plans: plansInForce(parts.plans, parts.shell.view().till.plans),
      sameForMs: sameForSeconds === undefined ? undefined : sameForSeconds * 1_000,
    });
    if (answer.kind !== 'help') return refused(reply, answer);
    return sendTicket(parts, request, {
      reply: reply.code(answer.isNew ? CREATED : OK),
      ticket: answer.ticket.ticket,
    });
  });
}

function questionOf(
  request: FastifyRequest,
  { caller, topic, channel, class: serviceClass, mode, words, ...agreed }: HelpBody,
  idempotencyKey: string | undefined,
): HelpQuestion {
  const { firstLineNote, accepted, hasConsent } = agreed;
  const operator = presentOperator(request)?.operator;
  const asker: CallerRole =
    operator === undefined ? (caller ?? 'cashier') : callerOfRole(operator.role);
  return {
    client: request.client,
    operator: operator?.operatorId,
    caller: asker,
    topic,
    channel,
    serviceClass,
    mode,
    words,
    firstLineNote,
    accepted,
    hasConsent,
    idempotencyKey,
  };
}

function addLooks(server: ApiServer, parts: HelpParts): void {
  const all = {
    tags,
    summary: 'The newest requests for help of this till.',
    response: { 200: ticketsSchema, ...refusals },
  };
  server.get('/v1/help', { schema: all }, async (_request, reply) =>
    reply.send({ tickets: summaryViews(parts.shell.view()) }),
  );
  const one = {
    tags,
    summary: 'One of them, with what was decided and all that was said.',
    params: ticketParamsSchema,
    response,
  };
  server.get('/v1/help/:ticket', { schema: one }, async (request, reply) =>
    sendTicket(parts, request, { reply, ticket: request.params.ticket }),
  );
}

function addMessages(server: ApiServer, parts: HelpParts): void {
  const schema = {
    tags,
    summary: 'Write to whoever has the request; it is kept until the hub has it.',
    params: ticketParamsSchema,
    body: messageBodySchema,
    response,
  };
  server.post('/v1/help/:ticket/messages', { schema }, async (request, reply) => {
    const { client, params, body } = request;
    const { ticket } = params;
    const { message = parts.newId(), text } = body;
    const operator = presentOperator(request)?.operator.operatorId;
    const answer = await ask(parts, { kind: 'said', client, operator, ticket, message, text });
    if (answer.kind === 'refused') return refused(reply, answer);
    return sendTicket(parts, request, { reply, ticket });
  });
}

function addWithdraw(server: ApiServer, parts: HelpParts): void {
  const schema = {
    tags,
    summary: 'Take a request back: nobody is needed any more. Repeating it does no harm.',
    params: ticketParamsSchema,
    response,
  };
  server.post('/v1/help/:ticket/withdraw', { schema }, async (request, reply) => {
    const { client, params } = request;
    const { ticket } = params;
    const operator = presentOperator(request)?.operator.operatorId;
    const answer = await ask(parts, { kind: 'help-withdrawn', client, operator, ticket });
    if (answer.kind === 'refused') return refused(reply, answer);
    return sendTicket(parts, request, { reply, ticket });
  });
}

/** For whoever has no hub, or wants to see first what would be sent. */
function addBundle(server: ApiServer, { writeLogs }: HelpParts): void {
  const schema = {
    tags,
    summary:
      'Put the till’s logs into a file on this computer: recent lines, devices and versions, with no secrets, PINs, notes, customers or chats in them. The next one takes its place.',
    body: bundleRequestSchema,
    response: { 200: bundleSchema, ...refusals },
  };
  server.post('/v1/help/bundle', { schema }, async ({ body }, reply) => {
    const written = await writeLogs?.(body?.withTrace ?? false);
    return written === undefined ? sendProblem(reply, { code: 'not-found' }) : reply.send(written);
  });
}

interface Sending {
  readonly reply: FastifyReply;
  readonly ticket: string;
}

function sendTicket(
  { shell, plans }: HelpParts,
  { raw }: FastifyRequest,
  { reply, ticket }: Sending,
): FastifyReply {
  const view = shell.view();
  const held = ticketIn(view.till.supporting, ticket);
  if (held === undefined) return sendProblem(reply, { code: 'ticket-not-found' });
  const language = languageOf(raw.headers);
  const known = plansInForce(plans, view.till.plans);
  return reply.send(ticketView(held, { view, plans: known, language }));
}

function refused(reply: FastifyReply, answer: Answer): FastifyReply {
  return sendProblem(
    reply,
    answer.kind === 'refused' ? problemOf(answer.refusal) : { code: 'internal' },
  );
}

function ask({ shell }: HelpParts, request: SupportAsk): Promise<Answer> {
  return shell.ask({ kind: 'support-requested', request });
}
