/**
 * DispenseChange and DispenseCash: cash out outside a deposit, so an operator has to be there. With
 * AsyncMode they answer as soon as it is written down that they are to pay.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { canonicalJson } from '../../core/canonical/canonical-json.ts';
import { placedMinor } from '../../core/cash/placed-counts.ts';
import type { PlacedCount } from '../../core/changer-line.ts';
import type { Till } from '../../core/till/till.ts';
import type { OperationOrder } from '../../core/till/events.ts';
import type { ApiServer } from '../api-parts.ts';
import { idempotencySchema } from '../basic-schema.ts';
import { problemOf } from '../errors.ts';
import { operatorOf, sightOf } from '../operator-access.ts';
import { payoutFor, payoutJobFor } from '../payout-view.ts';
import { errorSchema } from '../schema.ts';
import { sendChangerProblem } from './changer-problem.ts';
import { parseCountsText } from './counts-text.ts';
import type { ChangerParts } from './deposit-methods.ts';
import { dispenseStanding } from './dispense-standing.ts';
import { resultOf } from './result-codes.ts';
import { dispenseCashSchema, dispenseChangeSchema, dispenseResultSchema } from './schema.ts';
import { until } from './until.ts';

const DISPENSE_WAIT_MS = 60_000;

const shape = {
  tags: ['cash changer'],
  headers: idempotencySchema,
  response: { 200: dispenseResultSchema, '4xx': errorSchema, '5xx': errorSchema },
};

export function addDispenseMethods(server: ApiServer, parts: ChangerParts): void {
  const change = {
    ...shape,
    summary: 'DispenseChange: pays out an amount, in the fewest pieces.',
    body: dispenseChangeSchema,
  };
  const changeUrl = '/v1/cash-changer/dispense-change';
  server.post(changeUrl, { schema: change }, async (request, reply) => {
    const { amountMinor, currencyCode, reason } = request.body;
    const idempotencyKey = request.headers['idempotency-key'];
    const asked = { reason, idempotencyKey, currency: currencyCode };
    const order = { kind: 'amount', amountMinor } as const;
    return dispense(request, reply, { ...parts, ...asked, order });
  });
  const cash = {
    ...shape,
    summary: 'DispenseCash: pays out these pieces and no others.',
    body: dispenseCashSchema,
  };
  server.post('/v1/cash-changer/dispense-cash', { schema: cash }, async (request, reply) => {
    const { cashCounts, currencyCode, reason } = request.body;
    const counts = parseCountsText(cashCounts);
    if (counts === undefined) {
      const details = { reason: 'cashCounts' };
      return sendChangerProblem(reply, { code: 'invalid-request', details });
    }
    const idempotencyKey = request.headers['idempotency-key'];
    const asked = { reason, idempotencyKey, currency: currencyCode };
    const order = { kind: 'counts', counts } as const;
    return dispense(request, reply, { ...parts, ...asked, order });
  });
}

interface Asked extends ChangerParts {
  readonly order: OperationOrder;
  readonly currency: string | undefined;
  readonly reason: string;
  readonly idempotencyKey: string;
}

async function dispense(
  request: FastifyRequest,
  reply: FastifyReply,
  asked: Asked,
): Promise<FastifyReply> {
  const { shell, enabling, newId, order, currency, reason, idempotencyKey } = asked;
  const { client } = request;
  const problem = enabling.problemFor(client);
  if (problem !== undefined) return sendChangerProblem(reply, problem);
  const answer = await shell.ask({
    kind: 'operation-requested',
    operationId: newId(),
    purpose: 'dispense',
    order,
    currency,
    client,
    operator: operatorOf(request, 'dispense'),
    operation: { idempotencyKey, terms: canonicalJson({ order, currency, reason }) },
    reason,
  });
  if (answer.kind === 'refused') {
    const refusal = sightOf(problemOf(answer.refusal), request, shell.view());
    return sendChangerProblem(reply, refusal);
  }
  if (answer.kind !== 'operation') return sendChangerProblem(reply, { code: 'internal' });
  const { operationId } = answer.operation;
  const standing = () => dispenseStanding(shell, operationId);
  const isAsync = enabling.isAsync(client);
  if (isAsync) enabling.beginAsync(client, operationId);
  else await until(asked, DISPENSE_WAIT_MS, () => standing() !== 'OPOS_E_TIMEOUT');
  const { outcome } = shell.cashOperation(operationId) ?? {};
  const { till } = shell.view();
  const moved = payoutFor(till, operationId)?.paidMinor ?? placedMinor(jobOut(till, operationId));
  const paidMinor = outcome?.paidMinor ?? moved;
  const shortMinor = outcome?.shortMinor ?? 0;
  const isEnded = outcome !== undefined;
  const result = resultOf(isAsync ? 'OPOS_SUCCESS' : standing());
  return reply.send({ ...result, operationId, paidMinor, shortMinor, isEnded });
}

function jobOut(till: Till, operationId: string): readonly PlacedCount[] {
  return payoutJobFor(till, operationId)?.out ?? [];
}
