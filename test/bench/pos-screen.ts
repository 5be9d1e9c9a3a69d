import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { BenchTill } from './bench-till.ts';

const SHOWN_TIMEOUT_MS = 5_000;

/** What a POS program sees over `/v1/events`. */
export class PosScreen {
  insertedMinor = 0;
  readonly #socket: WebSocket;
  #waiter: { readonly minor: number; readonly resolve: (atMs: number) => void } | undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => this.#take(data, performance.now()));
  }

  static async open({ url, token }: BenchTill): Promise<PosScreen> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/v1/events`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const screen = new PosScreen(socket);
    await once(socket, 'open');
    return screen;
  }

  /** Resolves with the time at which a message first shows exactly so much inserted. */
  async shows(minor: number): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const timer = setTimeout(() => {
      reject(new Error(`${minor} is not shown; last seen: ${this.insertedMinor}`));
    }, SHOWN_TIMEOUT_MS);
    this.#waiter = { minor, resolve };
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    this.#socket.close();
  }

  #take(data: Buffer, atMs: number): void {
    const { status } = JSON.parse(data.toString()) as {
      status: { sale: { insertedMinor: number; state: string } | null };
    };
    if (status.sale?.state !== 'collecting') return;
    this.insertedMinor = status.sale.insertedMinor;
    if (this.insertedMinor !== this.#waiter?.minor) return;
    this.#waiter.resolve(atMs);
    this.#waiter = undefined;
  }
}
