/** Access data lies sealed, to its own entry and version alone, and nobody reads it without being noted. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeCustomer } from '../../../test/support/balance-books.ts';
import { openPeopleHub, type PeopleHub, type Visitor } from '../../../test/support/people-hub.ts';
import { keyringText, readKeyring, withNewKey, type Keyring } from './keyring.ts';
import { rotateVault } from './rotate.ts';
import { seal, unseal } from './seal.ts';

const PASSWORD = 'the router’s own';
const ENTRY = { customer: 'bar', label: 'Router', fields: { user: 'admin', password: PASSWORD } };

let keyring: Keyring;
let hub: PeopleHub;
let root: Visitor;

beforeEach(async () => {
  keyring = withNewKey([]);
  hub = await openPeopleHub({ keys: () => keyring });
  await hub.addUser('Root', 'vendor-admin');
  root = await hub.signedIn('Root');
  await writeCustomer(hub.database, 'bar', ['shop']);
  await root.call('PUT /v1/vault/router', { body: ENTRY });
});

afterEach(() => hub[Symbol.asyncDispose]());

const READING = 'POST /v1/vault/router/reading';
const WHY = { reason: 'The line is down.', ticket: 't-1' };

async function notes() {
  const { notes: all } = (await root.call('GET /v1/vault-audit')).json();
  return all;
}

it('lists labels, shows the rest for a reason alone, and writes down who it was', async () => {
  const list = await root.call('GET /v1/vault');
  expect(list.json().entries).toMatchObject([{ secret: 'router', label: 'Router', version: 1 }]);
  expect(list.body).not.toContain(PASSWORD);
  expect(await root.codeOf(READING, { body: {} })).toBe('invalid-request');
  const read = await root.call(READING, { body: WHY });
  expect(read.json().fields).toEqual(ENTRY.fields);
  expect(await notes()).toMatchObject([
    { act: 'read', by: 'Root', secret: 'router', version: 1, ...WHY },
    { act: 'written', by: 'Root', secret: 'router' },
  ]);
});

it('keeps nothing in the clear, in its tables or in the common audit', async () => {
  const tables = ['vault_entries', 'vault_audit', 'audit'] as const;
  for (const table of tables) {
    const rows = await hub.database.selectFrom(table).selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(PASSWORD);
  }
});

it('does not answer with another key, and notes no reading that was none', async () => {
  keyring = withNewKey([]);
  expect(await root.codeOf(READING, { body: WHY })).toBe('vault-key-wrong');
  expect(await notes()).toHaveLength(1);
});

it('never gives a version a number that another had', async () => {
  await root.call('DELETE /v1/vault/router', { body: {} });
  const written = await root.call('PUT /v1/vault/router', { body: ENTRY });
  expect(written.json().entry.version).toBe(2);
  const moved = { ...ENTRY, customer: 'other' };
  await writeCustomer(hub.database, 'other', ['elsewhere']);
  expect(await root.codeOf('PUT /v1/vault/router', { body: moved })).toBe('id-taken');
});

describe('of what somebody has changed meanwhile', () => {
  const NEWER = { ...ENTRY, fields: { password: 'a newer one' } };

  it('writes nothing over it, and does once for the same sent again', async () => {
    const write = 'PUT /v1/vault/router';
    const first = await root.call(write, { body: { ...NEWER, seen: 1 } });
    const again = await root.call(write, { body: { ...NEWER, seen: 1 } });
    expect([first, again].map((answer) => answer.json().entry.version)).toEqual([2, 2]);
    expect(await notes()).toHaveLength(2);
    for (const seen of [0, 1]) {
      expect(await root.codeOf(write, { body: { ...ENTRY, seen } })).toBe('vault-changed');
    }
    const renamed = { ...NEWER, label: 'Switch', seen: 1 };
    expect(await root.codeOf(write, { body: renamed })).toBe('vault-changed');
    expect((await root.call(READING, { body: WHY })).json().fields).toEqual(NEWER.fields);
  });

  it('tells nobody else whether they have guessed it', async () => {
    await hub.addUser('Sam', 'vendor-support');
    const sam = await hub.signedIn('Sam');
    const guess = { body: { ...ENTRY, seen: 0 } };
    expect(await sam.codeOf('PUT /v1/vault/router', guess)).toBe('vault-changed');
    expect(await root.codeOf('PUT /v1/vault/router', guess)).toBe('200');
  });

  it('removes nothing but what was seen', async () => {
    await root.call('PUT /v1/vault/router', { body: NEWER });
    expect(await root.codeOf('DELETE /v1/vault/router?seen=1', { body: {} })).toBe('vault-changed');
    expect(await root.codeOf('DELETE /v1/vault/router?seen=2', { body: {} })).toBe('200');
    expect(await root.codeOf('DELETE /v1/vault/router?seen=2', { body: {} })).toBe('not-found');
  });
});

it('says whether it has a key, and that no answer of it may be kept', async () => {
  expect((await root.call('GET /v1/vault')).json().hasKey).toBe(true);
  const read = await root.call(READING, { body: WHY });
  expect(read.headers['cache-control']).toBe('no-store');
});

it('does not let its audit be changed', async () => {
  const change = hub.database.updateTable('vault_audit').set({ user_name: 'Nobody' }).execute();
  await expect(change).rejects.toThrow('only added to');
  await expect(hub.database.deleteFrom('vault_audit').execute()).rejects.toThrow('only added to');
});

it('opens after a rotation with the new key alone', async () => {
  const next = withNewKey(keyring);
  const doer = { name: 'console', address: 'console' };
  expect(await rotateVault({ database: hub.database, atMs: 1, keyring: next, doer })).toBe(1);
  expect(await root.codeOf(READING, { body: WHY })).toBe('vault-key-wrong');
  keyring = [next[0]];
  expect((await root.call(READING, { body: WHY })).json().fields).toEqual(ENTRY.fields);
});

describe('what is sealed', () => {
  const about = { purpose: 'vault', id: 'a', version: 1 } as const;

  it.each([
    ['another entry', { ...about, id: 'b' }],
    ['another version', { ...about, version: 2 }],
    ['another purpose', { ...about, purpose: 'webhook' as const }],
  ])('does not open as %s', (_, other) => {
    const sealed = seal(keyring, about, 'x');
    expect(unseal(keyring, about, sealed)).toBe('x');
    expect(() => unseal(keyring, other, sealed)).toThrow('does not open');
  });

  it('does not open when a bit of it was changed', () => {
    const { keyId, sealed } = seal(keyring, about, 'a longer text');
    const bytes = Buffer.from(sealed, 'base64');
    for (let place = 0; place < bytes.length; place += 1) {
      const changed = Buffer.from(bytes);
      changed[place] = (changed[place] ?? 0) ^ 1;
      const other = { keyId, sealed: changed.toString('base64') };
      expect(() => unseal(keyring, about, other)).toThrow('does not open');
    }
  });
});

it('takes no key file that others may read, and none that is no key', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tillwarden-vault-'));
  const path = join(folder, 'key');
  writeFileSync(path, keyringText(keyring), { mode: 0o644 });
  expect(() => readKeyring(path)).toThrow('read by others');
  rmSync(path);
  writeFileSync(path, '{"kind":"tillwarden-vault-key","keys":[]}', { mode: 0o600 });
  expect(() => readKeyring(path)).toThrow('no key file');
  rmSync(path);
  writeFileSync(path, keyringText(keyring), { mode: 0o600 });
  expect(readKeyring(path)[0].id).toBe(keyring[0].id);
  rmSync(folder, { recursive: true });
});
