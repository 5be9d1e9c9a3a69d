import type { Clock } from './clock.ts';
import type { DeviceLine } from './device-line.ts';
import { TransportError } from './transport-error.ts';
import type { Connection, Transport, TransportHandlers } from './transport.ts';

export interface MemoryPipe {
  /** The host's end. */
  readonly transport: Transport;
  /** The device's end; its plugging acts at once, before the promise is awaited. */
  readonly line: DeviceLine;
}

/** A port inside the process: bytes arrive in order, each by its own timer of the clock given. */
export function createMemoryPipe(clock: Clock): MemoryPipe {
  const pipe = new Pipe(clock);
  return { transport: { open: (handlers) => pipe.open(handlers) }, line: pipe };
}

interface Session {
  readonly handlers: TransportHandlers;
  isOpen: boolean;
}

class Pipe implements DeviceLine {
  readonly #clock: Clock;
  #onBytes: (bytes: Uint8Array) => void = () => {};
  #session: Session | undefined;
  #isPlugged = true;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async open(handlers: TransportHandlers): Promise<Connection> {
    if (!this.#isPlugged) throw new TransportError('not-found', 'The line is unplugged.');
    if (this.#session !== undefined) throw new TransportError('locked', 'Already open.');
    const session: Session = { handlers, isOpen: true };
    this.#session = session;
    return {
      write: async (bytes) => this.#carryToDevice(session, bytes),
      close: async () => this.#end(session, 'closed'),
    };
  }

  listen(onBytes: (bytes: Uint8Array) => void): void {
    this.#onBytes = onBytes;
  }

  send(bytes: Uint8Array): void {
    const session = this.#session;
    if (session === undefined) return;
    const copy = bytes.slice();
    this.#clock.startTimer(0, () => {
      if (session.isOpen) session.handlers.onBytes(copy);
    });
  }

  async plug(): Promise<void> {
    this.#isPlugged = true;
  }

  async unplug(): Promise<void> {
    this.#isPlugged = false;
    if (this.#session !== undefined) this.#end(this.#session, 'unplugged');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.unplug();
  }

  #carryToDevice(session: Session, bytes: Uint8Array): void {
    if (!session.isOpen) throw new TransportError('closed', 'The line is closed.');
    const copy = bytes.slice();
    this.#clock.startTimer(0, () => {
      if (session.isOpen) this.#onBytes(copy);
    });
  }

  #end(session: Session, reason: string): void {
    if (!session.isOpen) return;
    session.isOpen = false;
    this.#session = undefined;
    session.handlers.onClose(reason);
  }
}
