/** The hub's tables as its queries see them; migrations.ts makes them. */
import type { LicenceTables } from './licence-tables.ts';

export interface HubTables extends LicenceTables {
  readonly hub_meta: MetaRow;
  readonly stations: StationRow;
  readonly branches: BranchRow;
  readonly lines: LineRow;
  readonly quarantine: QuarantineRow;
  readonly totals: TotalsRow;
  readonly commands: CommandRow;
  readonly enrolment_codes: EnrolmentCodeRow;
}

interface MetaRow {
  readonly name: string;
  readonly value: string;
}

export interface StationRow {
  readonly station_id: string;
  readonly name: string;
  readonly site: string;
  readonly public_key: string;
  readonly is_revoked: number;
  /** The epoch given at the last enrolment; branches may have gone above it. */
  readonly epoch: number;
  readonly enrolled_at_ms: number;
  /** How many commands the till has taken in. */
  readonly mailbox_to: number;
  readonly agent_version: string;
  /** The generation the till told of last, as JSON. */
  readonly generation: string | null;
  readonly last_seen_ms: number | null;
}

/** One chain of lines. A station has one, until its chain forks or it is enrolled again. */
export interface BranchRow {
  readonly station_id: string;
  readonly epoch: number;
  /** The branch this one goes on from, after `fork_seq`. */
  readonly parent_epoch: number | null;
  readonly fork_seq: number;
  /** The high-water mark: every line up to here is held. */
  readonly durable_to: number;
  readonly head_hash: string;
  readonly opened_at_ms: number;
  /** When an admin has looked at it; a fork that nobody has explained is shown. */
  readonly explained_at_ms: number | null;
}

export interface LineRow {
  readonly station_id: string;
  readonly epoch: number;
  readonly seq: number;
  readonly at_ms: number;
  readonly kind: string;
  readonly body: string;
  readonly prev_hash: string;
  readonly hash: string;
  /** Held under another epoch already: it had its effect there. */
  readonly is_echo: number;
  readonly received_at_ms: number;
}

export interface QuarantineRow {
  readonly station_id: string;
  readonly epoch: number;
  readonly seq: number;
  readonly hash: string;
  readonly reason: string;
  readonly line: string;
  readonly received_at_ms: number;
}

/** What a station's lines add up to: the simplest of the views that lines are for. */
export interface TotalsRow {
  readonly station_id: string;
  readonly lines_applied: number;
  readonly inserted_minor: number;
  readonly dispensed_minor: number;
  readonly sales_settled: number;
}

interface CommandRow {
  readonly station_id: string;
  readonly seq: number;
  readonly kind: string;
  readonly body: string;
  readonly not_after_ms: number | null;
  readonly issued_at_ms: number;
}

interface EnrolmentCodeRow {
  readonly code_sha256_hex: string;
  readonly name: string;
  readonly site: string;
  /** Set where the code enrols a known station again. */
  readonly station_id: string | null;
  readonly expires_at_ms: number;
  readonly used_by_key: string | null;
}
