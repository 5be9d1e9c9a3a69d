import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { Config } from '../config/config.ts';

const NAME_CHARACTERS = 32;

/**
 * Where an agent lets its frames be watched: beside its database, or the named pipe that stands for
 * that place on Windows, where a socket is no file.
 */
export function tracePlace({ store }: Pick<Config, 'store'>, isWindows: boolean): string {
  if (!isWindows) return `${store}.trace`;
  const name = createHash('sha256').update(resolve(store)).digest('hex');
  return `\\\\.\\pipe\\tillwarden-${name.slice(0, NAME_CHARACTERS)}`;
}
