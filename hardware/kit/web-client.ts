/**
 * GET requests to one machine on the network, one at a time. The certificate is compared with its
 * pin between the handshake and the first byte of a request, so a machine that is not the right one
 * never learns a password: that needs the TLS socket in hand, which `node:tls` gives and a finished
 * HTTPS client does not. Each request has a connection of its own: one that was kept open would be
 * closed by the machine just when the next request is on its way, and nobody could tell what became
 * of that one.
 */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { isPinned, pinsOf, readPin } from './certificate-pin.ts';
import type { Clock } from './clock.ts';
import type { WebConfig } from './web-config.ts';

/** Why there is no answer. What is wrong with the pin is known before anything was sent. */
export type WebFailure =
  | 'unreachable'
  | 'no-pin'
  | 'pin-mismatch'
  | 'timeout'
  | 'broken-off'
  | 'too-large'
  | 'queue-full'
  | 'closed';

export type WebOutcome =
  | { readonly kind: 'answer'; readonly status: number; readonly text: string }
  /** `wasSent` false: not a byte of the request has left, so the machine cannot have heard it. */
  | {
      readonly kind: 'failed';
      readonly reason: WebFailure;
      readonly wasSent: boolean;
      /** Never holds a part of the request. */
      readonly detail: string;
    };

const ANSWER_MAX_BYTES = 1_048_576;
const WAITING_MAX = 32;

export class WebClient {
  readonly #config: WebConfig;
  readonly #clock: Clock;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #isClosed = false;
  #abandon: (() => void) | undefined;

  constructor(config: WebConfig, clock: Clock) {
    this.#config = config;
    this.#clock = clock;
  }

  /** Sends `GET path?query`. Never throws, and never repeats. */
  get(path: string, query: Readonly<Record<string, string>>): Promise<WebOutcome> {
    if (this.#isClosed) return Promise.resolve(unsent('closed'));
    if (this.#waiting >= WAITING_MAX) return Promise.resolve(unsent('queue-full'));
    this.#waiting += 1;
    const turn = this.#last.then(() => this.#exchange(`${path}?${queryText(query)}`));
    this.#last = turn;
    return turn.finally(() => (this.#waiting -= 1));
  }

  /** Gives up what is under way and takes nothing more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#abandon?.();
    await this.#last;
  }

  async #exchange(target: string): Promise<WebOutcome> {
    if (this.#isClosed) return unsent('closed');
    const { promise, resolve } = Promise.withResolvers<WebOutcome>();
    const attempt = new Attempt(this.#config, resolve);
    this.#abandon = () => attempt.fail('closed', '');
    const timer = this.#clock.startTimer(this.#config.timeoutMs, () => attempt.fail('timeout', ''));
    attempt.start(target);
    const outcome = await promise;
    timer.cancel();
    this.#abandon = undefined;
    return outcome;
  }
}

class Attempt {
  readonly #config: WebConfig;
  readonly #resolve: (outcome: WebOutcome) => void;
  #socket: Socket | undefined;
  #wasSent = false;
  #isAnswering = false;
  #isOver = false;

  constructor(config: WebConfig, resolve: (outcome: WebOutcome) => void) {
    this.#config = config;
    this.#resolve = resolve;
  }

  start(target: string): void {
    const { host, port } = this.#config;
    if (this.#config.kind === 'https') {
      // The pin is the trust: a certificate that the machine made itself has no other.
      const socket = connectTls({ host, port, rejectUnauthorized: false, minVersion: 'TLSv1.2' });
      socket.once('secureConnect', () => this.#checked(socket, target));
      this.#watch(socket);
      return;
    }
    const socket = connectTcp({ host, port });
    socket.once('connect', () => this.#send(socket, target));
    this.#watch(socket);
  }

  fail(reason: WebFailure, detail: string): void {
    this.#end({ kind: 'failed', reason, wasSent: this.#wasSent, detail });
  }

  #watch(socket: Socket): void {
    this.#socket = socket;
    const reason = (): WebFailure => (this.#wasSent ? 'broken-off' : 'unreachable');
    socket.on('error', (cause) => this.fail(reason(), codeOf(cause)));
    // Once it answers, the answer itself says whether all of it has come.
    socket.on('close', () => {
      if (!this.#isAnswering) this.fail(reason(), 'closed');
    });
  }

  #checked(socket: TLSSocket, target: string): void {
    const der = socket.getPeerX509Certificate()?.raw;
    if (der === undefined) return this.fail('pin-mismatch', 'it has no certificate');
    const seen = pinsOf(der);
    const pinText = this.#config.kind === 'https' ? this.#config.pin : undefined;
    const pin = pinText === undefined ? undefined : readPin(pinText);
    const detail = `it shows ${seen.certificate} with ${seen.publicKey}`;
    if (pin === undefined) return this.fail('no-pin', detail);
    if (!isPinned(pin, der)) return this.fail('pin-mismatch', detail);
    return this.#send(socket, target);
  }

  #send(socket: Socket, target: string): void {
    if (this.#isOver) return;
    this.#wasSent = true;
    const { host } = this.#config;
    const headers = { host, connection: 'close', accept: 'application/json' };
    const sent = httpRequest({ createConnection: () => socket, path: target, headers });
    sent.on('error', (cause) => this.fail('broken-off', codeOf(cause)));
    sent.once('response', (response) => this.#receive(response));
    sent.end();
  }

  #receive(response: IncomingMessage): void {
    this.#isAnswering = true;
    const chunks: Buffer[] = [];
    let size = 0;
    response.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > ANSWER_MAX_BYTES) this.fail('too-large', '');
      else chunks.push(chunk);
    });
    response.on('error', (cause) => this.fail('broken-off', codeOf(cause)));
    response.once('close', () => this.fail('broken-off', 'closed'));
    response.once('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      this.#end({ kind: 'answer', status: response.statusCode ?? 0, text });
    });
  }

  #end(outcome: WebOutcome): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#resolve(outcome);
    this.#socket?.destroy();
  }
}

function unsent(reason: WebFailure): WebOutcome {
  return { kind: 'failed', reason, wasSent: false, detail: '' };
}

/** By code, never by message: that one may quote what was sent. */
function codeOf(cause: Error): string {
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : 'unknown';
}

function queryText(query: Readonly<Record<string, string>>): string {
  return Object.entries(query)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
}
