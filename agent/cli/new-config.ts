import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../config/config-error.ts';
import { configSchema } from '../config/config.ts';
import { replaceFile } from '../config/replace-file.ts';
import { UsageError } from './command.ts';

/** Readable by all: nothing in it is a secret. */
const CONFIG_FILE_MODE = 0o644;

export interface NewConfig {
  readonly till: string;
  readonly currency: string;
  readonly apiPort: string;
  readonly ports: readonly NewPort[];
}

export interface NewPort {
  readonly id: string;
  readonly driver: string;
  readonly transport: object;
  /** What its driver is told. */
  readonly options: object;
}

/** Writes the configuration of a till; gives its path. Overwrites nothing. */
export function writeNewConfig(
  file: string,
  { till, currency, apiPort, ports }: NewConfig,
): string {
  const path = unwrittenPath(file);
  const config = configSchema.safeParse({ till, currency, api: { port: Number(apiPort) }, ports });
  if (!config.success) throw new UsageError(z.prettifyError(config.error));
  mkdirSync(dirname(path), { recursive: true });
  replaceFile(path, `${JSON.stringify(config.data, null, 2)}\n`, CONFIG_FILE_MODE);
  return path;
}

/** The absolute path of a configuration that is not there yet. Throws `ConfigError` when it is. */
export function unwrittenPath(file: string): string {
  const path = resolve(file);
  if (!existsSync(path)) return path;
  throw new ConfigError('exists', path, { reason: 'it is there already; edit it' });
}
