import { WebSocket } from 'ws';
import { SUBSCRIBER_BUFFERED_MAX_BYTES } from './limits.ts';

/** Close codes of RFC 6455 and its registry. */
const GOING_AWAY = 1_001;
const TRY_AGAIN_LATER = 1_013;

export interface SubscriberParts {
  readonly client: string;
  readonly socket: WebSocket;
  /** The newest message, whenever there is room for one. */
  readonly newest: () => string;
  /** It is alive: it has sent something, or answered a heartbeat. */
  readonly onSign: () => void;
}

/** One program or page that listens; it owns its socket. */
export class Subscriber {
  readonly client: string;
  readonly #socket: WebSocket;
  readonly #newest: () => string;
  #isSending = false;
  #isBehind = false;
  #hasAnswered = true;

  constructor({ client, socket, newest, onSign }: SubscriberParts) {
    this.client = client;
    this.#socket = socket;
    this.#newest = newest;
    const sign = (): void => {
      this.#hasAnswered = true;
      onSign();
    };
    socket.on('message', sign);
    socket.on('pong', sign);
    // Broken frames: `ws` closes the connection with the code that says why.
    socket.on('error', () => undefined);
  }

  /** Sends the newest message as soon as the last one has left. */
  tell(): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    if (this.#isSending) {
      this.#isBehind = true;
      return;
    }
    this.#isSending = true;
    this.#isBehind = false;
    this.#socket.send(this.#newest(), (fault) => {
      this.#isSending = false;
      if (fault === undefined || fault === null) this.#catchUp();
      else this.#socket.terminate();
    });
  }

  /** Sends what must not be lost among newer messages; false when it cannot be taken. */
  deliver(message: string): boolean {
    const isOpen = this.#socket.readyState === WebSocket.OPEN;
    if (!isOpen || this.#socket.bufferedAmount > SUBSCRIBER_BUFFERED_MAX_BYTES) return false;
    this.#socket.send(message);
    return true;
  }

  /** Drops it when the last heartbeat was not answered, or too much lies unread. */
  beat(): void {
    if (this.#socket.bufferedAmount > SUBSCRIBER_BUFFERED_MAX_BYTES) {
      this.#socket.close(TRY_AGAIN_LATER, 'too slow');
      return;
    }
    if (!this.#hasAnswered) {
      this.#socket.terminate();
      return;
    }
    this.#hasAnswered = false;
    this.#socket.ping();
    this.tell();
  }

  /** Says goodbye; `drop` is for those that do not answer. */
  leave(): void {
    this.#socket.close(GOING_AWAY, 'stopping');
  }

  drop(): void {
    this.#socket.terminate();
  }

  #catchUp(): void {
    if (this.#isBehind) this.tell();
  }
}
