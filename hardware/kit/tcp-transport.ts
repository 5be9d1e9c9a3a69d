import { connect, type Socket } from 'node:net';
import { z } from 'zod';
import type { Clock } from './clock.ts';
import { TransportError, type TransportErrorCode } from './transport-error.ts';
import type { Connection, Transport, TransportHandlers } from './transport.ts';

const HOST_LENGTH_MAX = 253;
const PORT_MAX = 65_535;
/** A network that swallows everything lets a connect hang for minutes. */
const CONNECT_TIMEOUT_MS = 5_000;
/** Silence after which the kernel asks whether the other end is still there. */
const KEEP_ALIVE_AFTER_MS = 10_000;

export const tcpConfigSchema = z.strictObject({
  kind: z.literal('tcp'),
  /** A name or an address, such as that of a printer or of a serial device server. */
  host: z
    .string()
    .max(HOST_LENGTH_MAX)
    .regex(/^[0-9A-Za-z][0-9A-Za-z.:-]*$/, 'a host name or an IP address'),
  port: z.int().min(1).max(PORT_MAX),
});

export type TcpConfig = z.infer<typeof tcpConfigSchema>;

/** A pipe to a device on the network. */
export function createTcpTransport(config: TcpConfig, clock: Clock): Transport {
  return { open: (handlers) => openSocket(config, clock, handlers) };
}

function openSocket(
  { host, port }: TcpConfig,
  clock: Clock,
  handlers: TransportHandlers,
): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    socket.setKeepAlive(true, KEEP_ALIVE_AFTER_MS);
    const fail = (error: Error): void => {
      timer.cancel();
      reject(new TransportError(openErrorCode(error), error.message, { cause: error }));
    };
    const timer = clock.startTimer(CONNECT_TIMEOUT_MS, () => {
      socket.destroy(new TransportError('open-failed', `${host}:${port} does not answer.`));
    });
    socket.once('error', fail);
    socket.once('connect', () => {
      timer.cancel();
      socket.off('error', fail);
      resolve(new TcpConnection(socket, handlers));
    });
  });
}

function openErrorCode(error: Error): TransportErrorCode {
  const code = 'code' in error ? error.code : undefined;
  return code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? 'not-found' : 'open-failed';
}

/** An open connection: whichever way it ends, `onClose` is called once and every write is answered. */
class TcpConnection implements Connection {
  readonly #socket: Socket;
  #reason = 'closed by the device';

  constructor(socket: Socket, handlers: TransportHandlers) {
    this.#socket = socket;
    socket.on('data', (bytes: Buffer) => handlers.onBytes(bytes));
    socket.on('error', (error) => (this.#reason = error.message));
    // A device that has ended its half says nothing any more; the port has to be opened again.
    socket.on('end', () => socket.destroy());
    socket.on('close', () => handlers.onClose(this.#reason));
  }

  /** Answered either way: a socket that is destroyed fails what it has not sent. */
  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.write(bytes, (error) => {
        if (error === null || error === undefined) {
          resolve();
          return;
        }
        const code = this.#socket.destroyed ? 'closed' : 'write-failed';
        reject(new TransportError(code, error.message, { cause: error }));
      });
    });
  }

  close(): Promise<void> {
    if (this.#socket.closed) return Promise.resolve();
    this.#reason = 'closed';
    return new Promise((resolve) => {
      this.#socket.once('close', () => resolve());
      this.#socket.destroy();
    });
  }
}
