import { SerialPort } from 'serialport';
import { z } from 'zod';
import { listSerialPorts, type ListSerialPorts } from './serial-ports.ts';
import { TransportError, type TransportErrorCode } from './transport-error.ts';
import type { Connection, Transport, TransportHandlers } from './transport.ts';
import { matchUsbPort, usbIdentitySchema, type UsbIdentity } from './usb-identity.ts';

/** What a protocol demands of the line; a pseudo-terminal ignores it, so tests assert it instead. */
export interface SerialLine {
  readonly dataBits: 7 | 8;
  readonly stopBits: 1 | 2;
  readonly parity: 'none' | 'even' | 'odd';
}

export const eightNoneOne: SerialLine = { dataBits: 8, stopBits: 1, parity: 'none' };

const PATH_LENGTH_MAX = 4_096;
const BAUD_RATES = [1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200] as const;

/** Where a port is: at a path that never changes, or wherever its USB device is plugged in. */
export const serialConfigSchema = z
  .strictObject({
    kind: z.literal('serial'),
    path: z.string().min(1).max(PATH_LENGTH_MAX).optional(),
    usb: usbIdentitySchema.optional(),
    baudRate: z.literal(BAUD_RATES),
  })
  .refine(({ path, usb }) => (path === undefined) !== (usb === undefined), {
    error: 'say "path" or "usb", and not both',
  });

export type SerialConfig = z.infer<typeof serialConfigSchema>;

/** A real port. Whether to try again on `locked` (a predecessor still closing) is the caller's choice. */
export function createSerialTransport(
  config: SerialConfig,
  line: SerialLine,
  list: ListSerialPorts = listSerialPorts,
): Transport {
  return {
    async open(handlers): Promise<Connection> {
      const path = await resolveSerialPath(config, list);
      return await openPort(serialOptions({ path, baudRate: config.baudRate }, line), handlers);
    },
  };
}

/** The path of the port as things are plugged in now. Rejects with a `TransportError`. */
export async function resolveSerialPath(
  { path, usb }: Pick<SerialConfig, 'path' | 'usb'>,
  list: ListSerialPorts = listSerialPorts,
): Promise<string> {
  if (path !== undefined) return path;
  if (usb === undefined) throw new TransportError('not-found', 'No port is named.');
  return pathOf(await list(), usb);
}

function pathOf(ports: Awaited<ReturnType<ListSerialPorts>>, usb: UsbIdentity): string {
  const match = matchUsbPort(ports, usb);
  switch (match.kind) {
    case 'found':
      return match.path;
    case 'absent':
      throw new TransportError('not-found', match.detail);
    case 'ambiguous':
      throw new TransportError('ambiguous', match.detail);
  }
}

/** The options the port is opened with. */
export function serialOptions(
  { path, baudRate }: Pick<SerialOptions, 'path' | 'baudRate'>,
  line: SerialLine,
): SerialOptions {
  return { path, baudRate, ...line };
}

export interface SerialOptions extends SerialLine {
  readonly path: string;
  readonly baudRate: number;
}

function openPort(options: SerialOptions, handlers: TransportHandlers): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const port = new SerialPort({ ...options, autoOpen: false });
    port.open((error) => {
      if (error === null) resolve(new SerialConnection(port, handlers));
      else
        reject(new TransportError(openErrorCode(error.message), error.message, { cause: error }));
    });
  });
}

/** The bindings put the system's words into the message and give no code, so the words decide. */
function openErrorCode(message: string): TransportErrorCode {
  if (message.includes('Cannot lock port')) return 'locked';
  if (message.includes('No such file or directory')) return 'not-found';
  if (message.includes('Permission denied')) return 'access-denied';
  return 'open-failed';
}

/**
 * An open port. Modem lines are never touched: reading or setting them fails on a pseudo-terminal
 * and on some adapters. After an unplug the stream raises a second close and an error for a write
 * under way, and leaves a later write waiting for ever: hence the single end and the own list of writes.
 * Where it comes between two reads the bindings read nothing for ever and never tell: hence the own watch.
 */
class SerialConnection implements Connection {
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
    this.#watchHangUp();
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

  /** Where the system has a poller: what is cancelled is a port that this side closes. */
  #watchHangUp(): void {
    const { port: binding } = this.#port;
    if (binding === undefined || !('poller' in binding)) return;
    binding.poller.once('disconnect', (error) => {
      const isCanceled = error !== null && 'canceled' in error && error.canceled === true;
      if (!isCanceled) this.#end(error?.message ?? 'unplugged');
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
