import { backoffDelays, createEvenJitter } from './backoff.ts';
import type { PortContext, TraceEvent } from './device.ts';
import { FramingReader, type Decoder } from './framing.ts';
import { hexOf } from './hex.ts';
import { Link } from './link.ts';
import { RequestQueue, type ExchangeResult } from './request-queue.ts';

export interface WireOptions<Frame> {
  /** Name of the port in traces. */
  readonly port: string;
  readonly decode: Decoder<Frame>;
  /** The frame's bytes again, for traces. */
  readonly encode: (frame: Frame) => Uint8Array;
  readonly frameTimeoutMs: number;
  readonly frameMaxBytes: number;
  readonly replyTimeoutMs: number;
  /** Repetitions of a request that is not answered. */
  readonly retriesMax: number;
}

/** Longer than a device that woke up late still needs for its frame. */
const QUIET_MS = 50;
const RECONNECT_FIRST_MS = 100;
const RECONNECT_CAP_MS = 5_000;

/**
 * One device on one line, asked by one host: frames go out one at a time, and whatever is not the
 * answer waited for is thrown away. Frames are told apart by the caller.
 */
export class Wire<Frame> implements AsyncDisposable {
  readonly #options: WireOptions<Frame>;
  readonly #trace: (event: TraceEvent) => void;
  readonly #reader: FramingReader<Frame>;
  readonly #queue: RequestQueue<Frame>;
  readonly #link: Link;

  constructor(options: WireOptions<Frame>, context: PortContext) {
    this.#options = options;
    this.#trace = context.trace;
    this.#reader = this.#createReader(context);
    this.#queue = this.#createQueue(context);
    this.#link = this.#createLink(context);
  }

  get isUp(): boolean {
    return this.#link.isUp;
  }

  waitUp(limitMs: number): Promise<boolean> {
    return this.#link.waitUp(limitMs);
  }

  /**
   * Writes, and writes again while no answer comes; undefined when there is none. Every request has
   * to be one that may be carried out twice.
   */
  async ask(bytes: Uint8Array, isReply: (frame: Frame) => boolean): Promise<Frame | undefined> {
    const { replyTimeoutMs, retriesMax } = this.#options;
    const request = { bytes, isReply, replyTimeoutMs, retriesMax };
    const result = await this.#queue.request({ ...request, isIdempotent: true, isUrgent: false });
    return result.kind === 'reply' ? result.frame : undefined;
  }

  /** Writes what must not be carried out twice: once, whatever comes of it. */
  askOnce(bytes: Uint8Array, isReply: (frame: Frame) => boolean): Promise<ExchangeResult<Frame>> {
    const { replyTimeoutMs } = this.#options;
    const request = { bytes, isReply, replyTimeoutMs, retriesMax: 0 };
    return this.#queue.request({ ...request, isIdempotent: false, isUrgent: false });
  }

  /** Writes what has no answer; one that is lost shows in what the device says next. */
  async tell(bytes: Uint8Array): Promise<void> {
    if (!this.#link.isUp) return;
    try {
      await this.#write(bytes);
    } catch (error) {
      const { port } = this.#options;
      this.#trace({ kind: 'request-retried', port, attempt: 0, reason: String(error) });
    }
  }

  /**
   * Writes once what has no answer and must not come twice. `unknown`: some of it may have left
   * before the pipe broke.
   */
  async order(bytes: Uint8Array): Promise<'written' | 'offline' | 'unknown'> {
    if (!this.#link.isUp) return 'offline';
    try {
      await this.#write(bytes);
      return 'written';
    } catch {
      return 'unknown';
    }
  }

  /** Opens the pipe again: the device behind it has been silent for too long. */
  renew(): Promise<void> {
    return this.#link.renew();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#queue.dispose();
    this.#reader.reset();
    await this.#link[Symbol.asyncDispose]();
  }

  #createReader({ clock }: PortContext): FramingReader<Frame> {
    const { port, decode, frameTimeoutMs, frameMaxBytes } = this.#options;
    return new FramingReader({
      clock,
      decode,
      frameTimeoutMs,
      bufferMaxBytes: frameMaxBytes,
      onFrame: (frame) => this.#receive(frame),
      onDropped: (count, reason) => this.#trace({ kind: 'bytes-dropped', port, count, reason }),
    });
  }

  #createQueue({ clock }: PortContext): RequestQueue<Frame> {
    const { port } = this.#options;
    return new RequestQueue<Frame>({
      clock,
      write: (bytes) => this.#write(bytes),
      quietMs: QUIET_MS,
      onRetry: (attempt, reason) => this.#trace({ kind: 'request-retried', port, attempt, reason }),
    });
  }

  #createLink({ clock, transport }: PortContext): Link {
    const { port } = this.#options;
    const random = createEvenJitter();
    return new Link({
      clock,
      transport,
      delaysMs: () =>
        backoffDelays({ firstMs: RECONNECT_FIRST_MS, capMs: RECONNECT_CAP_MS, random }),
      onBytes: (bytes) => this.#reader.push(bytes),
      onOpenFailed: (detail) => this.#trace({ kind: 'open-failed', port, detail }),
      onUp: () => {
        this.#trace({ kind: 'link-up', port, detail: '' });
        this.#queue.goOnline();
      },
      onDown: (detail) => {
        this.#trace({ kind: 'link-down', port, detail });
        this.#reader.reset();
        this.#queue.goOffline();
      },
    });
  }

  async #write(bytes: Uint8Array): Promise<void> {
    this.#trace({ kind: 'frame-sent', port: this.#options.port, hex: hexOf(bytes) });
    this.#reader.reset();
    await this.#link.write(bytes);
  }

  #receive(frame: Frame): void {
    const { port, encode } = this.#options;
    this.#trace({ kind: 'frame-received', port, hex: hexOf(encode(frame)) });
    this.#queue.receive(frame);
  }
}
