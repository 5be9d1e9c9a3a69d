import { readSync, writeSync } from 'node:fs';
import { SerialPort } from 'serialport';
import { serialOpenError } from './serial-open-error.ts';
import type { SerialOptions } from './serial-options.ts';
import { TransportError } from './transport-error.ts';
import type { Connection, TransportHandlers } from './transport.ts';

type LibraryPort = Awaited<ReturnType<typeof SerialPort.binding.open>>;
type PolledPort = Extract<LibraryPort, { readonly poller: unknown }>;

/** As much as a terminal of Linux keeps. */
const READ_MAX_BYTES = 4_096;
/** The events of libuv that a poller waits for. */
const READABLE = 1;
const WRITABLE = 2;

/**
 * A port that is read and written in this thread, when the system says that it is ready. The
 * library's stream hands each read and write to another thread and tries once more after each read:
 * on a till that polls its acceptors that was most of what the agent cost. Rejects with a
 * `TransportError`.
 */
export async function openPolledPort(
  options: SerialOptions,
  handlers: TransportHandlers,
): Promise<Connection> {
  const port = await openLibraryPort(options);
  if ('poller' in port && port.fd !== null) return new PolledConnection(port, port.fd, handlers);
  await port.close();
  throw new TransportError('open-failed', 'This platform shows no descriptor of a port.');
}

async function openLibraryPort(options: SerialOptions): Promise<LibraryPort> {
  try {
    return await SerialPort.binding.open({ ...options });
  } catch (error) {
    throw serialOpenError(error);
  }
}

interface Unwritten {
  readonly bytes: Uint8Array;
  readonly resolve: () => void;
  readonly reject: (error: TransportError) => void;
}

/**
 * The descriptor never blocks: the library opens it so. Modem lines are never touched: reading or
 * setting them fails on a pseudo-terminal and on some adapters.
 */
class PolledConnection implements Connection {
  readonly #port: PolledPort;
  readonly #descriptor: number;
  readonly #handlers: TransportHandlers;
  readonly #buffer = new Uint8Array(READ_MAX_BYTES);
  readonly #unwritten: Unwritten[] = [];
  #closing: Promise<void> | undefined;
  #isOpen = true;
  #isEnded = false;

  constructor(port: PolledPort, descriptor: number, handlers: TransportHandlers) {
    this.#port = port;
    this.#descriptor = descriptor;
    this.#handlers = handlers;
    port.poller.on('readable', (error: Error | null) => this.#turn(error, () => this.#readOn()));
    port.poller.on('writable', (error: Error | null) => this.#turn(error, () => this.#writeOn()));
    this.#awaitReady();
  }

  write(bytes: Uint8Array): Promise<void> {
    if (!this.#isOpen) {
      return Promise.reject(new TransportError('closed', 'The port is closed.'));
    }
    return new Promise((resolve, reject) => {
      this.#unwritten.push({ bytes, resolve, reject });
      // What waits already goes first, once the port takes more.
      if (this.#unwritten.length === 1) this.#writeOn();
    });
  }

  async close(): Promise<void> {
    await this.#shut();
    this.#end('closed');
  }

  /**
   * A turn of its own, still before the next timer: within the poller's call an exception would
   * abort the process without a word, and no promise would go on.
   */
  #turn(error: Error | null, action: () => void): void {
    if (!this.#isOpen) return;
    setImmediate(() => {
      if (!this.#isOpen) return;
      if (error === null) action();
      else this.#end(error.message);
    });
  }

  #readOn(): void {
    const count = this.#attempt(() => readSync(this.#descriptor, this.#buffer));
    if (count === 0) this.#end('hung up');
    else if (count !== undefined) this.#handlers.onBytes(this.#buffer.slice(0, count));
    this.#awaitReady();
  }

  #writeOn(): void {
    for (let next = this.#unwritten[0]; next !== undefined; next = this.#unwritten[0]) {
      const { bytes, resolve } = next;
      const count = this.#attempt(() => writeSync(this.#descriptor, bytes));
      if (count === undefined) break;
      if (count < bytes.length) this.#unwritten[0] = { ...next, bytes: bytes.subarray(count) };
      else {
        this.#unwritten.shift();
        resolve();
      }
    }
    if (this.#unwritten.length > 0) this.#awaitReady();
  }

  /** How many bytes went; undefined when none could: the port is not ready, or has ended by that. */
  #attempt(transfer: () => number): number | undefined {
    try {
      return transfer();
    } catch (error) {
      if (!isNotReady(error)) this.#endLater(error);
      return undefined;
    }
  }

  /** Says all that is waited for: each call takes the place of the one before. */
  #awaitReady(): void {
    if (!this.#isOpen) return;
    try {
      this.#port.poller.poll(this.#unwritten.length > 0 ? READABLE | WRITABLE : READABLE);
    } catch (error) {
      this.#endLater(error);
    }
  }

  /** Not within the call of whoever writes: the end has whatever waits for this port give up. */
  #endLater(error: unknown): void {
    setImmediate(() => this.#end(String(error)));
  }

  #shut(): Promise<void> {
    if (this.#closing !== undefined) return this.#closing;
    this.#isOpen = false;
    this.#closing = this.#port.close().catch(ignoreGonePort);
    return this.#closing;
  }

  #end(reason: string): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    const error = new TransportError('closed', `The port has closed: ${reason}`);
    for (const { reject } of this.#unwritten.splice(0)) reject(error);
    this.#shut().catch(ignoreGonePort);
    this.#handlers.onClose(reason);
  }
}

const NOT_READY: ReadonlySet<unknown> = new Set(['EAGAIN', 'EWOULDBLOCK', 'EINTR']);

function isNotReady(error: unknown): boolean {
  return error instanceof Error && 'code' in error && NOT_READY.has(error.code);
}

/** A port that is gone has nothing to be closed. */
function ignoreGonePort(): void {}
