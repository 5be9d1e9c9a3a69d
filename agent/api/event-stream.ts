/**
 * `/v1/events`: every subscriber gets the whole status at once, after each change, and with each
 * heartbeat. One message is under way to a subscriber at a time; what changes meanwhile is in the
 * next one, so that a slow reader sees fewer messages but never an old one last. What a scanner or a
 * card reader says goes between them, to the program alone that has claimed the device.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Timer } from '../../hardware/kit/clock.ts';
import type { TillView } from '../shell/till-view.ts';
import { bearerToken, refusalOfSource } from './access.ts';
import type { ServerParts } from './api-parts.ts';
import type { ClaimLostMessage } from './claim-schema.ts';
import type { Problem } from './errors.ts';
import {
  asyncMessage,
  changerMessages,
  changerMoment,
  type ChangerMoment,
} from './cash-changer/changer-events.ts';
import { dispenseStanding } from './cash-changer/dispense-standing.ts';
import {
  CLOSE_GRACE_MS,
  HEARTBEAT_MS,
  SUBSCRIBERS_MAX,
  SUBSCRIBER_PAYLOAD_MAX_BYTES,
} from './limits.ts';
import { peripheralMessage } from './peripheral-view.ts';
import { languageOf, problemBytes } from './problem-reply.ts';
import type { LostClaim } from './machine-queue.ts';
import type { StatusMessage } from './schema.ts';
import { statusView } from './status-view.ts';
import { Subscriber } from './subscriber.ts';

const PATH = '/v1/events';
const SUBPROTOCOL = 'tillwarden.events.v1';

/** Browsers can set no header on a WebSocket, so the token comes as one more subprotocol. */
const TOKEN_PROTOCOL_PREFIX = 'bearer.';

type StreamParts = Pick<
  ServerParts,
  | 'shell'
  | 'peripherals'
  | 'queue'
  | 'enabling'
  | 'book'
  | 'clock'
  | 'nameOf'
  | 'stopping'
  | 'onEvent'
>;

/** True for what wants to become a WebSocket here; everything else stays an ordinary request. */
export function isEventsUpgrade({ url, headers }: IncomingMessage): boolean {
  return pathOf(url) === PATH && headers.upgrade?.toLowerCase() === 'websocket';
}

export class EventStream implements AsyncDisposable {
  readonly #parts: StreamParts;
  readonly #sockets: WebSocketServer;
  readonly #subscribers = new Set<Subscriber>();
  readonly #unsubscribe: () => void;
  readonly #stopHearing: () => void;
  #newest: string | undefined;
  #changer: ChangerMoment;
  #isTelling = false;
  #heartbeat: Timer;
  #emptied: (() => void) | undefined;

  constructor(parts: StreamParts) {
    this.#parts = parts;
    this.#sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: SUBSCRIBER_PAYLOAD_MAX_BYTES,
      handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
    });
    this.#changer = changerMoment(parts.shell.view());
    this.#unsubscribe = parts.shell.subscribe((view) => this.#changed(view));
    this.#stopHearing = parts.queue.onLost((lost) => this.#tellLost(lost));
    this.#heartbeat = this.#startHeartbeat();
  }

  /** Takes over a socket that asks to become a subscriber, or answers why it may not. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const admitted = this.#admit(request);
    if (typeof admitted !== 'string') {
      socket.end(problemBytes(admitted, languageOf(request.headers)));
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) =>
      this.#join(admitted, webSocket),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#unsubscribe();
    this.#stopHearing();
    this.#heartbeat.cancel();
    for (const subscriber of this.#subscribers) subscriber.leave();
    await this.#goodbyes();
    for (const subscriber of this.#subscribers) subscriber.drop();
    this.#sockets.close();
  }

  /** The client's name, or why it is turned away. */
  #admit({ headers, socket }: IncomingMessage): string | Problem {
    const { nameOf, stopping } = this.#parts;
    const refusal = refusalOfSource(headers, socket.localPort);
    if (refusal !== undefined) return { code: refusal };
    if (stopping.aborted) return { code: 'stopping' };
    if (this.#subscribers.size >= SUBSCRIBERS_MAX) return { code: 'overloaded' };
    const token = bearerToken(headers) ?? protocolToken(headers['sec-websocket-protocol']);
    const client = token === undefined ? undefined : nameOf(token);
    return client ?? { code: 'unauthorised' };
  }

  #join(client: string, socket: WebSocket): void {
    const { peripherals, onEvent } = this.#parts;
    const subscriber = new Subscriber({
      client,
      socket,
      newest: () => this.#message(),
      onSign: () => this.#noteClient(client),
    });
    this.#subscribers.add(subscriber);
    const leave = peripherals.join(client, (event) =>
      subscriber.deliver(JSON.stringify(peripheralMessage(event))),
    );
    socket.on('close', (closeCode) => {
      leave();
      this.#subscribers.delete(subscriber);
      if (this.#subscribers.size === 0) this.#emptied?.();
      onEvent({ kind: 'subscriber-left', client, closeCode });
    });
    this.#noteClient(client);
    onEvent({ kind: 'subscriber-joined', client });
    subscriber.tell();
  }

  #noteClient(client: string): void {
    this.#parts.shell.noteClient(client);
    this.#parts.queue.noteClient(client);
  }

  /** Changes of one turn of the event loop are told together. */
  #changed(view: TillView): void {
    this.#newest = undefined;
    this.#tellChanger(view);
    this.#tellAsyncEnd();
    if (this.#isTelling || this.#subscribers.size === 0) return;
    this.#isTelling = true;
    setImmediate(() => {
      this.#isTelling = false;
      for (const subscriber of this.#subscribers) subscriber.tell();
    });
  }

  /** Each change by itself: an event that two changes cancel out would be missed. */
  #tellChanger(view: TillView): void {
    const before = this.#changer;
    this.#changer = changerMoment(view);
    const messages = changerMessages(before, this.#changer).map((one) => JSON.stringify(one));
    for (const subscriber of this.#subscribers) {
      if (!this.#parts.enabling.isEnabled(subscriber.client)) continue;
      for (const message of messages) subscriber.deliver(message);
    }
  }

  /** To the one that has lost it in a message of its own; to all the others in the next status. */
  #tellLost({ client, operator, reason }: LostClaim): void {
    const message: ClaimLostMessage = { kind: 'claim-lost', operator, reason };
    this.#deliver(client, JSON.stringify(message));
    this.#changed(this.#parts.shell.view());
  }

  /** Whether or not its client listens, the result is noted: it is a property as well. */
  #tellAsyncEnd(): void {
    const { enabling, shell } = this.#parts;
    const ended = enabling.endAsync((operationId) => dispenseStanding(shell, operationId));
    if (ended === undefined) return;
    const message = JSON.stringify(asyncMessage(ended.operationId, ended.result));
    this.#deliver(ended.client, message);
  }

  /** To every socket of one client. */
  #deliver(client: string, message: string): void {
    for (const subscriber of this.#subscribers) {
      if (subscriber.client === client) subscriber.deliver(message);
    }
  }

  #message(): string {
    const message = (): StatusMessage => ({
      kind: 'status',
      status: statusView(this.#parts.shell.view(), this.#parts),
    });
    this.#newest ??= JSON.stringify(message());
    return this.#newest;
  }

  #startHeartbeat(): Timer {
    return this.#parts.clock.startTimer(HEARTBEAT_MS, () => {
      this.#heartbeat = this.#startHeartbeat();
      // Not all there is to tell is an event of the till: the operators' file, the hub.
      this.#newest = undefined;
      for (const subscriber of this.#subscribers) subscriber.beat();
    });
  }

  /** Resolves when the last one has left, or their time is over. */
  #goodbyes(): Promise<void> {
    if (this.#subscribers.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const deadline = this.#parts.clock.startTimer(CLOSE_GRACE_MS, resolve);
      this.#emptied = () => {
        deadline.cancel();
        resolve();
      };
    });
  }
}

function protocolToken(offered: string | undefined): string | undefined {
  const protocols = (offered ?? '').split(',').map((protocol) => protocol.trim());
  const token = protocols.find((protocol) => protocol.startsWith(TOKEN_PROTOCOL_PREFIX));
  return token?.slice(TOKEN_PROTOCOL_PREFIX.length);
}

function pathOf(url: string | undefined): string {
  return (url ?? '').split('?', 1)[0] ?? '';
}
