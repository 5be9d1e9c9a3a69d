import type { BillSetup, BillStatus } from '../../kit/bill-protocol.ts';
import type { ExchangeResult } from '../../kit/request-queue.ts';
import { dispenserName } from './config.ts';
import type { Frame } from './frame.ts';
import { billStatusOf, isControl, isDone } from './machine.ts';
import { COMMAND } from './names.ts';
import {
  parseCassettes,
  parsePowerRecovery,
  setTypeCommand,
  UNASSIGNED_TYPE,
  type CassetteStatus,
  type PowerRecovery,
} from './recycler-data.ts';
import { CcnetValidator } from './validator.ts';

/** The last poll of the acceptor's; the cassettes look on, so that the unit is not asked too often. */
export interface Seen {
  readonly polls: number;
  readonly status: BillStatus | undefined;
}

/** What the unit says it was doing when the power went, before anything is enabled. */
type PayoutRecord = Extract<PowerRecovery, { readonly kind: 'none' | 'dispense' | 'unload' }>;

/** `untold`: the record is of a note, and hides whatever happened to a payout. */
export type Interruption = PayoutRecord | { readonly kind: 'untold' };

type NotesRecord = Extract<PowerRecovery, { readonly kind: 'stacked' }>;
type Ready = Extract<BillStatus, { readonly kind: 'ready' }>;

const CASHBOX = 'cashbox';
/** Polls within which a cassette has to be set. */
const SETTING_POLLS_MAX = 50;
/** State, bill type and where the note went. */
const STACKED_BYTES = 3;

/**
 * A Bill-to-Bill unit: a validator with cassettes that it pays from. After a loss of power its record
 * of what it was doing is read while it is still disabled, and made durable, and its dispenser is
 * emptied: enabled before that, the unit forgets the record (7.9 to 7.12).
 */
export class BillToBill extends CcnetValidator {
  /** Makes durable what a loss of power interrupted. */
  onInterruption: (interruption: Interruption) => Promise<void> = () => Promise.resolve();
  /** Whether notes of this value may go in as things stand. */
  mayTake: (valueMinor: number) => boolean = () => true;
  #notes: ReadonlyMap<number, number> = new Map();
  #levels: ReadonlyMap<number, number> = new Map();
  #isSetUp = false;
  #isRecovered = false;
  #isEmptied = false;
  /** Its record has a credit in it, which it tells anew after each gap until it is enabled (7.9). */
  #keepsCredit = false;
  /** Notes wanted in, and those of them that were let in. */
  #wanted: readonly number[] | undefined;
  #letIn: readonly number[] = [];
  #seen: Seen = { polls: 0, status: undefined };

  /** It has been set up, and nothing that the last loss of power left is still open. */
  get isReady(): boolean {
    return this.#isSetUp && this.#isRecovered;
  }

  /** Its serial number, and what each note is, are known. */
  get isSetUp(): boolean {
    return this.#isSetUp;
  }

  get seen(): Seen {
    return this.#seen;
  }

  /** Notes in a cassette, as last read. */
  levelOf(cassette: number): number {
    return this.#levels.get(cassette) ?? 0;
  }

  /** The bill type that this value is to the unit. */
  typeOf(valueMinor: number): number | undefined {
    return [...this.#notes].find(([, value]) => value === valueMinor)?.[0];
  }

  override async setUp(): Promise<BillSetup> {
    this.#isSetUp = false;
    // What was told before is told again once it is known what the notes are worth.
    this.#isRecovered = false;
    const setup = await super.setUp();
    if (setup.kind !== 'ready') return setup;
    this.#notes = setup.notes;
    const cassettes = await this.readCassettes();
    if (cassettes === undefined) return { kind: 'offline' };
    const refusal = await this.#assign(cassettes);
    this.#isSetUp = refusal === undefined;
    return refusal ?? setup;
  }

  override async poll(): Promise<BillStatus | undefined> {
    const status = await this.#pollAndRecover();
    this.#seen = { polls: this.#seen.polls + 1, status };
    if (status?.kind !== 'ready') return status;
    return { ...this.#asWanted(status), keepsCredit: this.#keepsCredit };
  }

  async #pollAndRecover(): Promise<BillStatus | undefined> {
    const status = await this.look();
    if (status?.kind !== 'ready' || this.#isRecovered || !this.#isSetUp) return status;
    if (status.isEnabled !== true) return this.#recover(status);
    // One that is enabled has nothing left to tell: a record does not outlive that.
    this.#isRecovered = true;
    return status;
  }

  /** Shows the acceptor a unit to be set anew where other notes may go in than are let in. */
  #asWanted(status: Ready): Ready {
    const wanted = this.#wanted;
    if (wanted === undefined) return status;
    const isOpen = wanted.length > 0;
    const isKept =
      this.#takable(wanted).join() === this.#letIn.join() &&
      status.isEnabled === this.#letIn.length > 0;
    return { kind: 'ready', isEnabled: isKept ? isOpen : !isOpen };
  }

  /** The state as it is, without anything that follows from it. */
  async look(): Promise<BillStatus | undefined> {
    const state = await this.askState();
    const status = state === undefined ? undefined : this.#statusOf(state);
    if (status === undefined || status.kind === 'power-up') {
      this.#isRecovered = false;
      this.#isEmptied = false;
      this.#wanted = undefined;
    }
    if (status?.kind === 'ready' && status.isEnabled === true) this.#keepsCredit = false;
    return status;
  }

  /** Recycled notes whose cassette has an open order stay out: they would be counted as not paid. */
  override async accept(types: readonly number[]): Promise<'done' | 'refused' | 'offline'> {
    if (!this.#isRecovered) return 'offline';
    const letIn = this.#takable(types);
    const end = await super.accept(letIn);
    this.#wanted = end === 'done' ? types : undefined;
    this.#letIn = letIn;
    if (end === 'done' && letIn.length > 0) this.#keepsCredit = false;
    return end;
  }

  /** Lets in no more than may go in now. */
  async closeForOrder(): Promise<boolean> {
    return (await this.accept(this.#wanted ?? [])) === 'done';
  }

  #takable(types: readonly number[]): readonly number[] {
    return types.filter((type) => {
      const value = this.#notes.get(type);
      return value !== undefined && this.mayTake(value);
    });
  }

  async readCassettes(): Promise<readonly CassetteStatus[] | undefined> {
    const reply = await this.read(COMMAND.recyclingCassetteStatus, 0);
    const cassettes = reply === undefined ? undefined : parseCassettes(reply);
    if (cassettes === undefined) return undefined;
    this.#levels = new Map(cassettes.map(({ cassette, count }) => [cassette, count]));
    return cassettes;
  }

  /** Written once, whatever comes of it. */
  command(payload: Uint8Array): Promise<ExchangeResult<Frame>> {
    return this.wire.askOnce(this.frame(payload), (frame) => isControl(frame.payload));
  }

  #statusOf(state: Uint8Array): BillStatus {
    const status = billStatusOf(state);
    if (status.kind !== 'stacked') return status;
    const [, , destination = 0] = state;
    return state.length < STACKED_BYTES ? status : { ...status, place: this.#placeOf(destination) };
  }

  #placeOf(destination: number): string {
    const { cassettes, device } = this.config;
    const found = cassettes.find(({ cassette }) => cassette === destination);
    return found === undefined ? CASHBOX : dispenserName(device, found.valueMinor);
  }

  /** An empty cassette is set to what it is to hold; one with notes in it is left to people. */
  async #assign(cassettes: readonly CassetteStatus[]): Promise<BillSetup | undefined> {
    for (const { cassette, valueMinor } of this.config.cassettes) {
      if (this.typeOf(valueMinor) === undefined)
        return cassetteFault(cassette, 'of no known value');
      const found = cassettes.find((one) => one.cassette === cassette);
      if (found?.isPresent !== true) return cassetteFault(cassette, 'missing');
    }
    for (const { cassette, type, count, isPresent } of cassettes) {
      const wanted = this.#typeWanted(cassette);
      if (!isPresent || type === wanted) continue;
      if (count > 0) return cassetteFault(cassette, `holds ${count} notes of another kind`);
      const reply = await this.ask(setTypeCommand(cassette, wanted), isControl);
      if (reply === undefined) return { kind: 'offline' };
      if (!isDone(reply)) return cassetteFault(cassette, 'cannot be set');
      if (!(await this.#untilSet())) return cassetteFault(cassette, 'is not set in time');
    }
    return undefined;
  }

  /** The unit takes no other command while it sets a cassette. */
  async #untilSet(): Promise<boolean> {
    for (let turn = 0; turn < SETTING_POLLS_MAX; turn += 1) {
      await this.pause(this.config.pollMs);
      const status = await this.look();
      if (status?.kind !== 'moving') return status?.kind === 'ready';
      await this.acknowledge();
    }
    return false;
  }

  #typeWanted(cassette: number): number {
    const own = this.config.cassettes.find((one) => one.cassette === cassette);
    return (own && this.typeOf(own.valueMinor)) ?? UNASSIGNED_TYPE;
  }

  async #recover(status: BillStatus): Promise<BillStatus | undefined> {
    const reply = await this.read(COMMAND.powerRecovery, 1);
    if (reply === undefined) return undefined;
    const record = parsePowerRecovery(reply);
    switch (record.kind) {
      case 'unreadable':
        return { kind: 'fault', code: 'power-recovery', detail: 'the record cannot be read' };
      case 'stacked':
        return this.#recoverNotes(record);
      case 'none':
      case 'dispense':
      case 'unload':
        return this.#recoverPayout(record, status);
    }
  }

  /** With one note in escrow at a time there is one to be told of; more are left to people. */
  async #recoverNotes({ notes }: NotesRecord): Promise<BillStatus> {
    await this.onInterruption({ kind: 'untold' });
    const [note, ...others] = notes;
    if (note === undefined || others.length > 0) {
      const detail = `${notes.length} notes without a credit`;
      return { kind: 'fault', code: 'power-recovery', detail };
    }
    this.#isRecovered = true;
    this.#keepsCredit = true;
    return { kind: 'stacked', code: note.code, place: this.#placeOf(note.destination) };
  }

  /** Durable first; then what is left between cassette and customer goes into the drop cassette. */
  async #recoverPayout(record: PayoutRecord, status: BillStatus): Promise<BillStatus | undefined> {
    if (!this.#isEmptied) await this.onInterruption(record);
    if (record.kind !== 'none' && !this.#isEmptied) {
      const reply = await this.ask(Uint8Array.of(COMMAND.emptyDispenser), isControl);
      if (reply === undefined) return undefined;
      this.#isEmptied = true;
      if (isDone(reply)) return { kind: 'moving' };
    }
    if ((await this.readCassettes()) === undefined) return undefined;
    this.#isRecovered = true;
    return status;
  }
}

function cassetteFault(cassette: number, detail: string): BillSetup {
  return { kind: 'fault', code: 'wrong-cassette', detail: `cassette ${cassette}: ${detail}` };
}
