/** The vendor's commands as a person calls them: what they write, what they say, and how they end. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseSigningKey } from '../../sync/trust/signing-key.ts';
import { parseTrustFile } from '../../sync/trust/trust-file.ts';
import { UsageError, type Command } from './command.ts';
import { keysCommand } from './keys.ts';
import { licenceCommand } from './licence.ts';

const folder = mkdtempSync(join(tmpdir(), 'tillwarden-keys-'));
const keys = join(folder, 'keys');
const trust = join(folder, 'trust.json');
const licence = join(folder, 'till-1.licence');
const ISSUE = ['issue', '--keys', keys, '--customer', 'Bar Pepe', '--site', 'Centro'].concat([
  '--installed-on',
  '2024-02-29',
  '--zone',
  'Europe/Madrid',
]);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function call(command: Command, argv: readonly string[], env = {}): Promise<Said> {
  const streams = {
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
  };
  const { signal } = new AbortController();
  const io = { env, ...streams, signal, root: folder, version: '0.0.0' };
  const code = await command.run(argv, io);
  return { code, out: textIn(streams.stdout), err: textIn(streams.stderr) };
}

function textIn(stream: PassThrough): string {
  return String(stream.read() ?? '');
}

beforeAll(async () => {
  const init = ['init', '--folder', keys, '--vendor', 'Bar Tills', '--demo', '--roots', '2'];
  await call(keysCommand, init);
  await call(keysCommand, ['certify', 'issuer', '--folder', keys]);
  await call(keysCommand, ['trust-file', '--folder', keys, '--out', trust, '--grace-days', '14']);
  await call(licenceCommand, [...ISSUE, '--station', 'till-1', '--out', licence]);
});

describe('tillwarden keys', () => {
  it('writes a trust file that every till can read, and keys that only their owner can', () => {
    expect(parseTrustFile(readFileSync(trust, 'utf8'))).toMatchObject({
      vendor: 'Bar Tills',
      isDemo: true,
      rootThreshold: 2,
      activationGraceDays: 14,
    });
    expect(statSync(trust).mode & 0o777).toBe(0o644);
    expect(statSync(join(keys, 'root-1.key.json')).mode & 0o777).toBe(0o600);
    expect(statSync(keys).mode & 0o777).toBe(0o700);
  });

  it('says DEMO wherever a demo root is at work', async () => {
    const said = [
      await call(keysCommand, ['show', '--folder', keys]),
      await call(keysCommand, ['certify', 'issuer', '--folder', keys]),
      await call(keysCommand, ['rotate', 'director', '--folder', keys]),
      await call(licenceCommand, ['show', licence]),
      await call(licenceCommand, ['verify', licence, '--trust', trust]),
      await call(licenceCommand, ['verify', trust, '--trust', trust]),
    ];
    for (const { out } of said) expect(out).toMatch(/^DEMO: /);
  });

  it('gives a hub a key file of its own, once', async () => {
    const file = join(folder, 'time.key.json');
    const argv = ['certify', 'time', '--folder', keys, '--hub-file', file];
    expect((await call(keysCommand, argv)).code).toBe(0);
    expect(parseSigningKey(readFileSync(file, 'utf8')).certified.role).toBe('time');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await expect(call(keysCommand, argv)).rejects.toBeInstanceOf(UsageError);
  });

  it('takes passphrases from files, one a root key, and opens keys with no other', async () => {
    const first = join(folder, 'first');
    const second = join(folder, 'second');
    writeFileSync(first, 'the first passphrase\n');
    writeFileSync(second, 'the second passphrase\n');
    const real = join(folder, 'real');
    const files = ['--passphrase-file', first, '--passphrase-file', second];
    const init = ['init', '--folder', real, '--vendor', 'Real', '--roots', '2', ...files];
    expect((await call(keysCommand, init)).out).not.toContain('DEMO');
    const certify = ['certify', 'issuer', '--folder', real];
    await expect(call(keysCommand, [...certify, '--passphrase-file', first])).rejects.toMatchObject(
      { code: 'wrong-passphrase' },
    );
    expect((await call(keysCommand, [...certify, ...files])).code).toBe(0);
  }, 30_000);

  it.each([
    [['init', '--vendor', 'V']],
    [['init', '--folder', join(folder, 'none')]],
    [['init', '--folder', join(folder, 'none'), '--vendor', 'V', '--roots', 'many']],
    [['init', '--folder', join(folder, 'none'), '--vendor', 'V', '--threshold', '2']],
    [['init', '--folder', join(folder, 'none'), '--vendor', 'V']],
    [['certify', 'root', '--folder', keys]],
    [['certify', 'issuer', '--folder', keys, '--from', 'tomorrow']],
    [['certify', 'issuer', '--folder', keys, '--from', '2027-01-01', '--until', '2026-01-01']],
    [['trust-file', '--folder', keys]],
    [['show', '--folder', join(folder, 'nowhere')]],
    [['destroy', '--folder', keys]],
  ])('%j is answered with how it is called', async (argv) => {
    await expect(call(keysCommand, argv)).rejects.toBeInstanceOf(UsageError);
  });

  it('leaves no lock behind, and respects one', async () => {
    const lock = join(keys, 'lock');
    expect(existsSync(lock)).toBe(false);
    writeFileSync(lock, '');
    await expect(call(keysCommand, ['certify', 'issuer', '--folder', keys])).rejects.toMatchObject({
      code: 'busy',
    });
    rmSync(lock);
  });
});

describe('tillwarden licence', () => {
  it('shows what it issued: without a word about maintenance, one free year', async () => {
    const { code, out } = await call(licenceCommand, ['show', licence]);
    expect(code).toBe(0);
    expect(out).toContain('Bar Pepe, Centro, station till-1');
    expect(out).toContain('2024-02-29 to 2025-02-28');
    expect(out).toContain('Not checked');
  });

  it('verifies it for its station', async () => {
    const argv = ['verify', licence, '--trust', trust, '--station', 'till-1'];
    const { code, out } = await call(licenceCommand, argv);
    expect(code).toBe(0);
    expect(out).toContain('Genuine: signed for Bar Tills.');
  });

  it('refuses it for another, and says so to people and to programs', async () => {
    const argv = ['verify', licence, '--trust', trust, '--station', 'till-2'];
    const said = await call(licenceCommand, argv);
    expect(said.code).toBe(1);
    expect(said.err).toContain('This licence is for another till.');
    const json = await call(licenceCommand, [...argv, '--json']);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({ isVerified: false, code: 'wrong-station' });
  });

  it('gives programs the whole content', async () => {
    const { out } = await call(licenceCommand, ['verify', licence, '--trust', trust, '--json']);
    expect(JSON.parse(out)).toMatchObject({
      isVerified: true,
      isDemo: true,
      entitlement: { maintenance: [{ from: '2024-02-29', to: '2025-03-01' }] },
    });
    const shown = await call(licenceCommand, ['show', licence, '--json']);
    expect(JSON.parse(shown.out)).toMatchObject({ isVerified: false });
  });

  it('refuses a file that was changed, and one that is no licence', async () => {
    const changed = join(folder, 'changed.licence');
    const text = readFileSync(licence, 'utf8');
    writeFileSync(changed, text.replace('.', '.A'));
    const said = await call(licenceCommand, ['verify', changed, '--trust', trust, '--json']);
    expect(said.code).toBe(1);
    writeFileSync(changed, 'x'.repeat(100_000));
    const large = await call(licenceCommand, ['show', changed]);
    expect(large).toMatchObject({ code: 1, err: expect.stringContaining('(oversize)') });
  });

  it('issues into the folder where no --out is said, never under one number twice', async () => {
    for (const n of [2, 3]) {
      const { code } = await call(licenceCommand, [...ISSUE, '--station', 'till-9']);
      expect(code).toBe(0);
      expect(existsSync(join(keys, 'issued', `till-9-1-${n}.licence`))).toBe(true);
    }
  });

  it('withdraws a licence by a newer one', async () => {
    const out = join(folder, 'withdrawn.licence');
    const argv = [...ISSUE, '--station', 'till-1', '--revoke', 'not paid', '--out', out];
    await call(licenceCommand, argv);
    const said = await call(licenceCommand, ['verify', out, '--trust', trust]);
    expect(said.out).toMatch(/WITHDRAWN +\d{4}-\d\d-\d\d: not paid/);
  });

  it.each([
    [ISSUE],
    [[...ISSUE, '--station', 'till-1', '--out', licence]],
    [[...ISSUE, '--station', 'till-1', '--maintenance', '2024-02-29']],
    [[...ISSUE, '--station', 'till-1', '--maintenance', '2024-02-30/2025-02-28']],
    [[...ISSUE, '--station', 'till-1', '--above', 'many']],
    [['verify', licence]],
    [['show']],
    [['destroy']],
  ])('%j is answered with how it is called', async (argv) => {
    await expect(call(licenceCommand, argv)).rejects.toBeInstanceOf(UsageError);
  });

  it.each([
    ['--station', 'till 1'],
    ['--zone', 'Mars/Phobos'],
    ['--maintenance', '2025-01-01/2024-01-01'],
  ])('%s %s is refused before anything is written', async (flag, value) => {
    const out = join(folder, 'impossible.licence');
    const argv = [...ISSUE, '--station', 'till-1', '--out', out, flag, value];
    await expect(call(licenceCommand, argv)).rejects.toMatchObject({ code: 'invalid-request' });
    expect(existsSync(out)).toBe(false);
  });
});
