/** The programs that may use the local API: a name and the hash of its token, never the token. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { ConfigError } from './config-error.ts';
import { readJsonFile } from './config.ts';
import { replaceFile } from './replace-file.ts';

const TOKEN_BYTES = 32;
const CLIENTS_MAX = 64;

/** Readable by the agent's user alone. */
const CLIENTS_FILE_MODE = 0o600;

const clientSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'use a-z, 0-9 and -, at most 64'),
  tokenSha256Hex: z.string().regex(/^[0-9a-f]{64}$/),
});
const clientsSchema = z.array(clientSchema).max(CLIENTS_MAX);

export type ApiClient = z.infer<typeof clientSchema>;

/** Whether a client may have this name. */
export function isClientName(name: string): boolean {
  return clientSchema.shape.name.safeParse(name).success;
}

/** Every client, none where the file does not exist yet. Throws `ConfigError`. */
export function readClients(path: string): readonly ApiClient[] {
  if (!existsSync(path)) return [];
  const parsed = clientsSchema.safeParse(readJsonFile(path));
  if (!parsed.success)
    throw new ConfigError('invalid', path, { reason: z.prettifyError(parsed.error) });
  return parsed.data;
}

/**
 * Adds a client and returns its token, which is nowhere else and is not shown again.
 * Throws `ConfigError` when the name is taken or cannot be used.
 */
export function addClient(path: string, name: string): string {
  const clients = readClients(path);
  if (clients.some((client) => client.name === name)) {
    throw new ConfigError('exists', path, { reason: `there is a client named ${name} already` });
  }
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  writeClients(path, [...clients, { name, tokenSha256Hex: sha256Hex(token) }]);
  return token;
}

/** Removes a client; false where there was none of that name. Throws `ConfigError`. */
export function removeClient(path: string, name: string): boolean {
  const clients = readClients(path);
  const kept = clients.filter((client) => client.name !== name);
  if (kept.length === clients.length) return false;
  writeClients(path, kept);
  return true;
}

function writeClients(path: string, clients: readonly ApiClient[]): void {
  const parsed = clientsSchema.safeParse(clients);
  if (!parsed.success)
    throw new ConfigError('invalid', path, { reason: z.prettifyError(parsed.error) });
  replaceFile(path, `${JSON.stringify(parsed.data, null, 2)}\n`, CLIENTS_FILE_MODE);
}

function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
