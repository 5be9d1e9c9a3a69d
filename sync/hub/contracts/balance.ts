/** What a customer is told of a balance: every entry with what was left after it, and what ran out. */
import { foldEntries, heldTotal, overdraftTotal } from '../../../agent/core/contract/ledger.ts';
import type { Grant } from '../../../agent/core/contract/grant-pool.ts';
import type { Ledger, LedgerRule } from '../../../agent/core/contract/ledger.ts';
import { totalOf } from '../../../agent/core/contract/parts.ts';
import type {
  Allocation,
  LedgerAnswer,
  LedgerEntry,
} from '../../../agent/core/contract/ledger-entry.ts';

export interface Statement {
  /** What was there before the first line: free and set aside. */
  readonly opening: number;
  readonly lines: readonly StatementLine[];
  readonly closing: number;
  /** Of the closing balance, what is set aside for tickets and leases. */
  readonly held: number;
  /** Used beyond any grant, of all time; each line names its own. */
  readonly overdraft: number;
}

export interface StatementLine {
  readonly kind: LedgerEntry['kind'] | 'expired';
  /** Of the entry; of the grant for what has run out. */
  readonly id: string;
  /** When it was, which for a purchase may be before it was booked. */
  readonly atMs: number;
  /** Never before that of the line before. */
  readonly bookedAtMs: number;
  readonly ticket?: string;
  readonly lease?: string;
  readonly source?: string;
  /** What it is about; not all of it moves the balance. */
  readonly amount: number;
  /** To the balance. */
  readonly change: number;
  readonly balance: number;
  readonly held: number;
  /** The grants it was taken from, or goes back to. */
  readonly from: readonly Allocation[];
  /** Of a settlement: what no grant covered. */
  readonly overdraft: number;
}

export interface Period {
  readonly fromMs: number;
  /** The first instant that is not in it. */
  readonly toMs: number;
  readonly nowMs: number;
}

/** The statement of a period, of entries in the order they were posted. */
export function statementOf(
  entries: readonly LedgerEntry[],
  rule: LedgerRule,
  { fromMs, toMs, nowMs }: Period,
): Statement {
  const writer = new StatementWriter();
  const ledger = foldEntries(entries, rule, (entry, answer, after) =>
    writer.write(entry, answer, after),
  );
  writer.runOut(nowMs);
  const before = writer.lines.filter(({ bookedAtMs }) => bookedAtMs < fromMs).at(-1);
  const lines = writer.lines.filter(({ bookedAtMs }) => bookedAtMs >= fromMs && bookedAtMs < toMs);
  const last = lines.at(-1) ?? before;
  return {
    opening: before?.balance ?? 0,
    lines,
    closing: last?.balance ?? 0,
    held: last?.held ?? 0,
    overdraft: overdraftTotal(ledger),
  };
}

/** Follows a ledger as it is added up, and writes a line for whatever changes in it. */
class StatementWriter {
  readonly lines: StatementLine[] = [];
  #grants: readonly Grant[] = [];
  #atMs = 0;
  #balance = 0;
  #held = 0;

  write(entry: LedgerEntry, answer: LedgerAnswer, after: Ledger): void {
    if (answer.kind !== 'posted') return;
    this.runOut(after.atMs);
    this.#atMs = Math.max(this.#atMs, after.atMs);
    const late = this.#lateExpiries(after);
    const held = heldTotal(after);
    const balance = freeOf(after) + held + late.reduce((sum, { amount }) => sum + amount, 0);
    this.lines.push({
      ...subjectOf(entry),
      atMs: entry.atMs,
      bookedAtMs: this.#atMs,
      amount: 'amount' in entry ? entry.amount : totalOf(answer.from),
      change: balance - this.#balance,
      balance,
      held,
      from: answer.from,
      overdraft: answer.overdraft,
    });
    this.#balance = balance;
    this.#held = held;
    this.#grants = [...after.grants.values()];
    for (const { grant, amount } of late) this.#expire(grant, amount, this.#atMs);
  }

  /** What nobody held of a grant that has run out by then. */
  runOut(atMs: number): void {
    const gone = this.#grants
      .filter(({ free, expiresMs }) => free > 0 && expiresMs !== undefined && expiresMs <= atMs)
      .toSorted((a, b) => (a.expiresMs ?? 0) - (b.expiresMs ?? 0));
    this.#grants = this.#grants.map((each) =>
      gone.includes(each) ? { ...each, free: 0, expired: each.expired + each.free } : each,
    );
    for (const { id, free, expiresMs = atMs } of gone) this.#expire(id, free, expiresMs);
  }

  /** What was given back to a grant that had run out by then, and so was gone at once. */
  #lateExpiries(after: Ledger): readonly Allocation[] {
    const known = new Map(this.#grants.map(({ id, expired }) => [id, expired]));
    return [...after.grants.values()]
      .map(({ id: grant, expired }) => ({ grant, amount: expired - (known.get(grant) ?? 0) }))
      .filter(({ amount }) => amount > 0);
  }

  #expire(grant: string, amount: number, atMs: number): void {
    this.#atMs = Math.max(this.#atMs, atMs);
    this.#balance -= amount;
    this.lines.push({
      kind: 'expired',
      id: grant,
      atMs,
      bookedAtMs: this.#atMs,
      amount,
      change: -amount,
      balance: this.#balance,
      held: this.#held,
      from: [{ grant, amount }],
      overdraft: 0,
    });
  }
}

function subjectOf(entry: LedgerEntry): Pick<StatementLine, 'kind' | 'id'> {
  const { kind, id } = entry;
  return {
    kind,
    id,
    ...('ticket' in entry ? { ticket: entry.ticket } : {}),
    ...('lease' in entry ? { lease: entry.lease } : {}),
    ...('source' in entry ? { source: entry.source } : {}),
  };
}

function freeOf({ grants }: Ledger): number {
  return [...grants.values()].reduce((sum, { free }) => sum + free, 0);
}
