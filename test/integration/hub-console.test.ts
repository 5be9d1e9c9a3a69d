/** What is commanded on the hub's own computer is in the audit that the page shows. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { hubCommand } from '../../agent/cli/hub.ts';
import { auditBefore, type AuditEntry } from '../../sync/hub/store/audit.ts';
import { addCode, useCode } from '../../sync/hub/store/enrolments.ts';
import { openHubDatabase } from '../../sync/hub/store/hub-database.ts';

const STATION = 'st-1';

let folder = '';

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-console-'));
  const database = await openHubDatabase(join(folder, 'hub.db'));
  const code = { codeSha256Hex: 'c', name: 'Till', site: 'shop', station: undefined };
  await addCode(database, { ...code, expiresAtMs: 10 });
  const use = { codeSha256Hex: 'c', publicKey: 'k', agentVersion: '1', newStation: STATION };
  await useCode(database, { ...use, atMs: 5 });
  await database.destroy();
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs it as the command line does; a signal that has come already stops a hub once it is up. */
async function hub(...argv: readonly string[]): Promise<{ status: number; said: string }> {
  const said: string[] = [];
  const stdout = new Writable({
    write: (piece, _, done) => {
      said.push(String(piece));
      done();
    },
  });
  const around = { env: {}, stdin: Readable.from([]), stdout, stderr: stdout, root: folder };
  const io = { ...around, signal: AbortSignal.abort(), version: 'test' };
  const status = await hubCommand.run([...argv, '--data', folder], io);
  return { status, said: said.join('').trim() };
}

async function written(): Promise<readonly AuditEntry[]> {
  const database = await openHubDatabase(join(folder, 'hub.db'));
  const entries = await auditBefore(database, undefined);
  await database.destroy();
  return entries.toReversed();
}

it('what was refused is not in it', async () => {
  const station = ['--station', STATION];
  await expect(hub('revoke', '--station', 'st-x')).rejects.toMatchObject({
    code: 'station-unknown',
  });
  expect(await hub('explain', ...station, '--epoch', '1')).toMatchObject({ status: 1 });
  expect(await hub('reapply', ...station, '--epoch', '1', '--seq', '1')).toMatchObject({
    status: 1,
  });
  await expect(hub('issue', ...station)).rejects.toMatchObject({ code: 'trust-missing' });
  expect(await hub('stations')).toMatchObject({ status: 0 });
  expect(await written()).toEqual([]);
});

it('what was done is, once, from the console', async () => {
  const terms = ['--customer', 'Bar Pepe', '--zone', 'Europe/Madrid'];
  const { said: code } = await hub('code', '--name', 'Till 2', '--site', 'Centro', ...terms);
  await hub('code', '--name', 'Till', '--station', STATION);
  await hub('revoke', '--station', STATION);
  await hub('--port', '0', '--restored');
  const entries = await written();
  const console = { by: { name: 'console' }, address: `console:${userInfo().username}` };
  expect(entries).toMatchObject([
    { ...console, act: 'code-made', details: { name: 'Till 2', customer: 'Bar Pepe' } },
    { ...console, act: 'code-made', subject: STATION },
    { ...console, act: 'station-revoked', subject: STATION },
    { ...console, act: 'hub-restored', address: expect.stringMatching(/^console/) },
  ]);
  expect(code).toMatch(/^(\w{4}-){3}\w{4}$/);
  expect(JSON.stringify(entries)).not.toContain(code);
});
