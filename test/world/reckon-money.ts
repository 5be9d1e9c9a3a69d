/**
 * Where every cent is, after a till has come to rest: what its journal says against what the machine
 * physically holds and has given out.
 */
import type { Audit } from '../../agent/core/cash/audit.ts';
import { totalMinor } from '../../agent/core/cash/counts.ts';
import type { JournalLine } from '../../agent/core/journal-line.ts';
import type { Sale } from '../../agent/core/sale/sale.ts';
import {
  worthMinor,
  type CoinCounts,
  type SimTruth,
} from '../../hardware/drivers/cctalk/sim-truth.ts';

/** What came to pass without this journal being told: before its disk was put back. */
export interface Unseen {
  /** Minor units that the hoppers gave out. */
  readonly paidOutMinor: number;
  /** The acceptor lost power meanwhile, or took more than its counter can tell. */
  readonly isAcceptorMute: boolean;
  /** Somebody's count settled a payout afterwards, and took what was unseen for its coins. */
  readonly isCounted: boolean;
}

export interface Reckoned {
  readonly audit: Audit;
  readonly lines: readonly JournalLine[];
  readonly sales: readonly Sale[];
  readonly truth: SimTruth;
  readonly unseen?: Unseen;
}

export interface MoneyReport {
  readonly insertedMinor: number;
  readonly paidOutMinor: number;
  /** Sentences; empty when every cent is accounted for. */
  readonly problems: readonly string[];
}

const ALL_SEEN: Unseen = { paidOutMinor: 0, isAcceptorMute: false, isCounted: false };

export function reckonMoney(reckoned: Reckoned): MoneyReport {
  const { audit, lines, truth, unseen = ALL_SEEN } = reckoned;
  const problems = [...audit.problems, ...saleProblems(reckoned)];
  const expect = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(problem);
  };
  const inserted = lines.filter((line) => line.kind === 'cash-inserted');
  const insertedMinor = inserted.reduce((sum, line) => sum + line.body.valueMinor, 0);
  const lost = countAll(truth.accepted) - inserted.length;
  expect(
    unseen.isAcceptorMute || (lost >= 0 && lost <= audit.lostCountMax),
    `${lost} coins credited by the machine are not in the journal, which admits ${audit.lostCountMax}`,
  );
  const paidOutMinor = worthMinor(truth.paidOut);
  const paidByJournalMinor = lines
    .filter((line) => line.kind === 'dispense-settled')
    .reduce((sum, line) => sum + line.body.paid * line.body.valueMinor, 0);
  const unseenMinor = paidOutMinor - paidByJournalMinor;
  expect(
    unseen.isCounted || (unseenMinor >= 0 && unseenMinor <= unseen.paidOutMinor),
    `${paidOutMinor} is in the customer's hand, the journal says ${paidByJournalMinor}`,
  );
  const heldMinor =
    Object.values(truth.tubes).reduce((sum, tube) => sum + worthMinor(tube), 0) +
    worthMinor(truth.cashbox);
  const lostMinor = worthMinor(truth.accepted) - insertedMinor;
  const differenceMinor = totalMinor(audit.balances.get('difference') ?? []);
  expect(
    heldMinor - worthMinor(truth.swallowed) - lostMinor + unseenMinor ===
      audit.heldMinor + differenceMinor,
    `the machine holds ${heldMinor} (${lostMinor} lost credits), the journal says ${audit.heldMinor}`,
  );
  const gone = insertedMinor - earnedMinor(reckoned) - paidByJournalMinor - byHandMinor(lines);
  expect(
    gone === audit.owedMinor,
    `inserted ${insertedMinor}, earned ${earnedMinor(reckoned)}, paid out ${paidByJournalMinor}, by hand ${byHandMinor(lines)}, owed ${audit.owedMinor}`,
  );
  return { insertedMinor, paidOutMinor, problems };
}

/** A sentence for each sale that does not say where its money is. */
export function saleProblems({
  sales,
  audit,
}: Pick<Reckoned, 'sales' | 'audit'>): readonly string[] {
  return sales
    .filter((sale) => {
      const { saleId, amountDueMinor, paidOutMinor } = sale;
      const debtMinor = audit.debts.get(`${saleId}/owed`)?.amountMinor ?? 0;
      const soldMinor = isSold(sale) ? amountDueMinor : 0;
      return totalMinor(sale.inserted) !== soldMinor + paidOutMinor + debtMinor;
    })
    .map(({ saleId, inserted }) => {
      return `sale ${saleId} took ${totalMinor(inserted)} and does not say where it is`;
    });
}

/** What finished sales were for, in minor units. */
export function earnedMinor({ sales }: Pick<Reckoned, 'sales'>): number {
  return sales.filter(isSold).reduce((sum, { amountDueMinor }) => sum + amountDueMinor, 0);
}

function isSold({ phase }: Sale): boolean {
  return phase.kind === 'settled' || (phase.kind === 'owed' && phase.purpose === 'change');
}

/** Debts that a person has paid out of the till's books, in minor units. */
export function byHandMinor(lines: readonly JournalLine[]): number {
  return lines
    .filter((line) => line.kind === 'debt-paid')
    .filter(({ body }) => body.by === 'hand')
    .reduce((sum, { body }) => sum + body.amountMinor, 0);
}

export function countAll(counts: CoinCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
