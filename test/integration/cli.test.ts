/** The command line as a new admin meets it: what is wrong is said in a sentence, and by exit code. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const MAIN = resolve(import.meta.dirname, '../../agent/main.ts');
const folder = mkdtempSync(join(tmpdir(), 'tillwarden-cli-'));
const config = join(folder, 'config.json');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function tillwarden(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    encoding: 'utf8',
    env: { ...process.env, TILLWARDEN_CONFIG: config },
  });
  return { status, stdout, stderr };
}

describe('a command called wrongly', () => {
  it.each([
    [['frobnicate'], 'There is no command frobnicate'],
    [['init'], 'say on which serial port'],
    [['init', '--tty', '/dev/null', '--port', 'x'], 'api.port'],
    [['init', '--tty', '/dev/null', '--till', 'No Spaces'], 'use a-z'],
    [['run', '--nonsense'], '--nonsense'],
    [['journal', 'frob'], 'say journal show or journal verify'],
    [['devices', 'frob'], 'say devices decode'],
    [['devices', 'decode', 'toaster', '00'], 'say a protocol'],
    [['devices', 'scan', '--protocol', 'toaster'], '--protocol is escpos-drawer'],
    [['cash', 'frob'], 'say cash levels'],
    [['devices', 'scan', '--tty', '/dev/null', '--hopper', '3'], '--hopper takes ADDRESS=VALUE'],
    [['supervise', '--', 'run'], 'say --prefix DIR'],
    [['supervise', '--prefix', '/no/such', '--', 'run'], 'there is no folder /no/such'],
    [['supervise', '--prefix', '/'], 'say after -- what the program is to do'],
    [['install', '--prefix', '/no/such'], 'say --application FILE'],
    [['simulate', 'toaster'], 'tillwarden simulate cctalk'],
  ])('%j exits with 2 and says how it is done', (args, says) => {
    const { status, stderr } = tillwarden(...args);
    expect(stderr).toContain(says);
    expect(stderr).not.toContain('    at ');
    expect(status).toBe(2);
  });
});

const CONFIG = {
  till: 'till-1',
  currency: 'EUR',
  ports: [{ id: 'coins', driver: 'toaster', transport: {}, options: {} }],
};

describe('an installation that cannot be used', () => {
  it.each([
    ['has not run yet', JSON.stringify(CONFIG), ['journal', 'verify'], 'no agent has run'],
    ['has no configuration', undefined, ['run'], 'there is no such file'],
    ['has one that is broken', '{', ['run'], 'config.json'],
    ['names a driver there is none of', JSON.stringify(CONFIG), ['run'], 'no driver toaster'],
  ])('because it %s: exits with 1 and says so', (...[, content, args, says]) => {
    if (content !== undefined) writeFileSync(config, content);
    const { status, stderr } = tillwarden(...args);
    rmSync(config, { force: true });
    expect(stderr).toContain(says);
    expect(stderr).not.toContain('    at ');
    expect(status).toBe(1);
  });
});

describe('a scan for devices', () => {
  it('of a port that is not there exits with 1 and says so', () => {
    const missing = join(folder, 'no-port');
    const { status, stderr } = tillwarden('devices', 'scan', '--tty', missing);
    expect(stderr).toContain(`${missing}: there is no such port`);
    expect(status).toBe(1);
  });
});

describe('a device’s frames', () => {
  it('are shown as JSON and written as bytes, and what is none is said on stderr', () => {
    const shown = tillwarden('devices', 'decode', 'cctalk', '28', '01', '01', '9A', '01', '3B');
    expect(shown).toMatchObject({ status: 0, stderr: '' });
    const again = tillwarden('devices', 'encode', 'cctalk', shown.stdout);
    expect(again).toEqual({ status: 0, stdout: '28 01 01 9A 01 3B\n', stderr: '' });
    const bad = tillwarden('devices', 'decode', 'cctalk', '28 01 01 9A 01 3C');
    expect(bad).toEqual({ status: 1, stdout: '', stderr: 'the checksum is wrong\n' });
  });
});

describe('a new till', () => {
  it('is set up by init and client, and neither undoes what is there', () => {
    expect(tillwarden('init', '--tty', '/dev/ttyUSB0').status).toBe(0);
    expect(tillwarden('init', '--tty', '/dev/ttyUSB0').stderr).toContain('there already');
    expect(tillwarden('client', 'list').stdout).toContain('No client yet');
    expect(tillwarden('client', 'add', 'pos').stdout).toMatch(/\n[\w-]{43}\n/);
    expect(tillwarden('client', 'add', 'pos').status).toBe(1);
    expect(tillwarden('client', 'list').stdout).toBe('pos\n');
    expect(tillwarden('client', 'remove', 'pos').status).toBe(0);
    expect(tillwarden('client', 'remove', 'pos').status).toBe(1);
  });

  it('is told what commands there are', () => {
    const { stdout, status } = tillwarden('--help');
    for (const name of ['run', 'init', 'client', 'cash', 'journal', 'simulate']) {
      expect(stdout).toContain(`tillwarden ${name} `);
    }
    expect(status).toBe(0);
  });

  it('may stop reading, and is told of no fault', () => {
    const line = 'set -o pipefail; "$1" "$2" --help | true';
    const reading = spawnSync('bash', ['-c', line, 'bash', process.execPath, MAIN]);
    expect([String(reading.stderr), reading.status]).toEqual(['', 0]);
  });
});
