import { EventEmitter, once } from 'node:events';
import { mkdtemp, readlink, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeviceLine } from './device-line.ts';
import { openPseudoTerminal } from './pseudo-terminal.ts';
import { openPolledPort } from './polled-port.ts';
import { eightNoneOne, serialOptions } from './serial-transport.ts';
import { openStreamedPort } from './streamed-port.ts';
import type { Connection } from './transport.ts';

/** Every byte there is, among them those a terminal would translate, echo or take as an order. */
const ALL_BYTES = Uint8Array.from({ length: 256 }, (_, byte) => byte);
const LIMIT_MS = 5_000;

let folder: string;
let path: string;
let line: DeviceLine;
let device: number[];
/** Tells of anything that has come in. */
const news = new EventEmitter();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pseudo-terminal-'));
  path = join(folder, 'tty');
  line = await openPseudoTerminal(path);
  device = [];
  line.listen((bytes) => note(device, ...bytes));
});

afterEach(async () => {
  await line[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

async function until(predicate: () => boolean): Promise<void> {
  const signal = AbortSignal.timeout(LIMIT_MS);
  while (!predicate()) await once(news, 'news', { signal });
}

function note<Item>(list: Item[], ...items: readonly Item[]): void {
  list.push(...items);
  news.emit('news');
}

interface HostEnd {
  readonly connection: Connection;
  readonly received: number[];
  readonly closed: string[];
}

let openPort: typeof openPolledPort;

async function open(): Promise<HostEnd> {
  const received: number[] = [];
  const closed: string[] = [];
  const connection = await openPort(serialOptions({ path, baudRate: 9_600 }, eightNoneOne), {
    onBytes: (bytes) => note(received, ...bytes),
    onClose: (reason) => note(closed, reason),
  });
  return { connection, received, closed };
}

/** As Linux opens its ports, and as Windows does. */
const WAYS = { polled: openPolledPort, streamed: openStreamedPort };

describe.each(Object.entries(WAYS))('pseudo-terminal, %s by its host', (_, way) => {
  beforeEach(() => {
    openPort = way;
  });

  it('carries every byte both ways, and gives none of them back', async () => {
    const host = await open();
    await host.connection.write(ALL_BYTES);
    await until(() => device.length >= ALL_BYTES.length);
    line.send(ALL_BYTES);
    await until(() => host.received.length >= ALL_BYTES.length);
    await host.connection.write(Uint8Array.of(7));
    await until(() => device.length > ALL_BYTES.length);
    expect(device).toEqual([...ALL_BYTES, 7]);
    expect(host.received).toEqual([...ALL_BYTES]);
    await host.connection.close();
  });

  it('echoes nothing before anybody has opened it', async () => {
    line.send(Uint8Array.of(0x0a, 0x0d, 0x03, 0x41));
    const host = await open();
    await host.connection.write(Uint8Array.of(1));
    await until(() => device.length > 0);
    expect(device).toEqual([1]);
    await host.connection.close();
  });

  it('lives through the host closing and opening it again', async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      const host = await open();
      await host.connection.write(Uint8Array.of(turn));
      await until(() => device.includes(turn));
      await host.connection.close();
      await host.connection.close();
      expect(host.closed).toHaveLength(1);
    }
    expect(device).toEqual([0, 1, 2]);
  });

  it('is unplugged as a device is: the host hears of it once, and the path is gone', async () => {
    const host = await open();
    const racing = host.connection.write(ALL_BYTES).catch(() => 'failed');
    await line.unplug();
    await until(() => host.closed.length > 0);
    await racing;
    await expect(host.connection.write(ALL_BYTES)).rejects.toMatchObject({ code: 'closed' });
    await host.connection.close();
    expect(host.closed).toHaveLength(1);
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(open()).rejects.toMatchObject({ code: 'not-found' });
    await line.plug();
    expect(await readlink(path)).toMatch(/^\/dev\/pts\//);
    const again = await open();
    await again.connection.write(Uint8Array.of(9));
    await until(() => device.includes(9));
    await again.connection.close();
  });

  it('is held by one host at a time', async () => {
    const host = await open();
    await expect(open()).rejects.toMatchObject({ name: 'TransportError', code: 'locked' });
    await host.connection.close();
    const next = await open();
    await next.connection.close();
  });
});

/** The library's stream never ends here: its wait for room takes the place of its wait for bytes. */
it('takes more than the terminal holds, in order, and is read meanwhile', async () => {
  openPort = openPolledPort;
  const host = await open();
  const much = Uint8Array.from({ length: 200_000 }, (_, at) => at % 251);
  const written = Promise.all([host.connection.write(much), host.connection.write(ALL_BYTES)]);
  line.send(ALL_BYTES);
  await written;
  await until(() => device.length >= much.length + ALL_BYTES.length);
  await until(() => host.received.length >= ALL_BYTES.length);
  expect(Buffer.from(device)).toEqual(Buffer.concat([much, ALL_BYTES]));
  expect(host.received).toEqual([...ALL_BYTES]);
  await host.connection.close();
});
