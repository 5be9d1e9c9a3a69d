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
    schemasSha256Hex: 'f4c5ff9c0ce5306f27388c76b1ca8bbb41c75c639d2fd2da9581e64eb998d79d',
  },
];
