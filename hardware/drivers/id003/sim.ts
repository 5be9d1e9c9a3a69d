import { SimElectronics } from '../../kit/sim-electronics.ts';
import type { NoteMotion } from '../../kit/sim-notes.ts';
import {
  EURO_NOTES_MINOR,
  type SimValidator,
  type SimValidatorOptions,
} from '../../kit/sim-validator.ts';
import { currencyEntry } from './currency-table.ts';
import { decodeFrame, encodeFrame, FRAME_MAX_BYTES, type Frame } from './frame.ts';
import { DENOMINATIONS_MAX, FIRST_DENOMINATION } from './machine.ts';
import { REQUEST, STATUS } from './names.ts';

const INITIALIZE_MS = 400;
/** The first place stays empty, as it does in many firmwares for the euro. */
const FIRST_NOTE = FIRST_DENOMINATION + 1;
const COUNTRY = 0xe0;
const MINOR_PER_MAJOR = 100;
const VERSION = 'U(EUR)-SIM-1 V1.00';
const INHIBITED = 0x79;
const NOTHING = new Uint8Array(0);

/** Answers as an acceptor does: 15 is said until it is acknowledged, and forgotten without power. */
export function createSimId003(options: SimValidatorOptions): SimValidator {
  return new SimId003(options);
}

class SimId003 extends SimElectronics<Frame> {
  #disabled = 0xff;
  #isInhibited = true;
  /** What is said while nothing else is to be said; undefined when idle. */
  #status: Frame | undefined = { code: STATUS.powerUp, data: NOTHING };
  #isVended = false;
  #isRecovering = false;
  #isCheated = false;

  constructor(options: SimValidatorOptions) {
    super(options, {
      decode: decodeFrame,
      encode: encodeFrame,
      frameMaxBytes: FRAME_MAX_BYTES,
      commandOf: ({ code }) => code,
    });
  }

  cheat(): void {
    this.#isCheated = true;
  }

  protected isLetIn(valueMinor: number): boolean {
    const bit = 1 << (codeOf(valueMinor) - FIRST_DENOMINATION);
    const isFree = this.#status === undefined && !this.#isVended && !this.#isInhibited;
    return isFree && (this.#disabled & bit) === 0;
  }

  protected moved(motion: NoteMotion): void {
    switch (motion.kind) {
      case 'entering':
        return this.#say(STATUS.accepting);
      case 'escrow':
        return this.#say(STATUS.escrow, codeOf(motion.valueMinor));
      case 'stacking':
        return this.#say(STATUS.stacking);
      case 'returning':
        return this.#say(STATUS.returning);
      case 'rejecting':
        return this.#say(STATUS.rejecting, motion.reason);
      case 'stacked':
        // A note that a reset has put away is not vended.
        this.#isVended = !this.#isRecovering;
        return this.#rest();
      case 'returned':
      case 'rejected':
      case 'unjammed':
        return this.#rest();
      case 'jammed':
        return undefined;
    }
  }

  protected refused(): void {
    const isIdle = this.#status === undefined && !this.#isVended && !this.#isInhibited;
    if (isIdle) this.#say(STATUS.rejecting, INHIBITED);
  }

  protected poweredUp(): void {
    const { path } = this.notes;
    const isInStacker = path?.at === 'stacking' || this.#isVended;
    this.#disabled = 0xff;
    this.#isInhibited = true;
    this.#isVended = false;
    if (isInStacker) return this.#say(STATUS.powerUpBillInStacker);
    return this.#say(path === undefined ? STATUS.powerUp : STATUS.powerUpBillInAcceptor);
  }

  protected respond(request: Frame): Frame | undefined {
    switch (request.code) {
      case REQUEST.status:
        return this.#polled();
      case REQUEST.ack:
        return this.#acknowledged();
      case REQUEST.reset:
        return this.#reset();
      case REQUEST.stack1:
        return control(this.notes.stack());
      case REQUEST.return:
        return control(this.notes.giveBack());
      case REQUEST.hold:
        return this.#held();
      default:
        return this.#respondToSetting(request);
    }
  }

  #respondToSetting(request: Frame): Frame {
    const { code, data } = request;
    switch (code) {
      case REQUEST.version:
        return { code, data: Buffer.from(VERSION, 'latin1') };
      case REQUEST.currencyAssign:
        return { code, data: currencies() };
      case REQUEST.enableDenominations:
        this.#disabled = data[0] ?? 0xff;
        return request;
      case REQUEST.inhibit:
        this.#isInhibited = (data[0] ?? 1) !== 0;
        return request;
      case REQUEST.security:
      case REQUEST.direction:
      case REQUEST.optionalFunction:
        return request;
      default:
        return control(false);
    }
  }

  #polled(): Frame {
    const status = this.#status;
    const isStarting = status !== undefined && isStart(status.code);
    if (isStarting) return status;
    if (this.isJammed) return plain(STATUS.jamInAcceptor);
    if (this.notes.stacker === 'full') return plain(STATUS.stackerFull);
    if (this.notes.stacker === 'removed') return plain(STATUS.stackerOpen);
    if (this.#isVended) return plain(STATUS.vendValid);
    if (this.#isCheated) return this.#toldCheated();
    if (status === undefined) return plain(this.#isInhibited ? STATUS.disable : STATUS.enable);
    const isRejected = status.code === STATUS.rejecting && this.notes.path === undefined;
    if (isRejected) this.#rest();
    return status;
  }

  #toldCheated(): Frame {
    this.#isCheated = false;
    return plain(STATUS.cheated);
  }

  #acknowledged(): undefined {
    this.#isVended = false;
  }

  #held(): Frame {
    const isHeld = this.notes.hold();
    if (isHeld) this.#say(STATUS.holding);
    return control(isHeld);
  }

  /** Gives back or puts away what lay in the path. */
  #reset(): Frame {
    this.#say(STATUS.initialize);
    this.#isInhibited = true;
    this.#isRecovering = true;
    this.options.clock.startTimer(INITIALIZE_MS, () => {
      if (!this.notes.isPowered || this.#status?.code !== STATUS.initialize) return;
      this.#rest();
      this.#isRecovering = this.notes.path !== undefined;
      this.notes.clearPath();
    });
    return plain(STATUS.ack);
  }

  #rest(): void {
    this.#status = undefined;
    if (this.notes.path === undefined) this.#isRecovering = false;
  }

  #say(code: number, ...data: readonly number[]): void {
    this.#status = { code, data: Uint8Array.from(data) };
  }
}

function isStart(code: number): boolean {
  return code === STATUS.initialize || code >= STATUS.powerUp;
}

function plain(code: number): Frame {
  return { code, data: NOTHING };
}

function control(isDone: boolean): Frame {
  return plain(isDone ? STATUS.ack : STATUS.invalidCommand);
}

function codeOf(valueMinor: number): number {
  return FIRST_NOTE + EURO_NOTES_MINOR.indexOf(valueMinor);
}

function currencies(): Uint8Array {
  const entries = Array.from({ length: DENOMINATIONS_MAX }, (_, at) => {
    const code = FIRST_DENOMINATION + at;
    const valueMinor = EURO_NOTES_MINOR[code - FIRST_NOTE] ?? 0;
    return [...currencyEntry(code, COUNTRY, valueMinor / MINOR_PER_MAJOR)];
  });
  return Uint8Array.from(entries.flat());
}
