/** `tillwarden cash unacknowledged` and `acknowledge`: what ended and nobody has taken over. */
import { z } from 'zod';
import { depositSchema, depositsSchema, type DepositView } from '../api/deposit-schema.ts';
import { operationSchema, operationsSchema, type OperationView } from '../api/operation-schema.ts';
import { saleSchema, salesSchema, type SaleView } from '../api/schema.ts';
import { instantText } from '../words/time.ts';
import type { CashAction, CashDesk } from './cash-action.ts';
import { CashError } from './cash-error.ts';
import { amountText } from './cash-money.ts';
import { UsageError } from './command.ts';
import { tableText } from './table.ts';

export const unacknowledgedAction: CashAction = {
  usage: 'unacknowledged',
  summary:
    'every program’s sales and deposits, and this one’s operations, that nobody has looked at',
  flags: [],
  read: ({ words }) => {
    if (words.length > 0) throw new UsageError('unacknowledged shows all there are');
    return async ({ ask, tell }) => {
      const [operations, deposits, sales] = await Promise.all([
        ask({ method: 'GET', path: '/v1/operations', schema: operationsSchema }),
        ask({ method: 'GET', path: `/v1/deposits${OPEN}`, schema: depositsSchema }),
        ask({ method: 'GET', path: `/v1/sales${OPEN}`, schema: salesSchema }),
      ]);
      const open = { ...operations, ...deposits, ...sales };
      tell(open, unacknowledgedText(open));
      return 0;
    };
  },
};

const OPEN = '?filter=unacknowledged';

export const acknowledgeAction: CashAction = {
  usage: 'acknowledge ID',
  summary: 'say that you have looked at it',
  flags: [],
  read: ({ words: [id, ...more] }) => {
    if (id === undefined || more.length > 0 || !z.uuid().safeParse(id).success) {
      throw new UsageError('say which one: its ID stands in tillwarden cash unacknowledged');
    }
    return async (desk) => {
      const { kind, taken } = await acknowledge(desk, id);
      desk.tell({ kind, ...taken }, `The ${kind} ${id} (${taken.state}) is taken over.\n`);
      return 0;
    };
  },
};

async function acknowledge(desk: CashDesk, id: string) {
  const operation = await tried(desk, `/v1/operations/${id}`, operationSchema);
  if (operation !== undefined) return { kind: 'operation', taken: operation } as const;
  const deposit = await tried(desk, `/v1/deposits/${id}`, depositSchema);
  if (deposit !== undefined) return { kind: 'deposit', taken: deposit } as const;
  const path = `/v1/sales/${id}/acknowledge`;
  const sale = await desk.ask({ method: 'POST', path, schema: saleSchema });
  return { kind: 'sale', taken: sale } as const;
}

const NOT_THIS = ['operation-not-found', 'deposit-not-found'];

async function tried<T>(
  { ask }: CashDesk,
  path: string,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  try {
    return await ask({ method: 'POST', path: `${path}/acknowledge`, schema });
  } catch (cause) {
    const code = cause instanceof CashError ? cause.refusal?.code : undefined;
    if (code !== undefined && NOT_THIS.includes(code)) return undefined;
    throw cause;
  }
}

export interface Unacknowledged {
  readonly operations: readonly OperationView[];
  readonly deposits: readonly DepositView[];
  readonly sales: readonly SaleView[];
}

export function unacknowledgedText({ operations, deposits, sales }: Unacknowledged): string {
  const rows = [
    ...operations.map((one) => [
      one.operationId,
      one.purpose,
      one.state,
      `${amountText(one.paidMinor, one.currency)} of ${amountText(one.amountMinor, one.currency)}`,
      ...origin(one),
    ]),
    ...deposits.map((one) => [one.depositId, one.purpose, one.state, moneyOf(one), ...origin(one)]),
    ...sales.map((one) => [one.saleId, 'sale', one.state, moneyOf(one), ...origin(one)]),
  ];
  if (rows.length === 0) return 'Nothing waits to be taken over.\n';
  return (
    tableText([['ID', 'WHAT', 'STATE', 'MONEY', 'PROGRAM', 'SINCE', 'REFERENCE'], ...rows]) +
    'Once you have seen to it: tillwarden cash acknowledge ID\n'
  );
}

function moneyOf({
  insertedMinor,
  paidOutMinor,
  owedMinor,
  currency,
}: DepositView | SaleView): string {
  const owed = owedMinor === 0 ? '' : `, ${amountText(owedMinor, currency)} owed`;
  return `${amountText(insertedMinor, currency)} in, ${amountText(paidOutMinor, currency)} out${owed}`;
}

function origin({
  client,
  startedAt,
  reference,
}: OperationView | DepositView | SaleView): readonly string[] {
  return [client, instantText(Date.parse(startedAt), 'en'), reference ?? ''];
}
