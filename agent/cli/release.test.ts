/** The vendor's releases as a person makes them, from the keys to what a till downloads. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { create } from 'tar';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTufClient } from '../../test/support/tuf-client.ts';
import { parseSigningKey } from '../../sync/trust/signing-key.ts';
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
  const said = await release('init', ...flags);
  await writeTrustFile();
  return said;
}

async function writeTrustFile(): Promise<void> {
  const out = ['--out', within('trust.json')];
  await call(keysCommand, 'trust-file', '--folder', within('keys'), ...out);
}

/** An archive of files, each under its name. */
function pack(archive: string, files: Readonly<Record<string, string>>): void {
  const content = mkdtempSync(join(folder, 'content-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(content, name)), { recursive: true });
    writeFileSync(join(content, name), text);
  }
  create({ file: within(archive), cwd: content, gzip: true, sync: true }, Object.keys(files));
}

function packApplication(version: string): void {
  const text = readFileSync(within('trust.json'), 'utf8');
  pack(`${version}.tar.gz`, { 'package.json': JSON.stringify({ version }), 'trust.json': text });
}

async function addRuntime(): Promise<Said> {
  pack('runtime.tar.gz', { 'bin/node': 'node and packages' });
  const flags = ['--runtime', 'node-24', '--platform', 'linux-x64'];
  return await release('add-runtime', within('runtime.tar.gz'), ...flags);
}

async function add(version: string, ...flags: readonly string[]): Promise<Said> {
  if (!existsSync(within(`${version}.tar.gz`))) packApplication(version);
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
    expect(bytes).toEqual(readFileSync(within('1.0.0.tar.gz')));
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

  it.each<[string, RegExp, () => void]>([
    ['no archive at all', /no archive/, () => writeFileSync(within('1.0.0.tar.gz'), 'no archive')],
    ['not there', /no file/, () => writeFileSync(within('1.0.0.tar.gz.old'), '')],
    ['without a trust file', /no trust.json/, () => pack('1.0.0.tar.gz', { 'package.json': '{}' })],
    [
      'of another version',
      /version 1.0.1 by its package.json/,
      () => pack('1.0.0.tar.gz', { 'package.json': '{"version":"1.0.1"}', 'trust.json': '{}' }),
    ],
    [
      'without the releases of its vendor in its trust file',
      /would take no update any more/,
      () => {
        const { releaseRoot: _, ...others } = trust();
        const files = { 'package.json': '{"version":"1.0.0"}' };
        pack('1.0.0.tar.gz', { ...files, 'trust.json': JSON.stringify(others) });
      },
    ],
  ])('takes no archive that is %s', async (_what, why, write) => {
    await init();
    write();
    const what = ['--version', '1.0.0', '--channel', 'stable', '--platform', 'linux-x64'];
    const terms = ['--class', 'fix', '--floor', '0.0.0', '--security-floor', '0.0.0'];
    const archive = within('1.0.0.tar.gz');
    const added = release('add', archive, ...what, ...terms, '--runtime', 'node-24');
    await expect(added).rejects.toThrow(why);
  });

  it('takes no runtime without Node', async () => {
    await init();
    pack('runtime.tar.gz', { 'package.json': '{}' });
    const flags = ['--runtime', 'node-24', '--platform', 'linux-x64'];
    const added = release('add-runtime', within('runtime.tar.gz'), ...flags);
    await expect(added).rejects.toThrow(/no bin\/node/);
  });

  it('publishes nothing that names a file which is gone', async () => {
    await init();
    await addRuntime();
    await release('publish', within('served'));
    await add('1.0.0');
    rmSync(join(within('repository'), 'targets'), { recursive: true });
    await expect(release('publish', within('served'))).rejects.toThrow(
      /what is served is as it was/,
    );
    expect(readdirSync(join(within('served'), 'metadata'))).not.toContain('3.targets.json');
  });

  it('stores nothing of a release that it refuses', async () => {
    await init();
    await expect(add('1.0.0')).rejects.toThrow(/nothing has changed[^]*add-runtime/);
    expect(existsSync(join(within('repository'), 'targets'))).toBe(false);
  });
});

/** Takes a key out of the vendor's folder into one of its own, as its keeper does. */
function takeAway(name: string): string {
  const folderOf = within(`keys of ${name}`);
  mkdirSync(folderOf, { recursive: true });
  renameSync(join(within('keys'), `${name}.key.json`), join(folderOf, `${name}.key.json`));
  return folderOf;
}

describe('a root of several people', () => {
  it('is signed by one after the other, each with their own folder', async () => {
    await init('--roots', '3', '--threshold', '2');
    const [first, second] = ['release-root-1', 'release-root-3'].map(takeAway);
    takeAway('release-root-2');
    const rotated = await release('rotate-root', '--replace', 'release-targets-1');
    expect(rotated.out).toMatch(/root has 0 of 2; these can sign: release-root-1, /);
    await expect(add('1.0.0')).rejects.toThrow(/release sign --drop/);
    const sign = ['sign', '--repository', within('repository'), '--keys'];
    const one = await call(releaseCommand, ...sign, first ?? '');
    expect(one.out).toMatch(/root has 1 of 2/);
    const two = await call(releaseCommand, ...sign, second ?? '');
    expect(two.out).toMatch(/^DEMO[^]*Signed: add the key release-targets-2, remove the key/);
    const shown = await release('show');
    expect(shown.out).toMatch(/root +2 +/);
    expect(shown.out).toMatch(/targets +1 of 1 +release-targets-2/);
  });

  it('stands in the next trust file', async () => {
    await init();
    await release('rotate-root', '--add', 'root');
    await call(
      keysCommand,
      'trust-file',
      '--folder',
      within('keys'),
      '--out',
      within('trust.json'),
    );
    expect(trust().releaseRoot).toMatchObject({ signed: { version: 2 } });
  });

  it('takes no key for a hub that is no hub’s', async () => {
    await init();
    const wrong = release('rotate-root', '--add', 'medium', '--hub-file', within('hub.json'));
    await expect(wrong).rejects.toThrow(/--add freshness/);
    expect(existsSync(within('hub.json'))).toBe(false);
  });

  it('can be dropped while it waits', async () => {
    await init();
    expect((await release('sign', '--drop')).out).toMatch(/Nothing waits/);
    takeAway('release-root-1');
    await release('rotate-root');
    expect((await release('sign', '--drop')).out).toMatch(/Dropped/);
    await expect(release('sign')).rejects.toThrow(/Nothing waits/);
  });
});

describe('what there is', () => {
  it('is listed, shown and checked, for people and for programs', async () => {
    await init();
    await addRuntime();
    await add('1.0.0');
    await add('1.1.0');
    expect((await release('yank', '1.0.0')).out).toMatch(/no till can verify it/);
    const listed = await release('list');
    expect(listed.out).toMatch(/1\.1\.0 +stable[^]*1\.0\.0 +stable.*withdrawn/);
    const json: unknown = JSON.parse((await release('list', '--json')).out);
    expect(json).toMatchObject({ releases: [{ release: { version: '1.1.0' } }], isDemo: true });
    expect((await release('show', '1.1.0')).out).toMatch(/securityFloor +0\.0\.0/);
    await expect(release('show', '3.0.0')).rejects.toThrow(/there is no release/);
    expect(await release('check')).toMatchObject({ code: 0 });
    rmSync(join(within('repository'), 'targets'), { recursive: true });
    const checked = await release('check', '--json');
    expect(checked.code).toBe(1);
    expect(checked.out).toContain('"code":"missing-file"');
  });

  it('goes onto a medium that a client takes, and not onto one and a server at once', async () => {
    await init();
    await addRuntime();
    await add('1.0.0');
    await expect(release('publish', within('x'), '--usb', '--static')).rejects.toThrow(/not both/);
    const { out } = await release('publish', within('stick'), '--usb', '--version', '1.0.0');
    expect(out).toMatch(/2 files[^]*never from a network/);
    await call(
      keysCommand,
      'trust-file',
      '--folder',
      within('keys'),
      '--out',
      within('trust.json'),
    );
    using client = createTufClient(within('stick'), trust().releaseRoot ?? {});
    const bytes = await client.fetch('app/stable/linux-x64/tillwarden-1.0.0.tar.gz');
    expect(bytes).toEqual(readFileSync(within('1.0.0.tar.gz')));
  });
});

describe('tillwarden keys', () => {
  it('certifies the key of a hub that directs tills', async () => {
    await call(keysCommand, 'init', '--folder', within('keys'), '--vendor', 'Bar Tills', '--demo');
    const hub = ['--hub-file', within('director.key.json')];
    const made = await call(keysCommand, 'certify', 'director', '--folder', within('keys'), ...hub);
    expect(made.out).toContain('director-1 is certified');
    const key = parseSigningKey(readFileSync(within('director.key.json'), 'utf8'));
    expect(key.certified.role).toBe('director');
  });
});
