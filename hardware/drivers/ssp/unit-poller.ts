import { Alarm } from '../../kit/alarm.ts';
import type { CashItem, EscrowDecision, EscrowJudge } from '../../kit/device.ts';
import type { Pieces } from './coin-choice.ts';
import { command, COMMAND, STATUS } from './commands.ts';
import { dispenserName, isNoteUnit, type SspConfig, type UnitConfig } from './config.ts';
import { creditStep, sumAdded, withoutKnown, type CreditStep } from './credit-step.ts';
import type { DeviceReporter } from '../../kit/device-reporter.ts';
import { holdUntilDecided } from './escrow-hold.ts';
import { parseEvents, type PollEvent } from './events.ts';
import type { SspLine } from './line.ts';
import type { UnitTalk } from './machine.ts';
import type { UnitIdentity } from './setup.ts';
import {
  encodeCursor,
  freshCursor,
  parseCursor,
  type PayoutEnd,
  type UnitCursor,
} from './unit-cursor.ts';
import { UnitError } from './unit-error.ts';

/** Cash that a unit without acknowledged events can take in for one reply that nobody reads. */
const LOST_NOTES_MAX = 1;
const LOST_COINS_MAX = 5;

export interface PollerOptions {
  readonly config: UnitConfig;
  readonly port: SspConfig;
  readonly line: SspLine;
  readonly judge: EscrowJudge;
  readonly reporter: DeviceReporter;
  /** The cursor last made durable, if any. */
  readonly cursor: string | undefined;
  /** The coins in the store that a sum is made of, as far as they are there. */
  readonly findCoins: (talk: UnitTalk, sumMinor: number) => Promise<readonly Pieces[]>;
}

/**
 * Asks a unit for its events and deals with them before it asks again: what is money has been made
 * durable by then, and only then is it acknowledged.
 */
export class UnitPoller {
  readonly #options: PollerOptions;
  readonly #alarm: Alarm;
  #talk: UnitTalk | undefined;
  #identity: UnitIdentity | undefined;
  #cursor: UnitCursor;
  #durable: string | undefined;
  /** Whether a reply may have gone by unread: one of a dead host, or of a line that broke. */
  #isUnsure = true;
  #isAckPolled: boolean;
  #standing: ReadonlySet<string> = new Set();
  /** A note may stand in the path, as far as the last poll says. */
  #isPathTaken = false;
  #isJammed = false;
  /** Channel of the note that has been let in and still stands where it was read. */
  #stacking: number | undefined;
  #nextPollMs = 0;
  #mustPoll = false;

  constructor(options: PollerOptions) {
    this.#options = options;
    this.#alarm = new Alarm(options.line.clock);
    this.#durable = options.cursor;
    this.#cursor = parseCursor(options.cursor) ?? freshCursor(0);
    this.#isAckPolled = options.config.encryption;
  }

  get cursor(): UnitCursor {
    return this.#cursor;
  }

  /** When the next poll is due, on the monotonic clock. */
  get nextPollMs(): number {
    return this.#nextPollMs;
  }

  /** A note has been decided on: the next thing that goes to the unit has to be a poll. */
  get mustPoll(): boolean {
    return this.#mustPoll;
  }

  /** As far as the last poll says: what is stuck stays there until the power has been off. */
  get isJammed(): boolean {
    return this.#isJammed;
  }

  /** Takes up a unit that has been identified; what the cursor says of another one is dropped. */
  begin(talk: UnitTalk, identity: UnitIdentity): void {
    this.#talk = talk;
    this.#identity = identity;
    this.#stacking = undefined;
    this.#mustPoll = false;
    this.#standing = new Set();
    this.#isAckPolled = this.#options.config.encryption;
    if (this.#cursor.serial !== identity.serial) this.#cursor = freshCursor(identity.serial);
  }

  /** Asks once, not before it is due, and deals with what there is. */
  async poll(): Promise<readonly PollEvent[]> {
    await this.#wait();
    const talk = this.#talkNow();
    const wasUnsure = this.#isUnsure;
    this.#isUnsure = true;
    const events = await this.#ask(talk);
    this.#isUnsure = false;
    const sumMinor = sumAdded(withoutKnown(this.#cursor.unacked, events));
    const coinsAdded = sumMinor > 0 ? await this.#options.findCoins(talk, sumMinor) : [];
    const step = creditStep(this.#cursor, events, { ...this.#facts(), coinsAdded });
    const items = [...this.#lost(events, wasUnsure), ...step.items];
    const isCut = wasUnsure || events.some(({ name }) => name === RESET);
    this.#standing = new Set(events.map(({ hex }) => hex));
    this.#isJammed = events.some(({ name }) => JAMS.has(name));
    this.#isPathTaken = this.#isJammed || events.some(({ name }) => WAYS.has(name));
    const held = this.#heldNote(events);
    const told = { cursor: this.#withAdmitted(step.cursor, isCut), items };
    if (held === undefined) await this.#record(talk, told);
    else await this.#decide(talk, held, this.#record(talk, told));
    return events;
  }

  /** Says whether cash may be let in; durable once flushed. */
  allow(isAccepting: boolean): void {
    this.#cursor = { ...this.#cursor, isAccepting };
  }

  /**
   * All that the last power failure could leave in the path has been told. A note that is stuck is
   * told of by the next one, and is still the same.
   */
  async endCatchUp(): Promise<void> {
    const { transit, movingMinor, admitted, ...rest } = this.#cursor;
    const still = {
      ...(transit === undefined ? {} : { transit }),
      ...(movingMinor === undefined ? {} : { movingMinor }),
      ...(admitted === undefined ? {} : { admitted: { ...admitted, isDoubtful: false } }),
    };
    const cursor = { ...rest, isPayoutCut: false, ...(this.#isPathTaken ? still : {}) };
    const isGone = admitted?.isDoubtful === true && !this.#isPathTaken && this.#isTold;
    if (isGone) await this.#report(cursor, this.#lostItems('device-reset'));
    else this.#cursor = cursor;
  }

  /** Counts the order that the unit is about to be told, durably: the next end is that one's. */
  async beginOrder(): Promise<void> {
    const { end: _, movingMinor: __, ...rest } = this.#cursor;
    this.#cursor = { ...rest, orders: rest.orders + 1 };
    await this.flush();
  }

  /** How an order ended, as the unit told it; undefined for any but the last. */
  endOf(order: number): PayoutEnd | undefined {
    return this.#cursor.orders === order ? this.#cursor.end : undefined;
  }

  /** Forgets the end of one part of an order before its next part. */
  clearEnd(): void {
    const { end: _, ...rest } = this.#cursor;
    this.#cursor = rest;
  }

  /** Says, durably and before the unit is told, that notes of this value go into the cash box. */
  async beginMove(valueMinor: number): Promise<void> {
    this.clearEnd();
    this.#cursor = { ...this.#cursor, movingMinor: valueMinor };
    await this.flush();
  }

  /** The unit has refused: no note of the till's own is on its way. */
  endMove(): void {
    const { movingMinor: _, ...rest } = this.#cursor;
    this.#cursor = rest;
  }

  async flush(): Promise<void> {
    if (encodeCursor(this.#cursor) !== this.#durable) await this.#report(this.#cursor, []);
  }

  /** Sleeps no longer on anything. */
  stop(): void {
    this.#alarm.wake();
  }

  valueOfChannel(channel: number): number | undefined {
    return this.#identity?.channels[channel - 1]?.valueMinor;
  }

  async #wait(): Promise<void> {
    const { clock } = this.#options.line;
    const waitMs = this.#nextPollMs - clock.monotonicMs();
    if (waitMs > 0) await this.#alarm.sleep(waitMs);
    this.#nextPollMs = clock.monotonicMs() + this.#options.port.pollMs;
  }

  async #ask(talk: UnitTalk): Promise<readonly PollEvent[]> {
    const options = { isUrgent: true };
    this.#mustPoll = false;
    if (this.#isAckPolled) {
      const reply = await talk.ask(command(COMMAND.pollWithAck), options);
      if (reply.status === STATUS.ok) return this.#parse(reply.data);
      if (reply.status !== STATUS.commandNotKnown) throw new UnitError('refused', 'poll refused');
      this.#isAckPolled = false;
    }
    return this.#parse(await talk.demand(command(COMMAND.poll), options));
  }

  async #parse(data: Uint8Array): Promise<readonly PollEvent[]> {
    const { config } = this.#options;
    const parsed = parseEvents(data, {
      protocolVersion: this.#identity?.protocolVersion ?? 0,
      cash: isNoteUnit(config.unit) ? 'notes' : 'coins',
      coinsLowDataBytes: config.coinsLowDataBytes,
    });
    if (parsed.kind === 'events') return parsed.events;
    if (this.#cursor.isAccepting && !this.#isTold) {
      await this.#report({ ...this.#cursor, isAccepting: false }, this.#lostItems('overflow'));
    }
    throw new UnitError('unknown-event', parsed.reason);
  }

  /** Whether the unit tells of its cash again until that is acknowledged. */
  get #isTold(): boolean {
    return this.#isAckPolled && isNoteUnit(this.#options.config.unit);
  }

  /** A note that was let in is told of sooner or later, unless what told of it was not read. */
  #withAdmitted(cursor: UnitCursor, isCut: boolean): UnitCursor {
    const { admitted, ...rest } = cursor;
    if (admitted === undefined) return cursor;
    const isDoubtful = admitted.isDoubtful || isCut;
    if (!isDoubtful && !this.#isPathTaken) return rest;
    return { ...rest, admitted: { ...admitted, isDoubtful } };
  }

  #lost(events: readonly PollEvent[], isUnsure: boolean): readonly CashItem[] {
    const isReset = events.some(({ name }) => name === RESET);
    const isClaimed = this.#cursor.isAccepting && !this.#isTold && (isUnsure || isReset);
    return isClaimed ? this.#lostItems('device-reset') : [];
  }

  #lostItems(cause: 'overflow' | 'device-reset'): readonly CashItem[] {
    const countMax = isNoteUnit(this.#options.config.unit) ? LOST_NOTES_MAX : LOST_COINS_MAX;
    return [{ kind: 'lost', countMax, cause }];
  }

  #facts(): Omit<Parameters<typeof creditStep>[2], 'coinsAdded'> {
    const { config } = this.#options;
    return {
      currency: config.currency,
      isAckPolled: this.#isAckPolled,
      valueOfChannel: (channel) => this.valueOfChannel(channel),
      placeOf: (value) =>
        config.recycled.includes(value) ? dispenserName(config, value) : 'cashbox',
      standing: this.#standing,
    };
  }

  /** The channel of a note that waits to be decided on, if there is one. */
  #heldNote(events: readonly PollEvent[]): number | undefined {
    const movement = events.findLast(({ name }) => MOVEMENTS.has(name));
    const isRead = movement?.name === 'read' && movement.code > 0;
    if (!isRead) {
      this.#stacking = undefined;
      return undefined;
    }
    return movement.code === this.#stacking ? undefined : movement.code;
  }

  async #record(talk: UnitTalk, { cursor, items }: CreditStep): Promise<void> {
    const isNew = encodeCursor(cursor) !== encodeCursor(this.#cursor);
    if (isNew || items.length > 0) await this.#report(cursor, items);
    if (cursor.unacked.length === 0) return;
    // A refusal means that there is nothing to acknowledge: it has been before.
    await talk.ask(command(COMMAND.eventAck), { isUrgent: true });
    this.#cursor = { ...this.#cursor, unacked: [] };
  }

  async #report(cursor: UnitCursor, items: readonly CashItem[]): Promise<void> {
    const text = encodeCursor(cursor);
    await this.#options.reporter.cash(text, items);
    this.#durable = text;
    this.#cursor = cursor;
  }

  /** Holds the note from the first moment on: making something durable may take its time. */
  async #decide(talk: UnitTalk, channel: number, recorded: Promise<void>): Promise<void> {
    const decision = recorded.then(() => this.#judge(channel));
    try {
      const decided = await holdUntilDecided({
        clock: this.#options.line.clock,
        alarm: this.#alarm,
        hold: () => this.#hold(talk),
        decision,
      });
      if (decided === 'return') await talk.ask(command(COMMAND.rejectBanknote), { isUrgent: true });
      if (decided !== 'stack') return;
    } finally {
      await recorded;
    }
    // So that after a crash the next note's credit cannot be taken for this one's, and that this one
    // is missed when nothing more is heard of it.
    this.#admit(channel);
    await this.flush();
    this.#stacking = channel;
    this.#mustPoll = true;
  }

  /** Where there is a next note, the last has come to its place. */
  #admit(channel: number): void {
    const valueMinor = this.valueOfChannel(channel);
    if (valueMinor === undefined) return;
    const { transit: _, ...rest } = this.#cursor;
    this.#cursor = { ...rest, admitted: { valueMinor, isDoubtful: false } };
  }

  async #hold(talk: UnitTalk): Promise<boolean> {
    const reply = await talk.ask(command(COMMAND.hold), { isUrgent: true });
    return reply.status === STATUS.ok;
  }

  #judge(channel: number): Promise<EscrowDecision> {
    const { config, judge } = this.#options;
    const valueMinor = this.valueOfChannel(channel);
    if (valueMinor === undefined) return Promise.resolve('return');
    return judge({ device: config.device, valueMinor });
  }

  #talkNow(): UnitTalk {
    if (this.#talk === undefined) throw new UnitError('no-answer', 'not identified yet', false);
    return this.#talk;
  }
}

const RESET = 'slave-reset';

/** Events by which a note in the path comes, moves or goes. */
const MOVEMENTS: ReadonlySet<string> = new Set([
  'read',
  'credit',
  'stacking',
  'stacked',
  'note-stored',
  'rejecting',
  'rejected',
]);

/** The same of the till's own notes where no event tells that the power has ended it. */
const WAYS: ReadonlySet<string> = new Set([...MOVEMENTS, 'emptying']);
const JAMS: ReadonlySet<string> = new Set(['jammed', 'unsafe-jam', 'safe-jam']);
