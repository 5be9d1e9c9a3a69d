/** A technician with an unknown machine: what is on the wire is listed, and a till made of it runs. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cctalkConfigSchema } from '../../hardware/drivers/cctalk/config.ts';
import { euroNoteMachine } from '../../hardware/drivers/cctalk/sim-config.ts';
import { JsonProcess } from '../support/json-process.ts';

const MAIN = resolve(import.meta.dirname, '../../agent/main.ts');

let folder: string;
let tty: string;
let machine: JsonProcess | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-scan-'));
  tty = join(folder, 'tty');
});

afterEach(async () => {
  await machine?.kill('SIGTERM');
  machine = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function simulate(name: string, ...flags: readonly string[]): Promise<void> {
  const args = ['simulate', name, '--tty', tty, '--fast', ...flags];
  machine = new JsonProcess('the machine', [process.execPath, MAIN, ...args]);
  await machine.line('ready', ({ event }) => event === 'ready');
}

function scan(...flags: readonly string[]) {
  const args = [MAIN, 'devices', 'scan', '--tty', tty, ...flags];
  return spawnSync(process.execPath, args, { encoding: 'utf8' });
}

describe('a scan', () => {
  it('says that there is no port', () => {
    const { status, stdout, stderr } = scan();
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('No such file');
    expect(stderr).not.toContain('    at ');
  });

  it('tells two devices at one address, and writes nothing then', async () => {
    const [first, second] = euroNoteMachine.hoppers;
    const hoppers = [first, { ...second, address: first?.address }];
    const file = join(folder, 'sim.json');
    writeFileSync(file, JSON.stringify({ ...euroNoteMachine, hoppers, validator: undefined }));
    await simulate('cctalk', '--config', file);
    const { status, stdout, stderr } = scan('--write', join(folder, 'till.json'));
    expect(stdout).toContain('Two devices answer at address 3');
    expect(stderr).toContain('Nothing is written');
    expect(status).toBe(1);
  });

  it('lists what answers with CRC-16 and writes a configuration for it', async () => {
    const file = join(folder, 'till.json');
    await simulate('cctalk-notes-crc');
    const { status, stdout } = scan('--write', file, '--hopper', '8=100');
    expect(stdout).toMatch(/^40 +Bill Validator +SIM +TW1 +90001 +crc +EU0005A EU0010A/m);
    expect(stdout).toMatch(/^2 +Coin Acceptor +SIM +TW1 +- +crc +EU005A/m);
    expect(stdout).toContain('cannot be read');
    expect(status).toBe(0);
    const written = JSON.parse(readFileSync(file, 'utf8'));
    expect(written).toMatchObject({ currency: 'EUR', ports: [{ transport: { path: tty } }] });
    const port = cctalkConfigSchema.parse(written.ports[0].options);
    expect(port).toMatchObject({ checksum: 'crc', echo: true, validators: [{ address: 40 }] });
    expect(port.dispensers.map(({ valueMinor }) => valueMinor)).toEqual([5, 10, 20, 50, 100, 100]);
    expect(scan('--write', file).stderr).toContain('there already');
  });
});
