import { Alarm } from '../../kit/alarm.ts';
import type { BillProtocol, BillSetup, BillStatus } from '../../kit/bill-protocol.ts';
import type { PortContext } from '../../kit/device.ts';
import { Wire } from '../../kit/wire.ts';
import { notesOfTable } from './bill-table.ts';
import type { CcnetConfig } from './config.ts';
import { decoderFor, encodeFrame, FRAME_MAX_BYTES, type Frame } from './frame.ts';
import { billStatusOf, enableBillTypes, isControl, isDone, isState } from './machine.ts';
import { COMMAND } from './names.ts';

const RETRIES_MAX = 2;
/** The bus is left alone for this long after an acknowledgement (2.8). */
const FREE_MS = 20;
/** Part number, serial number and asset number. */
const IDENTIFICATION_MIN_BYTES = 34;
const SERIAL_AT = 15;
const SERIAL_BYTES = 12;

/** A CCNET bill validator: states are repeated until they are acknowledged. */
export class CcnetValidator implements BillProtocol, AsyncDisposable {
  readonly mark = 0;
  readonly wire: Wire<Frame>;
  protected readonly config: CcnetConfig;
  readonly #alarm: Alarm;
  #serial = '';

  constructor(config: CcnetConfig, context: PortContext) {
    const { port, address, frameTimeoutMs, replyTimeoutMs } = config;
    this.config = config;
    this.#alarm = new Alarm(context.clock);
    const limits = { frameTimeoutMs, replyTimeoutMs, retriesMax: RETRIES_MAX };
    const frames = { decode: decoderFor(address), encode: encodeFrame };
    this.wire = new Wire({ port, ...frames, ...limits, frameMaxBytes: FRAME_MAX_BYTES }, context);
  }

  /** As the device last told it; empty until it has. */
  get serial(): string {
    return this.#serial;
  }

  /** The device repeats by itself: there is nothing to speak on from. */
  resume(): void {}

  async setUp(): Promise<BillSetup> {
    const identity = await this.read(COMMAND.identification, IDENTIFICATION_MIN_BYTES);
    if (identity === undefined) return { kind: 'offline' };
    this.#serial = serialOf(identity);
    const table = await this.read(COMMAND.getBillTable, 0);
    if (table === undefined) return { kind: 'offline' };
    const { currency } = this.config;
    const notes = isControl(table) ? undefined : notesOfTable(table, this.config);
    if (notes === undefined) return fault('no-bill-table', 'the bill table could not be read');
    if (notes.size === 0) return fault('wrong-currency', `no ${currency} in the bill table`);
    return { kind: 'ready', notes };
  }

  async poll(): Promise<BillStatus | undefined> {
    const state = await this.askState();
    return state === undefined ? undefined : billStatusOf(state);
  }

  protected async askState(): Promise<Uint8Array | undefined> {
    const reply = await this.ask(Uint8Array.of(COMMAND.poll), isState);
    return reply === undefined || isControl(reply) ? undefined : reply;
  }

  async acknowledge(): Promise<void> {
    await this.wire.tell(this.frame(Uint8Array.of(COMMAND.ack)));
    await this.#alarm.sleep(FREE_MS);
  }

  async accept(types: readonly number[]): Promise<'done' | 'refused' | 'offline'> {
    const reply = await this.ask(enableBillTypes(types), isControl);
    if (reply === undefined) return 'offline';
    return isDone(reply) ? 'done' : 'refused';
  }

  stack(): Promise<void> {
    return this.#command(COMMAND.stack);
  }

  giveBack(): Promise<void> {
    return this.#command(COMMAND.return);
  }

  hold(): Promise<void> {
    return this.#command(COMMAND.hold);
  }

  reset(): Promise<void> {
    return this.#command(COMMAND.reset);
  }

  /** Each order is a message of its own: nothing is left to be said. */
  disarm(): void {}

  async [Symbol.asyncDispose](): Promise<void> {
    this.#alarm.wake();
    await this.wire[Symbol.asyncDispose]();
  }

  /** Cut short when the port is closed. */
  protected pause(delayMs: number): Promise<void> {
    return this.#alarm.sleep(delayMs);
  }

  /** What came of it shows in the next state, whatever the answer. */
  async #command(command: number): Promise<void> {
    await this.ask(Uint8Array.of(command), isControl);
  }

  protected async read(command: number, sizeMinBytes: number): Promise<Uint8Array | undefined> {
    const reply = await this.ask(
      Uint8Array.of(command),
      (payload) => isControl(payload) || payload.length >= sizeMinBytes,
    );
    if (reply !== undefined && !isControl(reply)) await this.acknowledge();
    return reply;
  }

  protected async ask(
    payload: Uint8Array,
    isReply: (payload: Uint8Array) => boolean,
  ): Promise<Uint8Array | undefined> {
    const frame = await this.wire.ask(this.frame(payload), (one) => isReply(one.payload));
    return frame?.payload;
  }

  protected frame(payload: Uint8Array): Uint8Array {
    return encodeFrame({ address: this.config.address, payload });
  }
}

/** The serial number stands between the part number and the asset number. */
function serialOf(identity: Uint8Array): string {
  const text = Buffer.from(identity.subarray(SERIAL_AT, SERIAL_AT + SERIAL_BYTES));
  return text.toString('latin1').trim();
}

function fault(code: string, detail: string): BillSetup {
  return { kind: 'fault', code, detail };
}
