import type { Clock, Timer } from './clock.ts';

/**
 * What the start of a buffer is. `bad` tells how many bytes cannot begin a frame; a decoder that
 * asks for more must be able to decide once it has the longest frame of its protocol.
 */
export type Decoded<Frame> =
  | { readonly kind: 'frame'; readonly frame: Frame; readonly consumed: number }
  | { readonly kind: 'need-more' }
  | { readonly kind: 'bad'; readonly reason: string; readonly consumed: number };

export type Decoder<Frame> = (bytes: Uint8Array) => Decoded<Frame>;

export interface FramingOptions<Frame> {
  readonly clock: Clock;
  readonly decode: Decoder<Frame>;
  /** How long a partial frame may wait for its next byte. */
  readonly frameTimeoutMs: number;
  /** Length of the longest frame, at least. */
  readonly bufferMaxBytes: number;
  readonly onFrame: (frame: Frame) => void;
  readonly onDropped: (countBytes: number, reason: string) => void;
}

const NOTHING = new Uint8Array(0);

/**
 * Cuts a byte stream into frames. Whatever arrives, it never throws, keeps a bounded buffer, and is
 * in step again one frame timeout after the last byte of garbage at the latest: the start of a frame
 * that never ended is then given up byte by byte, so that a whole frame behind it is still found.
 */
export class FramingReader<Frame> {
  readonly #options: FramingOptions<Frame>;
  #buffer: Uint8Array = NOTHING;
  #timer: Timer | undefined;
  #dropped = 0;
  #droppedWhy = '';

  constructor(options: FramingOptions<Frame>) {
    this.#options = options;
  }

  push(bytes: Uint8Array): void {
    let rest = bytes;
    while (rest.length > 0) {
      const room = Math.max(1, this.#options.bufferMaxBytes - this.#buffer.length);
      this.#buffer = concatenate(this.#buffer, rest.subarray(0, room));
      rest = rest.subarray(room);
      this.#takeFrames();
      if (this.#buffer.length >= this.#options.bufferMaxBytes) this.#drop(1, 'buffer-full');
    }
    this.#rearm();
  }

  /** Forgets a partial frame: what comes next starts anew. */
  reset(): void {
    this.#buffer = NOTHING;
    this.#rearm();
  }

  #takeFrames(): void {
    while (this.#buffer.length > 0) {
      const decoded = this.#options.decode(this.#buffer);
      if (decoded.kind === 'need-more') return;
      const consumed = clamp(decoded.consumed, this.#buffer.length);
      if (decoded.kind === 'bad') {
        this.#drop(consumed, decoded.reason);
      } else {
        this.#buffer = this.#buffer.subarray(consumed);
        this.#options.onFrame(decoded.frame);
      }
    }
  }

  #drop(count: number, reason: string): void {
    this.#buffer = this.#buffer.subarray(count);
    if (reason !== this.#droppedWhy) this.#tellDropped();
    this.#dropped += count;
    this.#droppedWhy = reason;
  }

  /** Garbage goes byte by byte, and is told of as one. */
  #tellDropped(): void {
    const count = this.#dropped;
    this.#dropped = 0;
    if (count > 0) this.#options.onDropped(count, this.#droppedWhy);
  }

  #rearm(): void {
    this.#tellDropped();
    this.#timer?.cancel();
    this.#timer = undefined;
    if (this.#buffer.length === 0) return;
    const { clock, frameTimeoutMs } = this.#options;
    this.#timer = clock.startTimer(frameTimeoutMs, () => this.#giveGrace());
  }

  /**
   * After a stall of the event loop the timer runs before bytes that already lie in the kernel are
   * read; one more turn lets those arrive and re-arm it.
   */
  #giveGrace(): void {
    this.#timer = this.#options.clock.startTimer(0, () => this.#expire());
  }

  #expire(): void {
    while (this.#buffer.length > 0) {
      this.#drop(1, 'frame-timeout');
      this.#takeFrames();
    }
    this.#rearm();
  }
}

/** A decoder that claims to have used nothing, or more than there is, must not stop the reader. */
function clamp(consumed: number, available: number): number {
  return consumed >= 1 ? Math.min(Math.floor(consumed), available) : 1;
}

function concatenate(head: Uint8Array, tail: Uint8Array): Uint8Array {
  const joined = new Uint8Array(head.length + tail.length);
  joined.set(head, 0);
  joined.set(tail, head.length);
  return joined;
}
