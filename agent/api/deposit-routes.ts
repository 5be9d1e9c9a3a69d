import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { canonicalJson } from '../core/canonical/canonical-json.ts';
import { cashCounts } from '../core/cash/counts.ts';
import type { Sale } from '../core/sale/sale.ts';
import type { Answer, DepositEndAsked } from '../core/till/events.ts';
import type { ApiServer, ServerParts } from './api-parts.ts';
import { beginAtMachine } from './at-machine.ts';
import { idempotencySchema } from './basic-schema.ts';
import {
  depositEndSchema,
  depositParamsSchema,
  depositRequestSchema,
  depositSchema,
  depositsSchema,
} from './deposit-schema.ts';
import { depositView, isDeposit } from './deposit-view.ts';
import { problemOf } from './errors.ts';
import { operatorOf } from './operator-access.ts';
import { patienceOf } from './patience.ts';
import { sendProblem } from './problem-reply.ts';
import { errorSchema, salesQuerySchema } from './schema.ts';

const CREATED = 201;
const OK = 200;
const tags = ['deposits'];
const refusals = { '4xx': errorSchema, '5xx': errorSchema };
const one = { tags, params: depositParamsSchema, response: { 200: depositSchema, ...refusals } };

type DepositParts = Pick<ServerParts, 'shell' | 'queue' | 'newId'>;

export function addDepositRoutes(server: ApiServer, parts: DepositParts): void {
  addBegin(server, parts);
  addRead(server, parts);
  addChanges(server, parts);
  addEnd(server, parts);
  addAcknowledge(server, parts);
}

function addBegin(server: ApiServer, parts: DepositParts): void {
  const schema = {
    tags,
    summary:
      'Begin to take cash in with no amount due. One deposit or sale at a time; repeated with the same key and terms it answers with the same deposit.',
    headers: idempotencySchema,
    body: depositRequestSchema,
    response: { 201: depositSchema, 200: depositSchema, ...refusals },
  };
  server.post('/v1/deposits', { schema }, async (request, reply) => {
    const { client, headers, body } = request;
    const { purpose } = body;
    const operator = purpose === 'deposit' ? undefined : operatorOf(request, purpose);
    const terms = {
      saleId: parts.newId(),
      client,
      idempotencyKey: headers['idempotency-key'],
      amountDueMinor: 0,
      currency: body.currency,
      reference: body.reference,
      deposit: { purpose, reason: body.purpose === 'fill' ? body.reason : undefined },
    };
    const asking = { client, ...patienceOf(reply, body.waitSeconds) };
    const answer = await beginAtMachine(parts, { kind: 'sale-requested', terms, operator }, asking);
    return 'code' in answer ? sendProblem(reply, answer) : sendDeposit(reply, answer, parts.shell);
  });
}

function addRead(server: ApiServer, { shell }: DepositParts): void {
  const url = '/v1/deposits/:depositId';
  const schema = { ...one, summary: 'One deposit.' };
  server.get(url, { schema }, async ({ params: { depositId } }, reply) =>
    sendSale(reply, shell.sale(depositId), { shell, depositId }),
  );
  const list = {
    tags,
    summary: 'The latest deposits; `unacknowledged`: those to be looked at after a restart.',
    querystring: salesQuerySchema,
    response: { 200: depositsSchema, ...refusals },
  };
  server.get('/v1/deposits', { schema: list }, async ({ query: { filter } }, reply) => {
    const { till } = shell.view();
    const deposits = shell.sales(filter).filter(isDeposit);
    return reply.send({ deposits: deposits.map((sale) => depositView(sale, till)) });
  });
}

const CHANGES = {
  pause: 'Close the acceptors for a while. Repeating it does no harm.',
  restart: 'Open the acceptors again after a pause. Repeating it does no harm.',
  fix: 'Close the acceptors for good and wait for what is on its way. Repeating it does no harm.',
} as const;

function addChanges(server: ApiServer, { shell }: DepositParts): void {
  for (const change of ['pause', 'restart', 'fix'] as const) {
    const schema = { ...one, summary: CHANGES[change] };
    const url = `/v1/deposits/:depositId/${change}`;
    server.post(url, { schema }, async ({ params: { depositId: saleId } }, reply) => {
      const answer = await shell.ask({ kind: 'deposit-change-requested', saleId, change });
      return sendDeposit(reply, answer, shell);
    });
  }
}

function addEnd(server: ApiServer, { shell }: DepositParts): void {
  const schema = {
    ...one,
    summary:
      'Say what becomes of a fixed deposit, and pay out what is over. Repeated with the same key and terms it answers the same.',
    headers: idempotencySchema,
    body: depositEndSchema,
  };
  const url = '/v1/deposits/:depositId/end';
  server.post(url, { schema }, async ({ headers, params: { depositId: saleId }, body }, reply) => {
    const idempotencyKey = headers['idempotency-key'];
    const operation = { idempotencyKey, terms: canonicalJson(body) };
    const end = endOf(body);
    const answer = await shell.ask({ kind: 'deposit-end-requested', saleId, end, operation });
    return sendDeposit(reply, answer, shell);
  });
}

function endOf(body: z.output<typeof depositEndSchema>): DepositEndAsked {
  switch (body.end) {
    case 'change':
      return { kind: 'change', amountMinor: body.amountMinor };
    case 'no-change':
    case 'repay':
      return { kind: body.end };
    case 'exchange': {
      if (body.counts !== undefined) {
        return {
          kind: 'exchange',
          choice: { kind: 'these', pieces: cashCounts(body.counts) },
        };
      }
      return body.pieces === 'most'
        ? { kind: 'exchange', choice: { kind: 'most' } }
        : { kind: 'exchange' };
    }
  }
}

function addAcknowledge(server: ApiServer, { shell }: DepositParts): void {
  const schema = {
    ...one,
    summary: 'Say that the outcome of a deposit was taken over. Repeating it does no harm.',
  };
  const url = '/v1/deposits/:depositId/acknowledge';
  server.post(url, { schema }, async ({ client, params: { depositId: saleId } }, reply) => {
    const known = shell.sale(saleId);
    if (known === undefined || !isDeposit(known)) return notFound(reply, saleId);
    const answer = await shell.ask({ kind: 'acknowledge-requested', saleId, client });
    return sendDeposit(reply, answer, shell);
  });
}

function sendDeposit(
  reply: FastifyReply,
  answer: Answer,
  shell: DepositParts['shell'],
): FastifyReply {
  if (answer.kind === 'refused') return sendProblem(reply, problemOf(answer.refusal));
  if (answer.kind !== 'sale') return sendProblem(reply, { code: 'internal' });
  const { sale, isNew } = answer;
  return sendSale(reply.code(isNew ? CREATED : OK), sale, { shell, depositId: sale.saleId });
}

function sendSale(
  reply: FastifyReply,
  sale: Sale | undefined,
  { shell, depositId }: { readonly shell: DepositParts['shell']; readonly depositId: string },
): FastifyReply {
  return sale === undefined || !isDeposit(sale)
    ? notFound(reply, depositId)
    : reply.send(depositView(sale, shell.view().till));
}

function notFound(reply: FastifyReply, depositId: string): FastifyReply {
  return sendProblem(reply, { code: 'deposit-not-found', details: { depositId } });
}
