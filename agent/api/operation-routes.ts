import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { canonicalJson } from '../core/canonical/canonical-json.ts';
import type { CashOperation } from '../core/cash/cash-operation.ts';
import { cashCounts } from '../core/cash/counts.ts';
import type { Answer, OperationOrder } from '../core/till/events.ts';
import type { TillView } from '../shell/till-view.ts';
import type { ApiServer, ServerParts } from './api-parts.ts';
import { idempotencySchema } from './basic-schema.ts';
import { problemOf } from './errors.ts';
import {
  operationParamsSchema,
  operationRequestSchema,
  operationSchema,
  operationsSchema,
  type OperationView,
} from './operation-schema.ts';
import { operatorOf } from './operator-access.ts';
import { patienceOf } from './patience.ts';
import { payoutFor } from './payout-view.ts';
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
}

function addStart(server: ApiServer, { shell, queue, newId }: OperationParts): void {
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
      operationId: newId(),
      purpose: body.purpose,
      order: orderOf(body.order),
      currency: body.currency,
      client,
      operator: operatorOf(request, body.purpose),
      operation: { idempotencyKey: headers['idempotency-key'], terms: canonicalJson(body) },
      reason: body.reason,
      reference: body.purpose === 'refund' ? body.reference : undefined,
    } as const;
    const answer = await queue.begin(client, patienceOf(reply, waitSeconds), () =>
      shell.ask(asked),
    );
    return 'code' in answer ? sendProblem(reply, answer) : sendOperation(reply, answer, shell);
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
  server.get('/v1/operations/:operationId', { schema }, async ({ params }, reply) => {
    const operation = shell.cashOperation(params.operationId);
    return operation === undefined
      ? sendProblem(reply, { code: 'operation-not-found', details: params })
      : reply.send(operationView(operation, shell.view()));
  });
  const list = {
    tags,
    summary:
      'What this client asked for and has not acknowledged: to be looked at after a restart.',
    response: { 200: operationsSchema, ...refusals },
  };
  server.get('/v1/operations', { schema: list }, async ({ client }, reply) => {
    const view = shell.view();
    const operations = shell.cashOperations(client).map((one) => operationView(one, view));
    return reply.send({ operations });
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
  server.post(url, { schema }, async ({ client, params: { operationId } }, reply) => {
    const kind = 'operation-acknowledge-requested';
    return sendOperation(reply, await shell.ask({ kind, operationId, client }), shell);
  });
}

function sendOperation(
  reply: FastifyReply,
  answer: Answer,
  shell: OperationParts['shell'],
): FastifyReply {
  if (answer.kind === 'refused') return sendProblem(reply, problemOf(answer.refusal));
  if (answer.kind !== 'operation') return sendProblem(reply, { code: 'internal' });
  const { operation, isNew } = answer;
  return reply.code(isNew ? CREATED : OK).send(operationView(operation, shell.view()));
}

/** What has moved so far only the till knows. */
function operationView(operation: CashOperation, { till, settings }: TillView): OperationView {
  const { outcome, startedAtMs, idempotencyKey: _, terms: __, ...told } = operation;
  const payout = payoutFor(till, operation.operationId);
  const isUnresolved = payout?.phase.kind === 'unresolved';
  return {
    ...told,
    state: outcome === undefined ? (isUnresolved ? 'unresolved' : 'moving') : 'finished',
    currency: operation.currency ?? settings.currency,
    paidMinor: outcome?.paidMinor ?? payout?.paidMinor ?? 0,
    shortMinor: outcome?.shortMinor ?? 0,
    short: outcome?.short ?? [],
    startedAt: new Date(startedAtMs).toISOString(),
  };
}
