import type { FastifyReply } from 'fastify';
import type { Answer } from '../core/till/events.ts';
import type { ApiServer, ServerParts } from './api-parts.ts';
import { beginAtMachine } from './at-machine.ts';
import { idempotencySchema } from './basic-schema.ts';
import { problemOf } from './errors.ts';
import { patienceOf } from './patience.ts';
import { sendProblem } from './problem-reply.ts';
import { saleView } from './sale-view.ts';
import {
  errorSchema,
  saleParamsSchema,
  saleRequestSchema,
  saleSchema,
  salesQuerySchema,
  salesSchema,
} from './schema.ts';

const CREATED = 201;
const OK = 200;

const tags = ['sales'];
const refusals = { '4xx': errorSchema, '5xx': errorSchema };

type SaleParts = Pick<ServerParts, 'shell' | 'queue' | 'newId'>;

export function addSaleRoutes(server: ApiServer, parts: SaleParts): void {
  addStart(server, parts);
  addRead(server, parts);
  addList(server, parts);
  addCancel(server, parts);
  addAcknowledge(server, parts);
}

function addStart(server: ApiServer, parts: SaleParts): void {
  const schema = {
    tags,
    summary: 'Start a sale. Repeated with the same key and terms it answers with the same sale.',
    headers: idempotencySchema,
    body: saleRequestSchema,
    response: { 201: saleSchema, 200: saleSchema, ...refusals },
  };
  server.post('/v1/sales', { schema }, async ({ client, headers, body }, reply) => {
    const idempotencyKey = headers['idempotency-key'];
    const { waitSeconds, ...asked } = body;
    const terms = { ...asked, saleId: parts.newId(), client, idempotencyKey };
    const asking = { client, ...patienceOf(reply, waitSeconds) };
    const answer = await beginAtMachine(parts, { kind: 'sale-requested', terms }, asking);
    return 'code' in answer ? sendProblem(reply, answer) : sendSale(reply, answer, parts.shell);
  });
}

function addRead(server: ApiServer, { shell }: SaleParts): void {
  const schema = {
    tags,
    summary: 'One sale.',
    params: saleParamsSchema,
    response: { 200: saleSchema, ...refusals },
  };
  server.get('/v1/sales/:saleId', { schema }, async ({ params: { saleId } }, reply) => {
    const sale = shell.sale(saleId);
    if (sale === undefined || sale.deposit !== undefined)
      return sendProblem(reply, { code: 'sale-not-found', details: { saleId } });
    return reply.send(saleView(sale, shell.view().till));
  });
}

function addList(server: ApiServer, { shell }: SaleParts): void {
  const schema = {
    tags,
    summary:
      'The latest sales, newest first; `unacknowledged`: those to be looked at after a restart.',
    querystring: salesQuerySchema,
    response: { 200: salesSchema, ...refusals },
  };
  server.get('/v1/sales', { schema }, async ({ query: { filter } }, reply) => {
    const { till } = shell.view();
    const sales = shell.sales(filter).filter(({ deposit }) => deposit === undefined);
    return reply.send({ sales: sales.map((sale) => saleView(sale, till)) });
  });
}

function addCancel(server: ApiServer, { shell }: SaleParts): void {
  const schema = {
    tags,
    summary:
      'Give the inserted money back. Only until the sale is paid; repeating it does no harm.',
    params: saleParamsSchema,
    response: { 200: saleSchema, ...refusals },
  };
  server.post('/v1/sales/:saleId/cancel', { schema }, async ({ params: { saleId } }, reply) => {
    const answer = await shell.ask({ kind: 'cancel-requested', saleId });
    return sendSale(reply, answer, shell);
  });
}

function addAcknowledge(server: ApiServer, { shell }: SaleParts): void {
  const schema = {
    tags,
    summary: 'Say that the outcome of a finished sale was taken over. Repeating it does no harm.',
    params: saleParamsSchema,
    response: { 200: saleSchema, ...refusals },
  };
  const url = '/v1/sales/:saleId/acknowledge';
  server.post(url, { schema }, async ({ client, params: { saleId } }, reply) => {
    const answer = await shell.ask({ kind: 'acknowledge-requested', saleId, client });
    return sendSale(reply, answer, shell);
  });
}

function sendSale(reply: FastifyReply, answer: Answer, shell: SaleParts['shell']): FastifyReply {
  switch (answer.kind) {
    case 'refused':
      return sendProblem(reply, problemOf(answer.refusal));
    case 'sale':
      return reply.code(answer.isNew ? CREATED : OK).send(saleView(answer.sale, shell.view().till));
    case 'operation':
    case 'done':
    case 'counted':
    case 'escrow':
    case 'shift-opened':
    case 'shift-closed':
    case 'entitlement-refused':
    case 'line-needed':
    case 'lease-refused':
    case 'plan-refused':
    case 'update-order-refused':
    case 'help':
    case 'said':
    case 'desk-refused':
      return sendProblem(reply, { code: 'internal' });
  }
}
