/** Lets sockets in that ask for the right thing in the right way, and says to the others why not. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { SYNC_PATH } from '../../protocol/enrolment.ts';
import { FRAME_MAX_BYTES } from '../../protocol/limits.ts';
import { SUBPROTOCOL } from '../../protocol/version.ts';
import type { HubParts } from '../hub-parts.ts';
import { networkOf } from '../users/address-failures.ts';
import { Reception } from './reception.ts';
import { RefusalLog } from './refusal-log.ts';

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
  readonly #reception: Reception;
  readonly #refusals = new RefusalLog();

  constructor(parts: HubParts) {
    this.#parts = parts;
    this.#reception = new Reception(parts);
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
    const refusal = this.#reception.rejectionOf(address) ?? refusalOf(request);
    if (refusal !== undefined) {
      this.#tell(refusal.code, address);
      socket.end(refusalBytes(refusal));
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (opened) => {
      this.#reception.admit(opened, address);
    });
  }

  #tell(reason: RefusalCode, address: string): void {
    const { clock, onEvent } = this.#parts;
    const count = this.#refusals.note(networkOf(address), clock.monotonicMs());
    if (count !== undefined) onEvent({ kind: 'upgrade-refused', reason, address, count });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#reception[Symbol.asyncDispose]();
    this.#sockets.close();
  }
}

function refusalOf({ headers }: IncomingMessage): Refusal | undefined {
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((one) => one.trim());
  return offered.includes(SUBPROTOCOL) ? undefined : { code: 'subprotocol-unsupported' };
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
