/** The vendor's releases as a person makes them, from the keys to what a till downloads. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTufClient } from '../../test/support/tuf-client.ts';
import { parseTrustFile } from '../../sync/trust/trust-file.ts';
import { parseReleaseKey } from '../../sync/trust/tuf/release-key.ts';
import { keysCommand } from './keys.ts';
import { releaseCommand } from './release.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-release-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const within = (name: string) => join(folder, name);

interface Said {
  readonly code: number;
  readonly out: string;
}

async function call(command: typeof releaseCommand, ...argv: readonly string[]): Promise<Said> {
  const stdout = new PassThrough();
  const { signal } = new AbortController();
  const io = { env: {}, stdin: new PassThrough(), stdout, stderr: new PassThrough(), signal };
  const code = await command.run(argv, { ...io, root: folder, version: '0.0.0' });
  return { code, out: String(stdout.read() ?? '') };
}

async function release(...argv: readonly string[]): Promise<Said> {
  const places = ['--repository', within('repository'), '--keys', within('keys')];
  return await call(releaseCommand, ...argv, ...places);
}

async function init(...flags: readonly string[]): Promise<Said> {
  await call(keysCommand, 'init', '--folder', within('keys'), '--vendor', 'Bar Tills', '--demo');
  return await release('init', ...flags);
}

async function addRuntime(): Promise<Said> {
  writeFileSync(within('runtime.tar.gz'), 'node and packages');
  const flags = ['--runtime', 'node-24', '--platform', 'linux-x64'];
  return await release('add-runtime', within('runtime.tar.gz'), ...flags);
}

async function add(version: string, ...flags: readonly string[]): Promise<Said> {
  writeFileSync(within(`${version}.tar.gz`), `application ${version}`);
  const what = ['--version', version, '--channel', 'stable', '--platform', 'linux-x64'];
  const terms = ['--class', 'fix', '--floor', '0.0.0', '--security-floor', '0.0.0'];
  const runtime = ['--runtime', 'node-24'];
  const archive = within(`${version}.tar.gz`);
  return await release('add', archive, ...what, ...terms, ...runtime, ...flags);
}

function trust() {
  return parseTrustFile(readFileSync(within('trust.json'), 'utf8'));
}

describe('tillwarden release', () => {
  it('makes one repository a vendor, and keeps it', async () => {
    await expect(release('init')).rejects.toThrow(/there is no folder/);
    const { out } = await init();
    expect(out).toContain('DEMO');
    await expect(release('init')).rejects.toThrow(/tills trust its keys/);
  });

  it('puts its root into the trust file, and only the key of the hub into a file in the open', async () => {
    await init('--hub-file', within('hub.key.json'));
    await call(
      keysCommand,
      'trust-file',
      '--folder',
      within('keys'),
      '--out',
      within('trust.json'),
    );
    expect(trust().releaseRoot).toMatchObject({ signed: { _type: 'root', version: 1 } });
    expect(parseReleaseKey(readFileSync(within('hub.key.json'), 'utf8')).type).toBe('private');
    expect(statSync(within('hub.key.json')).mode & 0o777).toBe(0o600);
    expect(existsSync(join(within('keys'), 'release-freshness-1.key.json'))).toBe(false);
    await expect(release('publish', within('www'), '--static')).rejects.toThrow(/no freshness key/);
  });

  it('publishes for a plain server what the reference client takes', async () => {
    await init();
    await addRuntime();
    const added = await add('1.0.0');
    expect(added.out).toContain('app/stable/linux-x64/tillwarden-1.0.0.tar.gz');
    const { out } = await release('publish', within('www'), '--static');
    expect(out).toMatch(/2 files; 2 of them are new[^]*no plan makes updates depend/);
    await call(
      keysCommand,
      'trust-file',
      '--folder',
      within('keys'),
      '--out',
      within('trust.json'),
    );
    using client = createTufClient(within('www'), trust().releaseRoot ?? {});
    const bytes = await client.fetch('app/stable/linux-x64/tillwarden-1.0.0.tar.gz');
    expect(String(bytes)).toBe('application 1.0.0');
  });

  it('copies only what is new, and a hub gets no snapshot of ours', async () => {
    await init();
    await addRuntime();
    await add('1.0.0');
    await release('publish', within('served'));
    await add('1.0.1');
    const { out } = await release('publish', within('served'));
    expect(out).toContain('3 files; 1 of them are new');
    expect(existsSync(join(within('served'), 'metadata', 'timestamp.json'))).toBe(false);
  });

  it('stores nothing of a release that it refuses', async () => {
    await init();
    await expect(add('1.0.0')).rejects.toThrow(/nothing has changed[^]*add-runtime/);
    expect(existsSync(join(within('repository'), 'targets'))).toBe(false);
  });
});
