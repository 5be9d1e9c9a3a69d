import { SerialPort } from 'serialport';
import { serialOpenError } from './serial-open-error.ts';
import type { SerialOptions } from './serial-options.ts';
import { TransportError } from './transport-error.ts';
import type { Connection, TransportHandlers } from './transport.ts';

/** A port as the library's stream gives it, on any platform. Rejects with a `TransportError`. */
export function openStreamedPort(
  options: SerialOptions,
  handlers: TransportHandlers,
): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const port = new SerialPort({ ...options, autoOpen: false });
    port.open((error) => {
      if (error === null) resolve(new StreamedConnection(port, handlers));
      else reject(serialOpenError(error));
    });
  });
}

/**
 * An open port. Modem lines are never touched: reading or setting them fails on a pseudo-terminal
 * and on some adapters. After an unplug the stream raises a second close and an error for a write
 * under way, and leaves a later write waiting for ever: hence the single end and the own list of writes.
 */
class StreamedConnection implements Connection {
  readonly #port: SerialPort;
  readonly #handlers: TransportHandlers;
  readonly #pendingWrites = new Set<(error: TransportError) => void>();
  #isEnded = false;

  constructor(port: SerialPort, handlers: TransportHandlers) {
    this.#port = port;
    this.#handlers = handlers;
    port.on('error', (error: Error) => this.#end(error.message));
    port.on('close', (error: Error | null | undefined) => this.#end(error?.message ?? 'closed'));
    port.on('data', (bytes: Buffer) => this.#deliver(bytes));
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.#isEnded || !this.#port.isOpen) {
      return Promise.reject(new TransportError('closed', 'The port is closed.'));
    }
    return new Promise((resolve, reject) => {
      this.#pendingWrites.add(reject);
      this.#port.write(Buffer.from(bytes), (error) => {
        this.#pendingWrites.delete(reject);
        if (error === null || error === undefined) resolve();
        else reject(new TransportError('write-failed', error.message, { cause: error }));
      });
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      const finish = (): void => {
        this.#end('closed');
        resolve();
      };
      if (this.#port.isOpen) this.#port.close(finish);
      else finish();
    });
  }

  #deliver(bytes: Uint8Array): void {
    if (!this.#isEnded) this.#handlers.onBytes(bytes);
  }

  #end(reason: string): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    const error = new TransportError('closed', `The port has closed: ${reason}`);
    for (const reject of this.#pendingWrites) reject(error);
    this.#pendingWrites.clear();
    this.#handlers.onClose(reason);
    if (this.#port.isOpen) this.#port.close(() => {});
  }
}
