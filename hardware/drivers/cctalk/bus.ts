import { backoffDelays, createEvenJitter } from '../../kit/backoff.ts';
import type { Clock } from '../../kit/clock.ts';
import type { PortContext, TraceEvent } from '../../kit/device.ts';
import { FramingReader } from '../../kit/framing.ts';
import { Link } from '../../kit/link.ts';
import { RequestQueue, type NoReplyReason } from '../../kit/request-queue.ts';
import type { CctalkConfig } from './config.ts';
import { FRAME_MAX_BYTES, HOST_ADDRESS, type Frame } from './frame.ts';
import { frameFormats, type FrameFormat } from './frame-format.ts';
import { answerOf, requestFrame, type Answer, type Request } from './machine.ts';

export type BusAnswer<Reply> =
  | Answer<Reply>
  | { readonly kind: 'no-reply'; readonly written: boolean; readonly reason: NoReplyReason };

export interface AskOptions {
  readonly retriesMax?: number;
  /** Before the requests of others: an acceptor must be polled within a second (part 4, 1.3.12). */
  readonly isUrgent?: boolean;
}

/** What the devices of one port share. */
export interface PortParts {
  readonly bus: Bus;
  readonly config: CctalkConfig;
  readonly context: PortContext;
}

/** The specification recommends three repetitions of what may be repeated (part 1, 11). */
const RETRIES_MAX = 3;
/** Longer than a slave that woke up late still needs for its frame. */
const QUIET_MS = 50;
/** A CRC frame does not say who sent it: a late one must not be taken for the next device's answer. */
const QUIET_CRC_MS = 250;
const RECONNECT_FIRST_MS = 100;
const RECONNECT_CAP_MS = 5_000;

/**
 * The one wire: everything sent comes back, and one device at a time answers. The echo is compared
 * byte by byte and swallowed; where it differs the line was disturbed, and the request is taken for
 * spoiled: whatever seems to answer it comes too late to be believed.
 */
export class Bus implements AsyncDisposable {
  readonly clock: Clock;
  readonly #config: CctalkConfig;
  readonly #format: FrameFormat;
  readonly #trace: (event: TraceEvent) => void;
  readonly #reader: FramingReader<Frame>;
  readonly #queue: RequestQueue<Frame>;
  readonly #link: Link;
  readonly #linkListeners = new Set<() => void>();
  #echo: Uint8Array = NOTHING;
  #isDisposed = false;

  constructor(config: CctalkConfig, context: PortContext) {
    this.clock = context.clock;
    this.#config = config;
    this.#format = frameFormats[config.checksum];
    this.#trace = context.trace;
    this.#reader = this.#createReader();
    this.#queue = this.#createQueue();
    this.#link = this.#createLink(context);
  }

  get isUp(): boolean {
    return this.#link.isUp;
  }

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  waitUp(limitMs: number): Promise<boolean> {
    return this.#link.waitUp(limitMs);
  }

  onLinkChange(listener: () => void): void {
    this.#linkListeners.add(listener);
  }

  /** Asks a device; what may be repeated is repeated, unless the options say less. */
  async ask<Reply>(request: Request<Reply>, options: AskOptions = {}): Promise<BusAnswer<Reply>> {
    const result = await this.#queue.request({
      bytes: this.#format.encode(requestFrame(request)),
      isReply: (frame) => answerOf(request, frame) !== undefined,
      replyTimeoutMs: this.#config.replyTimeoutMs,
      isIdempotent: request.isIdempotent,
      retriesMax: options.retriesMax ?? RETRIES_MAX,
      isUrgent: options.isUrgent ?? false,
    });
    if (result.kind === 'no-reply') return result;
    const answer = answerOf(request, result.frame);
    return answer ?? { kind: 'no-reply', written: true, reason: 'line-error' };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    this.#queue.dispose();
    this.#reader.reset();
    await this.#link[Symbol.asyncDispose]();
  }

  #createReader(): FramingReader<Frame> {
    const { port, frameTimeoutMs } = this.#config;
    return new FramingReader({
      clock: this.clock,
      decode: this.#format.decodeReply,
      frameTimeoutMs,
      bufferMaxBytes: FRAME_MAX_BYTES,
      onFrame: (frame) => this.#receive(frame),
      onDropped: (count, reason) => this.#trace({ kind: 'bytes-dropped', port, count, reason }),
    });
  }

  #createQueue(): RequestQueue<Frame> {
    const { port, checksum } = this.#config;
    return new RequestQueue<Frame>({
      clock: this.clock,
      write: (bytes) => this.#write(bytes),
      quietMs: checksum === 'crc' ? QUIET_CRC_MS : QUIET_MS,
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
      onBytes: (bytes) => this.#reader.push(this.#withoutEcho(bytes)),
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
    this.#reader.reset();
    this.#echo = this.#config.echo ? bytes : NOTHING;
    await this.#link.write(bytes);
  }

  #receive(frame: Frame): void {
    const hex = hexOf(this.#format.encode({ source: HOST_ADDRESS, ...frame }));
    this.#trace({ kind: 'frame-received', port: this.#config.port, hex });
    this.#queue.receive(frame);
  }

  /** What is left of the bytes once the echo of the last request has been taken away. */
  #withoutEcho(bytes: Uint8Array): Uint8Array {
    const size = Math.min(bytes.length, this.#echo.length);
    const isSame = bytes.subarray(0, size).every((byte, at) => byte === this.#echo[at]);
    this.#echo = this.#echo.subarray(size);
    if (isSame) return bytes.subarray(size);
    this.#echo = NOTHING;
    this.#queue.interrupt();
    return this.#dropped(bytes);
  }

  #dropped(bytes: Uint8Array): Uint8Array {
    const { port } = this.#config;
    this.#trace({ kind: 'bytes-dropped', port, count: bytes.length, reason: 'echo-differs' });
    return NOTHING;
  }
}

const NOTHING = new Uint8Array(0);

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
