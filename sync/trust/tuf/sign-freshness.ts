/**
 * Snapshot and timestamp: which versions of the metadata belong together, and that this is still
 * true. A hub signs them for the network, the vendor for a medium; only a medium's say so.
 */
import { createHash, type KeyObject } from 'node:crypto';
import { MEDIUM_FIELD, TUF_SPECIFICATION, type MetadataFile } from './metadata.ts';
import type { RepositoryRole } from './read-repository.ts';
import { metadataText, signMetadata } from './sign-metadata.ts';

export interface FreshnessTerms {
  /** See `freshnessVersion`. */
  readonly version: number;
  /** A moment in UTC without fractions. */
  readonly expires: string;
  readonly key: KeyObject;
  /** Absent for the network. */
  readonly medium?: string;
}

/** A file to be served from `metadata/`. */
export interface FreshFile {
  readonly name: string;
  readonly version: number;
  readonly text: string;
}

/** `N.snapshot.json` over all roles of the repository; it is to be served before its timestamp. */
export function signSnapshot(roles: readonly RepositoryRole[], terms: FreshnessTerms): FreshFile {
  const meta = Object.fromEntries(
    roles.map(({ name, version, lengthBytes, sha256 }) => [
      `${name}.json`,
      { version, length: lengthBytes, hashes: { sha256 } },
    ]),
  );
  const signed = { _type: 'snapshot' as const, ...commonOf(terms), meta };
  return fresh(`${terms.version}.snapshot.json`, { signed, signatures: [] }, terms);
}

/** `timestamp.json`; a snapshot stays as it is for as long as its timestamps name it. */
export function signTimestamp(snapshot: FreshFile, terms: FreshnessTerms): FreshFile {
  const bytes = Buffer.from(snapshot.text);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const meta = {
    'snapshot.json': { version: snapshot.version, length: bytes.length, hashes: { sha256 } },
  };
  const signed = { _type: 'timestamp' as const, ...commonOf(terms), meta };
  return fresh('timestamp.json', { signed, signatures: [] }, terms);
}

/**
 * Above the last one, and above all that were ever signed up to a second ago: who lost count, or came
 * back from a copy, is not taken for a replay.
 */
export function freshnessVersion(nowMs: number, last = 0): number {
  return Math.max(last + 1, Math.floor(nowMs / SECOND_MS));
}

const SECOND_MS = 1_000;

function commonOf({ version, expires, medium }: FreshnessTerms) {
  const mark = medium === undefined ? {} : { [MEDIUM_FIELD]: medium };
  return { spec_version: TUF_SPECIFICATION, version, expires, ...mark };
}

function fresh(name: string, file: MetadataFile, { version, key }: FreshnessTerms): FreshFile {
  return { name, version, text: metadataText(signMetadata(file, [key])) };
}
