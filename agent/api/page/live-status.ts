/**
 * The till's status, followed for ever. What is shown is either fresh or marked as old: the stream
 * repeats itself every few seconds, so silence means that the connection is gone.
 */
import type { StatusMessage, StatusView } from '../schema.ts';

/** Longer than two heartbeats of the stream. */
const SILENCE_MAX_MS = 12_000;
const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 5_000;
const RETRY_GROWTH = 2;
const REQUEST_TIMEOUT_MS = 5_000;
const UNAUTHORISED_STATUS = 401;

export type LinkState = 'connecting' | 'live' | 'lost' | 'refused';

export interface LiveStatus {
  readonly link: LinkState;
  readonly status: StatusView | undefined;
  /** When that status was true, on the wall clock. */
  readonly seenAtMs: number;
}

export const NOT_YET: LiveStatus = { link: 'connecting', status: undefined, seenAtMs: 0 };

/** Tells `onChange` of every change until the function it returns is called. */
export function followStatus(token: string, onChange: (live: LiveStatus) => void): () => void {
  const follower = new Follower(token, onChange);
  follower.connect();
  return () => follower.stop();
}

class Follower {
  readonly #token: string;
  readonly #onChange: (live: LiveStatus) => void;
  #live: LiveStatus = NOT_YET;
  #socket: WebSocket | undefined;
  #timer: number | undefined;
  #retryMs = RETRY_FIRST_MS;
  #isStopped = false;

  constructor(token: string, onChange: (live: LiveStatus) => void) {
    this.#token = token;
    this.#onChange = onChange;
  }

  /** A browser does not say why a WebSocket failed, so an ordinary request asks first. */
  connect(): void {
    const headers = { authorization: `Bearer ${this.#token}` };
    const signal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
    fetch('/v1/status', { headers, signal, cache: 'no-store' }).then(
      (response) => this.#asked(response),
      () => this.#failed('lost'),
    );
  }

  stop(): void {
    this.#isStopped = true;
    window.clearTimeout(this.#timer);
    this.#socket?.close();
  }

  #asked(response: Response): void {
    if (this.#isStopped) return;
    if (response.ok) this.#open();
    else this.#failed(response.status === UNAUTHORISED_STATUS ? 'refused' : 'lost');
  }

  #open(): void {
    const protocols = ['tillwarden.events.v1', `bearer.${this.#token}`];
    const socket = new WebSocket(`ws://${location.host}/v1/events`, protocols);
    this.#socket = socket;
    this.#expectWithin(SILENCE_MAX_MS, socket);
    socket.addEventListener('message', ({ data }) => this.#heard(data, socket));
    socket.addEventListener('close', () => this.#closed(socket));
  }

  #heard(data: unknown, socket: WebSocket): void {
    const message = statusMessage(data);
    if (message === undefined || this.#socket !== socket) return;
    this.#retryMs = RETRY_FIRST_MS;
    this.#expectWithin(SILENCE_MAX_MS, socket);
    this.#tell({ link: 'live', status: message.status, seenAtMs: Date.now() });
  }

  /** A half-open connection closes only after the operating system gives up: do not wait for it. */
  #expectWithin(delayMs: number, socket: WebSocket): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      socket.close();
      this.#closed(socket);
    }, delayMs);
  }

  #closed(socket: WebSocket): void {
    if (this.#socket !== socket) return;
    this.#socket = undefined;
    this.#failed('lost');
  }

  #failed(link: 'lost' | 'refused'): void {
    if (this.#isStopped) return;
    this.#tell({ ...this.#live, link });
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.connect(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * RETRY_GROWTH, RETRY_MAX_MS);
  }

  #tell(live: LiveStatus): void {
    this.#live = live;
    this.#onChange(live);
  }
}

function statusMessage(data: unknown): StatusMessage | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const message: unknown = JSON.parse(data);
    return isStatusMessage(message) ? message : undefined;
  } catch {
    return undefined;
  }
}

/** The stream is our own server's, of the same release: its kind is all that is looked at. */
function isStatusMessage(message: unknown): message is StatusMessage {
  return (
    typeof message === 'object' &&
    message !== null &&
    'kind' in message &&
    message.kind === 'status'
  );
}
