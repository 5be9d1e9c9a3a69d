import type { BillProtocol, BillSetup, BillStatus } from '../../kit/bill-protocol.ts';
import type { PortContext } from '../../kit/device.ts';
import { Wire } from '../../kit/wire.ts';
import type { Id003Config } from './config.ts';
import { notesOfCurrencies } from './currency-table.ts';
import { decodeFrame, encodeFrame, FRAME_MAX_BYTES, type Frame } from './frame.ts';
import {
  billStatusOf,
  enableDenominations,
  inhibit,
  isEcho,
  isStatus,
  SETTINGS,
} from './machine.ts';
import { REQUEST, STATUS } from './names.ts';

const RETRIES_MAX = 2;
/** Polls that find it idle between two checks that it is not our own voice that answers. */
const READY_POLLS_PER_CHECK = 25;
const NOTHING = new Uint8Array(0);

const ECHO: BillStatus & BillSetup = {
  kind: 'fault',
  code: 'echo',
  detail: 'the line gives back what is sent',
};

/** An ID-003 acceptor: VEND VALID is repeated until it is acknowledged, and nothing else is. */
export class Id003Acceptor implements BillProtocol, AsyncDisposable {
  readonly mark = 0;
  readonly wire: Wire<Frame>;
  readonly #config: Id003Config;
  #isConfigured = false;
  #readyPolls = 0;
  #isEchoing = false;
  #last: BillStatus['kind'] | undefined;

  constructor(config: Id003Config, context: PortContext) {
    const { port, frameTimeoutMs, replyTimeoutMs } = config;
    this.#config = config;
    const limits = { frameTimeoutMs, replyTimeoutMs, retriesMax: RETRIES_MAX };
    const frames = { decode: decodeFrame, encode: encodeFrame, frameMaxBytes: FRAME_MAX_BYTES };
    this.wire = new Wire({ port, ...frames, ...limits }, context);
  }

  /** The device repeats by itself: there is nothing to speak on from. */
  resume(): void {}

  async setUp(): Promise<BillSetup> {
    this.#isConfigured = false;
    const voice = await this.#whoAnswers();
    if (voice !== 'device') return voice === 'echo' ? ECHO : { kind: 'offline' };
    const answer = await this.#ask(REQUEST.currencyAssign, isAnswerTo(REQUEST.currencyAssign));
    if (answer === undefined) return { kind: 'offline' };
    return answer.code === STATUS.invalidCommand ? this.#configured() : this.#told(answer.data);
  }

  async poll(): Promise<BillStatus | undefined> {
    const answer = await this.#ask(REQUEST.status, isStatus);
    if (answer === undefined) return undefined;
    const status = billStatusOf(answer);
    this.#last = status.kind;
    if (status.kind === 'power-up') this.#isConfigured = false;
    return status.kind === 'ready' ? this.#checked(status) : status;
  }

  async acknowledge(): Promise<void> {
    if (this.#last === 'stacked') {
      await this.wire.tell(encodeFrame({ code: REQUEST.ack, data: NOTHING }));
    }
  }

  async accept(codes: readonly number[]): Promise<'done' | 'refused' | 'offline'> {
    const settings = this.#isConfigured ? [] : SETTINGS;
    this.#isConfigured = false;
    const isNone = codes.length === 0;
    for (const setting of [...settings, enableDenominations(codes), inhibit(isNone)]) {
      const answer = await this.wire.ask(
        encodeFrame(setting),
        (frame) => isEcho(setting, frame) || frame.code === STATUS.invalidCommand,
      );
      if (answer === undefined) return 'offline';
      if (answer.code === STATUS.invalidCommand) return 'refused';
    }
    this.#isConfigured = true;
    return 'done';
  }

  stack(): Promise<void> {
    return this.#operate(REQUEST.stack1);
  }

  giveBack(): Promise<void> {
    return this.#operate(REQUEST.return);
  }

  hold(): Promise<void> {
    return this.#operate(REQUEST.hold);
  }

  reset(): Promise<void> {
    return this.#operate(REQUEST.reset);
  }

  /** Each order is a message of its own: nothing is left to be said. */
  disarm(): void {}

  async [Symbol.asyncDispose](): Promise<void> {
    await this.wire[Symbol.asyncDispose]();
  }

  /** An idle acceptor and an echo say the same, so that an idle one is asked for its version at times. */
  async #checked(status: BillStatus): Promise<BillStatus | undefined> {
    this.#readyPolls = (this.#readyPolls + 1) % READY_POLLS_PER_CHECK;
    if (this.#readyPolls !== 0 && !this.#isEchoing) return status;
    const voice = await this.#whoAnswers();
    this.#isEchoing = voice === 'echo';
    if (voice === 'nobody') return undefined;
    return voice === 'echo' ? ECHO : status;
  }

  /** A version is text: a version request that comes back as it went is our own. */
  async #whoAnswers(): Promise<'device' | 'echo' | 'nobody'> {
    const answer = await this.#ask(REQUEST.version, isAnswerTo(REQUEST.version));
    if (answer === undefined) return 'nobody';
    const isOwn = answer.code === REQUEST.version && answer.data.length === 0;
    return isOwn ? 'echo' : 'device';
  }

  #told(data: Uint8Array): BillSetup {
    const { country, minorDigits } = this.#config;
    const table = notesOfCurrencies(data, { country, minorDigits });
    if (table.kind === 'notes') return { kind: 'ready', notes: table.notes };
    return { kind: 'fault', code: 'wrong-currency', detail: table.reason };
  }

  #configured(): BillSetup {
    const { denominations } = this.#config;
    if (denominations === undefined) {
      return { kind: 'fault', code: 'no-denominations', detail: 'neither told nor configured' };
    }
    const notes = new Map(denominations.map(({ code, valueMinor }) => [code, valueMinor]));
    return { kind: 'ready', notes };
  }

  /** What came of it shows in the next status, whatever the answer. */
  async #operate(code: number): Promise<void> {
    await this.#ask(code, isAnswerTo(STATUS.ack));
  }

  #ask(code: number, isReply: (frame: Frame) => boolean): Promise<Frame | undefined> {
    return this.wire.ask(encodeFrame({ code, data: NOTHING }), isReply);
  }
}

function isAnswerTo(code: number): (frame: Frame) => boolean {
  return (frame) => frame.code === code || frame.code === STATUS.invalidCommand;
}
