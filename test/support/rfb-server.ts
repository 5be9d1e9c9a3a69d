/** A VNC server on the loopback, over real sockets: it wants a password or none, paints, and notes what it is told. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createDecipheriv, randomBytes } from 'node:crypto';

const INIT_NAME = 'till screen';

export interface RfbServerOptions {
  /** Eight characters at most count. */
  readonly password?: string;
}

export class RfbServer implements AsyncDisposable {
  readonly #server: Server;
  readonly #password: string | undefined;
  /** Whoever has logged in, newest last. */
  readonly clients: Socket[] = [];
  /** All that came after the login, of all of them. */
  heard = Buffer.alloc(0);

  private constructor({ password }: RfbServerOptions) {
    this.#password = password;
    this.#server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      this.#serve(socket).catch(() => socket.destroy());
    });
  }

  static async listen(options: RfbServerOptions = {}): Promise<RfbServer> {
    const server = new RfbServer(options);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get client(): Socket {
    const client = this.clients.at(-1);
    if (client === undefined) throw new TypeError('nobody has logged in');
    return client;
  }

  /** What a client is shown of the screen: its size, format and name. */
  static get init(): Buffer {
    const head = Buffer.alloc(24);
    head.writeUInt16BE(64);
    head.writeUInt16BE(48, 2);
    Buffer.from([32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0]).copy(head, 4);
    head.writeUInt32BE(INIT_NAME.length, 20);
    return Buffer.concat([head, Buffer.from(INIT_NAME)]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.clients) client.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(socket: Socket): Promise<void> {
    socket.write('RFB 003.008\n');
    await taken(socket, 12);
    const security = this.#password === undefined ? 1 : 2;
    socket.write(Buffer.from([1, security]));
    await taken(socket, 1);
    if (!(await this.#isLetIn(socket))) {
      socket.end(Buffer.from([0, 0, 0, 1, 0, 0, 0, 0]));
      return;
    }
    socket.write(Buffer.alloc(4));
    await taken(socket, 1);
    socket.write(RfbServer.init);
    this.clients.push(socket);
    socket.on('data', (bytes: Buffer) => {
      this.heard = Buffer.concat([this.heard, bytes]);
    });
    socket.resume();
  }

  async #isLetIn(socket: Socket): Promise<boolean> {
    if (this.#password === undefined) return true;
    const challenge = randomBytes(16);
    socket.write(challenge);
    const answer = await taken(socket, 16);
    const turned = Buffer.from(
      Buffer.from(this.#password.padEnd(8, '\0'), 'latin1')
        .subarray(0, 8)
        .map((byte) =>
          Number.parseInt(byte.toString(2).padStart(8, '0').split('').toReversed().join(''), 2),
        ),
    );
    const key = Buffer.concat([turned, turned, turned]);
    const decipher = createDecipheriv('des-ede3-ecb', key, null).setAutoPadding(false);
    return Buffer.concat([decipher.update(answer), decipher.final()]).equals(challenge);
  }
}

/** Exactly so many bytes. */
async function taken(socket: Socket, countBytes: number): Promise<Buffer> {
  for (;;) {
    const bytes = socket.read(countBytes) as Buffer | null;
    if (bytes !== null) return bytes;
    await once(socket, 'readable');
  }
}
