import { backoffDelays, createEvenJitter } from '../../kit/backoff.ts';
import type { Clock } from '../../kit/clock.ts';
import type { PortContext, TraceEvent } from '../../kit/device.ts';
import { FramingReader } from '../../kit/framing.ts';
import { Link } from '../../kit/link.ts';
import { RequestQueue, type ExchangeResult } from '../../kit/request-queue.ts';
import type { SspConfig } from './config.ts';
import { decodeFrame, encodeFrame, FRAME_MAX_BYTES, type Frame } from './frame.ts';

export interface SendOptions {
  readonly retriesMax: number;
  /** Before the packets of other units: a note that is held has to be held on in time. */
  readonly isUrgent: boolean;
}

/** Longer than a reply that has begun still needs. */
const QUIET_MS = 50;
const RECONNECT_FIRST_MS = 100;
const RECONNECT_CAP_MS = 5_000;

/**
 * The one line of a port: one packet out, its reply in, whichever unit it is for. What is not
 * answered is written again byte for byte: units know a packet they have had by its sequence bit and
 * answer again without doing anything (SSP manual, transport layer).
 */
export class SspLine implements AsyncDisposable {
  readonly clock: Clock;
  readonly #config: SspConfig;
  readonly #trace: (event: TraceEvent) => void;
  readonly #reader: FramingReader<Frame>;
  readonly #queue: RequestQueue<Frame>;
  readonly #link: Link;
  readonly #linkListeners = new Set<() => void>();

  constructor(config: SspConfig, context: PortContext) {
    this.clock = context.clock;
    this.#config = config;
    this.#trace = context.trace;
    this.#reader = this.#createReader();
    this.#queue = this.#createQueue();
    this.#link = this.#createLink(context);
  }

  get isUp(): boolean {
    return this.#link.isUp;
  }

  waitUp(limitMs: number): Promise<boolean> {
    return this.#link.waitUp(limitMs);
  }

  onLinkChange(listener: () => void): void {
    this.#linkListeners.add(listener);
  }

  send(frame: Frame, { retriesMax, isUrgent }: SendOptions): Promise<ExchangeResult<Frame>> {
    return this.#queue.request({
      bytes: encodeFrame(frame),
      isReply: (reply) => isReplyTo(frame, reply),
      replyTimeoutMs: this.#config.replyTimeoutMs,
      isIdempotent: true,
      retriesMax,
      isUrgent,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#queue.dispose();
    this.#reader.reset();
    await this.#link[Symbol.asyncDispose]();
  }

  #createReader(): FramingReader<Frame> {
    const { port, frameTimeoutMs } = this.#config;
    return new FramingReader({
      clock: this.clock,
      decode: decodeFrame,
      frameTimeoutMs,
      bufferMaxBytes: FRAME_MAX_BYTES,
      onFrame: (frame) => this.#receive(frame),
      onDropped: (count, reason) => this.#trace({ kind: 'bytes-dropped', port, count, reason }),
    });
  }

  #createQueue(): RequestQueue<Frame> {
    const { port } = this.#config;
    return new RequestQueue<Frame>({
      clock: this.clock,
      write: (bytes) => this.#write(bytes),
      quietMs: QUIET_MS,
      onRetry: (attempt, reason) => this.#trace({ kind: 'request-retried', port, attempt, reason }),
    });
  }

  #createLink({ clock, transport }: PortContext): Link {
    const random = createEvenJitter();
    return new Link({
      clock,
      transport,
      delaysMs: () =>
        backoffDelays({ firstMs: RECONNECT_FIRST_MS, capMs: RECONNECT_CAP_MS, random }),
      onBytes: (bytes) => this.#reader.push(bytes),
      onOpenFailed: (detail) =>
        this.#trace({ kind: 'open-failed', port: this.#config.port, detail }),
      onUp: () => this.#goUp(),
      onDown: (reason) => this.#goDown(reason),
    });
  }

  #goUp(): void {
    this.#trace({ kind: 'link-up', port: this.#config.port, detail: '' });
    this.#queue.goOnline();
    for (const listener of this.#linkListeners) listener();
  }

  #goDown(detail: string): void {
    this.#trace({ kind: 'link-down', port: this.#config.port, detail });
    this.#reader.reset();
    this.#queue.goOffline();
    for (const listener of this.#linkListeners) listener();
  }

  async #write(bytes: Uint8Array): Promise<void> {
    this.#trace({ kind: 'frame-sent', port: this.#config.port, hex: hexOf(bytes) });
    await this.#link.write(bytes);
  }

  #receive(frame: Frame): void {
    const hex = hexOf(encodeFrame(frame));
    this.#trace({ kind: 'frame-received', port: this.#config.port, hex });
    this.#queue.receive(frame);
  }
}

function isReplyTo(frame: Frame, reply: Frame): boolean {
  return (
    reply.address === frame.address && reply.sequence === frame.sequence && reply.data.length > 0
  );
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
