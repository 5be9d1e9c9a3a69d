import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { canonicalJson } from '../core/canonical/canonical-json.ts';
import { cashCounts } from '../core/cash/counts.ts';
import type { Answer, OperationOrder } from '../core/till/events.ts';
import type { ApiServer, ServerParts } from './api-parts.ts';
import { beginAtMachine } from './at-machine.ts';
import { idempotencySchema } from './basic-schema.ts';
import { problemOf } from './errors.ts';
import {
  operationParamsSchema,
  operationRequestSchema,
  operationSchema,
  operationsSchema,
} from './operation-schema.ts';
import { operationView } from './operation-view.ts';
import { operatorOf, seesCounts, sightOf } from './operator-access.ts';
import { patienceOf } from './patience.ts';
import { sendProblem } from './problem-reply.ts';
import { errorSchema } from './schema.ts';

const CREATED = 201;
const OK = 200;
const tags = ['operations'];
const refusals = { '4xx': errorSchema, '5xx': errorSchema };

type OperationParts = Pick<ServerParts, 'shell' | 'queue' | 'newId'>;

export function addOperationRoutes(server: ApiServer, parts: OperationParts): void {
  addStart(server, parts);
  addRead(server, parts);
  addAcknowledge(server, parts);
  addEnd(server, parts);
}

function addStart(server: ApiServer, parts: OperationParts): void {
  const schema = {
    tags,
    summary:
      'Have the machine pay out (dispense, refund, float, empty) or move pieces into its cashbox (collect). Refused before anything moves where it cannot be met exactly; what goes wrong later ends it short. Repeated with the same key and terms it answers with the same operation. To exchange, begin a deposit.',
    headers: idempotencySchema,
    body: operationRequestSchema,
    response: { 201: operationSchema, 200: operationSchema, ...refusals },
  };
  server.post('/v1/operations', { schema }, async (request, reply) => {
    const { client, headers } = request;
    const { waitSeconds, ...body } = request.body;
    const asked = {
      kind: 'operation-requested',
      operationId: parts.newId(),
      purpose: body.purpose,
      order: orderOf(body.order),
      currency: body.currency,
      client,
      operator: operatorOf(request, body.purpose),
      operation: { idempotencyKey: headers['idempotency-key'], terms: canonicalJson(body) },
      reason: body.reason,
      reference: body.purpose === 'refund' ? body.reference : undefined,
    } as const;
    const asking = { client, ...patienceOf(reply, waitSeconds) };
    const answer = await beginAtMachine(parts, asked, asking);
    return 'code' in answer
      ? sendProblem(reply, answer)
      : sendOperation(request, reply, { answer, shell: parts.shell });
  });
}

/** Counts in the one form that the till has for them. */
function orderOf(order: z.output<typeof operationRequestSchema>['order']): OperationOrder {
  return order.kind === 'counts' ? { kind: 'counts', counts: cashCounts(order.counts) } : order;
}

function addRead(server: ApiServer, { shell }: OperationParts): void {
  const schema = {
    tags,
    summary: 'One operation.',
    params: operationParamsSchema,
    response: { 200: operationSchema, ...refusals },
  };
  server.get('/v1/operations/:operationId', { schema }, async (request, reply) => {
    const { params } = request;
    const operation = shell.cashOperation(params.operationId);
    const view = shell.view();
    return operation === undefined
      ? sendProblem(reply, { code: 'operation-not-found', details: params })
      : reply.send(operationView(operation, view, seesCounts(request, view)));
  });
  const list = {
    tags,
    summary:
      'What this client asked for and has not acknowledged: to be looked at after a restart.',
    response: { 200: operationsSchema, ...refusals },
  };
  server.get('/v1/operations', { schema: list }, async (request, reply) => {
    const view = shell.view();
    const canSee = seesCounts(request, view);
    const open = shell.cashOperations(request.client);
    return reply.send({ operations: open.map((one) => operationView(one, view, canSee)) });
  });
}

function addAcknowledge(server: ApiServer, { shell }: OperationParts): void {
  const schema = {
    tags,
    summary: 'Say that the outcome of an operation was taken over. Repeating it does no harm.',
    params: operationParamsSchema,
    response: { 200: operationSchema, ...refusals },
  };
  const url = '/v1/operations/:operationId/acknowledge';
  server.post(url, { schema }, async (request, reply) => {
    const { client, params } = request;
    const kind = 'operation-acknowledge-requested';
    const answer = await shell.ask({ kind, ...params, client });
    return sendOperation(request, reply, { answer, shell });
  });
}

function addEnd(server: ApiServer, { shell }: OperationParts): void {
  const schema = {
    tags,
    summary:
      'Have a whole machine end what it waits for its operator to do there. What has moved stays moved. Repeating it does no harm.',
    params: operationParamsSchema,
    response: { 200: operationSchema, ...refusals },
  };
  server.post('/v1/operations/:operationId/end', { schema }, async (request, reply) => {
    const { operationId } = request.params;
    const purpose = shell.cashOperation(operationId)?.purpose;
    if (purpose === undefined) {
      return sendProblem(reply, { code: 'operation-not-found', details: request.params });
    }
    const operator = operatorOf(request, purpose);
    const answer = await shell.ask({ kind: 'operation-end-requested', operationId, operator });
    return sendOperation(request, reply, { answer, shell });
  });
}

interface Said {
  readonly answer: Answer;
  readonly shell: OperationParts['shell'];
}

function sendOperation(
  request: FastifyRequest,
  reply: FastifyReply,
  { answer, shell }: Said,
): FastifyReply {
  const view = shell.view();
  if (answer.kind === 'refused') {
    return sendProblem(reply, sightOf(problemOf(answer.refusal), request, view));
  }
  if (answer.kind !== 'operation') return sendProblem(reply, { code: 'internal' });
  const { operation, isNew } = answer;
  return reply
    .code(isNew ? CREATED : OK)
    .send(operationView(operation, view, seesCounts(request, view)));
}
