/** The tables of remote sessions and logs as queries see them; remote-migration.ts makes them. */
export interface RemoteTables {
  readonly remote_sessions: RemoteSessionRow;
  readonly log_bundles: LogBundleRow;
}

export interface RemoteSessionRow {
  readonly session: string;
  readonly ticket: string;
  readonly station_id: string;
  /** Who asked, and as whom the cashier was shown them. */
  readonly user_id: string;
  readonly name: string;
  readonly company: string;
  /** As JSON. */
  readonly streams: string;
  /** `asked`, `code-matched`, `live` or `ended`. */
  readonly state: string;
  readonly control: string;
  readonly tries_left: number;
  readonly asked_at_ms: number;
  /** When the till was heard to say so. */
  readonly live_at_ms: number | null;
  readonly ended_at_ms: number | null;
  readonly end: string | null;
  readonly duration_ms: number;
  readonly bytes_in: number;
  readonly bytes_out: number;
}

export interface LogBundleRow {
  readonly bundle: string;
  readonly station_id: string;
  readonly ticket: string | null;
  readonly asked_by: string;
  readonly asked_at_ms: number;
  /** `asked`, `kept` or `failed`. */
  readonly state: string;
  readonly size_bytes: number | null;
  readonly sha256: string | null;
  readonly reason: string | null;
  readonly content: Uint8Array | null;
}
