import { EventEmitter } from 'node:events';
import type { MessageSocket } from '../../sync/protocol/message-socket.ts';
import { Killed } from './gate.ts';

/** What goes over a connection besides texts. */
export type Parcel =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'open' }
  | { readonly kind: 'ping' }
  | { readonly kind: 'pong' }
  | { readonly kind: 'close'; readonly code: number };

/** What an end of a connection asks of the network. */
export interface SocketLine {
  readonly bufferedBytes: () => number;
  readonly send: (parcel: Parcel) => void;
  /** This end has let go, without a goodbye. */
  readonly dropped: () => void;
  /** This end has said goodbye and waits for the other's. */
  readonly closing: () => void;
}

const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;

/** RFC 6455's code for a connection that ended without a goodbye. */
const ABNORMAL = 1_006;

/** One end of a simulated connection; behaves as a WebSocket of `ws` does. */
export class SimSocket extends EventEmitter implements MessageSocket {
  readonly #line: SocketLine;
  #state = CONNECTING;
  /** Its process is gone: it does nothing any more, and nobody hears it. */
  #isDead = false;

  constructor(line: SocketLine) {
    super();
    this.#line = line;
  }

  get readyState(): number {
    return this.#state;
  }

  get bufferedAmount(): number {
    return this.#line.bufferedBytes();
  }

  get isClosed(): boolean {
    return this.#state === CLOSED;
  }

  send(text: string): void {
    if (this.#state === OPEN) this.#hand({ kind: 'text', text });
  }

  ping(): void {
    if (this.#state === OPEN) this.#hand({ kind: 'ping' });
  }

  close(code: number): void {
    if (this.#state !== OPEN) return;
    this.#state = CLOSING;
    this.#hand({ kind: 'close', code });
    if (!this.#isDead) this.#line.closing();
  }

  terminate(): void {
    if (this.#state === CLOSED) return;
    if (!this.#isDead) this.#line.dropped();
    this.lost();
  }

  /** A parcel has come. */
  take(parcel: Parcel): void {
    if (this.#state === CLOSED || this.#isDead) return;
    switch (parcel.kind) {
      case 'text':
        this.#tell('message', Buffer.from(parcel.text), false);
        return;
      case 'open':
        this.#state = OPEN;
        this.#tell('open');
        return;
      case 'ping':
        if (this.#state === OPEN) this.#hand({ kind: 'pong' });
        this.#tell('ping');
        return;
      case 'pong':
        this.#tell('pong');
        return;
      case 'close':
        if (this.#state === OPEN) this.#hand(parcel);
        this.#end(parcel.code);
    }
  }

  /** The connection is gone, and this end notices. */
  lost(): void {
    if (this.#state !== CLOSED) this.#end(ABNORMAL);
  }

  /** Nobody was there to take it. */
  refused(): void {
    if (this.#state === CLOSED) return;
    this.#tell('error', new TypeError('refused'));
    this.lost();
  }

  /** Somebody was there, and sent it away. */
  turnedAway(retryAfterSeconds: number): void {
    if (this.#state === CLOSED) return;
    const headers = { 'retry-after': String(retryAfterSeconds) };
    this.#tell('unexpected-response', undefined, { headers, resume: () => undefined });
    this.lost();
  }

  /** Its process dies: what still runs of it is told that all is over, and can do nothing. */
  die(): void {
    this.#isDead = true;
    this.lost();
  }

  #hand(parcel: Parcel): void {
    if (!this.#isDead) this.#line.send(parcel);
  }

  #end(code: number): void {
    this.#state = CLOSED;
    this.#tell('close', code);
  }

  /** A process that dies while it is told something tells nobody of it. */
  #tell(event: string, ...values: readonly unknown[]): void {
    try {
      this.emit(event, ...values);
    } catch (cause) {
      if (!(cause instanceof Killed)) throw cause;
    }
  }
}
