/**
 * What must hold of a hub at any moment, whatever has happened: every line it holds was written by
 * the till, once under its key, each branch an unbroken chain; what lines add up to is what the
 * different ones among them say, each currency by itself, those that two branches share counted once;
 * what it has promised to hold it holds, and never holds less, unless it came back from a backup.
 */
import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import { canonicalJson } from '../../agent/core/canonical/canonical-json.ts';
import { lineText } from '../../agent/core/canonical/line-text.ts';
import type { JournalLine } from '../../agent/core/journal-line.ts';
import { GENESIS, type Place } from '../../sync/protocol/fields.ts';

export interface HeldLine {
  readonly epoch: number;
  readonly seq: number;
  readonly at_ms: number;
  readonly kind: string;
  readonly body: string;
  readonly prev_hash: string;
  readonly hash: string;
  readonly is_echo: number;
}

export interface Branch {
  readonly epoch: number;
  readonly parent_epoch: number | null;
  readonly fork_seq: number;
  readonly durable_to: number;
  readonly head_hash: string;
  readonly explained_at_ms: number | null;
}

interface Totals {
  readonly lines_applied: number;
  readonly inserted_minor: number;
  readonly dispensed_minor: number;
  readonly sales_settled: number;
}

/** Of a currency that is not the till's own. */
interface CurrencyTotals extends Omit<Totals, 'lines_applied'> {
  readonly currency: string;
}

interface Quarantined {
  readonly epoch: number;
  readonly seq: number;
  readonly hash: string;
  readonly reason: string;
}

/** All that a hub has of its one station. */
export interface Holdings {
  readonly lines: readonly HeldLine[];
  readonly branches: readonly Branch[];
  readonly totals: Totals;
  readonly foreign: readonly CurrencyTotals[];
  readonly quarantined: readonly Quarantined[];
  /** The highest of an entitlement that the till has told of; 0 before. */
  readonly generation: number;
}

export function holdingsOf(disk: Database.Database): Holdings {
  return {
    lines: disk
      .prepare<[], HeldLine>(
        'SELECT epoch, seq, at_ms, kind, body, prev_hash, hash, is_echo FROM lines ORDER BY epoch, seq',
      )
      .all(),
    branches: disk
      .prepare<[], Branch>(
        `SELECT epoch, parent_epoch, fork_seq, durable_to, head_hash, explained_at_ms
         FROM branches ORDER BY epoch`,
      )
      .all(),
    totals: disk
      .prepare<[], Totals>(
        'SELECT lines_applied, inserted_minor, dispensed_minor, sales_settled FROM totals',
      )
      .get() ?? { lines_applied: 0, inserted_minor: 0, dispensed_minor: 0, sales_settled: 0 },
    foreign: disk
      .prepare<[], CurrencyTotals>(
        `SELECT currency, inserted_minor, dispensed_minor, sales_settled
         FROM currency_totals ORDER BY currency`,
      )
      .all(),
    quarantined: disk
      .prepare<[], Quarantined>('SELECT epoch, seq, hash, reason FROM quarantine')
      .all(),
    generation:
      disk.prepare<[], { n: number | null }>('SELECT max(n) n FROM generations').get()?.n ?? 0,
  };
}

/** A branch from its very first line on, through those it goes on from. */
export function chainOf(holdings: Holdings, epoch: number, upTo?: number): readonly HeldLine[] {
  const branch = holdings.branches.find((one) => one.epoch === epoch);
  if (branch === undefined) return [];
  const before =
    branch.parent_epoch === null ? [] : chainOf(holdings, branch.parent_epoch, branch.fork_seq);
  const own = holdings.lines.filter((line) => line.epoch === epoch);
  return [...before, ...own].filter(({ seq }) => upTo === undefined || seq <= upTo);
}

export class HubLedger {
  readonly #written = new Map<string, JournalLine>();
  #generation = 0;
  #promised: readonly Place[] = [];
  /** What was held when it was last looked at. */
  #seen: ReadonlySet<string> = new Set();

  /** Lines that have been on the till's disk, and may be lost from it. */
  noteWritten(lines: readonly JournalLine[]): void {
    for (const line of lines) this.#written.set(line.hash, line);
  }

  /** Every line there ever was, on any disk. */
  get written(): readonly JournalLine[] {
    return [...this.#written.values()];
  }

  notePromised(place: Place): void {
    this.#promised = [...this.#promised, place];
  }

  /** The hub came back from a backup: it holds what that held. */
  forgetHub(): void {
    this.#promised = [];
    this.#seen = new Set();
    this.#generation = 0;
  }

  /** Sentences; empty when all holds. */
  problems(holdings: Holdings): readonly string[] {
    const { lines, branches, quarantined, generation } = holdings;
    const keys = new Set(lines.map(keyOf));
    const hashes = new Set(lines.map(({ hash }) => hash));
    const fresh = lines.filter((line) => !this.#seen.has(keyOf(line)));
    const found = [
      ...[...this.#seen].filter((key) => !keys.has(key)).map((key) => `the hub has lost ${key}`),
      ...this.#promised
        .filter(({ hash }) => !hashes.has(hash))
        .map(({ seq }) => `the hub has acknowledged line ${seq} and does not hold it`),
      ...fresh.filter((line) => !isWhole(line)).map(({ seq }) => `line ${seq} is not its hash`),
      ...fresh
        .filter(({ hash }) => !this.#written.has(hash))
        .map(({ epoch, seq }) => `no till wrote line ${seq} of epoch ${epoch}`),
      ...branches.flatMap((branch) => branchProblems(holdings, branch)),
      ...totalsProblems(holdings),
      ...(generation < this.#generation ? [`the hub believes generation ${generation}`] : []),
      ...quarantined
        .filter(({ reason }) => reason !== 'forked')
        .map(({ seq, reason }) => `line ${seq} is set aside: ${reason}`),
    ];
    this.#promised = [];
    this.#seen = keys;
    this.#generation = generation;
    return found;
  }
}

function keyOf({ epoch, seq, hash, is_echo: isEcho }: HeldLine): string {
  return `line ${seq} of epoch ${epoch}, ${hash.slice(0, 8)}${isEcho === 1 ? ', an echo' : ''}`;
}

function isWhole({ seq, at_ms: atMs, kind, body, prev_hash: prevHash, hash }: HeldLine): boolean {
  const parsed: unknown = JSON.parse(body);
  const text = lineText(kind, canonicalJson(parsed), { seq, atMs, prevHash });
  return createHash('sha256').update(text).digest('hex') === hash;
}

function branchProblems(holdings: Holdings, branch: Branch): readonly string[] {
  const chain = chainOf(holdings, branch.epoch);
  const places = [{ seq: GENESIS.seq, hash: GENESIS.hash }, ...chain];
  const broken = chain.find(({ seq, prev_hash: prevHash }, index) => {
    return seq !== index + 1 || prevHash !== places[index]?.hash;
  });
  const head = places.at(-1);
  const isHead = head?.seq === branch.durable_to && head.hash === branch.head_hash;
  const isShown = branch.parent_epoch === null || branch.explained_at_ms === null;
  return [
    ...(broken === undefined ? [] : [`epoch ${branch.epoch} breaks at line ${broken.seq}`]),
    ...(isHead ? [] : [`epoch ${branch.epoch} does not end at its high-water mark`]),
    ...(isShown ? [] : [`the fork of epoch ${branch.epoch} counts as explained`]),
  ];
}

function totalsProblems({ lines, totals, foreign }: Holdings): readonly string[] {
  const unique = [...new Map(lines.map((line) => [`${line.seq} ${line.hash}`, line])).values()];
  const counted = lines.filter(({ is_echo: isEcho }) => isEcho === 0);
  const added = unique.flatMap((line) => addedBy(line) ?? []);
  const own = added.filter(({ currency }) => currency === OWN);
  const expected: Totals = {
    lines_applied: unique.length,
    inserted_minor: sum(own, 'inserted_minor'),
    dispensed_minor: sum(own, 'dispensed_minor'),
    sales_settled: sum(added, 'sales_settled'),
  };
  return [
    ...(counted.length === unique.length ? [] : ['a line has its effect twice, or never']),
    ...differences(expected, totals),
    ...differences(foreignSums(added), foreign),
  ];
}

function differences(expected: unknown, told: unknown): readonly string[] {
  const [lines, hub] = [JSON.stringify(expected), JSON.stringify(told)];
  return lines === hub ? [] : [`lines add up to ${lines}, the hub says ${hub}`];
}

/** For the till's own currency, which lines do not name. */
const OWN = 'own';

interface MoneyBody {
  readonly valueMinor?: number;
  readonly paid?: number;
  readonly currency?: string;
}

function addedBy({ kind, body }: HeldLine): CurrencyTotals | undefined {
  const { valueMinor = 0, paid = 0, currency = OWN } = JSON.parse(body) as MoneyBody;
  const nothing = { currency, inserted_minor: 0, dispensed_minor: 0, sales_settled: 0 };
  if (kind === 'cash-inserted') return { ...nothing, inserted_minor: valueMinor };
  if (kind === 'dispense-settled') return { ...nothing, dispensed_minor: valueMinor * paid };
  return kind === 'sale-settled' ? { ...nothing, sales_settled: 1 } : undefined;
}

function foreignSums(added: readonly CurrencyTotals[]): readonly CurrencyTotals[] {
  const currencies = new Set(added.map(({ currency }) => currency));
  currencies.delete(OWN);
  return [...currencies].toSorted().map((currency) => {
    const of = added.filter((one) => one.currency === currency);
    return {
      currency,
      inserted_minor: sum(of, 'inserted_minor'),
      dispensed_minor: sum(of, 'dispensed_minor'),
      sales_settled: sum(of, 'sales_settled'),
    };
  });
}

function sum(
  added: readonly CurrencyTotals[],
  what: 'inserted_minor' | 'dispensed_minor' | 'sales_settled',
): number {
  return added.reduce((total, one) => total + one[what], 0);
}
