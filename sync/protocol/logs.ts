/**
 * A till's logs on their way to the hub that has asked for them: one PUT of a gzipped tar to
 * `LOGS_PATH/<bundle>`, its length and hash signed with the station's key before the first byte goes.
 */
export const LOGS_STATION_HEADER = 'x-tillwarden-station';
/** SHA-256 of the whole body, in hex. */
export const LOGS_HASH_HEADER = 'x-tillwarden-sha256';
/** Of `logsStatement`, in base64url. */
export const LOGS_SIGNATURE_HEADER = 'x-tillwarden-signature';
export const LOGS_CONTENT_TYPE = 'application/gzip';

/** No bundle is longer; a hub need not take more. */
export const LOGS_MAX_BYTES = 16 * 1_024 * 1_024;

export interface LogsClaim {
  readonly station: string;
  readonly bundle: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** What the station signs. */
export function logsStatement({ station, bundle, sha256, sizeBytes }: LogsClaim) {
  return { purpose: 'logs', facts: { station, bundle, sha256, sizeBytes } } as const;
}
