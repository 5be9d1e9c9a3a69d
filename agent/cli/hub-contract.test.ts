/** Contracts sent from the hub's own computer: what is refused says why, and what was done is shown. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestVendor } from '../../test/support/test-vendor.ts';
import { databasePath } from '../../sync/hub/hub-office.ts';
import { addBookEntry } from '../../sync/hub/store/book-entries.ts';
import { openHubDatabase } from '../../sync/hub/store/hub-database.ts';
import { signingKeyText } from '../../sync/trust/signing-key.ts';
import type { CommandIo } from './command.ts';
import { contractAction } from './hub-contract.ts';

const VENDOR = createTestVendor();

let folder: string;
let keys: readonly string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-contract-'));
  const [trust, key] = [join(folder, 'trust.json'), join(folder, 'issuer.json')];
  writeFileSync(trust, JSON.stringify(VENDOR.trust));
  writeFileSync(key, signingKeyText(await VENDOR.certify('issuer')));
  keys = ['--trust', trust, '--issuer-key', key];
});

afterEach(() => rmSync(folder, { recursive: true }));

async function run(...argv: readonly string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const io = { stdout, stderr } as unknown as CommandIo;
  const [action = '', ...rest] = argv;
  const code = await contractAction.run([action, '--data', folder, ...rest], io);
  return { code, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') };
}

describe('hub contract', () => {
  it.each<[string, readonly string[]]>([
    ['there is no hub contract tear', ['tear']],
    ['which: --contract ID', ['send']],
  ])('says: %s', async (message, argv) => {
    await expect(run(...argv)).rejects.toThrow(message);
  });

  it('sends nothing without a key, and no contract that there is not', async () => {
    const keyless = await run('send', '--contract', 'c1');
    expect(keyless).toMatchObject({ code: 1 });
    expect(keyless.err).toContain('issuer-key-missing');
    const unknown = await run('send', '--contract', 'c1', ...keys);
    expect(unknown).toMatchObject({ code: 1 });
    expect(unknown.err).toBe('Not sent (contract-unknown): there is no contract c1\n');
  });

  it('shows each till, and says where it was not sent', async () => {
    const database = await openHubDatabase(databasePath(folder));
    const body = {
      id: 'c1',
      customer: 'pepe',
      plan: { id: 'sds', version: 1 },
      start: '2026-01-01',
      stations: ['till-9'],
    };
    const said = { sinceMs: 0, recordedAtMs: 0, recordedBy: 'test' };
    await addBookEntry(database, { book: 'contracts', entry: 'c1', body, ...said });
    await database.destroy();
    const { code, out } = await run('send', '--contract', 'c1', ...keys);
    expect(code).toBe(1);
    expect(out).toMatch(/till-9\s+station-unknown/);
  });
});
