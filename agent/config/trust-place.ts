/**
 * Where the trust file lies: beside the program, and nowhere else. No configuration, environment or
 * working directory names another, since whoever could name it could name their own vendor.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTrustFile, type TrustFile } from '../../sync/trust/trust-file.ts';
import { ConfigError } from './config-error.ts';

const TRUST_FILE = 'trust.json';

/** Undefined for a program without one. Throws `ConfigError` `invalid` for one that cannot be used. */
export function readTrust(root: string): TrustFile | undefined {
  const path = join(root, TRUST_FILE);
  if (!existsSync(path)) return undefined;
  try {
    return parseTrustFile(readFileSync(path, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError('invalid', path, { reason, cause });
  }
}
