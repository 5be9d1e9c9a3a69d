import { readFileSync, statSync } from 'node:fs';
import { ConfigError } from './config-error.ts';

/** Anybody but the owner. */
const OTHERS_MASK = 0o077;

/**
 * The password of the VNC server on this computer, from a file for the agent's user alone. Throws
 * `ConfigError`, which never says what is in it.
 */
export function readScreenPassword(path: string): string {
  const { mode, text } = readOwn(path);
  if ((mode & OTHERS_MASK) !== 0) {
    throw new ConfigError('invalid', path, { reason: 'others may read it: chmod 600 it' });
  }
  const [password = ''] = text.split(/\r?\n/, 1);
  if (password !== '') return password;
  throw new ConfigError('invalid', path, { reason: 'its first line must be the password' });
}

function readOwn(path: string): { readonly mode: number; readonly text: string } {
  try {
    return { mode: statSync(path).mode, text: readFileSync(path, 'utf8') };
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new ConfigError('unreadable', path, { reason: `it cannot be read (${code})` });
  }
}
