import type { Generated } from 'kysely';

/** The hub's tables as its queries see them; migrations.ts makes them. */
import type { BusinessTables } from './business-tables.ts';
import type { DeskTables } from './desk-tables.ts';
import type { FieldTables } from './field-tables.ts';
import type { LicenceTables } from './licence-tables.ts';
import type { MailTables } from './mail-tables.ts';
import type { RemoteTables } from './remote-tables.ts';
import type { UpdateTables } from './update-tables.ts';

export interface HubTables
  extends
    LicenceTables,
    BusinessTables,
    UpdateTables,
    DeskTables,
    FieldTables,
    MailTables,
    RemoteTables {
  readonly hub_meta: MetaRow;
  readonly stations: StationRow;
  readonly branches: BranchRow;
  readonly lines: LineRow;
  readonly quarantine: QuarantineRow;
  readonly totals: TotalsRow;
  readonly currency_totals: CurrencyTotalsRow;
  readonly commands: CommandRow;
  readonly enrolment_codes: EnrolmentCodeRow;
  readonly users: UserRow;
  readonly user_sites: UserSiteRow;
  readonly web_sessions: WebSessionRow;
  readonly sign_in_failures: SignInFailuresRow;
  readonly audit: AuditRow;
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
  /** What releases are built for, as the till told of it last. */
  readonly platform: string | null;
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
  /** Its epoch is one that an enrolment gave; any other one beside another is a fork. */
  readonly is_enrolment: number;
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
  /** Of the till's own currency, as is what was dispensed. */
  readonly inserted_minor: number;
  readonly dispensed_minor: number;
  /** Of every currency. */
  readonly sales_settled: number;
}

/** The same of a currency that is not the till's own. */
interface CurrencyTotalsRow {
  readonly station_id: string;
  /** Its ISO 4217 code. */
  readonly currency: string;
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

/** A person. Never deleted: the audit names them for ever. */
export interface UserRow {
  readonly user_id: string;
  readonly name: string;
  /** The name as it is compared: one person, however it is typed. */
  readonly name_key: string;
  readonly role: string;
  readonly has_all_sites: number;
  /** With the parameters it was made with. */
  readonly password_hash: string;
  readonly is_disabled: number;
  readonly created_at_ms: number;
  /** Null: of no party. */
  readonly party: string | null;
}

interface UserSiteRow {
  readonly user_id: string;
  readonly site: string;
}

/** Somebody is signed in; the token itself is in their browser alone. */
interface WebSessionRow {
  readonly token_sha256_hex: string;
  readonly user_id: string;
  readonly began_at_ms: number;
  readonly used_at_ms: number;
}

interface SignInFailuresRow {
  /** A hash: what is typed as a name may be a password. */
  readonly name_sha256_hex: string;
  /** Whether somebody has this name; such rows are never pushed out by others. */
  readonly is_known: number;
  readonly failures: number;
  readonly last_at_ms: number;
}

/** Written once, and never changed: the database itself forbids it. */
interface AuditRow {
  readonly seq: Generated<number>;
  readonly at_ms: number;
  readonly act: string;
  readonly user_id: string | null;
  readonly user_name: string | null;
  readonly address: string;
  readonly subject: string | null;
  /** As JSON. */
  readonly details: string;
}
