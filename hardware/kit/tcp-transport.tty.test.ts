/** Over real sockets: whichever way a connection ends, it is told once and nobody waits for ever. */
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from './system-clock.ts';
import { createTcpTransport } from './tcp-transport.ts';
import { TransportError } from './transport-error.ts';

let server: Server;
let peer: Promise<Socket>;

beforeEach(async () => {
  server = createServer();
  peer = new Promise((resolve) => server.once('connection', resolve));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(() => {
  server.close();
});

function port(): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function transport(host = '127.0.0.1') {
  return createTcpTransport({ kind: 'tcp', host, port: port() }, systemClock);
}

function listener() {
  const heard: number[] = [];
  const ended = Promise.withResolvers<string>();
  const ends: string[] = [];
  const onClose = (reason: string): void => {
    ends.push(reason);
    ended.resolve(reason);
  };
  const handlers = { onBytes: (bytes: Uint8Array) => void heard.push(...bytes), onClose };
  return { heard, ends, ended: ended.promise, handlers };
}

it('rejects by a code where nobody listens, and where there is no such host', async () => {
  const { handlers } = listener();
  const closed = createTcpTransport({ kind: 'tcp', host: '127.0.0.1', port: 1 }, systemClock);
  await expect(closed.open(handlers)).rejects.toMatchObject({ code: 'open-failed' });
  await expect(transport('printer.invalid').open(handlers)).rejects.toBeInstanceOf(TransportError);
});

it('gives up on a host that swallows everything', async () => {
  const impatient = {
    ...systemClock,
    startTimer: (_: number, action: () => void) => systemClock.startTimer(20, action),
  };
  // A network for documentation: nothing there answers, or nothing leads there.
  const config = { kind: 'tcp', host: '192.0.2.1', port: 9_100 } as const;
  const opening = createTcpTransport(config, impatient).open(listener().handlers);
  await expect(opening).rejects.toBeInstanceOf(TransportError);
});

it('carries bytes both ways', async () => {
  const { heard, handlers } = listener();
  const connection = await transport().open(handlers);
  const socket = await peer;
  const arrived = new Promise<Buffer>((resolve) => socket.once('data', resolve));
  await connection.write(Uint8Array.of(0x10, 0x04, 0x01));
  expect([...(await arrived)]).toEqual([0x10, 0x04, 0x01]);
  socket.write(Uint8Array.of(0x16));
  await expect.poll(() => heard).toEqual([0x16]);
  await connection.close();
  socket.destroy();
});

it.each([
  ['ends its half', (socket: Socket) => void socket.end()],
  ['resets', (socket: Socket) => void socket.resetAndDestroy()],
])('ends once when the device %s', async (_, leave) => {
  const { ends, ended, handlers } = listener();
  const connection = await transport().open(handlers);
  leave(await peer);
  await ended;
  await expect(connection.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'closed' });
  await connection.close();
  await connection.close();
  expect(ends).toHaveLength(1);
});

it('answers a write under way when it is closed', async () => {
  const { handlers } = listener();
  const connection = await transport().open(handlers);
  const socket = await peer;
  socket.pause();
  const writes = Array.from({ length: 64 }, () => connection.write(new Uint8Array(1 << 20)));
  const outcome = Promise.allSettled(writes);
  await connection.close();
  expect((await outcome).some(({ status }) => status === 'rejected')).toBe(true);
  socket.destroy();
});
