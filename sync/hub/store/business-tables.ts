import type { Generated } from 'kysely';

/** The tables of contracts, parties and balances as queries see them; business-migration.ts makes them. */
export interface BusinessTables {
  readonly book_entries: BookEntryRow;
  readonly ledger_entries: LedgerEntryRow;
  readonly leases: LeaseRow;
  readonly plans: PlanRow;
  readonly cost_lines: CostLineRow;
  readonly cost_exports: CostExportRow;
  readonly cost_export_lines: CostExportLineRow;
}

/** One version of an entry of a book. Rows are only ever added: what was known when stays known. */
export interface BookEntryRow {
  readonly book: string;
  readonly entry: string;
  /** Rises by one with each change of the entry. */
  readonly version: number;
  /** From when on it holds; it may lie ahead or behind. */
  readonly since_ms: number;
  readonly recorded_at_ms: number;
  readonly recorded_by: string;
  /** As JSON; null: the entry ends here. */
  readonly body: string | null;
}

/** An entry of a customer's balance; agent/core/contract/ledger-entry.ts says what each does. */
export interface LedgerEntryRow {
  readonly customer: string;
  /** Such as `credits`, `pool-remote` or `wallet`. */
  readonly account: string;
  readonly entry: string;
  readonly at_ms: number;
  /** The order in which they were posted. */
  readonly position: number;
  readonly body: string;
}

export interface LeaseRow {
  readonly lease: string;
  readonly station_id: string;
  readonly customer: string;
  readonly account: string;
  readonly amount: number;
  /** As it was signed. */
  readonly document: string;
  readonly issued_at_ms: number;
}

/** A version of a contract plan that was sent to tills. */
interface PlanRow {
  readonly plan: string;
  readonly version: number;
  /** As JSON. */
  readonly body: string;
  /** As it was signed. */
  readonly document: string;
  readonly sent_at_ms: number;
}

/** Something that is charged; cost-line.ts of the contracts says what its body is. */
export interface CostLineRow {
  readonly position: Generated<number>;
  /** From what it is charged for, so that nothing is charged twice. */
  readonly line: string;
  readonly customer: string;
  readonly at_ms: number;
  readonly body: string;
}

/** What went out for invoicing, as it went out. */
export interface CostExportRow {
  readonly number: Generated<number>;
  /** Made by the one who asks, and kept on a retry. */
  readonly request: string;
  readonly from_ms: number;
  readonly to_ms: number;
  readonly made_at_ms: number;
  readonly made_by: string;
  readonly lines: number;
  readonly csv: string;
}

/** Which export a line went out with: one, ever. */
export interface CostExportLineRow {
  readonly line: string;
  readonly export: number;
}
