import { rename, rm, symlink } from 'node:fs/promises';
import type { Socket } from 'node:net';
import * as nodePty from '@lydell/node-pty';
import { SerialPort } from 'serialport';
import type { DeviceLine } from './device-line.ts';
import { TransportError } from './transport-error.ts';

/** Any rate does: a pseudo-terminal has none, but opening one as a port asks for it. */
const PRO_FORMA_BAUD_RATE = 9_600;
/** Bytes waiting for a host that does not read; a real line would have lost them as well. */
const UNREAD_MAX_BYTES = 16_384;

/**
 * A serial port made of software, reachable under `linkPath` for another process. Plugging makes a
 * new terminal and points the link at it in one step; unplugging closes it, which the host's
 * `serialport` sees as a disconnected device.
 */
export async function openPseudoTerminal(linkPath: string): Promise<DeviceLine> {
  const terminal = new PseudoTerminal(linkPath);
  await terminal.plug();
  return terminal;
}

class PseudoTerminal implements DeviceLine {
  readonly #linkPath: string;
  #onBytes: (bytes: Uint8Array) => void = () => {};
  #pair: Pair | undefined;

  constructor(linkPath: string) {
    this.#linkPath = linkPath;
  }

  listen(onBytes: (bytes: Uint8Array) => void): void {
    this.#onBytes = onBytes;
  }

  send(bytes: Uint8Array): void {
    const master = this.#pair?.master;
    if (master === undefined || master.destroyed) return;
    if (master.writableLength + bytes.length <= UNREAD_MAX_BYTES) master.write(bytes);
  }

  async plug(): Promise<void> {
    if (this.#pair !== undefined) return;
    const pair = await openPair();
    try {
      await pointLink(this.#linkPath, pair.path);
    } catch (cause) {
      await closePair(pair);
      throw cause;
    }
    this.#pair = pair;
    pair.master.on('data', (bytes: Buffer) => this.#onBytes(bytes));
  }

  async unplug(): Promise<void> {
    const pair = this.#pair;
    if (pair === undefined) return;
    this.#pair = undefined;
    // The link goes first: the kernel may give the same terminal's number to somebody else.
    await rm(this.#linkPath, { force: true });
    await closePair(pair);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.unplug();
  }
}

interface Pair {
  readonly path: string;
  readonly master: Socket;
  readonly holder: SerialPort;
}

/**
 * The library reads the slave end in this process and so steals what the device sends: that end is
 * closed. Instead the slave is held open as a serial port that is never read, which does two things:
 * the terminal is raw before anybody knows its path (no echo, no translation of control bytes), and
 * the master survives the host's closing and opening the port. The holder takes no lock.
 */
async function openPair(): Promise<Pair> {
  const { master, slave, path } = openTerminal();
  const holder = new SerialPort({
    path,
    baudRate: PRO_FORMA_BAUD_RATE,
    lock: false,
    autoOpen: false,
  });
  holder.on('error', ignoreHeldEnd);
  await new Promise<void>((resolve, reject) => {
    holder.open((error) => (error === null ? resolve() : reject(openFailed(error))));
  });
  slave.destroy();
  return { path, master, holder };
}

interface Terminal {
  readonly master: Socket;
  readonly slave: Socket;
  readonly path: string;
}

function openTerminal(): Terminal {
  const open: unknown = Reflect.get(nodePty, 'open');
  if (typeof open !== 'function') throw openFailed('no open()');
  const terminal: unknown = open({ encoding: null });
  if (!isNodeTerminal(terminal)) throw openFailed('an unknown kind of terminal');
  const { master, slave, ptsName } = terminal;
  // The library's own handlers expect a terminal that was spawned and fail on one that was opened.
  for (const end of [master, slave]) {
    end.removeAllListeners('error').removeAllListeners('close');
    end.on('error', ignoreHeldEnd);
  }
  return { master, slave, path: ptsName };
}

interface NodeTerminal {
  readonly master: Socket;
  readonly slave: Socket;
  readonly ptsName: string;
}

/** The library's typings leave `open` out; the version is pinned and this looks at what is used. */
function isNodeTerminal(value: unknown): value is NodeTerminal {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'master' in value && 'slave' in value && 'ptsName' in value && typeof value.ptsName === 'string'
  );
}

async function closePair({ master, holder }: Pair): Promise<void> {
  await new Promise<void>((resolve) => {
    master.once('close', () => resolve());
    master.destroy();
  });
  await new Promise<void>((resolve) => {
    if (holder.isOpen) holder.close(() => resolve());
    else resolve();
  });
}

/** Renaming a link over the old one leaves no moment at which the path leads nowhere. */
async function pointLink(linkPath: string, target: string): Promise<void> {
  const temporary = `${linkPath}.new`;
  await rm(temporary, { force: true });
  await symlink(target, temporary);
  await rename(temporary, linkPath);
}

function openFailed(cause: unknown): TransportError {
  return new TransportError('open-failed', 'Cannot make a pseudo-terminal.', { cause });
}

/** An end whose terminal is gone reports it once more; `unplug` has done what there is to do. */
function ignoreHeldEnd(): void {}
