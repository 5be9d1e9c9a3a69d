/** Lets sockets in that ask for the right thing in the right way, and says to the others why not. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { SYNC_PATH } from '../../protocol/enrolment.ts';
import { FRAME_MAX_BYTES } from '../../protocol/limits.ts';
import { SUBPROTOCOL } from '../../protocol/version.ts';
import type { HubParts } from '../hub-parts.ts';
import { CLOSE_GRACE_MS, RETRY_AFTER_MS, SESSIONS_MAX, STRANGERS_MAX } from '../limits.ts';
import { Session } from './session.ts';

const REFUSALS = {
  'subprotocol-unsupported': 400,
  'too-many-attempts': 429,
  stopping: 503,
  overloaded: 503,
} as const;

type RefusalCode = keyof typeof REFUSALS;

interface Refusal {
  readonly code: RefusalCode;
  readonly retryAfterMs?: number;
}

/** True for what wants to become a till's socket; what follows the path tells nothing. */
export function isSyncUpgrade({ url, headers }: IncomingMessage): boolean {
  const path = (url ?? '').split('?', 1)[0] ?? '';
  const isThere = path === SYNC_PATH || path.startsWith(`${SYNC_PATH}/`);
  return isThere && headers.upgrade?.toLowerCase() === 'websocket';
}

export class Doorway implements AsyncDisposable {
  readonly #parts: HubParts;
  readonly #sockets: WebSocketServer;
  readonly #sessions = new Set<Session>();
  #strangers = 0;
  #emptied: (() => void) | undefined;

  constructor(parts: HubParts) {
    this.#parts = parts;
    this.#sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: FRAME_MAX_BYTES,
      perMessageDeflate: false,
      handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
    });
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const address = request.socket.remoteAddress ?? '';
    const refusal = this.#refusalOf(request, address);
    if (refusal !== undefined) {
      this.#parts.onEvent({ kind: 'upgrade-refused', reason: refusal.code, address });
      socket.end(refusalBytes(refusal));
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (opened) => this.#open(opened, address));
  }

  /** Tills are told that the hub stops; those that do not let go are dropped. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const session of this.#sessions) session.leave();
    await this.#goodbyes();
    for (const session of this.#sessions) session.drop();
    this.#sockets.close();
  }

  #refusalOf({ headers }: IncomingMessage, address: string): Refusal | undefined {
    const { stopping, failures, clock } = this.#parts;
    const retryAfterMs = failures.retryAfterMs(address, clock.monotonicMs());
    if (stopping.aborted) return { code: 'stopping', retryAfterMs: RETRY_AFTER_MS };
    if (retryAfterMs !== undefined) return { code: 'too-many-attempts', retryAfterMs };
    const isFull = this.#strangers >= STRANGERS_MAX || this.#sessions.size >= SESSIONS_MAX;
    if (isFull) return { code: 'overloaded', retryAfterMs: RETRY_AFTER_MS };
    const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((one) => one.trim());
    return offered.includes(SUBPROTOCOL) ? undefined : { code: 'subprotocol-unsupported' };
  }

  #open(socket: WebSocket, address: string): void {
    this.#strangers += 1;
    let isStranger = true;
    const session = new Session(this.#parts, {
      socket,
      address,
      connection: this.#parts.registry.nextConnection(),
      onSettled: () => {
        if (isStranger) this.#strangers -= 1;
        isStranger = false;
      },
      onClosed: () => {
        this.#sessions.delete(session);
        if (this.#sessions.size === 0) this.#emptied?.();
      },
    });
    this.#sessions.add(session);
  }

  #goodbyes(): Promise<void> {
    if (this.#sessions.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const deadline = this.#parts.clock.startTimer(CLOSE_GRACE_MS, resolve);
      this.#emptied = () => {
        deadline.cancel();
        resolve();
      };
    });
  }
}

const MS_PER_SECOND = 1_000;

function refusalBytes({ code, retryAfterMs }: Refusal): string {
  const body = JSON.stringify({
    error: { code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
  });
  const wait =
    retryAfterMs === undefined ? [] : [`Retry-After: ${Math.ceil(retryAfterMs / MS_PER_SECOND)}`];
  return [
    `HTTP/1.1 ${REFUSALS[code]} ${code}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...wait,
    '',
    body,
  ].join('\r\n');
}
