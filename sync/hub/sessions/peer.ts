/**
 * One socket seen as OCPP-J calls and answers. Whatever arrives is answered or counted; what is sent
 * has a time to be answered in; nothing that comes in throws.
 */
import { randomUUID } from 'node:crypto';
import type { Clock, Timer } from '../../../hardware/kit/clock.ts';
import {
  callText,
  errorText,
  parseFrame,
  resultText,
  type BadFrame,
  type Frame,
} from '../../protocol/frame.ts';
import { WINDOW_DEFAULT } from '../../protocol/limits.ts';
import {
  messageText,
  SOCKET_OPEN,
  type MessageData,
  type MessageSocket,
} from '../../protocol/message-socket.ts';
import { readErrorDetails, type ReceivedError, type WireError } from '../../protocol/wire-error.ts';
import { BUFFERED_MAX_BYTES, CALL_TIMEOUT_MS, NUISANCES_MAX } from '../limits.ts';

/** Close codes of RFC 6455, its registry, and one of our own. */
export const CLOSE_CODES = {
  stopping: 1_001,
  protocolError: 1_002,
  refused: 1_008,
  tryAgainLater: 1_013,
  takenOver: 4_001,
} as const;

export type CallOutcome =
  | { readonly kind: 'result'; readonly payload: unknown }
  | { readonly kind: 'refused'; readonly error: ReceivedError }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'closed' };

export type Reply =
  /** `sent` is called once it has been handed to the socket. */
  | { readonly kind: 'result'; readonly payload: unknown; readonly sent?: () => void }
  | { readonly kind: 'error'; readonly error: WireError };

export interface PeerParts {
  readonly socket: MessageSocket;
  readonly clock: Clock;
  /** Answers one call; they are handed over one after another. */
  readonly answer: (action: string, payload: unknown) => Promise<Reply>;
  readonly onClose: (closeCode: number) => void;
}

interface PendingCall {
  readonly settle: (outcome: CallOutcome) => void;
}

export class Peer {
  readonly #parts: PeerParts;
  readonly #pending = new Map<string, PendingCall>();
  #answering: Promise<void> = Promise.resolve();
  #underWay = 0;
  #nuisances = 0;
  #hasGivenSign = true;
  #isClosing = false;
  window: number = WINDOW_DEFAULT;

  constructor(parts: PeerParts) {
    this.#parts = parts;
    const { socket } = parts;
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    socket.on('pong', () => (this.#hasGivenSign = true));
    // Broken frames and oversize: `ws` closes the connection with the code that says why.
    socket.on('error', () => undefined);
    socket.on('close', (closeCode) => this.#closed(closeCode));
  }

  /** Calls the other end; resolves with what became of it, never rejects. */
  call(action: string, payload: unknown): Promise<CallOutcome> {
    const id = randomUUID();
    return new Promise((resolve) => {
      const settle = (outcome: CallOutcome): void => {
        timer.cancel();
        this.#pending.delete(id);
        resolve(outcome);
      };
      const timer: Timer = this.#parts.clock.startTimer(CALL_TIMEOUT_MS, () => {
        settle({ kind: 'timed-out' });
      });
      this.#pending.set(id, { settle });
      if (!this.#send(callText(id, action, payload))) settle({ kind: 'closed' });
    });
  }

  /** Drops it when nothing was heard since the last beat, or too much lies unread. */
  beat(): void {
    const { socket } = this.#parts;
    if (!this.#hasGivenSign || socket.bufferedAmount > BUFFERED_MAX_BYTES) {
      socket.terminate();
      return;
    }
    this.#hasGivenSign = false;
    if (socket.readyState === SOCKET_OPEN) socket.ping();
  }

  /** Takes no more calls, and says why. */
  close(code: number, reason: string): void {
    this.#isClosing = true;
    this.#parts.socket.close(code, reason);
  }

  drop(): void {
    this.#parts.socket.terminate();
  }

  #receive(data: MessageData, isBinary: boolean): void {
    this.#hasGivenSign = true;
    if (this.#isClosing) return;
    const frame = parseFrame(isBinary ? '' : messageText(data));
    switch (frame.kind) {
      case 'bad':
        this.#refuseFrame(frame);
        return;
      case 'call':
        this.#take(frame);
        return;
      case 'result':
        this.#settle(frame.id, { kind: 'result', payload: frame.payload });
        return;
      case 'error':
        this.#settle(frame.id, { kind: 'refused', error: readErrorDetails(frame.details) });
    }
  }

  #refuseFrame({ reason, answerId }: BadFrame): void {
    if (answerId !== undefined) this.#send(errorText(answerId, { reason }));
    this.#noteNuisance();
  }

  #take({ id, action, payload }: Extract<Frame, { kind: 'call' }>): void {
    if (this.#underWay >= this.window) {
      this.#send(errorText(id, { reason: 'window-exceeded' }));
      this.#noteNuisance();
      return;
    }
    this.#underWay += 1;
    this.#answering = this.#answering.then(() => this.#answer(id, action, payload));
  }

  async #answer(id: string, action: string, payload: unknown): Promise<void> {
    if (!this.#isClosing) {
      const reply = await this.#parts.answer(action, payload);
      const isResult = reply.kind === 'result';
      this.#send(isResult ? resultText(id, reply.payload) : errorText(id, reply.error));
      if (isResult) reply.sent?.();
    }
    this.#underWay -= 1;
  }

  #settle(id: string, outcome: CallOutcome): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) this.#noteNuisance();
    else pending.settle(outcome);
  }

  #noteNuisance(): void {
    this.#nuisances += 1;
    if (this.#nuisances >= NUISANCES_MAX) this.close(CLOSE_CODES.protocolError, 'protocol error');
  }

  #send(text: string): boolean {
    const { socket } = this.#parts;
    if (socket.readyState !== SOCKET_OPEN) return false;
    socket.send(text);
    return true;
  }

  #closed(closeCode: number): void {
    this.#isClosing = true;
    for (const { settle } of this.#pending.values()) settle({ kind: 'closed' });
    this.#parts.onClose(closeCode);
  }
}
