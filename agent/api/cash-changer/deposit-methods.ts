/** BeginDeposit, PauseDeposit, FixDeposit and EndDeposit of the client that has the changer. */
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { canonicalJson } from '../../core/canonical/canonical-json.ts';
import { isFinished, isUnfixed, type Sale } from '../../core/sale/sale.ts';
import type { Answer, DepositEndAsked } from '../../core/till/events.ts';
import { activeSale } from '../../core/till/till.ts';
import type { ApiServer, ServerParts } from '../api-parts.ts';
import { idempotencySchema } from '../basic-schema.ts';
import { isDeposit, unansweredOf } from '../deposit-view.ts';
import { problemOf } from '../errors.ts';
import { payoutView } from '../payout-view.ts';
import { errorSchema } from '../schema.ts';
import { sendChangerProblem } from './changer-problem.ts';
import { depositView } from './changer-view.ts';
import type { Enabling } from './enabling.ts';
import { resultOf, type ResultName } from './result-codes.ts';
import { currencyQuerySchema, depositResultSchema, endSchema, pauseSchema } from './schema.ts';
import { until } from './until.ts';

/** Coins on their way are in within this; a payout of a full tray takes longer. */
const FIX_WAIT_MS = 10_000;
const END_WAIT_MS = 60_000;

/** CHAN_DEPOSIT_PAUSE. */
const PAUSE = 11;

const tags = ['cash changer'];
const response = { 200: depositResultSchema, '4xx': errorSchema, '5xx': errorSchema };

export type ChangerParts = Pick<ServerParts, 'shell' | 'clock' | 'newId'> & {
  readonly enabling: Enabling;
};

export function addDepositMethods(server: ApiServer, parts: ChangerParts): void {
  addBegin(server, parts);
  addPause(server, parts);
  addFix(server, parts);
  addEnd(server, parts);
}

function addBegin(server: ApiServer, parts: ChangerParts): void {
  const { shell, enabling, newId } = parts;
  const schema = {
    tags,
    summary: 'BeginDeposit. Says too that the outcome of the last deposit was taken over.',
    headers: idempotencySchema,
    querystring: currencyQuerySchema,
    response,
  };
  const url = '/v1/cash-changer/begin-deposit';
  server.post(url, { schema }, async ({ client, headers, query }, reply) => {
    const problem = enabling.problemFor(client);
    if (problem !== undefined) return sendChangerProblem(reply, problem);
    const idempotencyKey = headers['idempotency-key'];
    await acknowledgeLast(parts, client, idempotencyKey);
    const terms = {
      saleId: newId(),
      client,
      idempotencyKey,
      amountDueMinor: 0,
      currency: query.currencyCode ?? shell.view().settings.currency,
      deposit: { purpose: 'deposit' },
    } as const;
    return sendAnswer(reply, await shell.ask({ kind: 'sale-requested', terms }), parts);
  });
}

async function acknowledgeLast(
  { shell }: ChangerParts,
  client: string,
  idempotencyKey: string,
): Promise<void> {
  const done = shell
    .sales('unacknowledged')
    .filter(
      (sale) =>
        sale.client === client &&
        isDeposit(sale) &&
        isFinished(sale) &&
        sale.idempotencyKey !== idempotencyKey,
    );
  for (const { saleId } of done) {
    await shell.ask({ kind: 'acknowledge-requested', saleId, client });
  }
}

function addPause(server: ApiServer, parts: ChangerParts): void {
  const schema = { tags, summary: 'PauseDeposit.', body: pauseSchema, response };
  const url = '/v1/cash-changer/pause-deposit';
  server.post(url, { schema }, async ({ client, body: { control } }, reply) => {
    const change = control === PAUSE ? 'pause' : 'restart';
    return changed(reply, parts, { client, change });
  });
}

function addFix(server: ApiServer, parts: ChangerParts): void {
  const schema = {
    tags,
    summary: 'FixDeposit: closes the acceptors and waits for what is on its way.',
    response,
  };
  server.post('/v1/cash-changer/fix-deposit', { schema }, async ({ client }, reply) =>
    changed(reply, parts, { client, change: 'fix' }),
  );
}

interface Change {
  readonly client: string;
  readonly change: 'pause' | 'restart' | 'fix';
}

async function changed(
  reply: FastifyReply,
  parts: ChangerParts,
  { client, change }: Change,
): Promise<FastifyReply> {
  const { shell, enabling } = parts;
  const problem = enabling.problemFor(client);
  if (problem !== undefined) return sendChangerProblem(reply, problem);
  const saleId = depositOf(parts, client)?.saleId;
  if (saleId === undefined) return sendChangerProblem(reply, { code: 'deposit-not-found' });
  const answer = await shell.ask({ kind: 'deposit-change-requested', saleId, change });
  if (change === 'fix' && answer.kind === 'sale') {
    await until(parts, FIX_WAIT_MS, () => isFixKnown(shell.sale(saleId)));
  }
  return sendAnswer(reply, answer, parts);
}

/** It is fixed, or it is known which device does not answer. */
function isFixKnown(sale: Sale | undefined): boolean {
  return sale?.phase.kind !== 'fixing' || isUnfixed(sale);
}

function addEnd(server: ApiServer, parts: ChangerParts): void {
  const { shell, enabling } = parts;
  const schema = {
    tags,
    summary: 'EndDeposit: keeps, changes or repays, and waits for a minute for what it pays out.',
    headers: idempotencySchema,
    body: endSchema,
    response,
  };
  const url = '/v1/cash-changer/end-deposit';
  server.post(url, { schema }, async ({ client, headers, body }, reply) => {
    const problem = enabling.problemFor(client);
    if (problem !== undefined) return sendChangerProblem(reply, problem);
    const saleId = depositOf(parts, client)?.saleId;
    if (saleId === undefined) return sendChangerProblem(reply, { code: 'deposit-not-found' });
    const operation = {
      idempotencyKey: headers['idempotency-key'],
      terms: canonicalJson(body),
    };
    const end = endOf(body);
    const answer = await shell.ask({ kind: 'deposit-end-requested', saleId, end, operation });
    if (answer.kind === 'sale') await until(parts, END_WAIT_MS, () => isOver(shell.sale(saleId)));
    return sendAnswer(reply, answer, parts);
  });
}

function endOf(body: z.output<typeof endSchema>): DepositEndAsked {
  switch (body.success) {
    case 1:
      return { kind: 'change', amountMinor: body.amountDueMinor };
    case 2:
      return { kind: 'no-change' };
    case 3:
      return { kind: 'repay' };
  }
}

/** The one at the machine, or the last one of this client that nobody has taken over yet. */
function depositOf({ shell }: ChangerParts, client: string): Sale | undefined {
  const isTheirs = (sale: Sale | undefined): sale is Sale =>
    sale !== undefined && isDeposit(sale) && sale.client === client;
  const active = activeSale(shell.view().till);
  return isTheirs(active) ? active : shell.sales('unacknowledged').findLast(isTheirs);
}

/** Unresolved is over too, as far as waiting goes: nobody knows when the device can tell. */
function isOver(sale: Sale | undefined): boolean {
  return sale === undefined || isFinished(sale) || sale.phase.kind === 'unresolved';
}

/** What is not over within the time that was waited is no success, and neither is money still owed. */
function resultNameOf({ phase }: Sale, unanswered: readonly string[]): ResultName {
  if (unanswered.length > 0) return 'OPOS_E_OFFLINE';
  switch (phase.kind) {
    case 'collecting':
    case 'paused':
    case 'fixed':
    case 'settled':
    case 'returned':
      return 'OPOS_SUCCESS';
    case 'fixing':
    case 'settling':
    case 'cancelled':
    case 'returning':
      return 'OPOS_E_TIMEOUT';
    case 'unresolved':
    case 'owed':
      return 'OPOS_E_FAILURE';
  }
}

function sendAnswer(reply: FastifyReply, answer: Answer, { shell }: ChangerParts): FastifyReply {
  if (answer.kind === 'refused') return sendChangerProblem(reply, problemOf(answer.refusal));
  if (answer.kind !== 'sale') return sendChangerProblem(reply, { code: 'internal' });
  const view = shell.view();
  const sale = shell.sale(answer.sale.saleId) ?? answer.sale;
  const { paidOutMinor, owedMinor } = payoutView(sale, view.till);
  const unanswered = unansweredOf(sale, view.till);
  return reply.send({
    ...resultOf(resultNameOf(sale, unanswered)),
    depositId: sale.saleId,
    ...depositView(view, sale),
    paidOutMinor,
    owedMinor,
    isEnded: isFinished(sale),
    unanswered,
  });
}
