import type { Timer } from '../../kit/clock.ts';
import { BILL_IN_ESCROW, BILL_STACKED } from './bill-events.ts';
import { BILL_HEADER, OPERATING_MODE, ROUTE } from './bill-machine.ts';
import type { Frame } from './frame.ts';
import { HEADER } from './machine.ts';
import type { SimReply } from './sim-behaviour.ts';
import type { SimConfig } from './sim-config.ts';
import {
  ACK,
  bytesReply,
  identityReply,
  numberReply,
  textReply,
  type SimContext,
  type SimDevice,
} from './sim-device.ts';
import { SimEventRing } from './sim-event-ring.ts';

const STATUS = {
  masterInhibit: 0,
  returned: 1,
  invalid: 2,
  inhibited: 4,
  jamUnsafe: 6,
  stackerRemoved: 11,
  stackerInserted: 12,
  stackerFull: 14,
  jamSafe: 16,
  stringFraud: 18,
} as const;
const FAULT = { none: 0, jammed: 39, stackerMissing: 44, stackerFull: 45 } as const;
const ESCROW_EMPTY = 254;
const ROUTE_FAILED = 255;
const MASK_BYTES = 2;
const BLANK_BILL = '.......';

type Phase = 'drawing' | 'escrow' | 'stacking' | 'returning' | 'jammed';

interface Note {
  readonly valueMinor: number;
  /** 0 for one the validator does not know. */
  readonly position: number;
  readonly isOnString: boolean;
  phase: Phase;
}

export type ValidatorConfig = NonNullable<SimConfig['validator']>;

export interface SimValidatorOptions extends SimContext {
  readonly config: ValidatorConfig;
}

/**
 * A bill validator with its path, escrow and stacker: one note at a time is somewhere in it, and
 * what it says of that is forgotten without power; the note is not.
 */
export class SimValidator implements SimDevice {
  readonly device: string;
  readonly address: number;
  readonly #options: SimValidatorOptions;
  readonly #ring = new SimEventRing();
  readonly #stacker: number[] = [];
  #note: Note | undefined;
  #motion: Timer | undefined;
  #patience: Timer | undefined;
  #isPowered = true;
  #isJammed = false;
  #isStackerIn = true;
  #isNextOnString = false;
  #mask = 0;
  #isMasterOpen = false;
  #mode: number = OPERATING_MODE.stacker | OPERATING_MODE.escrow;

  constructor(options: SimValidatorOptions) {
    this.device = options.config.device;
    this.address = options.config.address;
    this.#options = options;
  }

  get isPowered(): boolean {
    return this.#isPowered;
  }

  /** What lies in the stacker. */
  get stacker(): readonly number[] {
    return this.#stacker;
  }

  /** What is between the customer's hand and the stacker. */
  get path(): readonly number[] {
    return this.#note === undefined ? [] : [this.#note.valueMinor];
  }

  insert(valueMinor: number): void {
    const { config, emit } = this.#options;
    emit({ event: 'note-inserted', valueMinor });
    if (!this.#isPowered || this.#note !== undefined) {
      emit({ event: 'note-returned', valueMinor });
      return;
    }
    const position = config.bills.findIndex((bill) => bill.valueMinor === valueMinor) + 1;
    this.#note = { valueMinor, position, isOnString: this.#isNextOnString, phase: 'drawing' };
    this.#isNextOnString = false;
    this.#move(config.drawMs, () => this.#validate());
  }

  /** The next note hangs on a string. */
  tieString(): void {
    this.#isNextOnString = true;
  }

  jam(): void {
    this.#isJammed = true;
  }

  /** Somebody opens the path and takes out the note that is stuck there. */
  unjam(): void {
    this.#isJammed = false;
    if (this.#note?.phase === 'jammed') this.#leave('note-removed');
  }

  takeStacker(): void {
    if (!this.#isStackerIn) return;
    this.#isStackerIn = false;
    this.#tell(STATUS.stackerRemoved);
  }

  putStacker(): void {
    if (this.#isStackerIn) return;
    this.#isStackerIn = true;
    this.#tell(STATUS.stackerInserted);
  }

  /** Takes every note out of the stacker, as a person with the key does. */
  removeNotes(): readonly number[] {
    return this.#stacker.splice(0);
  }

  cutPower(): void {
    this.#isPowered = false;
    this.#motion?.cancel();
    this.#patience?.cancel();
    if (this.#note?.phase === 'drawing') this.#leave('note-returned');
  }

  restorePower(): void {
    if (this.#isPowered) return;
    this.#isPowered = true;
    this.#wakeUp();
  }

  respond(request: Frame): SimReply | undefined {
    return (
      this.#respondToWrite(request) ??
      this.#respondToRead(request) ??
      identityReply(request.header, this.#options.config.category)
    );
  }

  #respondToWrite({ header, data }: Frame): SimReply | undefined {
    const [first = 0, second = 0] = data;
    switch (header) {
      case HEADER.modifyInhibitStatus:
        this.#mask = first + second * 256;
        return ACK;
      case HEADER.modifyMasterInhibitStatus:
        this.#isMasterOpen = (first & 1) === 1;
        return ACK;
      case BILL_HEADER.modifyBillOperatingMode:
        this.#mode = first;
        return ACK;
      case BILL_HEADER.routeBill:
        return this.#route(first);
      case HEADER.resetDevice:
        this.#motion?.cancel();
        this.#wakeUp();
        return ACK;
      default:
        return undefined;
    }
  }

  #respondToRead({ header, data }: Frame): SimReply | undefined {
    const { config } = this.#options;
    switch (header) {
      case BILL_HEADER.readBufferedBillEvents:
        this.#rearmPatience();
        return this.#ring.reply();
      case HEADER.requestInhibitStatus:
        return numberReply(this.#mask, MASK_BYTES);
      case HEADER.requestMasterInhibitStatus:
        return bytesReply(this.#isMasterOpen ? 1 : 0);
      case BILL_HEADER.requestBillOperatingMode:
        return bytesReply(this.#mode);
      case BILL_HEADER.requestBillId:
        return textReply(config.bills[(data[0] ?? 0) - 1]?.id ?? BLANK_BILL);
      case BILL_HEADER.requestCountryScalingFactor:
        return bytesReply(config.scaling & 0xff, config.scaling >> 8, config.decimals);
      case BILL_HEADER.performSelfCheck:
        return bytesReply(this.#fault);
      case HEADER.requestSerialNumber:
        return numberReply(config.serial, 3);
      default:
        return undefined;
    }
  }

  get #fault(): number {
    if (this.#note?.phase === 'jammed') return FAULT.jammed;
    if (!this.#isStackerIn) return FAULT.stackerMissing;
    return this.#isFull ? FAULT.stackerFull : FAULT.none;
  }

  get #isFull(): boolean {
    return this.#stacker.length >= this.#options.config.stackerMax;
  }

  /** Without a poll for too long it closes its master inhibit by itself and says so. */
  #rearmPatience(): void {
    const { clock, config } = this.#options;
    this.#patience?.cancel();
    this.#patience = clock.startTimer(config.selfInhibitMs, () => {
      if (!this.#isMasterOpen) return;
      this.#isMasterOpen = false;
      this.#tell(STATUS.masterInhibit);
    });
  }

  #validate(): void {
    const note = this.#note;
    if (note === undefined) return;
    if (this.#isJammed) this.#stick(note, STATUS.jamUnsafe);
    else if (note.position === 0) this.#reject(STATUS.invalid);
    else if (!this.#letsIn(note.position)) this.#reject(STATUS.inhibited);
    else if ((this.#mode & OPERATING_MODE.escrow) === 0) this.#startStacking(note);
    else this.#hold(note);
  }

  #letsIn(position: number): boolean {
    const isEnabled = (this.#mask & (1 << (position - 1))) !== 0;
    return this.#isMasterOpen && isEnabled && this.#fault === FAULT.none;
  }

  #hold(note: Note): void {
    const { valueMinor, position } = note;
    note.phase = 'escrow';
    this.#ring.record({ a: position, b: BILL_IN_ESCROW });
    this.#options.emit({ event: 'note-escrowed', valueMinor });
    this.#waitInEscrow(note);
  }

  #waitInEscrow(note: Note): void {
    this.#move(this.#options.config.escrowMs, () => this.#startReturning(note));
  }

  #route(route: number): SimReply {
    const note = this.#note;
    if (note?.phase !== 'escrow') return bytesReply(ESCROW_EMPTY);
    if (route === ROUTE.extend) this.#waitInEscrow(note);
    else if (route === ROUTE.return) this.#startReturning(note);
    else if (this.#fault !== FAULT.none) return bytesReply(ROUTE_FAILED);
    else this.#startStacking(note);
    return ACK;
  }

  #startReturning(note: Note): void {
    note.phase = 'returning';
    this.#move(this.#options.config.moveMs, () => this.#reject(STATUS.returned));
  }

  #startStacking(note: Note): void {
    note.phase = 'stacking';
    this.#move(this.#options.config.moveMs, () => this.#stack(note));
  }

  #stack(note: Note): void {
    if (this.#isJammed) {
      this.#stick(note, STATUS.jamSafe);
      return;
    }
    if (note.isOnString) {
      this.#reject(STATUS.stringFraud);
      return;
    }
    this.#stacker.push(note.valueMinor);
    this.#ring.record({ a: note.position, b: BILL_STACKED });
    this.#leave('note-stacked');
    if (this.#isFull) this.#tell(STATUS.stackerFull);
  }

  #stick(note: Note, status: number): void {
    note.phase = 'jammed';
    this.#tell(status);
  }

  #reject(status: number): void {
    this.#tell(status);
    this.#leave('note-returned');
  }

  #leave(event: 'note-returned' | 'note-stacked' | 'note-swallowed' | 'note-removed'): void {
    const valueMinor = this.#note?.valueMinor;
    this.#note = undefined;
    if (valueMinor !== undefined) this.#options.emit({ event, valueMinor });
  }

  #tell(status: number): void {
    if (this.#isPowered) this.#ring.record({ a: 0, b: status });
  }

  /** What becomes of a note in the path at power-up is each product's own choice. */
  #wakeUp(): void {
    const { onPowerUp } = this.#options.config;
    this.#ring.forget();
    this.#mask = 0;
    this.#isMasterOpen = false;
    this.#mode = OPERATING_MODE.stacker | OPERATING_MODE.escrow;
    const note = this.#note;
    if (note === undefined || note.phase === 'jammed') return;
    if (onPowerUp === 'stack' && note.phase !== 'returning' && note.phase !== 'drawing') {
      this.#stacker.push(note.valueMinor);
      this.#leave('note-swallowed');
    } else {
      this.#leave('note-returned');
    }
  }

  #move(delayMs: number, action: () => void): void {
    this.#motion?.cancel();
    this.#motion = this.#options.clock.startTimer(delayMs, action);
  }
}
