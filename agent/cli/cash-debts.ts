/** `tillwarden cash debts`, `pay-debt` and `receipt`. */
import type { z } from 'zod';
import {
  debtsSchema,
  receiptSchema,
  statusSchema,
  type DebtView,
  type StatusView,
} from '../api/schema.ts';
import { instantText } from '../words/time.ts';
import type { CashAction, CashDesk } from './cash-action.ts';
import { amountText } from './cash-money.ts';
import { lookUntil } from './cash-wait.ts';
import { UsageError } from './command.ts';
import { tableText } from './table.ts';

export const debtsAction: CashAction = {
  usage: 'debts',
  summary: 'what the till still owes, and to whom',
  flags: [],
  read: ({ words }) => {
    if (words.length > 0) throw new UsageError('debts shows all there are');
    return async ({ ask, tell }) => {
      const answer = await ask({ method: 'GET', path: '/v1/debts', schema: debtsSchema });
      tell(answer, debtsText(answer));
      return 0;
    };
  },
};

export const payDebtAction: CashAction = {
  usage: 'pay-debt ID --by hand|machine',
  summary: 'you have handed it out, or the machine pays it now',
  flags: ['key', 'by'],
  read: ({ words, flags: { by } }) => {
    const debtId = onlyDebt(words);
    if (by !== 'hand' && by !== 'machine') {
      throw new UsageError('say --by hand (you have handed it out) or --by machine (it pays now)');
    }
    return (desk) => payDebt(desk, debtId, by);
  },
};

export const receiptAction: CashAction = {
  usage: 'receipt ID [--language en|de|es|it]',
  summary: 'what a customer takes home for a debt',
  flags: [],
  read: ({ words }) => {
    const path = `${debtPath(onlyDebt(words))}/receipt`;
    return async ({ ask, tell }) => {
      const receipt = await ask({ method: 'GET', path, schema: receiptSchema });
      tell(receipt, `${receipt.lines.join('\n')}\n`);
      return 0;
    };
  },
};

function onlyDebt([debtId, ...more]: readonly string[]): string {
  if (debtId !== undefined && more.length === 0) return debtId;
  throw new UsageError('say which debt: its ID stands in tillwarden cash debts');
}

function debtPath(debtId: string): string {
  return `/v1/debts/${encodeURIComponent(debtId)}`;
}

async function payDebt(desk: CashDesk, debtId: string, by: 'hand' | 'machine'): Promise<number> {
  const { ask, key, tell, currency, io } = desk;
  const before = debtIn(
    await ask({ method: 'GET', path: '/v1/debts', schema: debtsSchema }),
    debtId,
  );
  const path = `${debtPath(debtId)}/pay`;
  await ask({ method: 'POST', path, key, body: { by }, schema: debtsSchema });
  const status = await lookUntil({
    read: () => ask({ method: 'GET', path: '/v1/status', schema: statusSchema }),
    isOver: (seen) => debtIn(seen, debtId)?.isBeingPaid !== true || isStuck(seen, debtId),
    signal: io.signal,
  });
  const left = debtIn(status, debtId);
  const owed = amountText(before?.remainingMinor ?? 0, currency);
  const answer = { debtId, debt: left ?? null };
  if (left === undefined) {
    tell(answer, `${owed} paid by ${by}. The debt is settled.\n`);
    return 0;
  }
  const rest = amountText(left.remainingMinor, currency);
  tell(
    answer,
    left.isBeingPaid
      ? stuckText(owed)
      : `Of ${owed}, ${rest} is still owed: the machine could not pay it all.\n`,
  );
  return 1;
}

function stuckText(owed: string): string {
  return (
    `The payment of ${owed} is under way, and the machine has not said what came out.\n` +
    'Do not pay it again. See later: tillwarden cash debts\n'
  );
}

function debtIn({ debts }: Pick<StatusView, 'debts'>, debtId: string): DebtView | undefined {
  return debts.find((debt) => debt.debtId === debtId);
}

function isStuck({ unresolved }: StatusView, debtId: string): boolean {
  return unresolved.some((payout) => payout.debtId === debtId);
}

const CAUSES = {
  owed: 'owed to a customer',
  unassigned: 'belongs to no sale',
} as const satisfies Readonly<Record<DebtView['cause'], string>>;

/** Oldest first, as they should be paid. */
export function debtsText({ currency, debts }: z.output<typeof debtsSchema>): string {
  if (debts.length === 0) return 'Nobody is owed anything.\n';
  const rows = debts.map(({ debtId, cause, remainingMinor, isBeingPaid, recordedAt }) => [
    debtId,
    amountText(remainingMinor, currency),
    isBeingPaid ? 'being paid' : CAUSES[cause],
    instantText(Date.parse(recordedAt), 'en'),
  ]);
  return tableText([['ID', 'AMOUNT', 'WHY', 'SINCE'], ...rows]);
}
