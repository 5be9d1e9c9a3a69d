import type { Decoder } from './framing.ts';
import { hexOf } from './hex.ts';
import { probeContext, type ProbeSurroundings } from './probe.ts';
import { Wire } from './wire.ts';

export interface InquiryFrames<Frame> {
  readonly decode: Decoder<Frame>;
  readonly encode: (frame: Frame) => Uint8Array;
  readonly frameMaxBytes: number;
}

const REPLY_TIMEOUT_MS = 300;
const FRAME_TIMEOUT_MS = 100;
const LINK_WAIT_MS = 2_000;

/**
 * Asks whoever may be there what it is. In some protocols a request and a healthy answer to it are
 * the same bytes, so what comes back as it went out is never taken for an answer.
 */
export class Inquiry<Frame> implements AsyncDisposable {
  readonly #wire: Wire<Frame>;
  readonly #encode: (frame: Frame) => Uint8Array;
  readonly #signal: AbortSignal;

  constructor(frames: InquiryFrames<Frame>, around: ProbeSurroundings) {
    const limits = { frameTimeoutMs: FRAME_TIMEOUT_MS, replyTimeoutMs: REPLY_TIMEOUT_MS };
    this.#encode = frames.encode;
    this.#signal = around.signal;
    this.#wire = new Wire(
      { port: 'scan', ...frames, ...limits, retriesMax: 1 },
      probeContext(around),
    );
  }

  /** Undefined when nobody answers, or only the request itself comes back. */
  async ask(request: Frame, isReply: (frame: Frame) => boolean): Promise<Frame | undefined> {
    if (this.#signal.aborted || !(await this.#wire.waitUp(LINK_WAIT_MS))) return undefined;
    const sent = this.#encode(request);
    const hex = hexOf(sent);
    return this.#wire.ask(sent, (frame) => hexOf(this.#encode(frame)) !== hex && isReply(frame));
  }

  /** Writes what has no answer. */
  async tell(frame: Frame): Promise<void> {
    await this.#wire.tell(this.#encode(frame));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#wire[Symbol.asyncDispose]();
  }
}
