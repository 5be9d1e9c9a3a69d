/** A technician's page without a browser: it speaks RFB over the hub's socket. */
import type { WebSocket } from 'ws';

const HANDSHAKE_BYTES = 12 + 2 + 4;

export class RfbPage {
  readonly socket: WebSocket;
  received = Buffer.alloc(0);
  receivedBytes = 0;
  readonly closed: Promise<void>;
  readonly #waiters = new Set<() => void>();
  #isKept = true;

  constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('message', (data: Buffer) => {
      this.receivedBytes += data.length;
      if (this.#isKept) this.received = Buffer.concat([this.received, data]);
      for (const look of this.#waiters) look();
    });
  }

  /** Greets, and waits until it knows the screen; what comes then is counted, and not kept. */
  async join(init: Buffer): Promise<void> {
    await this.#have(12);
    this.socket.send(Buffer.from('RFB 003.008\n'));
    await this.#have(14);
    this.socket.send(Buffer.from([1]));
    await this.#have(HANDSHAKE_BYTES);
    this.socket.send(Buffer.from([1]));
    await this.#have(HANDSHAKE_BYTES + init.length);
    const shown = this.received.subarray(HANDSHAKE_BYTES, HANDSHAKE_BYTES + init.length);
    if (!shown.equals(init)) throw new TypeError('another screen');
    this.receivedBytes -= HANDSHAKE_BYTES + init.length;
    this.#isKept = false;
  }

  /** Resolves when so many bytes of pictures have come. */
  painted(countBytes: number): Promise<void> {
    return this.#until(() => this.receivedBytes >= countBytes);
  }

  #have(countBytes: number): Promise<void> {
    return this.#until(() => this.received.length >= countBytes);
  }

  async #until(holds: () => boolean): Promise<void> {
    if (holds()) return;
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (!holds()) return;
        this.#waiters.delete(look);
        resolve();
      };
      this.#waiters.add(look);
    });
  }
}
