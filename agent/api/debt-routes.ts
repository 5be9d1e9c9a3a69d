import { remainingMinor } from '../core/cash/debt.ts';
import { ownOf } from '../core/till/till.ts';
import { debtReceipt } from '../words/debt-receipt.ts';
import type { ApiServer, ServerParts } from './api-parts.ts';
import { beginAtMachine } from './at-machine.ts';
import { operationHeadersSchema } from './basic-schema.ts';
import { problemOf } from './errors.ts';
import { operationUnder } from './operation-key.ts';
import { operatorOf } from './operator-access.ts';
import { patienceOf } from './patience.ts';
import { languageOf, sendProblem } from './problem-reply.ts';
import {
  debtParamsSchema,
  debtPaymentSchema,
  debtsSchema,
  errorSchema,
  receiptSchema,
  type DebtView,
} from './schema.ts';
import { debtViews } from './status-view.ts';

const tags = ['debts'];
const response = { 200: debtsSchema, '4xx': errorSchema, '5xx': errorSchema };

type DebtParts = Pick<ServerParts, 'shell' | 'queue'>;

export function addDebtRoutes(server: ApiServer, { shell, queue }: DebtParts): void {
  const summary = 'What the till still owes, and cash that belongs to no sale.';
  server.get('/v1/debts', { schema: { tags, summary, response } }, async (_request, reply) =>
    reply.send(debts(shell)),
  );
  addReceipt(server, { shell });
  const schema = {
    tags,
    summary:
      'Pay a debt: by hand (it was handed out already) or by the machine (it pays now). With an `Idempotency-Key`, sending it again pays nothing.',
    headers: operationHeadersSchema,
    params: debtParamsSchema,
    body: debtPaymentSchema,
    response,
  };
  const url = '/v1/debts/:debtId/pay';
  server.post(url, { schema }, async (request, reply) => {
    const { client, headers, params, body } = request;
    const payment = {
      kind: 'debt-payment-requested',
      ...params,
      ...body,
      client,
      operator: operatorOf(request, 'pay-debt'),
      operation: operationUnder(headers['idempotency-key'], { payDebt: params, body }),
    } as const;
    const asking = { client, ...patienceOf(reply, 0) };
    const answer = await (body.by === 'machine'
      ? beginAtMachine({ shell, queue }, payment, asking)
      : shell.ask(payment));
    if ('code' in answer) return sendProblem(reply, answer);
    if (answer.kind === 'refused') return sendProblem(reply, problemOf(answer.refusal));
    return reply.send(debts(shell));
  });
}

function addReceipt(server: ApiServer, { shell }: Pick<ServerParts, 'shell'>): void {
  const schema = {
    tags,
    summary: 'What the customer takes home for a debt, to be printed; in the language asked for.',
    params: debtParamsSchema,
    response: { 200: receiptSchema, '4xx': errorSchema, '5xx': errorSchema },
  };
  const url = '/v1/debts/:debtId/receipt';
  server.get(url, { schema }, async ({ params: { debtId }, raw }, reply) => {
    const { till, settings } = shell.view();
    const debt = ownOf(till.debts, debtId);
    if (debt === undefined)
      return sendProblem(reply, { code: 'debt-not-found', details: { debtId } });
    const { saleId, cause, recordedAtMs, currency = settings.currency } = debt;
    const sale = saleId === undefined ? undefined : (shell.sale(saleId)?.reference ?? saleId);
    const facts = {
      till: settings.till,
      debtId,
      cause,
      sale,
      remainingMinor: remainingMinor(debt),
      currency,
      recordedAtMs,
    };
    return reply.send({ lines: debtReceipt(facts, languageOf(raw.headers)) });
  });
}

function debts(shell: ServerParts['shell']): {
  readonly currency: string;
  readonly debts: readonly DebtView[];
} {
  const view = shell.view();
  return { currency: view.settings.currency, debts: debtViews(view) };
}
