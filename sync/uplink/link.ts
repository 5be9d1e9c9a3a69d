/**
 * One socket to the hub, seen as OCPP-J calls and answers. Whatever arrives is answered or dropped;
 * what is sent has a time to be answered in; nothing that comes in throws.
 */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../hardware/kit/clock.ts';
import { SYNC_PATH } from '../protocol/enrolment.ts';
import { callText, errorText, parseFrame, resultText } from '../protocol/frame.ts';
import { RETRY_AFTER_MAX_MS } from '../protocol/limits.ts';
import {
  messageText,
  SOCKET_OPEN,
  type MessageData,
  type MessageSocket,
} from '../protocol/message-socket.ts';
import { readErrorDetails, type ReceivedError, type WireError } from '../protocol/wire-error.ts';
import { hubUrl, type HubAddress } from './hub-address.ts';
import { CALL_TIMEOUT_MS } from './limits.ts';
import type { OpenSocket } from './web-socket.ts';

export type LinkReply =
  | { readonly kind: 'result'; readonly payload: unknown }
  | { readonly kind: 'error'; readonly error: WireError };

export type LinkOutcome =
  | { readonly kind: 'result'; readonly payload: unknown }
  | { readonly kind: 'refused'; readonly error: ReceivedError }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'closed' };

export interface LinkLoss {
  readonly retryAfterMs?: number | undefined;
  /** Nobody was there. Whoever answers, and be it to refuse, is. */
  readonly isUnanswered: boolean;
}

export interface LinkParts {
  readonly address: HubAddress;
  /** Named in the path, where OCPP-J servers look for it; it proves nothing. */
  readonly station: string;
  readonly clock: Clock;
  readonly openSocket: OpenSocket;
  readonly onOpen: () => void;
  /** Closed, or never opened; said once. */
  readonly onLost: (loss: LinkLoss) => void;
  readonly onHeard: () => void;
  readonly answer: (action: string, payload: unknown) => LinkReply;
}

const MS_PER_SECOND = 1_000;

export class Link {
  readonly #parts: LinkParts;
  readonly #socket: MessageSocket;
  readonly #pending = new Map<string, (outcome: LinkOutcome) => void>();
  #isLost = false;

  /** Throws `UplinkError` for an address that cannot be one. */
  constructor(parts: LinkParts) {
    this.#parts = parts;
    const { address, station, openSocket } = parts;
    const url = hubUrl(address.url);
    const scheme = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const base = url.pathname.replace(/\/$/, '');
    const target = `${scheme}//${url.host}${base}${SYNC_PATH}/${encodeURIComponent(station)}`;
    this.#socket = openSocket(target, address);
    this.#listen(this.#socket);
  }

  /**
   * Calls the hub; `settled` hears once what became of it, before anything that comes after the
   * answer is looked at: a command may follow the answer to Hello in the same packet.
   */
  call(action: string, payload: unknown, settled: (outcome: LinkOutcome) => void): void {
    const id = randomUUID();
    const settle = (outcome: LinkOutcome): void => {
      timer.cancel();
      this.#pending.delete(id);
      settled(outcome);
    };
    const timer = this.#parts.clock.startTimer(CALL_TIMEOUT_MS, () =>
      settle({ kind: 'timed-out' }),
    );
    this.#pending.set(id, settle);
    if (!this.#send(callText(id, action, payload))) settle({ kind: 'closed' });
  }

  ping(): void {
    if (this.#socket.readyState === SOCKET_OPEN) this.#socket.ping();
  }

  /** Lets go at once; nothing is told of it any more. */
  drop(): void {
    this.#isLost = true;
    this.#settleAll();
    this.#socket.terminate();
  }

  #listen(socket: MessageSocket): void {
    const { onOpen, onHeard } = this.#parts;
    socket.on('open', onOpen);
    socket.on('pong', onHeard);
    socket.on('ping', onHeard);
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    socket.on('unexpected-response', (_, response) => {
      const seconds = Number(response.headers['retry-after']);
      response.resume();
      const retryAfterMs = Number.isSafeInteger(seconds) ? seconds * MS_PER_SECOND : undefined;
      this.#lost({ retryAfterMs, isUnanswered: false });
      socket.terminate();
    });
    socket.on('error', (cause) => this.#lost({ isUnanswered: isNobodyThere(cause) }));
    socket.on('close', () => this.#lost({ isUnanswered: false }));
  }

  #receive(data: MessageData, isBinary: boolean): void {
    if (this.#isLost) return;
    this.#parts.onHeard();
    const frame = parseFrame(isBinary ? '' : messageText(data));
    switch (frame.kind) {
      case 'bad':
        if (frame.answerId !== undefined) {
          this.#send(errorText(frame.answerId, { reason: frame.reason }));
        }
        return;
      case 'call': {
        const reply = this.#parts.answer(frame.action, frame.payload);
        const isResult = reply.kind === 'result';
        this.#send(
          isResult ? resultText(frame.id, reply.payload) : errorText(frame.id, reply.error),
        );
        return;
      }
      case 'result':
        this.#pending.get(frame.id)?.({ kind: 'result', payload: frame.payload });
        return;
      case 'error':
        this.#pending.get(frame.id)?.({ kind: 'refused', error: readErrorDetails(frame.details) });
    }
  }

  #send(text: string): boolean {
    if (this.#socket.readyState !== SOCKET_OPEN) return false;
    this.#socket.send(text);
    return true;
  }

  #lost({ retryAfterMs, isUnanswered }: LinkLoss): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#settleAll();
    const isTold = retryAfterMs !== undefined && retryAfterMs >= 0;
    const told = isTold ? { retryAfterMs: Math.min(retryAfterMs, RETRY_AFTER_MAX_MS) } : {};
    this.#parts.onLost({ ...told, isUnanswered });
  }

  #settleAll(): void {
    for (const settle of this.#pending.values()) settle({ kind: 'closed' });
  }
}

/** What the system says of a connection that met nobody; a certificate that is refused is none of it. */
const NOBODY_THERE: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'EAI_AGAIN',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'ETIMEDOUT',
]);

function isNobodyThere(cause: Error): boolean {
  return 'code' in cause && NOBODY_THERE.has(cause.code);
}
