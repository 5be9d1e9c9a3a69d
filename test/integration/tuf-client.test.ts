/** The command line for the TUF conformance suite, driven as the suite drives it, over real HTTP. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ReleaseServer } from '../support/release-server.ts';
import { run } from '../support/run-command.ts';
import { createTufKey, sha256, storedAt, TufRepository } from '../support/tuf-repository.ts';

const CLIENT = join(import.meta.dirname, '../tuf/client.ts');
const NAME = 'path/to/one file.txt';
const DAY_MS = 24 * 60 * 60 * 1_000;

let folder: string;
let repository: TufRepository;
let server: ReleaseServer;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-tuf-'));
  mkdirSync(join(folder, 'targets'));
  repository = new TufRepository(join(folder, 'repository'), Date.now());
  addFile('one');
  repository.publish();
  server = new ReleaseServer(repository.folder);
  await server.listen();
  writeFileSync(join(folder, 'initial_root.json'), JSON.stringify(repository.firstRoot));
  await client('init', join(folder, 'initial_root.json'));
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

function addFile(text: string): void {
  const role = repository.role('files', ['path/to/*']);
  repository.addTarget(role, { path: NAME, custom: {}, bytes: Buffer.from(text) });
}

async function client(...command: readonly string[]): Promise<number | null> {
  const base = `${server.url}/v1/releases`;
  const options = [
    '--metadata-dir',
    join(folder, 'metadata'),
    '--metadata-url',
    `${base}/metadata`,
  ];
  const target = ['--target-name', NAME, '--target-dir', join(folder, 'targets')];
  const from = ['--target-base-url', `${base}/targets`];
  const { status } = await run([CLIENT, ...options, ...target, ...from, ...command]).ended;
  return status;
}

const asked = (): readonly string[] =>
  server.asked.splice(0).map((path) => path.replace('/v1/releases/', ''));

const trusted = (): readonly string[] =>
  readdirSync(join(folder, 'metadata'))
    .filter((name) => name.endsWith('.json'))
    .map((name) => {
      const { signed } = JSON.parse(readFileSync(join(folder, 'metadata', name), 'utf8'));
      return `${name} ${signed.version}`;
    });

const downloaded = (): readonly string[] =>
  readdirSync(join(folder, 'targets')).map((name) =>
    readFileSync(join(folder, 'targets', name), 'utf8'),
  );

it('is a program of its own, as the suite starts it', () => {
  const other = join(folder, 'other');
  const path = [dirname(process.execPath), process.env['PATH']].join(delimiter);
  execFileSync(CLIENT, ['--metadata-dir', other, 'init', join(folder, 'initial_root.json')], {
    env: { ...process.env, PATH: path },
  });
  expect(readdirSync(other)).toContain('root.json');
});

it('init asks for nothing', async () => {
  expect(await client('init', join(folder, 'initial_root.json'))).toBe(0);
  expect(trusted()).toEqual(['root.json 1']);
  expect(server.asked).toEqual([]);
});

describe('refresh', () => {
  it('asks for the four top-level files, and keeps them under plain names', async () => {
    expect(await client('refresh')).toBe(0);
    expect(asked()).toEqual(
      ['2.root.json', 'timestamp.json', '1.snapshot.json', '1.targets.json'].map(
        (name) => `metadata/${name}`,
      ),
    );
    expect(trusted()).toEqual([
      'root.json 1',
      'snapshot.json 1',
      'targets.json 1',
      'timestamp.json 1',
    ]);
  });

  it('follows the root from key to key', async () => {
    repository.rotateRoot({ root: createTufKey() });
    repository.rotateRoot({
      root: createTufKey(),
      targets: createTufKey(),
      online: createTufKey(),
    });
    repository.publish();
    expect(await client('refresh')).toBe(0);
    expect(trusted()).toContain('root.json 3');
    expect(trusted()).toContain('timestamp.json 2');
  });

  it('keeps the roots it could verify when what comes after them fails', async () => {
    repository.rotateRoot({ root: createTufKey() });
    repository.publish({ expiresMs: Date.now() - DAY_MS });
    expect(await client('refresh')).toBe(1);
    expect(trusted()).toEqual(['root.json 2']);
  });

  it('takes no root that the one before has not signed', async () => {
    const { root } = repository.keys;
    repository.keys = { ...repository.keys, root: createTufKey() };
    repository.rotateRoot({});
    expect(await client('refresh')).toBe(1);
    expect(trusted()).toEqual(['root.json 1']);
    repository.rootVersion = 1;
    repository.keys = { ...repository.keys, root };
    repository.rotateRoot({});
    expect(await client('refresh')).toBe(0);
  });

  it('fails with a root that was never signed, and asks for nothing', async () => {
    const root = { ...repository.firstRoot, signatures: [] };
    writeFileSync(join(folder, 'initial_root.json'), JSON.stringify(root));
    await client('init', join(folder, 'initial_root.json'));
    expect(await client('refresh')).toBe(1);
    expect(asked()).toEqual([]);
  });
});

describe('download', () => {
  it('brings a file of a delegated role, and not again what is there', async () => {
    expect(await client('download')).toBe(0);
    expect(downloaded()).toEqual(['one']);
    expect(asked().filter((path) => path.startsWith('targets/'))).toHaveLength(1);
    expect(await client('download')).toBe(0);
    expect(asked().filter((path) => path.startsWith('targets/'))).toEqual([]);
    addFile('another');
    repository.publish();
    expect(await client('download')).toBe(0);
    expect(downloaded()).toEqual(['another']);
  });

  it('keeps nothing of a file that is not what was signed', async () => {
    const place = storedAt(NAME, sha256(Buffer.from('one')));
    repository.write(['targets', ...place], Buffer.from('two'));
    expect(await client('download')).toBe(1);
    expect(downloaded()).toEqual([]);
  });

  it('asks for no file that is signed without a SHA-256', async () => {
    const { targets } = repository.role('files', []);
    const sha512 = createHash('sha512').update('one').digest('hex');
    targets[NAME] = { ...targets[NAME], hashes: { sha512 } };
    repository.publish();
    expect(await client('download')).toBe(1);
    expect(asked().filter((path) => path.startsWith('targets/'))).toEqual([]);
    expect(downloaded()).toEqual([]);
  });

  it('fails for a file that nobody has signed, with fresh metadata', async () => {
    delete repository.role('files', []).targets[NAME];
    repository.publish();
    expect(await client('download')).toBe(1);
    expect(trusted()).toContain('timestamp.json 2');
  });
});
