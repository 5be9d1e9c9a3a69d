/** The tables of contracts, parties and balances as queries see them; business-migration.ts makes them. */
export interface BusinessTables {
  readonly book_entries: BookEntryRow;
  readonly ledger_entries: LedgerEntryRow;
  readonly leases: LeaseRow;
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
