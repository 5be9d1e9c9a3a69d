import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTrustFile, type TrustFile } from '../sync/trust/trust-file.ts';
import { ConfigError } from './config/config-error.ts';

/** Beside the program, where no configuration can name another. */
const FILE = 'trust.json';

/** Whose signatures count in this installation. Throws `ConfigError` for a file that is no use. */
export function readTrust(root: string): TrustFile | undefined {
  const path = join(root, FILE);
  if (!existsSync(path)) return undefined;
  try {
    return parseTrustFile(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new ConfigError('invalid', path, { reason: String(cause), cause });
  }
}
