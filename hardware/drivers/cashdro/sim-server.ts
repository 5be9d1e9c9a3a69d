/** The network side of a simulated CashDro: a real HTTPS server on loopback, to be cut and spoiled. */
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Clock } from '../../kit/clock.ts';
import { pinsOf } from '../../kit/certificate-pin.ts';
import { selfSigned, type SelfSigned } from '../../kit/self-signed.ts';
import { serve } from './sim-service.ts';
import type { SimCashdro } from './sim.ts';

const PATH = '/Cashdro3WS/index3.php';
const HOST = '127.0.0.1';

export class SimCashdroServer implements AsyncDisposable {
  readonly #machine: SimCashdro;
  readonly #clock: Clock;
  readonly #sockets = new Set<Socket>();
  #certificate: SelfSigned;
  #password: string;
  #server: Server | undefined;
  #port = 0;
  #serial = 1;
  #delayMs = 0;
  /** Requests that are carried out and not answered, by operation. */
  readonly #lost = new Map<string, number>();
  /** Requests that came with credentials, ever. */
  requests = 0;

  private constructor(machine: SimCashdro, clock: Clock) {
    this.#machine = machine;
    this.#clock = clock;
    this.#password = machine.config.password;
    this.#certificate = selfSigned('cashdro', this.#serial);
  }

  static async listen(machine: SimCashdro, clock: Clock, port: number): Promise<SimCashdroServer> {
    const server = new SimCashdroServer(machine, clock);
    server.#port = port;
    await server.plug();
    return server;
  }

  get port(): number {
    return this.#port;
  }

  get pins(): ReturnType<typeof pinsOf> {
    return pinsOf(this.#certificate.der);
  }

  set password(password: string) {
    this.#password = password;
  }

  set delayMs(delayMs: number) {
    this.#delayMs = delayMs;
  }

  loseAnswers(operation: string, times: number): void {
    this.#lost.set(operation, times);
  }

  /** The machine was exchanged, or somebody stands between. */
  async changeCertificate(): Promise<void> {
    this.#serial += 1;
    this.#certificate = selfSigned('cashdro', this.#serial);
    await this.unplug();
    await this.plug();
  }

  /** Idempotent. */
  async plug(): Promise<void> {
    if (this.#server !== undefined) return;
    const { certificatePem, keyPem } = this.#certificate;
    const server = createServer({ cert: certificatePem, key: keyPem }, (request, response) =>
      this.#received(request, response),
    );
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    server.on('tlsClientError', (_, socket) => socket.destroy());
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, HOST, resolve);
    });
    this.#port = portOf(server.address());
    this.#server = server;
  }

  /** Idempotent. */
  async unplug(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#machine.dispose();
    await this.unplug();
  }

  #received(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', `https://${HOST}`);
    const query = Object.fromEntries(url.searchParams);
    if (query['password'] !== undefined) this.requests += 1;
    if (url.pathname !== PATH) {
      response.writeHead(404).end();
      return;
    }
    const answer = JSON.stringify(serve(this.#machine, query, this.#password));
    const isLost = this.#takeLoss(query['operation'] ?? '');
    const reply = (): void => {
      if (isLost) response.destroy();
      else response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
    };
    if (this.#delayMs === 0) reply();
    else this.#clock.startTimer(this.#delayMs, reply);
  }

  #takeLoss(operation: string): boolean {
    const times = this.#lost.get(operation) ?? 0;
    if (times > 0) this.#lost.set(operation, times - 1);
    return times > 0;
  }
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
