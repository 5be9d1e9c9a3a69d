import { z } from 'zod';
import { nodeHidBus } from './node-hid-bus.ts';
import type { HidBus, HidEntry, HidHandle } from './hid-bus.ts';
import { isMeant } from './hid-identity.ts';
import { TransportError, type TransportErrorCode } from './transport-error.ts';
import type { Connection, Transport, TransportHandlers } from './transport.ts';

const WORD_MAX = 0xffff;
const INTERFACE_MAX = 0xff;
const SERIAL_MAX_CHARACTERS = 126;

/** What a device is known by however often it is plugged, and into whichever socket. */
export const hidConfigSchema = z.strictObject({
  kind: z.literal('hid'),
  vendorId: z.int().min(0).max(WORD_MAX),
  productId: z.int().min(0).max(WORD_MAX),
  /** Needed where two of the same are plugged in. */
  serialNumber: z.string().min(1).max(SERIAL_MAX_CHARACTERS).optional(),
  /** Which of its interfaces, where it has more than one. */
  usagePage: z.int().min(0).max(WORD_MAX).optional(),
  usage: z.int().min(0).max(WORD_MAX).optional(),
  interface: z.int().min(0).max(INTERFACE_MAX).optional(),
});

export type HidConfig = z.infer<typeof hidConfigSchema>;

/** An open HID device: `write` takes one output report, its id first, and `onBytes` gets one input report. */
export interface HidConnection extends Connection {
  /** What the device says of its own reports; undefined where the system does not tell. */
  readonly descriptor: Uint8Array | undefined;
  /** The id comes first. */
  sendFeatureReport(report: Uint8Array): Promise<void>;
  /** Answers with the id first. */
  getFeatureReport(reportId: number, lengthBytes: number): Promise<Uint8Array>;
}

export type HidTransport = Transport<HidConnection>;

/** Looks the device up at every open, so that one that was replugged is found under its new path. */
export function createHidTransport(config: HidConfig, bus: HidBus = nodeHidBus): HidTransport {
  return {
    async open(handlers) {
      const path = onlyPath(await listed(bus), config);
      const descriptor = await bus.reportDescriptor(path);
      const handle = await opened(bus, path);
      return new OpenHid(handle, descriptor, handlers);
    },
  };
}

async function listed(bus: HidBus): Promise<readonly HidEntry[]> {
  try {
    return await bus.devicesAsync();
  } catch (cause) {
    throw new TransportError('open-failed', wordsOf(cause), { cause });
  }
}

async function opened(bus: HidBus, path: string): Promise<HidHandle> {
  try {
    return await bus.open(path);
  } catch (cause) {
    const words = `${path}: ${wordsOf(cause)}`;
    throw new TransportError(openErrorCode(words), words, { cause });
  }
}

/** node-hid gives no codes: the system's words decide. */
function openErrorCode(words: string): TransportErrorCode {
  if (/permission denied/i.test(words)) return 'access-denied';
  if (/busy|exclusive|in use/i.test(words)) return 'locked';
  if (/no such (file|device)/i.test(words)) return 'not-found';
  return 'open-failed';
}

function onlyPath(entries: readonly HidEntry[], config: HidConfig): string {
  const paths = new Set(entries.filter((entry) => isMeant(entry, config)).map(({ path }) => path));
  paths.delete(undefined);
  const [path, second] = paths;
  const name = nameOf(config);
  if (path === undefined) throw new TransportError('not-found', `There is no ${name}.`);
  if (second === undefined) return path;
  const hint = 'say its serialNumber, interface or usagePage';
  throw new TransportError('ambiguous', `There are ${paths.size} of ${name}: ${hint}.`);
}

const HEX_BASE = 16;
const WORD_DIGITS = 4;

function nameOf({ vendorId, productId, serialNumber }: HidConfig): string {
  const [vendor, product] = [vendorId, productId].map((id) =>
    id.toString(HEX_BASE).padStart(WORD_DIGITS, '0'),
  );
  const serial = serialNumber === undefined ? '' : ` with serial number ${serialNumber}`;
  return `HID device ${vendor}:${product}${serial}`;
}

class OpenHid implements HidConnection {
  readonly descriptor: Uint8Array | undefined;
  readonly #handle: HidHandle;
  readonly #handlers: TransportHandlers;
  #closing: Promise<void> | undefined;

  constructor(handle: HidHandle, descriptor: Uint8Array | undefined, handlers: TransportHandlers) {
    this.#handle = handle;
    this.descriptor = descriptor;
    this.#handlers = handlers;
    handle.on('error', (cause) => void this.#end(wordsOf(cause)));
    handle.on('data', (report) => this.#deliver(report));
  }

  async write(report: Uint8Array): Promise<void> {
    await this.#use(() => this.#handle.write([...report]));
  }

  async sendFeatureReport(report: Uint8Array): Promise<void> {
    await this.#use(() => this.#handle.sendFeatureReport([...report]));
  }

  getFeatureReport(reportId: number, lengthBytes: number): Promise<Uint8Array> {
    return this.#use(() => this.#handle.getFeatureReport(reportId, lengthBytes));
  }

  close(): Promise<void> {
    return this.#end('closed');
  }

  async #use<Value>(action: () => Promise<Value>): Promise<Value> {
    if (this.#closing !== undefined) throw new TransportError('closed', 'The device is closed.');
    try {
      return await action();
    } catch (cause) {
      throw new TransportError('write-failed', wordsOf(cause), { cause });
    }
  }

  #deliver(report: Uint8Array): void {
    if (this.#closing === undefined) this.#handlers.onBytes(report);
  }

  /** A device that is gone may fail to close as well; nothing depends on how it does. */
  #end(reason: string): Promise<void> {
    if (this.#closing !== undefined) return this.#closing;
    this.#closing = this.#handle.close().catch(() => undefined);
    this.#handlers.onClose(reason);
    return this.#closing;
  }
}

function wordsOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
