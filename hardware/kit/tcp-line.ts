import { createServer, type Server, type Socket } from 'node:net';
import type { DeviceLine } from './device-line.ts';
import { TransportError } from './transport-error.ts';

const HOST = '127.0.0.1';

/** A simulated device's end of a network port of this computer. */
export interface TcpLine extends DeviceLine {
  readonly port: number;
}

/** Listens on a port, any that is free for 0; one host at a time, as network printers have it. */
export async function openTcpLine(port: number): Promise<TcpLine> {
  const line = new ListeningLine(port);
  await line.plug();
  return line;
}

class ListeningLine implements TcpLine {
  #port: number;
  #server: Server | undefined;
  #host: Socket | undefined;
  #onBytes: (bytes: Uint8Array) => void = () => {};

  constructor(port: number) {
    this.#port = port;
  }

  get port(): number {
    return this.#port;
  }

  listen(onBytes: (bytes: Uint8Array) => void): void {
    this.#onBytes = onBytes;
  }

  send(bytes: Uint8Array): void {
    if (this.#host?.writable === true) this.#host.write(bytes);
  }

  async plug(): Promise<void> {
    if (this.#server !== undefined) return;
    const server = createServer((socket) => this.#accept(socket));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', (cause) =>
        reject(new TransportError('open-failed', `Cannot listen on ${this.#port}.`, { cause })),
      );
      server.listen(this.#port, HOST, resolve);
    });
    const address = server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
  }

  async unplug(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    this.#host?.resetAndDestroy();
    await new Promise((resolve) => server.close(resolve));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.unplug();
  }

  #accept(socket: Socket): void {
    this.#host?.destroy();
    this.#host = socket;
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes: Buffer) => {
      if (this.#host === socket) this.#onBytes(bytes);
    });
  }
}
