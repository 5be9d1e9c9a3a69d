import type { BillProtocol, BillSetup, BillStatus } from '../../kit/bill-protocol.ts';
import type { PortContext } from '../../kit/device.ts';
import { Wire } from '../../kit/wire.ts';
import type { EbdsConfig } from './config.ts';
import { decodeFrame, encodeFrame, FRAME_MAX_BYTES, type Frame } from './frame.ts';
import { billStatusOf, isOmnibusReply, omnibusCommand, type Omnibus } from './machine.ts';

const RETRIES_MAX = 2;

/**
 * An EBDS validator: it gives its last answer again for as long as the toggle stays the same, and
 * takes a new toggle for a sign that the last answer was heard.
 */
export class EbdsValidator implements BillProtocol, AsyncDisposable {
  readonly wire: Wire<Frame>;
  readonly #config: EbdsConfig;
  #toggle: 0 | 1 = 0;
  #indexes: readonly number[] = [];
  #operation: Omnibus['operation'] = 'none';

  constructor(config: EbdsConfig, context: PortContext) {
    const { port, frameTimeoutMs, replyTimeoutMs } = config;
    this.#config = config;
    const limits = { frameTimeoutMs, replyTimeoutMs, retriesMax: RETRIES_MAX };
    const frames = { decode: decodeFrame, encode: encodeFrame, frameMaxBytes: FRAME_MAX_BYTES };
    this.wire = new Wire({ port, ...frames, ...limits }, context);
  }

  get mark(): number {
    return this.#toggle;
  }

  /** The answer to this toggle may hold the end of an order, and has not been heard yet. */
  resume(mark: number): void {
    this.#toggle = mark === 1 ? 1 : 0;
  }

  /** Nothing is asked: any other message would have the device forget its last answer. */
  async setUp(): Promise<BillSetup> {
    const { denominations } = this.#config;
    const notes = new Map(denominations.map(({ index, valueMinor }) => [index, valueMinor]));
    return { kind: 'ready', notes };
  }

  async poll(): Promise<BillStatus | undefined> {
    const toggle = this.#toggle;
    const command = { toggle, indexes: this.#indexes, operation: this.#operation };
    const reply = await this.wire.ask(encodeFrame(omnibusCommand(command)), (frame) =>
      isOmnibusReply(frame, toggle),
    );
    return reply === undefined ? undefined : billStatusOf(reply);
  }

  async acknowledge(): Promise<void> {
    this.#toggle = this.#toggle === 0 ? 1 : 0;
    this.#operation = 'none';
  }

  /** Said with the next message, and with every one after it. */
  async accept(indexes: readonly number[]): Promise<'done'> {
    this.#indexes = indexes;
    return 'done';
  }

  async stack(): Promise<void> {
    this.#operation = 'stack';
  }

  async giveBack(): Promise<void> {
    this.#operation = 'return';
  }

  /** A note stays in escrow until it is told to go. */
  async hold(): Promise<void> {}

  /** A validator that has lost its power gets ready by itself. */
  async reset(): Promise<void> {}

  /** It is read before it is opened or told anything: every message would say so anew. */
  disarm(): void {
    this.#indexes = [];
    this.#operation = 'none';
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.wire[Symbol.asyncDispose]();
  }
}
