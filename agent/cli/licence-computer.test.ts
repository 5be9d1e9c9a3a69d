/** A licence that is bound offline: the till's parts in a file, and what the till says of it afterwards. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { callCommand, type Said } from '../../test/support/call-command.ts';
import {
  layHardware,
  OTHER_HARDWARE,
  TILL_HARDWARE,
  type FakeHardware,
} from '../../test/support/fake-hardware.ts';
import { componentHashes } from '../../sync/trust/component-hash.ts';
import { readConfig } from '../config/config.ts';
import { EMPTY_TILL } from '../core/till/till.ts';
import { readComponents } from '../hardware-identity.ts';
import { openDatabase } from '../store/database.ts';
import { TillStore } from '../store/till-store.ts';
import { UsageError } from './command.ts';
import { initCommand } from './init.ts';
import { keysCommand } from './keys.ts';
import { licenceCommand } from './licence.ts';

const folder = mkdtempSync(join(tmpdir(), 'tillwarden-computer-'));
const keys = join(folder, 'keys');
const trust = join(folder, 'trust.json');
const config = join(folder, 'config.json');
const hardwareRoot = join(folder, 'computer');
let licence = '';
let file = '';
let count = 0;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(async () => {
  layHardware(hardwareRoot, TILL_HARDWARE);
  count += 1;
  licence = join(folder, `till-${count}.licence`);
  file = join(folder, `till-${count}.computer`);
  if (count > 1) return;
  await call(initCommand, '--config', config, '--tty', '/dev/null', '--till', 'till-1');
  const init = ['init', '--folder', keys, '--vendor', 'Bar Tills', '--demo'];
  await call(keysCommand, ...init);
  await call(keysCommand, 'certify', 'issuer', '--folder', keys);
  await call(keysCommand, 'trust-file', '--folder', keys, '--out', trust);
});

function call(command: typeof licenceCommand, ...argv: readonly string[]): Promise<Said> {
  return callCommand(command, argv, { root: folder, hardwareRoot });
}

function issue(...more: readonly string[]): Promise<Said> {
  const whose = ['--customer', 'Bar Pepe', '--site', 'Centro', '--station', 'till-1'];
  const since = ['--installed-on', '2026-11-22', '--zone', 'Europe/Madrid'];
  const where = ['--keys', keys, '--out', licence];
  return call(licenceCommand, 'issue', ...where, ...whose, ...since, ...more);
}

async function boundLicence(): Promise<void> {
  await call(licenceCommand, 'computer', '--out', file);
  await issue('--computer', file);
}

/** As the agent does once it has taken the licence in. */
function taken(): void {
  using store = new TillStore(openDatabase(readConfig(config).store));
  const before = store.load();
  const document = readFileSync(licence, 'utf8').trim();
  const after = { ...before, licensing: { ...EMPTY_TILL.licensing, document } };
  const nothing = { lines: [], sales: [], operations: [], cashOperations: [], atMs: 1 };
  store.commit({ before, after, ...nothing });
}

async function statusOn(hardware: FakeHardware): Promise<Record<string, unknown>> {
  layHardware(hardwareRoot, hardware);
  const { out } = await call(licenceCommand, 'status', '--json', '--config', config);
  return JSON.parse(out) as Record<string, unknown>;
}

describe('tillwarden licence computer', () => {
  it('writes hashes of the parts under a salt, and not what they say', async () => {
    expect(await call(licenceCommand, 'computer', '--out', file)).toMatchObject({ code: 0 });
    const written = JSON.parse(readFileSync(file, 'utf8')) as { salt: string };
    const { salt } = written;
    const { hashes } = componentHashes(readComponents(hardwareRoot), salt);
    expect(written).toEqual({ format: 'tillwarden-computer-v1', salt, hashes });
    expect(hashes).toHaveLength(5);
  });

  it('writes nothing where nothing can be read', async () => {
    layHardware(hardwareRoot, {});
    const said = await call(licenceCommand, 'computer', '--out', file);
    expect(said).toMatchObject({ code: 1, err: expect.stringContaining('Nothing was written') });
  });

  it('replaces no file', async () => {
    await call(licenceCommand, 'computer', '--out', file);
    await expect(call(licenceCommand, 'computer', '--out', file)).rejects.toThrow(UsageError);
  });
});

describe('tillwarden licence issue --computer', () => {
  it('binds the licence to the computer of the file', async () => {
    await boundLicence();
    const { out } = await call(licenceCommand, 'show', licence);
    expect(out).toMatch(/Computer +3 of its 5 parts must be found again/);
  });

  it('binds it to none without', async () => {
    await issue();
    const { out } = await call(licenceCommand, 'show', licence);
    expect(out).toMatch(/Computer +any/);
  });

  it.each([
    ['of another kind', { format: 'tillwarden-trust-v1', salt: 's', hashes: [] }],
    ['without a part', { format: 'tillwarden-computer-v1', salt: 's', hashes: [] }],
    ['with no hashes', { format: 'tillwarden-computer-v1', salt: 's', hashes: ['serial'] }],
  ])('takes no file %s', async (_, content) => {
    writeFileSync(file, JSON.stringify(content));
    await expect(issue('--computer', file)).rejects.toThrow(UsageError);
  });
});

describe('tillwarden licence status', () => {
  it('says that the licence is bound to this computer', async () => {
    await boundLicence();
    taken();
    const computer = { kind: 'same', matched: 5, named: 5, needed: 3 };
    expect(await statusOn(TILL_HARDWARE)).toMatchObject({ flags: [], computer });
    const { out } = await call(licenceCommand, 'status', '--config', config);
    expect(out).toContain('DEMO');
    expect(out).toContain('Of 5 parts of the computer that the licence names, 5 are here');
  });

  it('says that parts have changed, and that the licence holds', async () => {
    await boundLicence();
    taken();
    const changed = { ...TILL_HARDWARE, boardSerial: 'PHCB0018K1A2' };
    const computer = { kind: 'drifted', matched: 4, named: 5, needed: 3 };
    expect(await statusOn(changed)).toMatchObject({ flags: [], newSales: true, computer });
  });

  it.each([
    ['another one', OTHER_HARDWARE],
    ['one of which nothing can be read', {}],
  ])('says that the computer is %s, in each language', async (_, hardware) => {
    await boundLicence();
    taken();
    expect(await statusOn(hardware)).toMatchObject({
      flags: ['rebind-needed'],
      newSales: true,
      newReleases: 'none',
      support: 'rebind',
    });
    const titles = { en: 'another computer', de: 'anderen Rechner', es: 'otro ordenador' };
    for (const [lang, title] of Object.entries({ ...titles, it: 'altro computer' })) {
      const argv = ['status', '--lang', lang, '--config', config];
      expect((await call(licenceCommand, ...argv)).out).toContain(title);
    }
  });

  it('of a licence that is not believed says that there is none', async () => {
    await boundLicence();
    writeFileSync(licence, readFileSync(licence, 'utf8').replace('.', '.e'));
    taken();
    expect(await statusOn(TILL_HARDWARE)).toMatchObject({ state: 'unlicensed' });
  });
});
