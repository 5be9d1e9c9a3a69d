/**
 * What an error of `tuf-js` means. Its classes are not all told apart, and what goes wrong below a
 * snapshot is wrapped into a sentence without its cause: the sentences of the pinned version are read,
 * and a test provokes each of them.
 */
import type { UpdateFault } from '../core/update/updating.ts';
import { isSystemError, shortened, UpdateError } from './update-error.ts';

const SAYINGS: readonly (readonly [RegExp, UpdateFault])[] = [
  [/\bis expired$/, 'metadata-expired'],
  [/is less than current version|in new snapshot$/, 'metadata-rollback'],
  // A root that is not the next one: an old one again, or one that would skip a change of keys.
  [/Expected version \d+, got \d+$/, 'metadata-rollback'],
  [/doesn't match timestamp$|does not match snapshot version/, 'metadata-mismatch'],
  [/Expected (length|hash) .+ but got/, 'metadata-mismatch'],
  [/Failed to persist metadata/, 'disk'],
];

/** Whatever is not one of the known sentences is metadata that is not to be believed. */
export function metadataFault(cause: unknown): UpdateError {
  if (cause instanceof UpdateError) return cause;
  const said = cause instanceof Error ? cause.message : String(cause);
  const code = isSystemError(cause) ? 'disk' : SAYINGS.find(([saying]) => saying.test(said))?.[1];
  return new UpdateError(code ?? 'untrusted-metadata', shortened(said), { cause });
}
