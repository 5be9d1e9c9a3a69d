import type { Clock, Timer } from './clock.ts';

/** One request and how to know its answer. */
export interface Exchange<Frame> {
  readonly bytes: Uint8Array;
  readonly isReply: (frame: Frame) => boolean;
  readonly replyTimeoutMs: number;
  /** Only what may be executed twice without harm is ever written twice. */
  readonly isIdempotent: boolean;
  /** Repetitions after the first write; ignored for what is not idempotent. */
  readonly retriesMax: number;
  /** Goes before what is not: for a device that has to be asked again within a time. */
  readonly isUrgent: boolean;
}

export type NoReplyReason =
  | 'offline'
  | 'timeout'
  | 'line-error'
  | 'write-failed'
  | 'queue-full'
  | 'disposed';

export type ExchangeResult<Frame> =
  | { readonly kind: 'reply'; readonly frame: Frame }
  /** `written` false: not a byte has left, so the device cannot have executed anything. */
  | { readonly kind: 'no-reply'; readonly written: boolean; readonly reason: NoReplyReason };

export interface RequestQueueOptions {
  readonly clock: Clock;
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** Silence kept after a failed attempt, in which late answers are thrown away. */
  readonly quietMs: number;
  readonly onRetry: (attempt: number, reason: NoReplyReason) => void;
}

/** Requests that may wait; more than this means that somebody asks without awaiting. */
const QUEUE_LENGTH_MAX = 64;
/** A pipe that takes longer than this for one frame counts as broken. */
const WRITE_TIMEOUT_MS = 2_000;

interface Entry<Frame> {
  readonly exchange: Exchange<Frame>;
  readonly resolve: (result: ExchangeResult<Frame>) => void;
  writes: number;
}

/**
 * One request at a time on a line, each answered by a value. The expectation is registered before
 * the write, because a reply can overtake the write's own completion; the reply timer starts after
 * it. A request to be repeated queues again behind its equals, so that one dead device does not keep
 * the others from being asked.
 */
export class RequestQueue<Frame> {
  readonly #options: RequestQueueOptions;
  readonly #waiting: Entry<Frame>[] = [];
  #current: Entry<Frame> | undefined;
  #timer: Timer | undefined;
  #quiet: Timer | undefined;
  #isOnline = false;
  #isDisposed = false;

  constructor(options: RequestQueueOptions) {
    this.#options = options;
  }

  request(exchange: Exchange<Frame>): Promise<ExchangeResult<Frame>> {
    if (this.#isDisposed) return Promise.resolve(unwritten('disposed'));
    if (!this.#isOnline) return Promise.resolve(unwritten('offline'));
    if (this.#waiting.length >= QUEUE_LENGTH_MAX) return Promise.resolve(unwritten('queue-full'));
    return new Promise((resolve) => {
      this.#enqueue({ exchange, resolve, writes: 0 });
      this.#startNext();
    });
  }

  /** Offers a received frame; false when nobody waits for it. */
  receive(frame: Frame): boolean {
    const entry = this.#current;
    if (entry === undefined || !entry.exchange.isReply(frame)) return false;
    this.#endAttempt();
    entry.resolve({ kind: 'reply', frame });
    this.#startNext();
    return true;
  }

  /** The line spoiled what is under way: its answer is not to be expected any more. */
  interrupt(): void {
    if (this.#current !== undefined) this.#fail(this.#current, 'line-error');
  }

  goOnline(): void {
    this.#isOnline = true;
    this.#startNext();
  }

  goOffline(): void {
    this.#isOnline = false;
    this.#abandon('offline');
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#isOnline = false;
    this.#abandon('disposed');
  }

  #enqueue(entry: Entry<Frame>): void {
    const ordinary = this.#waiting.findIndex(({ exchange }) => !exchange.isUrgent);
    const at = entry.exchange.isUrgent && ordinary >= 0 ? ordinary : this.#waiting.length;
    this.#waiting.splice(at, 0, entry);
  }

  #startNext(): void {
    if (this.#current !== undefined || this.#quiet !== undefined) return;
    const entry = this.#waiting.shift();
    if (entry === undefined) return;
    this.#current = entry;
    entry.writes += 1;
    this.#expectWithin(WRITE_TIMEOUT_MS, entry, 'write-failed');
    const attempt = entry.writes;
    this.#options.write(entry.exchange.bytes).then(
      () => this.#written(entry, attempt),
      () => this.#failIfCurrent(entry, attempt),
    );
  }

  #written(entry: Entry<Frame>, attempt: number): void {
    if (!this.#isCurrent(entry, attempt)) return;
    this.#expectWithin(entry.exchange.replyTimeoutMs, entry, 'timeout');
  }

  #failIfCurrent(entry: Entry<Frame>, attempt: number): void {
    if (this.#isCurrent(entry, attempt)) this.#fail(entry, 'write-failed');
  }

  #isCurrent(entry: Entry<Frame>, attempt: number): boolean {
    return this.#current === entry && entry.writes === attempt;
  }

  /** The second, empty wait lets a reply that a busy event loop has not read yet win over the timer. */
  #expectWithin(limitMs: number, entry: Entry<Frame>, reason: NoReplyReason): void {
    const { clock } = this.#options;
    this.#timer?.cancel();
    this.#timer = clock.startTimer(limitMs, () => {
      this.#timer = clock.startTimer(0, () => this.#fail(entry, reason));
    });
  }

  #fail(entry: Entry<Frame>, reason: NoReplyReason): void {
    this.#endAttempt();
    if (mayRepeat(entry)) {
      this.#options.onRetry(entry.writes, reason);
      this.#enqueue(entry);
    } else {
      entry.resolve({ kind: 'no-reply', written: true, reason });
    }
    this.#keepQuiet();
  }

  #keepQuiet(): void {
    this.#quiet?.cancel();
    this.#quiet = this.#options.clock.startTimer(this.#options.quietMs, () => {
      this.#quiet = undefined;
      this.#startNext();
    });
  }

  #endAttempt(): void {
    this.#current = undefined;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #abandon(reason: NoReplyReason): void {
    const left = this.#current === undefined ? [] : [this.#current];
    left.push(...this.#waiting.splice(0));
    this.#endAttempt();
    this.#quiet?.cancel();
    this.#quiet = undefined;
    for (const { resolve, writes } of left) {
      resolve({ kind: 'no-reply', written: writes > 0, reason });
    }
  }
}

function unwritten<Frame>(reason: NoReplyReason): ExchangeResult<Frame> {
  return { kind: 'no-reply', written: false, reason };
}

function mayRepeat<Frame>({ exchange, writes }: Entry<Frame>): boolean {
  return exchange.isIdempotent && writes <= exchange.retriesMax;
}
