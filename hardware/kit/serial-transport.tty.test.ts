/**
 * A port named by its USB device is found at whatever path it is plugged in, and only where it is one;
 * one that is unplugged says so, whatever it was doing.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { DeviceLine } from './device-line.ts';
import { Link } from './link.ts';
import { openPseudoTerminal } from './pseudo-terminal.ts';
import type { SerialPortFacts } from './serial-ports.ts';
import { createSerialTransport, eightNoneOne } from './serial-transport.ts';
import { systemClock } from './system-clock.ts';

const ADAPTER = { vendorId: '0403', productId: '6001', serialNumber: 'A1' };
const usb = { vendorId: '0403', productId: '6001' };
const NO_DELAY = { next: () => ({ value: 10, done: false as const }) };

let folder: string;
let ports: readonly SerialPortFacts[] = [];
const lines: DeviceLine[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usb-port-'));
  ports = [];
});

afterEach(async () => {
  for (const line of lines.splice(0)) await line[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

async function plugAt(name: string): Promise<{ path: string; line: DeviceLine }> {
  const path = join(folder, name);
  const line = await openPseudoTerminal(path);
  lines.push(line);
  return { path, line };
}

function transport() {
  const config = { kind: 'serial', usb, baudRate: 9_600 } as const;
  return createSerialTransport(config, eightNoneOne, async () => ports);
}

const handlers = { onBytes: () => {}, onClose: () => {} };

it('refuses when two ports are the device, with both paths', async () => {
  const one = await plugAt('tty-one');
  const other = await plugAt('tty-other');
  ports = [
    { path: one.path, ...ADAPTER },
    { path: other.path, ...ADAPTER, serialNumber: 'B2' },
  ];
  await expect(transport().open(handlers)).rejects.toMatchObject({
    code: 'ambiguous',
    message: expect.stringMatching(/tty-one and .*tty-other.*add "serialNumber": A1 or B2/),
  });
});

it('passes on that the ports cannot be listed', async () => {
  const broken = createSerialTransport(
    { kind: 'serial', usb, baudRate: 9_600 },
    eightNoneOne,
    async () => Promise.reject(new TypeError('no list')),
  );
  await expect(broken.open(handlers)).rejects.toThrow('no list');
});

it('waits while the device is unplugged, and finds it again at another path', async () => {
  const failures: string[] = [];
  const heard: string[] = [];
  const news = new EventTarget();
  const tell = (): boolean => news.dispatchEvent(new Event('news'));
  await using link = new Link({
    clock: systemClock,
    transport: transport(),
    delaysMs: () => NO_DELAY,
    onUp: tell,
    onDown: tell,
    onOpenFailed: (reason) => {
      failures.push(reason);
      tell();
    },
    onBytes: (bytes) => {
      heard.push(Buffer.from(bytes).toString('latin1'));
      tell();
    },
  });
  const until = async (predicate: () => boolean): Promise<void> => {
    while (!predicate()) {
      await new Promise((resolve) => news.addEventListener('news', resolve, { once: true }));
    }
  };
  await until(() => failures.length > 0);
  expect(failures[0]).toContain('not-found: no serial port belongs to the USB device 0403:6001');

  const first = await plugAt('tty-first');
  ports = [{ path: first.path, ...ADAPTER }];
  await until(() => link.isUp);
  first.line.send(Buffer.from('a'));
  await until(() => heard.join('') === 'a');

  ports = [];
  await first.line.unplug();
  await until(() => !link.isUp && failures.length > 1);
  const second = await plugAt('tty-second');
  ports = [{ path: second.path, ...ADAPTER }];
  await until(() => link.isUp);
  second.line.send(Buffer.from('b'));
  await until(() => heard.join('') === 'ab');
  expect(failures).toHaveLength(2);
});

/** Holds a terminal in a process of its own, and says something there when it is spoken to. */
const HOLDER = `
  const { openPseudoTerminal } = await import(${JSON.stringify(new URL('pseudo-terminal.ts', import.meta.url).href)});
  const line = await openPseudoTerminal(process.argv[1]);
  process.stdin.on('data', (bytes) => line.send(bytes)).on('end', () => process.exit());
  process.stdout.write('ready');
`;

/** A dead process whose parent has not looked yet: all that it had open is closed. */
const isDead = (pid: number | undefined): boolean =>
  readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');

it('ends when it is unplugged between two reads, with nobody writing', async () => {
  const path = join(folder, 'tty-held');
  const holder = spawn(process.execPath, ['--input-type=module', '-e', HOLDER, '--', path]);
  await once(holder.stdout, 'data');
  const ended = Promise.withResolvers<string>();
  const held = createSerialTransport({ kind: 'serial', path, baudRate: 9_600 }, eightNoneOne);
  const connection = await held.open({
    // The next read comes after this.
    onBytes: () => {
      holder.kill('SIGKILL');
      while (!isDead(holder.pid));
    },
    onClose: ended.resolve,
  });
  holder.stdin.write('x');
  expect(await ended.promise).not.toBe('closed');
  await connection.close();
});
