/** A technician with an unknown machine: what is on the wire is listed, and a till made of it runs. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cctalkConfigSchema } from '../../hardware/drivers/cctalk/config.ts';
import { euroNoteMachine } from '../../hardware/drivers/cctalk/sim-config.ts';
import { openPseudoTerminal } from '../../hardware/kit/pseudo-terminal.ts';
import { planPort } from '../../agent/compose-ports.ts';
import { readConfig } from '../../agent/config/config.ts';
import { JsonProcess } from '../support/json-process.ts';
import { run } from '../support/run-command.ts';

const MAIN = resolve(import.meta.dirname, '../../agent/main.ts');

let folder: string;
let tty: string;
const machines: JsonProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-scan-'));
  tty = join(folder, 'tty');
});

afterEach(async () => {
  for (const machine of machines.splice(0)) await machine.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

async function simulate(name: string, path: string, ...flags: readonly string[]): Promise<void> {
  const args = ['simulate', name, '--tty', path, '--fast', ...flags];
  const machine = new JsonProcess('the machine', [process.execPath, MAIN, ...args]);
  machines.push(machine);
  await machine.line('ready', ({ event }) => event === 'ready');
}

function scan(...flags: readonly string[]) {
  const args = [MAIN, 'devices', 'scan', ...flags];
  return spawnSync(process.execPath, args, { encoding: 'utf8' });
}

describe('a scan that finds nothing', () => {
  it('says that there is no port', () => {
    const { status, stdout, stderr } = scan('--tty', tty);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('No such file');
    expect(stderr).not.toContain('    at ');
  });

  it('says that the port is in use', async () => {
    await using line = await openPseudoTerminal(tty);
    const holder = run([MAIN, 'devices', 'scan', '--tty', tty, '--protocol', 'cctalk']);
    const busy = new Promise((resolve) => line.listen(resolve));
    await busy;
    const { status, stderr } = scan('--tty', tty, '--protocol', 'ssp');
    expect(stderr).toContain('another program has it');
    expect(status).toBe(1);
    holder.child.kill('SIGTERM');
    await holder.ended;
  });

  it('takes its own voice for no device, in whatever protocol', async () => {
    await using line = await openPseudoTerminal(tty);
    line.listen((bytes) => line.send(bytes));
    const { status, stdout } = await run([MAIN, 'devices', 'scan', '--tty', tty]).ended;
    expect(stdout).toMatch(/^Nothing answers on \S+\.\n.*LCUS kind answers nothing/);
    expect(status).toBe(1);
  });

  it.each([
    [['--protocol', 'mdb'], '--protocol is escpos-drawer, ssp'],
    [['--tcp', 'printer'], '--tcp takes'],
    [['--hopper', '3'], '--hopper takes'],
    [['--note', '1=0'], '--note takes'],
    [['--currency', 'euro'], '--currency takes'],
  ])('was called wrongly: %j', (flags, why) => {
    const { status, stderr } = scan('--tty', tty, ...flags);
    expect(stderr).toContain(why);
    expect(status).toBe(2);
  });
});

describe('a scan', () => {
  it('tells two devices at one address, and writes nothing then', async () => {
    const [first, second] = euroNoteMachine.hoppers;
    const hoppers = [first, { ...second, address: first?.address }];
    const file = join(folder, 'sim.json');
    writeFileSync(file, JSON.stringify({ ...euroNoteMachine, hoppers, validator: undefined }));
    await simulate('cctalk', tty, '--config', file);
    const written = join(folder, 'till.json');
    const { status, stdout, stderr } = scan('--tty', tty, '--write', written);
    expect(stdout).toContain('Two devices answer at address 3');
    expect(stderr).toContain('Nothing is written');
    expect(status).toBe(1);
    expect(() => readFileSync(written)).toThrow('ENOENT');
  });

  it('lists what answers with CRC-16 and writes a configuration for it', async () => {
    const file = join(folder, 'till.json');
    await simulate('cctalk-notes-crc', tty);
    const { status, stdout } = scan('--tty', tty, '--write', file, '--hopper', '8=100');
    expect(stdout).toMatch(
      /cctalk +40 +Bill Validator +SIM +TW1 +SIM-1.0 +90001 +EU +EU0005A EU0010A/,
    );
    expect(stdout).toMatch(/cctalk +2 +Coin Acceptor +SIM +TW1 +SIM-1.0 +- +EU +EU005A/);
    expect(stdout).toContain('cannot be read');
    expect(status).toBe(0);
    const written = JSON.parse(readFileSync(file, 'utf8'));
    expect(written).toMatchObject({ currency: 'EUR', ports: [{ transport: { path: tty } }] });
    const port = cctalkConfigSchema.parse(written.ports[0].options);
    expect(port).toMatchObject({ checksum: 'crc', echo: true, validators: [{ address: 40 }] });
    expect(port.dispensers.map(({ valueMinor }) => valueMinor)).toEqual([5, 10, 20, 50, 100, 100]);
    expect(scan('--tty', tty, '--write', file).stderr).toContain('there already');
  });

  it('finds a printer and a validator on the network, opens no drawer, and writes their addresses', async () => {
    const ports: number[] = [];
    for (const name of ['escpos-drawer', 'ccnet']) {
      const args = ['simulate', name, '--tcp', '0', '--fast'];
      const machine = new JsonProcess(name, [process.execPath, MAIN, ...args]);
      machines.push(machine);
      const ready = await machine.line('ready', ({ event }) => event === 'ready');
      ports.push(Number(ready['port']));
    }
    const file = join(folder, 'till.json');
    const addresses = ports.flatMap((port) => ['--tcp', `127.0.0.1:${port}`]);
    const { status, stdout } = scan(...addresses, '--write', file);
    expect(stdout).toMatch(/escpos-drawer +- +receipt printer/);
    expect(stdout).toContain('openLevel');
    expect(status).toBe(0);
    expect(readConfig(file).ports).toMatchObject(
      ports.map((port) => ({ transport: { kind: 'tcp', host: '127.0.0.1', port } })),
    );
    machines[0]?.say('truth');
    const truth = await machines[0]?.line('truth', ({ event }) => event === 'truth');
    expect(truth).toMatchObject({ isOpen: false });
  });

  it('finds every machine there is, each in its own protocol, and merges them in one file', async () => {
    const names = ['nv200', 'smart-hopper', 'nv9', 'ccnet', 'id003', 'ebds', 'ccnet', 'cctalk'];
    const ttys = names.map((_, at) => join(folder, `tty-${at}`));
    await Promise.all(names.map((name, at) => simulate(name, ttys[at] ?? '')));
    const file = join(folder, 'till.json');
    const ports = ttys.flatMap((path) => ['--tty', path]);
    const bare = scan(...ports.slice(10, 12), '--write', file);
    expect(bare.stdout).toContain('does not say their values');
    expect(bare.stderr).toContain('Nothing is written');
    const { status, stdout } = scan(
      ...ports,
      '--write',
      file,
      '--note',
      '1=500',
      '--note',
      '2=1000',
    );
    for (const row of [
      /tty-0 +ssp +0 +smart-payout +ITL +- +\S+ +4170011 +EUR +5 10 20 50 100$/m,
      /tty-1 +ssp +16 +smart-hopper +ITL +- +\S+ +5220022 +EUR +0.05 0.10 0.20 0.50 1 2$/m,
      /tty-2 +ssp +0 +validator +ITL +- +\S+ +3090033 +EUR/,
      /tty-3 +ccnet +3 +bill validator +CashCode +SIM-CCNET +- +000000000001 +EUR +5 10 20/,
      /tty-4 +id003 +- +bill validator +JCM +- +U\(EUR\)-SIM-1 V1.00 +- +- +5 10 20/,
      /tty-5 +ebds +- +bill validator +MEI\/CPI +SIM-SC66 +286000103 +000000000009 +EUR +-/,
      /tty-7 +cctalk +2 +Coin Acceptor/,
    ]) {
      expect(stdout).toMatch(row);
    }
    expect(status).toBe(0);
    const config = readConfig(file);
    expect(config.ports.map(({ id, driver }) => [id, driver])).toEqual([
      ['ssp', 'ssp'],
      ['ssp-2', 'ssp'],
      ['ssp-3', 'ssp'],
      ['ccnet', 'ccnet'],
      ['id003', 'id003'],
      ['ebds', 'ebds'],
      ['ccnet-2', 'ccnet'],
      ['cctalk', 'cctalk'],
    ]);
    const site = { currency: config.currency, folder: config.folder };
    const plans = await Promise.all(config.ports.map((port) => planPort(port, site)));
    expect(plans).toHaveLength(8);
    const text = readFileSync(file, 'utf8');
    const devices = [...text.matchAll(/"device": "(?<name>[^"]+)"/g)].map((match) => match[1]);
    expect(new Set(devices).size).toBe(devices.length);
  });
});
