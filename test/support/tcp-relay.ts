/** Stands between a till and its hub as a network does, to be cut and frozen from outside. */
import { connect, createServer, type Server, type Socket } from 'node:net';

interface Pair {
  readonly till: Socket;
  readonly hub: Socket;
}

export class TcpRelay implements AsyncDisposable {
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  #bytesLeft = Infinity;
  #isFrozen = false;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Relays to a hub, seen there as coming from `from`. */
  static async open(hubUrl: string, from = '127.0.0.1'): Promise<TcpRelay> {
    const { port } = new URL(hubUrl);
    const server = createServer((till) => {
      const hub = connect({ port: Number(port), host: '127.0.0.1', localAddress: from });
      relay.#join({ till, hub });
    });
    const relay = new TcpRelay(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return relay;
  }

  get url(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  }

  /** Lets so many bytes more through to the hub, and then resets both sides. */
  cutAfter(bytes: number): void {
    this.#bytesLeft = bytes;
  }

  /** Nothing passes any more, and nobody is told. */
  freeze(): void {
    this.#isFrozen = true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { till, hub } of this.#pairs) {
      till.destroy();
      hub.destroy();
    }
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(pair: Pair): void {
    const { till, hub } = pair;
    this.#pairs.add(pair);
    till.on('error', () => hub.destroy());
    hub.on('error', () => till.destroy());
    till.on('data', (data) => this.#toHub(pair, data));
    hub.on('data', (data) => {
      if (!this.#isFrozen) till.write(data);
    });
    till.on('close', () => this.#part(pair, hub));
    hub.on('close', () => this.#part(pair, till));
  }

  #toHub({ till, hub }: Pair, data: Buffer): void {
    if (this.#isFrozen) return;
    const passed = data.subarray(0, this.#bytesLeft);
    this.#bytesLeft -= passed.length;
    hub.write(passed);
    if (passed.length === data.length) return;
    this.#bytesLeft = Infinity;
    // What was written is on its way before the reset is.
    setImmediate(() => {
      hub.resetAndDestroy();
      till.resetAndDestroy();
    });
  }

  #part(pair: Pair, other: Socket): void {
    this.#pairs.delete(pair);
    if (!this.#isFrozen) other.destroy();
  }
}
