import { SimElectronics } from '../../kit/sim-electronics.ts';
import type { NoteMotion } from '../../kit/sim-notes.ts';
import {
  EURO_NOTES_MINOR,
  type SimValidator,
  type SimValidatorOptions,
} from '../../kit/sim-validator.ts';
import { tableEntry } from './bill-table.ts';
import { decoderFor, encodeFrame, FRAME_MAX_BYTES, type Frame } from './frame.ts';
import { COMMAND, REPLY, STATE } from './names.ts';

const VALIDATOR_ADDRESS = 3;
const INITIALIZE_MS = 400;
const TYPES_COUNT = 24;
/** Type 0 stays empty, as the first one of real tables often does. */
const FIRST_TYPE = 1;
const IDENTITY = 'SIM-CCNET      000000000001';
const ASSET_BYTES = 7;
const TABLE = { currency: 'EUR', minorDigits: 2 };
const INHIBITED = 0x68;

/** Answers as a validator at address 3 does: 81, 82 and 45 are said until they are acknowledged. */
export function createSimCcnet(options: SimValidatorOptions): SimValidator {
  return new SimCcnet(options);
}

/** What a poll is answered: a state and its particulars. */
export type State = readonly number[];

/** What a validator and a Bill-to-Bill unit say alike. */
export class SimCcnet extends SimElectronics<Frame> {
  #mask = 0;
  /** What the poll says while nothing else is to be said; undefined when idling or disabled. */
  #state: State | undefined = [STATE.powerUp];
  /** Said until acknowledged, also after a loss of power. */
  #starred: State | undefined;
  #hasSaidStarred = false;
  readonly #address: number;

  constructor(options: SimValidatorOptions, address = VALIDATOR_ADDRESS) {
    super(options, {
      decode: decoderFor(address),
      encode: encodeFrame,
      frameMaxBytes: FRAME_MAX_BYTES,
      commandOf: ({ payload }) => payload[0] ?? 0,
    });
    this.#address = address;
  }

  /** Nothing is on its way, and nothing waits to be acknowledged. */
  protected get isFree(): boolean {
    return this.#state === undefined && this.#starred === undefined;
  }

  /** Types that are let in. */
  protected get mask(): number {
    return this.#mask;
  }

  protected get starred(): State | undefined {
    return this.#starred;
  }

  cheat(): void {
    if (this.#starred === undefined) this.#star([STATE.cheated]);
  }

  protected poweredUp(): void {
    this.#mask = 0;
    this.#state = [this.#powerUpState()];
  }

  protected refused(): void {
    const isIdling = this.#state === undefined && this.#mask !== 0;
    if (isIdling) this.#state = [STATE.rejecting, INHIBITED];
  }

  protected isLetIn(valueMinor: number): boolean {
    return this.isFree && (this.#mask & (1 << typeOf(valueMinor))) !== 0;
  }

  /** A note still inside the stacker, or one whose credit nobody has acknowledged, is told of again. */
  #powerUpState(): number {
    const { path } = this.notes;
    if (path?.at === 'stacking' || this.#starred?.[0] === STATE.stacked) {
      return STATE.powerUpBillInStacker;
    }
    return path === undefined ? STATE.powerUp : STATE.powerUpBillInValidator;
  }

  protected moved(motion: NoteMotion): void {
    switch (motion.kind) {
      case 'entering':
        this.#state = [STATE.accepting];
        return;
      case 'escrow':
        this.#state = [STATE.escrow, typeOf(motion.valueMinor)];
        return;
      case 'stacking':
        this.#state = [STATE.stacking];
        return;
      case 'returning':
        this.#state = [STATE.returning];
        return;
      case 'stacked':
        return this.settle([STATE.stacked, typeOf(motion.valueMinor)]);
      case 'returned':
        return this.settle([STATE.returned, typeOf(motion.valueMinor)]);
      case 'rejecting':
        this.#state = [STATE.rejecting, motion.reason];
        return;
      case 'rejected':
        this.#state = undefined;
        return;
      case 'unjammed':
        this.#state = undefined;
        return;
      case 'jammed':
        return;
    }
  }

  /** The end of something, said until it is acknowledged. */
  protected settle(state: State): void {
    this.#star(state);
    this.#state = undefined;
  }

  /** What is said until the next change; undefined when idling or disabled. */
  protected show(state: State | undefined): void {
    this.#state = state;
  }

  protected forgetStarred(): void {
    this.#starred = undefined;
  }

  #star(state: State): void {
    this.#starred = state;
    this.#hasSaidStarred = false;
  }

  protected respond({ payload }: Frame): Frame | undefined {
    const [command = 0] = payload;
    if (command === COMMAND.ack) {
      this.#acknowledged();
      return undefined;
    }
    // An acknowledgement is for the answer before it and for no other.
    this.#hasSaidStarred = false;
    return { address: this.#address, payload: Uint8Array.from(this.answer(payload)) };
  }

  #acknowledged(): void {
    if (this.#hasSaidStarred) this.#starred = undefined;
    this.#hasSaidStarred = false;
    if (this.#state?.[0] === STATE.rejecting && this.notes.path === undefined) {
      this.#state = undefined;
    }
  }

  protected answer(payload: Uint8Array): readonly number[] {
    switch (payload[0]) {
      case COMMAND.poll:
        return this.#polled();
      case COMMAND.reset:
        return this.#reset();
      case COMMAND.enableBillTypes:
        this.#mask = ((payload[1] ?? 0) << 16) | ((payload[2] ?? 0) << 8) | (payload[3] ?? 0);
        return [REPLY.ack];
      case COMMAND.stack:
        return this.#control(this.notes.stack());
      case COMMAND.return:
        return this.#control(this.notes.giveBack());
      case COMMAND.hold:
        return this.#held();
      case COMMAND.identification:
        return [...Buffer.from(IDENTITY, 'latin1'), ...new Uint8Array(ASSET_BYTES)];
      case COMMAND.getBillTable:
        return billTable();
      default:
        return [REPLY.illegalCommand];
    }
  }

  #control(isDone: boolean): State {
    return [isDone ? REPLY.ack : REPLY.illegalCommand];
  }

  #held(): State {
    const isHeld = this.notes.hold();
    if (isHeld) this.#state = [STATE.holding];
    return this.#control(isHeld);
  }

  #polled(): State {
    const isStarting = this.#state?.[0] === STATE.initialize || this.#isPoweringUp();
    if (isStarting && this.#state !== undefined) return this.#state;
    if (this.isJammed) return [STATE.validatorJam];
    if (this.notes.stacker === 'full') return [STATE.cassetteFull];
    if (this.notes.stacker === 'removed') return [STATE.cassetteOut];
    if (this.#starred !== undefined) {
      this.#hasSaidStarred = true;
      return this.#starred;
    }
    return this.#state ?? [this.#mask === 0 ? STATE.disabled : STATE.idling];
  }

  #isPoweringUp(): boolean {
    const first = this.#state?.[0] ?? 0;
    return first >= STATE.powerUp && first <= STATE.powerUpBillInStacker;
  }

  /** Gives back or stacks what lay in the path, and says so once it knows itself again. */
  #reset(): State {
    this.#mask = 0;
    this.#state = [STATE.initialize];
    this.options.clock.startTimer(INITIALIZE_MS, () => {
      if (!this.notes.isPowered || this.#state?.[0] !== STATE.initialize) return;
      this.#state = undefined;
      this.notes.clearPath();
    });
    return [REPLY.ack];
  }
}

/** Its number in the bill table. */
export function typeOf(valueMinor: number): number {
  return EURO_NOTES_MINOR.indexOf(valueMinor) + FIRST_TYPE;
}

function billTable(): readonly number[] {
  return Array.from({ length: TYPES_COUNT }, (_, type) => [
    ...tableEntry(EURO_NOTES_MINOR[type - FIRST_TYPE], TABLE),
  ]).flat();
}
