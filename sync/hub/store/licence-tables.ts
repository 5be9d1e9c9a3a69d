/** The tables of licences as queries see them; licence-migration.ts makes them. */
export interface LicenceTables {
  readonly code_terms: CodeTermsRow;
  readonly code_answers: CodeAnswerRow;
  readonly generations: GenerationRow;
  readonly entitlements: EntitlementRow;
  readonly hardware: HardwareRow;
}

/** What a new station is to be granted when its one-time code is used. */
interface CodeTermsRow {
  readonly code_sha256_hex: string;
  readonly customer: string;
  readonly zone: string;
  readonly product: string;
  readonly edition: string;
}

/** Which entitlement a code was answered with: asked again, it is answered with the same. */
interface CodeAnswerRow {
  readonly code_sha256_hex: string;
  readonly station_id: string;
  readonly key_epoch: number;
  readonly n: number;
}

/** The highest number of a key epoch that was taken here, sent from here or heard of from the till. */
interface GenerationRow {
  readonly station_id: string;
  readonly key_epoch: number;
  readonly n: number;
}

/** The computer of a station, as its till told last. */
interface HardwareRow {
  readonly station_id: string;
  readonly salt: string;
  /** As a JSON array. */
  readonly hashes: string;
  readonly told_at_ms: number;
}

interface EntitlementRow {
  readonly station_id: string;
  readonly key_epoch: number;
  readonly n: number;
  /** As it was signed. */
  readonly document: string;
  /** What it says, as JSON. */
  readonly payload: string;
  readonly issued_at_ms: number;
  /** Signed by the hub itself, or offline and sent from here. */
  readonly origin: 'issued' | 'sent';
}
