/**
 * An admin with a CashDro on the network: its certificate is shown to be compared, no name and no
 * password goes to it before that, and what is written is what a till runs on.
 */
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { devicesCommand } from '../../agent/cli/devices.ts';
import { planPort } from '../../agent/compose-ports.ts';
import { readConfig } from '../../agent/config/config.ts';
import { euroCashdro, simConfigSchema } from '../../hardware/drivers/cashdro/sim-config.ts';
import { SimCashdroServer } from '../../hardware/drivers/cashdro/sim-server.ts';
import { SimCashdro } from '../../hardware/drivers/cashdro/sim.ts';
import { nodeHidBus } from '../../hardware/kit/node-hid-bus.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { callProgram } from '../support/call-program.ts';

const PASSWORD = 'Pa55&wörd ?#%=';
const OTHER_PIN = `certificate:${'ab'.repeat(32)}`;

let folder: string;
let server: SimCashdroServer;
let where: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-scan-https-'));
  const config = simConfigSchema.parse({ ...euroCashdro, password: PASSWORD });
  const machine = new SimCashdro({ clock: systemClock, config, onEvent: () => {} });
  server = await SimCashdroServer.listen(machine, systemClock, 0);
  where = `127.0.0.1:${server.port}`;
});

afterEach(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

function file(name: string): string {
  return join(folder, name);
}

function holdCredentials(password = PASSWORD, mode = 0o600): void {
  writeFileSync(file('cashdro.json'), JSON.stringify({ name: 'till', password }));
  chmodSync(file('cashdro.json'), mode);
}

function scan(...flags: readonly string[]) {
  return callProgram(['devices', 'scan', '--https', where, ...flags]);
}

function scanAndWrite(...flags: readonly string[]) {
  return scan('--write', file('config.json'), ...flags);
}

/** Somebody at a terminal, who answers each question as it is asked. */
async function sitBefore(answers: readonly (readonly [asked: string, answer: string])[]) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  let said = '';
  const left = [...answers];
  for (const stream of [stdout, stderr]) {
    stream.on('data', (piece: Buffer) => {
      said += piece.toString();
      const [next] = left;
      if (next === undefined || !said.includes(next[0])) return;
      left.shift();
      // Nobody answers before the question has been asked to its end.
      setImmediate(() => stdin.write(`${next[1]}\n`));
    });
  }
  const { signal } = new AbortController();
  const io = { env: {}, stdin, stdout, stderr, signal, root: '/nowhere', version: '0.0.0' };
  const argv = ['scan', '--https', where, '--write', file('config.json')];
  const code = await devicesCommand.run(argv, io);
  return { code, said };
}

it.each([
  [['--tty', '/dev/ttyS0'], '--https goes without'],
  [['--hid'], '--https goes without'],
  [['--pin', 'certificate:12'], '--pin takes'],
  [['--till', 'Kasse ä'], "--till is the till's name"],
])('was called wrongly: %j', async (flags, why) => {
  expect(await scan(...flags)).toMatchObject({ status: 2, said: expect.stringContaining(why) });
});

it('takes a host with or without a port, and nothing else', async () => {
  for (const text of ['https://machine/', 'machine:0', 'machine:70000', 'till@machine', '']) {
    const { status, said } = await callProgram(['devices', 'scan', '--https', text]);
    expect({ status, said }).toMatchObject({ status: 2 });
    expect(said).toContain('--https takes HOST');
  }
});

it('says why there is no certificate', async () => {
  await server.unplug();
  expect(await scan()).toMatchObject({ status: 1, said: expect.stringContaining('ECONNREFUSED') });
});

it('says so where something stands that speaks no TLS', async () => {
  const plain = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.resume().end('hello');
  });
  await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
  const { port } = plain.address() as AddressInfo;
  const { status, said } = await callProgram(['devices', 'scan', '--https', `127.0.0.1:${port}`]);
  expect({ status, said }).toMatchObject({ status: 1 });
  expect(said).toContain('it shows no certificate');
  await new Promise((resolve) => plain.close(resolve));
});

it('shows both fingerprints, and writes nothing before one has been compared', async () => {
  holdCredentials();
  const { status, said } = await scanAndWrite();
  expect(status).toBe(1);
  expect(said).toContain(server.pins.certificate);
  expect(said).toContain(server.pins.publicKey);
  expect(said).toContain(`say --pin ${server.pins.certificate}`);
  expect(existsSync(file('config.json'))).toBe(false);
  expect(server.requests).toBe(0);
});

it('sends nothing to a machine of another pin', async () => {
  holdCredentials();
  const { status, said } = await scanAndWrite('--pin', OTHER_PIN);
  expect({ status, said }).toMatchObject({ status: 1 });
  expect(said).toContain('NOT the certificate');
  expect(existsSync(file('config.json'))).toBe(false);
  expect(server.requests).toBe(0);
});

it('shows a machine whose pin was said, and asks it nothing, where nothing is to be written', async () => {
  const { status, said } = await scan('--pin', server.pins.publicKey);
  expect({ status, said }).toMatchObject({ status: 0 });
  expect(said).toContain('Nothing was sent');
  expect(server.requests).toBe(0);
});

it.each([
  ['a wrong password', () => holdCredentials('wrong'), 'login-refused'],
  ['credentials that others may read', () => holdCredentials(PASSWORD, 0o644), 'others may read'],
  ['no credentials', () => {}, 'is not there: write'],
])('writes nothing with %s', async (_, prepare, why) => {
  prepare();
  const { status, said } = await scanAndWrite('--pin', server.pins.certificate);
  expect({ status, said }).toMatchObject({ status: 1 });
  expect(said).toContain(why);
  expect(said).not.toContain(PASSWORD);
  expect(existsSync(file('config.json'))).toBe(false);
});

it('writes nothing for a currency that the machine does not have', async () => {
  holdCredentials();
  const { status, said } = await scanAndWrite(
    '--pin',
    server.pins.certificate,
    '--currency',
    'CHF',
  );
  expect({ status, said }).toMatchObject({ status: 1 });
  expect(existsSync(file('config.json'))).toBe(false);
});

it('overwrites no configuration, and asks nobody before it says so', async () => {
  writeFileSync(file('config.json'), '{}');
  const { said } = await scanAndWrite('--pin', server.pins.certificate);
  expect(said).toContain('it is there already');
  expect(readFileSync(file('config.json'), 'utf8')).toBe('{}');
  expect(server.requests).toBe(0);
});

it('writes a configuration with the pin, which a till takes as it is', async () => {
  holdCredentials();
  const colons = server.pins.certificate.toUpperCase().replace('CERTIFICATE', 'certificate');
  const { status, said } = await scanAndWrite('--pin', colons, '--till', 'till-7');
  expect({ status, said }).toMatchObject({ status: 0 });
  expect(said).not.toContain(PASSWORD);
  const text = readFileSync(file('config.json'), 'utf8');
  expect(text).not.toContain(PASSWORD);
  const config = readConfig(file('config.json'));
  const [port] = config.ports;
  expect(port).toMatchObject({
    driver: 'cashdro',
    transport: { kind: 'https', pin: server.pins.certificate, credentials: 'cashdro.json' },
    options: { terminal: 'till-7', currency: 'EUR' },
  });
  if (port === undefined) throw new TypeError('no port');
  const site = { folder, bus: nodeHidBus };
  await expect(planPort(port, { ...config, ...site })).resolves.toBeTypeOf('function');
});

it('asks whoever sits there to compare, then for name and password, which is not shown', async () => {
  const { code, said } = await sitBefore([
    ['Type yes', 'yes'],
    ['user at the machine', 'till'],
    ['password', PASSWORD],
  ]);
  expect({ code, said }).toMatchObject({ code: 0 });
  expect(said).not.toContain(PASSWORD);
  expect(statSync(file('cashdro.json')).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file('cashdro.json'), 'utf8'))).toEqual({
    name: 'till',
    password: PASSWORD,
  });
  expect(readFileSync(file('config.json'), 'utf8')).toContain(server.pins.certificate);
});

it('takes anything but yes for no', async () => {
  const { code } = await sitBefore([['Type yes', 'y']]);
  expect(code).toBe(1);
  expect(server.requests).toBe(0);
  expect(existsSync(file('config.json'))).toBe(false);
});

it('keeps no typed password that the machine refuses', async () => {
  const { code, said } = await sitBefore([
    ['Type yes', 'yes'],
    ['user at the machine', 'till'],
    ['password', 'wrong'],
  ]);
  expect({ code, said }).toMatchObject({ code: 1 });
  expect(said).toContain('login-refused');
  expect(existsSync(file('cashdro.json'))).toBe(false);
});
