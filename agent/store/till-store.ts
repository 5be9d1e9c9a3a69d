/**
 * State, journal lines and what must leave the till, written in one transaction before any effect
 * runs: after a crash at any point the store holds all of a step, or nothing of it.
 */
import type Database from 'better-sqlite3';
import type { Leasing } from '../core/contract/lease.ts';
import { keptPlans, type HeldPlan } from '../core/contract/held-plans.ts';
import type { CashOperation } from '../core/cash/cash-operation.ts';
import type { Cassettes } from '../core/cash/cassettes.ts';
import type { ShiftReport, Shifts } from '../core/cash/shift.ts';
import { keptLicensing, type Licensing } from '../core/entitlement/licensing.ts';
import type { JournalLine, LineDraft } from '../core/journal-line.ts';
import type { SignIns } from '../core/operators/sign-in.ts';
import type { Sale } from '../core/sale/sale.ts';
import type { Supporting } from '../core/support/supporting.ts';
import type { Updating } from '../core/update/updating.ts';
import type { Operation } from '../core/till/events.ts';
import { unknownInSale, unknownInTill, type UnknownValue } from '../core/till/known-values.ts';
import type { AnsweringLine } from '../core/till/operations.ts';
import { EMPTY_TILL, type Till } from '../core/till/till.ts';
import { CashOperationTable } from './cash-operation-table.ts';
import { CommandLog, type CommandLogParts } from './command-log.ts';
import { Journal, type JournalHead } from './journal.ts';
import { asStoreError, StoreError } from './store-error.ts';
import { parseStored } from './stored-json.ts';

/** What one step of the till changes. */
export interface Commit {
  readonly before: Till;
  readonly after: Till;
  readonly lines: readonly LineDraft[];
  readonly sales: readonly Sale[];
  readonly operations: readonly Operation[];
  readonly cashOperations: readonly CashOperation[];
  readonly atMs: number;
}

/** The moments of a commit at which a crash is worth trying. */
export type StorePoint = 'lines-inserted' | 'state-written' | 'committed';

/** Most sales one list answers with. */
export const SALES_LISTED_MAX = 200;

/** Most reports one list answers with. */
const SHIFTS_LISTED_MAX = 100;

/** Keys of the newest entries. */
const OPERATIONS_KEPT = 10_000;

/** Which field of a line names the client whose key it was written under. */
const CLIENT_FIELDS: Readonly<Record<AnsweringLine, string>> = {
  'cash-counted': 'client',
  'shift-closed': 'closedBy',
};

interface StoredSale {
  readonly state: string;
}

type PlainPart = Exclude<
  keyof Till,
  | 'sales'
  | 'activeSaleId'
  | 'licensing'
  | 'shifts'
  | 'cassettes'
  | 'signIns'
  | 'leasing'
  | 'plans'
  | 'updating'
  | 'supporting'
>;
const PLAIN_PARTS: readonly PlainPart[] = [
  'payouts',
  'debts',
  'holdings',
  'placeCurrencies',
  'doubts',
  'cursors',
  'cashOperations',
  'jobs',
];

export class TillStore implements Disposable {
  readonly cashOperations: CashOperationTable;
  readonly #database: Database.Database;
  readonly #journal: Journal;
  readonly #transact: (commit: Commit) => readonly JournalLine[];
  readonly #upsertPart: Database.Statement<[string, string]>;
  readonly #upsertSale: Database.Statement<[string, string, string, number, number, string]>;
  readonly #saleById: Database.Statement<[string], StoredSale>;
  readonly #saleByKey: Database.Statement<[string, string], StoredSale>;
  readonly #onPoint: (point: StorePoint) => void;

  /** Throws `StoreError` when the journal's end is not what was written. */
  constructor(database: Database.Database, onPoint: (point: StorePoint) => void = () => {}) {
    this.#database = database;
    this.#journal = new Journal(database);
    this.cashOperations = new CashOperationTable(database);
    this.#onPoint = onPoint;
    const transaction = database.transaction((commit: Commit) => this.#write(commit));
    this.#transact = (commit) => transaction.immediate(commit);
    this.#upsertPart = database.prepare(
      `INSERT INTO till_part (part, state) VALUES (?, ?)
       ON CONFLICT (part) DO UPDATE SET state = excluded.state`,
    );
    this.#upsertSale = database.prepare(
      `INSERT INTO sale (sale_id, client, idempotency_key, started_at_ms, is_acknowledged, state)
       VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (sale_id) DO UPDATE SET
         is_acknowledged = excluded.is_acknowledged, state = excluded.state`,
    );
    this.#saleById = database.prepare('SELECT state FROM sale WHERE sale_id = ?');
    this.#saleByKey = database.prepare(
      'SELECT state FROM sale WHERE client = ? AND idempotency_key = ?',
    );
  }

  get head(): JournalHead {
    return this.#journal.head;
  }

  /** By the clock of its time; undefined before the first. */
  lastLineAtMs(): number | undefined {
    const [last] = this.#journal.linesAfter(this.head.seq - 1);
    return last?.atMs;
  }

  /** The till as the last commit left it. Throws `StoreError` `too-new` for what it has no word for. */
  load(): Till {
    const till = this.#loaded();
    refuseUnknown(unknownInTill(till));
    for (const sale of this.sales('unacknowledged')) refuseUnknown(unknownInSale(sale));
    return till;
  }

  #loaded(): Till {
    const parts = new Map(
      this.#database
        .prepare<[], { part: string; state: string }>('SELECT part, state FROM till_part')
        .all()
        .map(({ part, state }) => [part, state]),
    );
    const plain = PLAIN_PARTS.map((part) => [part, parseStored(parts.get(part) ?? '{}')]);
    const openSales = parseStored<readonly string[]>(parts.get('openSales') ?? '[]');
    const sales = openSales.flatMap((saleId) => this.sale(saleId) ?? []);
    const licensing = parts.get('licensing');
    const shifts = parts.get('shifts');
    const cassettes = parts.get('cassettes');
    const signIns = parts.get('signIns');
    const leasing = parts.get('leasing');
    const plans = parts.get('plans');
    const updating = parts.get('updating');
    const supporting = parts.get('supporting');
    const activeSaleId = parseStored<string | null>(parts.get('activeSaleId') ?? 'null');
    return {
      ...EMPTY_TILL,
      ...Object.fromEntries(plain),
      sales: Object.fromEntries(sales.map((sale) => [sale.saleId, sale])),
      activeSaleId: activeSaleId ?? undefined,
      ...(shifts === undefined ? {} : { shifts: parseStored<Shifts>(shifts) }),
      ...(cassettes === undefined ? {} : { cassettes: parseStored<Cassettes>(cassettes) }),
      ...(signIns === undefined ? {} : { signIns: parseStored<SignIns>(signIns) }),
      ...(leasing === undefined ? {} : { leasing: parseStored<Leasing>(leasing) }),
      ...(plans === undefined ? {} : { plans: parseStored<readonly HeldPlan[]>(plans) }),
      ...(updating === undefined ? {} : { updating: parseStored<Updating>(updating) }),
      ...(supporting === undefined ? {} : { supporting: parseStored<Supporting>(supporting) }),
      ...(licensing === undefined ? {} : { licensing: parseStored<Licensing>(licensing) }),
    };
  }

  /** Makes a step durable; on return it is on disk. Throws `StoreError`, and then nothing of it is. */
  commit(commit: Commit): readonly JournalLine[] {
    try {
      const lines = this.#transact(commit);
      this.#journal.committed(lines);
      this.#onPoint('committed');
      return lines;
    } catch (cause) {
      throw isSqliteError(cause) ? asStoreError(cause) : cause;
    }
  }

  sale(saleId: string): Sale | undefined {
    return saleIn(this.#saleById.get(saleId));
  }

  /** The sale a client has started under this key, if it has. */
  saleByKey(client: string, idempotencyKey: string): Sale | undefined {
    return saleIn(this.#saleByKey.get(client, idempotencyKey));
  }

  /** The entry a client has made under this key, if it has and that is not too long ago. */
  operation(client: string, idempotencyKey: string): Operation | undefined {
    const row = this.#database
      .prepare<[string, string], { terms: string }>(
        'SELECT terms FROM operation WHERE client = ? AND idempotency_key = ?',
      )
      .get(client, idempotencyKey);
    return row === undefined ? undefined : { client, idempotencyKey, terms: row.terms };
  }

  /**
   * The line that an entry under a client's key has written. To be asked for an entry whose key is
   * kept: the search goes from the newest line back, and would go through all of them for another.
   */
  lineUnderKey(
    kind: AnsweringLine,
    { client, idempotencyKey }: Operation,
  ): JournalLine | undefined {
    return this.#journal.newestUnder(idempotencyKey, {
      kind,
      clientField: CLIENT_FIELDS[kind],
      client,
    });
  }

  /** The reports of closed shifts, newest first. */
  shiftReports(): readonly ShiftReport[] {
    return this.#database
      .prepare<[number], { body: string }>(
        "SELECT body FROM journal WHERE kind = 'shift-closed' ORDER BY seq DESC LIMIT ?",
      )
      .all(SHIFTS_LISTED_MAX)
      .map(({ body }) => parseStored<ShiftReport>(body));
  }

  /** All: newest first. Unacknowledged: oldest first, as they are worked off. At most `SALES_LISTED_MAX`. */
  sales(filter: 'all' | 'unacknowledged'): readonly Sale[] {
    const where = filter === 'all' ? '' : 'WHERE is_acknowledged = 0';
    const order = filter === 'all' ? 'DESC' : 'ASC';
    return this.#database
      .prepare<[number], { state: string }>(
        `SELECT state FROM sale ${where} ORDER BY rowid ${order} LIMIT ?`,
      )
      .all(SALES_LISTED_MAX)
      .map(({ state }) => parseStored<Sale>(state));
  }

  linesAfter(seq: number): Generator<JournalLine> {
    return this.#journal.linesAfter(seq);
  }

  /** The hub's commands, logged in this journal. */
  commands(around: Omit<CommandLogParts, 'database' | 'journal'>): CommandLog {
    return new CommandLog({ ...around, database: this.#database, journal: this.#journal });
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }

  #write(commit: Commit): readonly JournalLine[] {
    const { before, after, lines, sales, operations, cashOperations, atMs } = commit;
    const appended = this.#journal.append(lines, atMs);
    this.#onPoint('lines-inserted');
    for (const sale of sales) this.#writeSale(sale);
    for (const operation of operations) this.#writeOperation(operation);
    for (const operation of cashOperations) this.cashOperations.write(operation);
    for (const part of PLAIN_PARTS) {
      if (before[part] !== after[part]) this.#writePart(part, after[part]);
    }
    if (before.sales !== after.sales) this.#writePart('openSales', Object.keys(after.sales));
    if (before.activeSaleId !== after.activeSaleId) {
      this.#writePart('activeSaleId', after.activeSaleId ?? null);
    }
    if (before.shifts !== after.shifts) this.#writePart('shifts', after.shifts);
    if (before.cassettes !== after.cassettes) this.#writePart('cassettes', after.cassettes);
    if (before.signIns !== after.signIns) this.#writePart('signIns', after.signIns);
    if (before.leasing !== after.leasing) this.#writePart('leasing', after.leasing);
    if (before.plans !== after.plans) this.#writePart('plans', keptPlans(after.plans));
    if (before.updating !== after.updating) this.#writePart('updating', after.updating);
    if (before.supporting !== after.supporting) this.#writePart('supporting', after.supporting);
    if (before.licensing !== after.licensing) {
      this.#writePart('licensing', keptLicensing(after.licensing));
    }
    this.#onPoint('state-written');
    return appended;
  }

  #writePart(part: string, state: unknown): void {
    this.#upsertPart.run(part, JSON.stringify(state));
  }

  #writeSale(sale: Sale): void {
    const { saleId, client, idempotencyKey, startedAtMs, isAcknowledged } = sale;
    const state = JSON.stringify(sale);
    const flag = isAcknowledged ? 1 : 0;
    this.#upsertSale.run(saleId, client, idempotencyKey, startedAtMs, flag, state);
  }

  /** Keys are kept for as many entries as nobody makes between a request and its repetition. */
  #writeOperation({ client, idempotencyKey, terms }: Operation): void {
    const { lastInsertRowid } = this.#database
      .prepare<[string, string, string]>(
        'INSERT INTO operation (client, idempotency_key, terms) VALUES (?, ?, ?)',
      )
      .run(client, idempotencyKey, terms);
    this.#database
      .prepare<[number]>('DELETE FROM operation WHERE position <= ?')
      .run(Number(lastInsertRowid) - OPERATIONS_KEPT);
  }
}

function saleIn(row: StoredSale | undefined): Sale | undefined {
  return row === undefined ? undefined : parseStored<Sale>(row.state);
}

function refuseUnknown(unknown: UnknownValue | undefined): void {
  if (unknown === undefined) return;
  const { where, value } = unknown;
  throw new StoreError(
    'too-new',
    `a later release has left “${value}” in ${where}, which this one does not know: install that release again`,
  );
}

function isSqliteError(cause: unknown): boolean {
  return cause instanceof Error && cause.name === 'SqliteError';
}
