import type { Timer } from '../../kit/clock.ts';
import type { NoteCounts, NoteMotion, SimNoteTruth } from '../../kit/sim-notes.ts';
import {
  EURO_NOTES_MINOR,
  type SimValidator,
  type SimValidatorOptions,
} from '../../kit/sim-validator.ts';
import { COMMAND, REPLY, STATE } from './names.ts';
import { cassetteBytes, RECOVERY_STACKED, REQUEST_MARK, UNASSIGNED_TYPE } from './recycler-data.ts';
import { SimCcnet, typeOf, type State } from './sim.ts';

const ADDRESS = 1;
const CASSETTE_MAX_NOTES = 100;
const NOTES_MAX = 20;
const SET_TYPE_MS = 300;
const MOVING = 0x00;
const ACCESSIBLE = 0x01;
const DROP_CASSETTE = 0;
const STACK_MOTOR = 0x50;

/** What a cassette is set to and holds. */
export interface SimCassette {
  readonly valueMinor: number | undefined;
  readonly count: number;
}

/** Three cassettes, as a unit comes: five, ten and twenty euro. */
export const EURO_CASSETTES: readonly SimCassette[] = [
  { valueMinor: 500, count: 12 },
  { valueMinor: 1_000, count: 12 },
  { valueMinor: 2_000, count: 12 },
];

interface Cassette {
  type: number;
  readonly notes: number[];
}

interface Order {
  readonly kind: 'dispense' | 'unload';
  readonly type: number;
  readonly cassette: Cassette;
  readonly count: number;
  readonly left: number;
  readonly given: number;
}

/** A Bill-to-Bill unit at address 1: notes are gathered in its dispenser and given out together. */
export function createSimBillToBill(
  options: SimValidatorOptions,
  cassettes: readonly SimCassette[] = EURO_CASSETTES,
): SimValidator {
  return new SimBillToBill(options, cassettes);
}

class SimBillToBill extends SimCcnet {
  readonly #cassettes: readonly Cassette[];
  readonly #paidOut: number[] = [];
  /** Notes between cassette and customer; they stay there when the power goes. */
  readonly #dispenser: number[] = [];
  /** Survives a loss of power until the unit is enabled. */
  #order: Order | undefined;
  #isInterrupted = false;
  #uncredited: State | undefined;
  #destination = DROP_CASSETTE;
  #motor: Timer | undefined;

  constructor(options: SimValidatorOptions, cassettes: readonly SimCassette[]) {
    super(options, ADDRESS);
    this.#cassettes = cassettes.map(({ valueMinor, count }) => ({
      type: valueMinor === undefined ? UNASSIGNED_TYPE : typeOf(valueMinor),
      notes: Array.from({ length: count }, () => valueMinor ?? 0),
    }));
  }

  override cutPower(): void {
    super.cutPower();
    this.#motor?.cancel();
  }

  override jam(): void {
    super.jam();
    this.#motor?.cancel();
  }

  /** A payout that got stuck stays a failure until the power has been off. */
  override unjam(): void {
    super.unjam();
    if (this.#order !== undefined) this.show([STATE.failure, STACK_MOTOR]);
  }

  override truth(): SimNoteTruth {
    const cassettes = countNotes(this.#cassettes.flatMap(({ notes }) => notes));
    const dispenser = countNotes(this.#dispenser);
    const recycler = { cassettes, dispenser, paidOut: countNotes(this.#paidOut) };
    return { ...super.truth(), recycler };
  }

  protected override poweredUp(): void {
    this.#isInterrupted = this.#order !== undefined || this.#dispenser.length > 0;
    // A credit that nobody acknowledged is told in the record, and by no state any more.
    if (this.starred?.[0] === STATE.stacked) this.#uncredited = this.starred;
    super.poweredUp();
    this.forgetStarred();
  }

  protected override keepElsewhere(valueMinor: number): boolean {
    const at = this.#cassettes.findIndex(
      ({ type, notes }) => type === typeOf(valueMinor) && notes.length < CASSETTE_MAX_NOTES,
    );
    this.#destination = at + 1;
    this.#cassettes[at]?.notes.push(valueMinor);
    return at >= 0;
  }

  protected override moved(motion: NoteMotion): void {
    if (motion.kind === 'stacked') {
      this.settle([STATE.stacked, typeOf(motion.valueMinor), this.#destination]);
    } else super.moved(motion);
  }

  protected override isLetIn(valueMinor: number): boolean {
    return this.#order === undefined && super.isLetIn(valueMinor);
  }

  protected override answer(payload: Uint8Array): readonly number[] {
    const [command, ...data] = payload;
    switch (command) {
      case COMMAND.recyclingCassetteStatus:
        return this.#cassettes.flatMap((one) => [...statusOf(one)]);
      case COMMAND.setRecyclingCassetteType:
        return this.#control(this.#setType(data));
      case COMMAND.dispense:
        return this.#control(this.#dispense(data));
      case COMMAND.unload:
        return this.#control(this.#unload(data));
      case COMMAND.powerRecovery:
        return this.mask === 0 ? this.#record() : [REPLY.illegalCommand];
      case COMMAND.emptyDispenser:
        return this.#control(this.#empty());
      case COMMAND.enableBillTypes:
        return this.#enable(payload);
      default:
        return super.answer(payload);
    }
  }

  #control(isDone: boolean): State {
    return [isDone ? REPLY.ack : REPLY.illegalCommand];
  }

  #enable(payload: Uint8Array): readonly number[] {
    const reply = super.answer(payload);
    if (this.mask === 0) return reply;
    this.#uncredited = undefined;
    if (this.#isInterrupted) this.show([STATE.failure, STACK_MOTOR]);
    return reply;
  }

  #setType([at = 0, type = 0]: readonly number[]): boolean {
    const cassette = this.#cassettes[at - 1];
    if (!this.isFree || cassette === undefined || cassette.notes.length > 0) return false;
    this.show([STATE.settingType]);
    this.#after(SET_TYPE_MS, () => {
      cassette.type = type;
      this.settle([STATE.typeSet]);
    });
    return true;
  }

  #dispense([type = 0, count = 0]: readonly number[]): boolean {
    const cassette = this.#cassettes.find((one) => one.type === type);
    if (!this.#isReady || count === 0 || count > NOTES_MAX) return false;
    if (cassette === undefined) {
      this.settle([STATE.invalidBillNumber]);
      return true;
    }
    this.#begin({ kind: 'dispense', type, cassette, count, left: count, given: 0 });
    return true;
  }

  #unload([at = 0, count = 0]: readonly number[]): boolean {
    const cassette = this.#cassettes[at - 1];
    if (!this.#isReady || cassette === undefined || count === 0) return false;
    const { type } = cassette;
    this.#begin({ kind: 'unload', type, cassette, count, left: count, given: 0 });
    return true;
  }

  get #isReady(): boolean {
    return this.isFree && !this.isJammed && !this.#isInterrupted && this.#order === undefined;
  }

  #begin(order: Order): void {
    this.#order = order;
    this.show(order.kind === 'unload' ? [STATE.unloading] : [STATE.dispensing, MOVING]);
    this.#after(this.#noteMs, () => this.#pick());
  }

  get #noteMs(): number {
    return this.options.timing.moveMs / 2;
  }

  #pick(): void {
    const order = this.#order;
    const note = order !== undefined && order.left > 0 ? order.cassette.notes.pop() : undefined;
    if (order === undefined || note === undefined) {
      this.#after(this.#noteMs, () => this.#deliver());
      return;
    }
    this.#dispenser.push(note);
    this.#order = { ...order, left: order.left - 1 };
    this.#after(this.#noteMs, () => (order.kind === 'unload' ? this.#drop() : this.#pick()));
  }

  #drop(): void {
    this.#dropAll();
    this.#after(this.#noteMs, () => this.#pick());
  }

  /** The notes come out together; what the customer can take is paid. */
  #deliver(): void {
    const order = this.#order;
    if (order?.kind !== 'dispense') return this.#finish(STATE.unloaded);
    const notes = this.#dispenser.splice(0);
    this.#order = { ...order, given: notes.length };
    this.#paidOut.push(...notes);
    for (const note of notes) this.notes.payOut(note);
    this.show([STATE.dispensing, ACCESSIBLE]);
    this.#after(this.options.timing.moveMs, () => this.#finish(STATE.dispensed));
  }

  #finish(state: number): void {
    this.#order = undefined;
    this.#isInterrupted = false;
    this.settle([state]);
  }

  #record(): readonly number[] {
    if (this.#uncredited !== undefined) return [RECOVERY_STACKED, ...this.#uncredited.slice(1)];
    const order = this.#isInterrupted ? this.#order : undefined;
    if (order === undefined) return [0];
    if (order.kind === 'unload') return [COMMAND.unload, order.count - order.left];
    const paid = order.given === 0 ? [] : [order.type, order.given];
    return [COMMAND.dispense, REQUEST_MARK | order.type, order.count, ...paid];
  }

  #empty(): boolean {
    if (!this.#isInterrupted) return false;
    this.show([STATE.unloading]);
    this.#after(this.options.timing.moveMs, () => {
      this.#dropAll();
      this.#finish(STATE.unloaded);
    });
    return true;
  }

  #dropAll(): void {
    for (const note of this.#dispenser.splice(0)) this.notes.addToStacker(note);
  }

  #after(delayMs: number, action: () => void): void {
    this.#motor?.cancel();
    this.#motor = this.options.clock.startTimer(delayMs, action);
  }
}

function statusOf({ type, notes }: Cassette): readonly number[] {
  const isFull = notes.length >= CASSETTE_MAX_NOTES;
  return cassetteBytes({ isPresent: true, isFull, type, count: notes.length });
}

function countNotes(notes: readonly number[]): NoteCounts {
  return Object.fromEntries(
    EURO_NOTES_MINOR.map(
      (value) => [value, notes.filter((one) => one === value).length] as const,
    ).filter(([, count]) => count > 0),
  );
}
