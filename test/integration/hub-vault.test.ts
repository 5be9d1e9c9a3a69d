/** The vault's key and the mail settings, from the hub's own computer: for its own user alone. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { hubCommand } from '../../agent/cli/hub.ts';
import { openHubDatabase } from '../../sync/hub/store/hub-database.ts';
import { listMailsOut, queueMail } from '../../sync/hub/store/mails-out.ts';
import { readKeyring } from '../../sync/hub/vault/keyring.ts';
import { readVault, writeVault, type VaultParts } from '../../sync/hub/vault/vault.ts';
import { callCommand } from '../support/call-command.ts';

const DOER = { name: 'Ada', address: 'console' };

let folder = '';
let path = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-vault-'));
  path = join(folder, 'vault.key');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function hub(...args: readonly string[]) {
  return callCommand(hubCommand, [...args, '--data', folder]);
}

async function withVault<Result>(act: (parts: VaultParts) => Promise<Result>): Promise<Result> {
  const database = await openHubDatabase(join(folder, 'hub.db'));
  try {
    return await act({ database, nowMs: () => 1, keys: () => readKeyring(path) });
  } finally {
    await database.destroy();
  }
}

it('a key is made for its owner alone, never over another, and changed with what it sealed', async () => {
  await hub('vault', 'init', '--vault-key', path);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const first = readFileSync(path, 'utf8');
  await expect(hub('vault', 'init', '--vault-key', path)).rejects.toThrow('never overwritten');
  const entry = { entry: 'router', customer: 'bar', site: undefined, label: 'Router' };
  await withVault((parts) => writeVault(parts, { ...entry, fields: { password: 'x' } }, DOER));
  const { out } = await hub('vault', 'rotate', '--vault-key', path);
  expect(out).toContain('1 sealed anew');
  expect(readFileSync(path, 'utf8')).not.toContain(JSON.parse(first).keys[0].key);
  expect(readKeyring(path)).toHaveLength(1);
  const asked = { entry: 'router', reason: 'To see' };
  const opened = await withVault((parts) => readVault(parts, asked, DOER));
  expect(opened?.fields).toEqual({ password: 'x' });
});

it('a mail that was set aside is shown, and queued again', async () => {
  await withVault(async ({ database }) => {
    const mail = { mail: 'm-1', messageId: '<m-1@vendor.example>', to: 'ana@bar.example' };
    const said = { subject: 'Help', text: 'Help', references: [], queuedAtMs: 1, dueAtMs: 1 };
    await queueMail(database, { ...mail, ...said });
    await database.updateTable('mails_out').set({ state: 'set-aside' }).execute();
  });
  expect((await hub('mail', 'queue')).out).toContain('set-aside');
  expect((await hub('mail', 'again', '--id', 'm-1')).code).toBe(0);
  expect((await hub('mail', 'again', '--id', 'm-1')).code).toBe(1);
  const [mail] = await withVault(({ database }) => listMailsOut(database));
  expect(mail).toMatchObject({ state: 'waiting', attempts: 0 });
});

it.each([
  { what: 'others may read', host: '127.0.0.1', mode: 0o644, why: 'read by others' },
  { what: 'go in the clear', host: 'smtp.vendor.example', mode: 0o600, why: 'this computer only' },
])('settings that $what are refused, and no password is shown', async ({ host, mode, why }) => {
  const file = join(folder, 'mail.json');
  const smtp = { host, port: 25, security: 'plaintext', password: 'SECRET' };
  const from = { name: 'Support', address: 'support@vendor.example' };
  writeFileSync(file, JSON.stringify({ from, smtp }));
  chmodSync(file, mode);
  const refused = await hub('mail', 'check', '--mail', file).catch((cause: unknown) => cause);
  expect(String(refused)).toContain(why);
  expect(String(refused)).not.toContain('SECRET');
});
