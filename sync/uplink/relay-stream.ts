/**
 * One stream of a remote session: a socket of its own, outbound to the hub. What it is handed leaves as
 * it is; it says when it has enough, and is held back when the other side has; it is cut in the same turn.
 */
import { WebSocket } from 'ws';
import type { z } from 'zod';
import type { StreamKind } from '../../agent/core/support/remote-session.ts';
import type { Clock, Timer } from '../../hardware/kit/clock.ts';
import { messageText, type MessageData } from '../protocol/message-socket.ts';
import {
  RELAY_BUFFER_MAX_BYTES,
  RELAY_FRAME_MAX_BYTES,
  RELAY_SUBPROTOCOL,
  RELAY_TILL_PATH,
  relayChallenge,
  relayClaim,
  relayWelcome,
} from '../protocol/relay.ts';
import { signAsStation } from '../trust/station-key.ts';
import { hubUrl, type HubAddress } from './hub-address.ts';
import {
  RELAY_OPEN_TIMEOUT_MS,
  RELAY_PIECE_BYTES,
  RELAY_PING_MS,
  RELAY_SILENCE_MAX_MS,
} from './limits.ts';
import { socketOptions } from './web-socket.ts';

/** Who this till is to its hub. */
export interface RelayPlace {
  readonly address: HubAddress;
  readonly station: string;
  readonly privateKey: string;
}

export interface RelayOrder {
  readonly place: RelayPlace;
  readonly session: string;
  readonly stream: StreamKind;
  readonly clock: Clock;
}

export interface RelayEars {
  /** One frame of the technician's page. */
  readonly onFrame: (bytes: Buffer, isText: boolean) => void;
  /** It takes more again. */
  readonly onRoom: () => void;
  /** Once, however it has ended; not after `cut`. */
  readonly onLost: () => void;
}

type Phase = 'challenge' | 'welcome' | 'open' | 'over';

export class RelayStream {
  readonly #order: RelayOrder;
  readonly #ears: RelayEars;
  readonly #socket: WebSocket;
  readonly #opened = Promise.withResolvers<'opened' | 'line-lost'>();
  #phase: Phase = 'challenge';
  #timer: Timer;
  #heardMs: number;
  #isFull = false;
  #bytesIn = 0;
  #bytesOut = 0;

  /** Throws `UplinkError` for an address that cannot be one. */
  constructor(order: RelayOrder, ears: RelayEars) {
    const { place, clock } = order;
    this.#order = order;
    this.#ears = ears;
    this.#heardMs = clock.monotonicMs();
    this.#socket = new WebSocket(targetOf(place.address), [RELAY_SUBPROTOCOL], {
      ...socketOptions(place.address, RELAY_FRAME_MAX_BYTES),
      generateMask: unmasked,
    });
    this.#timer = clock.startTimer(RELAY_OPEN_TIMEOUT_MS, () => this.#lost());
    this.#listen(this.#socket);
  }

  /** Resolves when the hub has let it in, or will not. */
  get opened(): Promise<'opened' | 'line-lost'> {
    return this.#opened.promise;
  }

  /** More than this it should not be handed: `onRoom` says when it should again. */
  get isFull(): boolean {
    return this.#isFull;
  }

  get bytesIn(): number {
    return this.#bytesIn;
  }

  get bytesOut(): number {
    return this.#bytesOut;
  }

  /** Bytes leave in pieces, uncopied; a text is one frame, and the caller keeps it short. */
  send(content: Buffer | string): void {
    if (this.#phase !== 'open') return;
    if (typeof content === 'string') return this.#sendFrame(content, Buffer.byteLength(content));
    for (let at = 0; at < content.length; at += RELAY_PIECE_BYTES) {
      const frame = content.subarray(at, at + RELAY_PIECE_BYTES);
      this.#sendFrame(frame, frame.length);
    }
  }

  /** Reads nothing more of the technician until told to. */
  pause(): void {
    if (this.#phase === 'open') this.#socket.pause();
  }

  resume(): void {
    if (this.#phase !== 'open' || !this.#socket.isPaused) return;
    this.#heardMs = this.#order.clock.monotonicMs();
    this.#socket.resume();
  }

  /** At once, whatever is still under way; nothing is told of it any more. */
  cut(): void {
    this.#end();
    this.#socket.terminate();
  }

  #listen(socket: WebSocket): void {
    socket.on('message', (data, isBinary) => this.#receive(data, !isBinary));
    socket.on('pong', () => this.#heard());
    socket.on('ping', () => this.#heard());
    socket.on('unexpected-response', (_, response) => {
      response.resume();
      this.#lost();
    });
    // What went wrong on the way is the same to us: there is no line.
    socket.on('error', () => this.#lost());
    socket.on('close', () => this.#lost());
  }

  #receive(data: MessageData, isText: boolean): void {
    this.#heard();
    switch (this.#phase) {
      case 'challenge':
        return this.#greet(parsed(relayChallenge, data)?.nonce);
      case 'welcome':
        return this.#welcomed(parsed(relayWelcome, data)?.isOpen === true);
      case 'open': {
        const bytes = bytesOf(data);
        this.#bytesIn += bytes.length;
        return this.#ears.onFrame(bytes, isText);
      }
      case 'over':
    }
  }

  #greet(nonce: string | undefined): void {
    if (nonce === undefined) return this.#lost();
    const { place, session, stream } = this.#order;
    const { station, privateKey } = place;
    const claim = { station, session, stream };
    const facts = relayClaim(claim, nonce);
    const signature = signAsStation(privateKey, { purpose: 'relay', facts });
    this.#phase = 'welcome';
    this.#socket.send(JSON.stringify({ ...claim, signature }));
  }

  #welcomed(isOpen: boolean): void {
    if (!isOpen) return this.#lost();
    this.#phase = 'open';
    this.#pingLater();
    this.#opened.resolve('opened');
  }

  #sendFrame(frame: Buffer | string, sizeBytes: number): void {
    this.#bytesOut += sizeBytes;
    this.#socket.send(frame, () => this.#sent());
    if (this.#socket.bufferedAmount > RELAY_BUFFER_MAX_BYTES) this.#isFull = true;
  }

  #sent(): void {
    const hasRoom = this.#socket.bufferedAmount < RELAY_BUFFER_MAX_BYTES / 2;
    if (!this.#isFull || !hasRoom || this.#phase !== 'open') return;
    this.#isFull = false;
    this.#ears.onRoom();
  }

  #heard(): void {
    this.#heardMs = this.#order.clock.monotonicMs();
  }

  /** A line that is dead says nothing of it: only silence does. While we do not read, silence is ours. */
  #pingLater(): void {
    const { clock } = this.#order;
    this.#timer.cancel();
    this.#timer = clock.startTimer(RELAY_PING_MS, () => {
      const silentMs = clock.monotonicMs() - this.#heardMs;
      if (!this.#socket.isPaused && silentMs > RELAY_SILENCE_MAX_MS) return this.#lost();
      if (this.#socket.readyState === WebSocket.OPEN) this.#socket.ping();
      this.#pingLater();
    });
  }

  #lost(): void {
    if (this.#phase === 'over') return;
    this.#end();
    this.#socket.terminate();
    this.#ears.onLost();
  }

  #end(): void {
    this.#phase = 'over';
    this.#timer.cancel();
    this.#opened.resolve('line-lost');
  }
}

/**
 * Masks keep the script of a page from choosing what a proxy on the way reads (RFC 6455 § 10.3). This is
 * no page, and to anywhere but this computer there is TLS; a mask of zeros spares both ends each byte.
 */
function unmasked(mask: Buffer): void {
  mask.fill(0);
}

function targetOf({ url }: HubAddress): string {
  const { protocol, host, pathname } = hubUrl(url);
  const scheme = protocol === 'https:' ? 'wss:' : 'ws:';
  return `${scheme}//${host}${pathname.replace(/\/$/, '')}${RELAY_TILL_PATH}`;
}

function parsed<Value>(schema: z.ZodType<Value>, data: MessageData): Value | undefined {
  try {
    return schema.safeParse(JSON.parse(messageText(data))).data;
  } catch {
    return undefined;
  }
}

function bytesOf(data: MessageData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return data instanceof ArrayBuffer ? Buffer.from(data) : Buffer.concat(data);
}
