/**
 * A message changes only with the protocol version. What each version was stands here, one entry a
 * version, as the hash of all its schemas; the test beside this file says what to do when it fails.
 */

/** What both ends say in `Sec-WebSocket-Protocol`; no other is spoken. */
export const SUBPROTOCOL = 'tillwarden.v1';

export const PROTOCOL_VERSION = 1;

export interface VersionEntry {
  readonly version: number;
  readonly change: string;
  /** SHA-256 of the canonical JSON of every JSON Schema of that version. */
  readonly schemasSha256Hex: string;
}

export const HISTORY: readonly VersionEntry[] = [
  {
    version: 1,
    change: 'Challenge, Hello, Lines and Commands; the enrolment before them.',
    schemasSha256Hex: 'a3a1168d1956ca3c1bd1ee59288b0faef60e1b4080dbe5c2243c0a9a045cfd4d',
  },
];
