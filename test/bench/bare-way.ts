/** From this process over the loopback through others that only pass bytes on, and back to it. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { JsonProcess } from '../support/json-process.ts';

const HOP = join(import.meta.dirname, 'relay-hop.ts');

export interface Way {
  readonly from: Socket;
  /** Resolves when so many bytes more have come. */
  readonly came: (bytes: number) => Promise<void>;
}

/** Its processes and sockets end with these parts. */
export async function openBareWay(processes: number, parts: AsyncDisposableStack): Promise<Way> {
  const server = createServer({ noDelay: true });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  parts.defer(() => void server.close());
  let { port } = server.address() as AddressInfo;
  for (let at = 0; at < processes; at += 1) {
    const hop = new JsonProcess('a hop', [process.execPath, HOP, String(port)]);
    parts.defer(() => hop.kill());
    port = Number((await hop.line('it listens', (line) => 'port' in line))['port']);
  }
  const connected = once(server, 'connection');
  const from = connect({ host: '127.0.0.1', port, noDelay: true });
  const [to] = (await connected) as [Socket];
  for (const socket of [from, to]) {
    socket.on('error', () => undefined);
    parts.defer(() => void socket.destroy());
  }
  return { from, came: (bytes) => came(to, bytes) };
}

function came(socket: Socket, bytes: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let left = bytes;
  const count = (piece: Buffer): void => {
    left -= piece.length;
    if (left > 0) return;
    socket.off('data', count);
    resolve();
  };
  socket.on('data', count);
  return promise;
}
