/** Lets the ends of remote sessions in: a till by its key, a technician by who has signed in. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { z } from 'zod';
import { STREAM_KINDS, type StreamKind } from '../../../agent/core/support/remote-session.ts';
import { messageText, type MessageData } from '../../protocol/message-socket.ts';
import {
  RELAY_DESK_PATH,
  RELAY_FRAME_MAX_BYTES,
  RELAY_SUBPROTOCOL,
  RELAY_TILL_PATH,
  relayChallenge,
  relayClaim,
  relayGreeting,
  relayWelcome,
  type RelayGreeting,
} from '../../protocol/relay.ts';
import { isSignedByStation } from '../../trust/station-key.ts';
import { personOf } from '../api/guard.ts';
import type { PeopleParts } from '../api/people-parts.ts';
import { isOver, type RemoteSession } from '../desk/remote.ts';
import type { HubParts } from '../hub-parts.ts';
import { remoteSessionById } from '../store/remote-sessions.ts';
import { stationById } from '../store/stations.ts';
import { networkOf } from '../users/address-failures.ts';
import { refusalOfSource } from '../users/request-source.ts';
import type { Relay } from './relay.ts';

const GREETING_TIMEOUT_MS = 10_000;
/** Sockets of one network that have not said yet who they are. */
const STRANGERS_MAX = 32;
const CLOSE_REFUSED = 4_003;

/** True for what wants to become an end of a remote session. */
export function isRelayUpgrade({ url, headers }: IncomingMessage): boolean {
  const path = pathOf(url);
  const isThere = path === RELAY_TILL_PATH || path.startsWith(`${RELAY_DESK_PATH}/`);
  return isThere && headers.upgrade?.toLowerCase() === 'websocket';
}

export class RelayDoorway {
  readonly #parts: HubParts;
  readonly #people: PeopleParts;
  readonly #relay: Relay;
  readonly #strangers = new Map<string, number>();
  readonly #sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: RELAY_FRAME_MAX_BYTES,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(RELAY_SUBPROTOCOL) ? RELAY_SUBPROTOCOL : false),
  });

  constructor(parts: HubParts, people: PeopleParts, relay: Relay) {
    this.#parts = parts;
    this.#people = people;
    this.#relay = relay;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    if (this.#parts.stopping.aborted) return refuse(socket, 503, 'stopping');
    if (pathOf(request.url) === RELAY_TILL_PATH) return this.#upgradeTill(request, socket, head);
    this.#upgradeDesk(request, socket, head).catch((cause: unknown) => {
      this.#parts.onError(cause);
      refuse(socket, 500, 'internal');
    });
  }

  close(): void {
    this.#relay.close();
    this.#sockets.close();
  }

  #upgradeTill(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const network = networkOf(request.socket.remoteAddress ?? '');
    const strangers = this.#strangers.get(network) ?? 0;
    if (strangers >= STRANGERS_MAX) return refuse(socket, 429, 'too-many-attempts');
    this.#strangers.set(network, strangers + 1);
    let isStranger = true;
    const settle = (): void => {
      if (isStranger) this.#settle(network);
      isStranger = false;
    };
    socket.once('close', settle);
    this.#sockets.handleUpgrade(request, socket, head, (opened) => {
      this.#greet(opened, settle).catch((cause: unknown) => {
        this.#parts.onError(cause);
        opened.terminate();
      });
    });
  }

  #settle(network: string): void {
    const left = (this.#strangers.get(network) ?? 1) - 1;
    if (left <= 0) this.#strangers.delete(network);
    else this.#strangers.set(network, left);
  }

  async #greet(socket: WebSocket, onKnown: () => void): Promise<void> {
    const nonce = this.#parts.newNonce();
    socket.on('error', () => socket.terminate());
    const answered = nextMessage(socket, this.#parts.clock);
    send(socket, relayChallenge, { nonce });
    const text = await answered;
    const greeting = text === undefined ? undefined : parsed(text);
    const session = greeting && (await this.#sessionOf(greeting, nonce));
    if (greeting === undefined || session === undefined) {
      return socket.close(CLOSE_REFUSED, 'refused');
    }
    // Whoever is known fills no stranger's place, however long the session: many tills share an address.
    onKnown();
    send(socket, relayWelcome, { isOpen: true });
    this.#relay.take({ session: session.id, stream: greeting.stream, side: 'till', socket });
  }

  async #sessionOf(greeting: RelayGreeting, nonce: string): Promise<RemoteSession | undefined> {
    const { database } = this.#parts;
    const { signature } = greeting;
    const station = await stationById(database, greeting.station);
    if (station === undefined || station.isRevoked) return undefined;
    const { publicKey } = station;
    const facts = relayClaim(greeting, nonce);
    if (!isSignedByStation({ purpose: 'relay', facts, publicKey, signature })) return undefined;
    const session = await remoteSessionById(database, greeting.session);
    const isIts = session?.station === station.station && !isOver(session);
    return isIts && session.streams.includes(greeting.stream) ? session : undefined;
  }

  async #upgradeDesk(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { headers } = request;
    const { isTls } = this.#people;
    const { host, origin } = headers;
    // As if it changed something: another site's page must not open it with this one's cookie.
    const source = { method: 'POST', isTls, host, origin, fetchSite: undefined };
    if (refusalOfSource(source) !== undefined) return refuse(socket, 403, 'foreign-request');
    const signedIn = await personOf(headers, this.#people);
    if (signedIn === undefined) return refuse(socket, 401, 'signed-out');
    const [id = '', stream = ''] = pathOf(request.url)
      .slice(RELAY_DESK_PATH.length + 1)
      .split('/');
    const session = await remoteSessionById(this.#parts.database, id);
    const kind = STREAM_KINDS.find((one) => one === stream);
    if (session === undefined || kind === undefined || !isFor(session, kind, signedIn.person)) {
      return refuse(socket, 404, 'not-found');
    }
    this.#sockets.handleUpgrade(request, socket, head, (opened) => {
      this.#relay.take({ session: session.id, stream: kind, side: 'desk', socket: opened });
    });
  }
}

/** Only who asked, while it is not over. */
function isFor(session: RemoteSession, stream: StreamKind, person: { readonly user: string }) {
  return session.user === person.user && !isOver(session) && session.streams.includes(stream);
}

function nextMessage(socket: WebSocket, clock: HubParts['clock']): Promise<string | undefined> {
  return new Promise((resolve) => {
    const timer = clock.startTimer(GREETING_TIMEOUT_MS, () => resolve(undefined));
    const settle = (text: string | undefined): void => {
      timer.cancel();
      resolve(text);
    };
    socket.once('message', (data: MessageData) => settle(messageText(data)));
    socket.once('close', () => settle(undefined));
  });
}

function parsed(text: string): RelayGreeting | undefined {
  try {
    return relayGreeting.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function send<Schema extends z.ZodType>(
  socket: WebSocket,
  schema: Schema,
  message: z.input<Schema>,
): void {
  socket.send(JSON.stringify(schema.parse(message)));
}

function pathOf(url: string | undefined): string {
  return (url ?? '').split('?', 1)[0] ?? '';
}

const REASONS = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const;

function refuse(socket: Duplex, status: keyof typeof REASONS, code: string): void {
  const body = JSON.stringify({ error: { code } });
  socket.end(
    [
      `HTTP/1.1 ${status} ${REASONS[status]}`,
      'Connection: close',
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
}
