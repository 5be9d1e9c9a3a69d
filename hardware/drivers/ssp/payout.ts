import type {
  CashDispenser,
  DispenseOrder,
  DispenseOutcome,
  DispenseTarget,
  PrepareOutcome,
} from '../../kit/device.ts';
import {
  command,
  COMMAND,
  payoutByDenomination,
  PAYOUT_ERROR,
  STATUS,
  valueBytes,
} from './commands.ts';
import { decideCollect } from './collect-decision.ts';
import { collectCommands } from './collect.ts';
import { dispenserName, isNoteUnit } from './config.ts';
import type { PollEvent } from './events.ts';
import type { Reply, UnitTalk } from './machine.ts';
import {
  decidePayout,
  encodeEvidence,
  parseEvidence,
  type Evidence,
  type PayoutReading,
} from './payout-decision.ts';
import type { Turns } from '../../kit/turns.ts';
import { UnitError } from './unit-error.ts';
import type { SspUnit } from './unit.ts';

/** A unit that tells no progress for this long is not waited for. */
const STALL_MS = 60_000;
/** Polls in which a unit that has just been told to pay may still say nothing of it. */
const START_POLLS_MAX = 4;

/**
 * No double payout: the command is made once for an order, whatever happens; only its very packet
 * may be written again, which the unit knows by its sequence bit. What became of it is asked of the
 * unit's own events and counters, in `dispense` as in `settle`.
 */
export class SspDispenser implements CashDispenser {
  readonly kind: CashDispenser['kind'];
  readonly device: string;
  readonly valueMinor: number;
  readonly unit: string;
  readonly canCollect = true;
  readonly #unit: SspUnit;
  readonly #turns: Turns;

  constructor(unit: SspUnit, valueMinor: number, turns: Turns) {
    this.kind = isNoteUnit(unit.config.unit) ? 'bill-dispenser' : 'coin-dispenser';
    this.device = dispenserName(unit.config, valueMinor);
    this.valueMinor = valueMinor;
    this.unit = unit.config.device;
    this.#unit = unit;
    this.#turns = turns;
  }

  get countMax(): number {
    return this.#unit.stock.payableOf(this.valueMinor);
  }

  prepare(to: DispenseTarget): Promise<PrepareOutcome> {
    return this.#turns.take(() => this.#prepare(to));
  }

  dispense(order: DispenseOrder): Promise<DispenseOutcome> {
    return this.#turns.take(() => this.#dispense(order));
  }

  settle(order: DispenseOrder): Promise<DispenseOutcome> {
    return this.#turns.take(() => this.#settle(order));
  }

  async #prepare(to: DispenseTarget): Promise<PrepareOutcome> {
    const read = await this.#perform(async (talk) => {
      if (!(await this.#rest())) return 'still paying out';
      // It would refuse, and the cursor would forget the order whose note is stuck.
      if (this.#unit.poller.isJammed) return 'jammed';
      return this.#read(talk, to);
    });
    if (read.kind === 'lost') return { kind: 'refused', reason: 'offline', detail: read.detail };
    if (typeof read.value !== 'string') {
      return { kind: 'prepared', evidence: encodeEvidence(read.value) };
    }
    return { kind: 'refused', reason: 'fault', detail: read.value };
  }

  async #dispense(order: DispenseOrder): Promise<DispenseOutcome> {
    const evidence = parseEvidence(order.evidence);
    const isValid = Number.isInteger(order.count) && order.count >= 1;
    if (evidence?.valueMinor !== this.valueMinor || !isValid) return NOT_EXECUTED;
    const sent = { isSent: false };
    const done = await this.#perform((talk) => this.#send(talk, { order, evidence, sent }));
    if (!sent.isSent) return done.kind === 'done' ? done.value : NOT_EXECUTED;
    return this.#ask(order, evidence);
  }

  async #settle(order: DispenseOrder): Promise<DispenseOutcome> {
    const evidence = parseEvidence(order.evidence);
    if (evidence?.valueMinor === this.valueMinor) return this.#ask(order, evidence);
    return { kind: 'unknown', reason: 'counters-disagree', detail: 'the evidence is unreadable' };
  }

  /** The outcome stands for nothing once the command has been sent. */
  async #send(talk: UnitTalk, sending: Sending): Promise<DispenseOutcome> {
    const { order, evidence } = sending;
    const now = await this.#read(talk, order.to);
    // Whatever has moved since the evidence was read would be counted as this order's.
    if (encodeEvidence(now) !== encodeEvidence(evidence)) return NOT_EXECUTED;
    if (order.count > this.countMax) return EMPTY;
    await this.#unit.poller.beginOrder();
    if (this.#isSingly) return this.#sendSingly(talk, sending);
    return order.to === 'cashbox' ? this.#collect(talk, sending) : this.#sendAtOnce(talk, sending);
  }

  async #sendAtOnce(talk: UnitTalk, { order, sent }: Sending): Promise<DispenseOutcome> {
    const { currency, unit } = this.#unit.config;
    const value = valueBytes(this.valueMinor, currency);
    const pieces = { count: order.count, value };
    let code: number = COMMAND.payoutByDenomination;
    let test = await talk.ask(payoutByDenomination('test', { ...pieces, code }));
    // The manual gives the SMART Coin System a command of its own; the test form moves nothing.
    if (test.status === STATUS.commandNotKnown && unit === 'smart-coin-system') {
      code = COMMAND.payoutAmountByDenomination;
      test = await talk.ask(payoutByDenomination('test', { ...pieces, code }));
    }
    if (test.status !== STATUS.ok) return refusedTest(test);
    const real = await markSent(sent, () =>
      talk.ask(payoutByDenomination('real', { ...pieces, code })),
    );
    if (real.status === STATUS.ok) await this.#seeStart();
    return NOT_EXECUTED;
  }

  async #collect(talk: UnitTalk, { order, sent }: Sending): Promise<DispenseOutcome> {
    const { stock, config } = this.#unit;
    const asked = { valueMinor: this.valueMinor, count: order.count };
    const { test, reals } = collectCommands(asked, stock, config);
    const tested = test === undefined ? undefined : await talk.ask(test);
    if (tested !== undefined && tested.status !== STATUS.ok) return refusedTest(tested);
    for (const real of reals) {
      // When the power fails no event tells that this was under way, as it does of the others.
      if (real.code === COMMAND.emptyAll) await this.#unit.poller.beginMove(this.valueMinor);
      const done = await markSent(sent, () => talk.ask(real));
      if (done.status === STATUS.ok) await this.#seeStart();
      else this.#unit.poller.endMove();
      // Only what the unit says it does not know has positively moved nothing.
      if (done.status !== STATUS.commandNotKnown) break;
    }
    return NOT_EXECUTED;
  }

  /** The notes of an NV11 lie one on the other: only the last one can be moved. */
  get #isSingly(): boolean {
    return this.#unit.config.unit === 'nv11';
  }

  /** Note by note, each only when the one before has positively been paid, or is in the cash box. */
  async #sendSingly(talk: UnitTalk, { order, sent }: Sending): Promise<DispenseOutcome> {
    const { code, end } = SINGLY[order.to];
    const { poller } = this.#unit;
    for (let note = 0; note < order.count; note += 1) {
      const before = this.#unit.stock.levelOf(this.valueMinor);
      const isOnTop = this.countMax > 0;
      if (!isOnTop) break;
      if (order.to === 'cashbox') await poller.beginMove(this.valueMinor);
      else poller.clearEnd();
      const reply = await markSent(sent, () => talk.ask(command(code)));
      if (reply.status !== STATUS.ok) {
        poller.endMove();
        break;
      }
      await this.#seeStart();
      if (!(await this.#rest())) break;
      await this.#unit.readStock(talk);
      if (
        poller.cursor.end?.kind !== end ||
        this.#unit.stock.levelOf(this.valueMinor) !== before - 1
      )
        break;
    }
    return NOT_EXECUTED;
  }

  /** Waits until the unit has begun, so that a unit at rest is one that has ended. */
  async #seeStart(): Promise<void> {
    for (let poll = 0; poll < START_POLLS_MAX; poll += 1) {
      const events = await this.#unit.poll();
      if (isBusy(events) || this.#unit.poller.cursor.end !== undefined) return;
    }
  }

  /** Asks again as long as the unit can be expected back. */
  async #ask(order: DispenseOrder, evidence: Evidence): Promise<DispenseOutcome> {
    const { clock } = this.#unit.line;
    const untilMs = clock.monotonicMs() + this.#unit.port.readyWaitMs;
    for (;;) {
      const done = await this.#perform((talk) => this.#decide(talk, order, evidence));
      if (done.kind === 'done') return done.value;
      if (clock.monotonicMs() >= untilMs || this.#unit.isDisposed) {
        return { kind: 'unknown', reason: 'offline', detail: done.detail };
      }
    }
  }

  async #decide(
    talk: UnitTalk,
    order: DispenseOrder,
    evidence: Evidence,
  ): Promise<DispenseOutcome> {
    if (!(await this.#rest())) {
      return { kind: 'unknown', reason: 'counters-disagree', detail: 'still paying out' };
    }
    const now = await this.#read(talk, order.to);
    const end = this.#unit.poller.endOf(evidence.orders + 1);
    if (order.to === 'cashbox') {
      const isMovedSingly = this.#isSingly;
      const { stock } = this.#unit;
      const moved = isMovedSingly ? null : await stock.readMoved(talk, this.valueMinor);
      return decideCollect(order, evidence, { ...now, end, moved, isMovedSingly });
    }
    const reading: PayoutReading = { ...now, end, isPaidSingly: this.#isSingly };
    return decidePayout(order, evidence, reading);
  }

  /** Polls until nothing moves; false when the unit goes on for too long. */
  async #rest(): Promise<boolean> {
    const { clock } = this.#unit.line;
    let told = '';
    let progressMs = clock.monotonicMs();
    for (;;) {
      const events = await this.#unit.poll();
      if (!isBusy(events)) return true;
      const now = events.map(({ hex }) => hex).join();
      if (now !== told) progressMs = clock.monotonicMs();
      told = now;
      if (clock.monotonicMs() - progressMs > STALL_MS) return false;
    }
  }

  async #read(talk: UnitTalk, to: DispenseTarget): Promise<Evidence> {
    await this.#unit.readStock(talk);
    const dispensed = isNoteUnit(this.#unit.config.unit)
      ? await this.#unit.stock.readGone(talk, to)
      : null;
    const level = this.#unit.stock.levelOf(this.valueMinor);
    const { orders } = this.#unit.poller.cursor;
    return { serial: this.#unit.serial, valueMinor: this.valueMinor, orders, level, dispensed };
  }

  #perform<Value>(work: (talk: UnitTalk) => Promise<Value>) {
    return this.#unit.perform(work, this.#unit.port.readyWaitMs);
  }
}

const SINGLY = {
  customer: { code: COMMAND.payoutNote, end: 'dispensed' },
  cashbox: { code: COMMAND.stackNote, end: 'collected' },
} as const;

interface Sending {
  readonly order: DispenseOrder;
  readonly evidence: Evidence;
  /** Set before the command is written: from then on only the unit can tell. */
  readonly sent: { isSent: boolean };
}

/** A command of which not a byte has left is as good as none. */
async function markSent(sent: Sending['sent'], ask: () => Promise<Reply>): Promise<Reply> {
  const wasSent = sent.isSent;
  sent.isSent = true;
  try {
    return await ask();
  } catch (error) {
    if (error instanceof UnitError && !error.isWritten) sent.isSent = wasSent;
    throw error;
  }
}

const NOT_EXECUTED: DispenseOutcome = { kind: 'settled', paid: 0, cause: 'not-executed' };
const EMPTY: DispenseOutcome = { kind: 'settled', paid: 0, cause: 'empty' };

function refusedTest({ status, data }: Reply): DispenseOutcome {
  const [code] = data;
  const isShort =
    code === PAYOUT_ERROR.notEnoughValue || code === PAYOUT_ERROR.cannotPayExactAmount;
  return status === STATUS.cannotBeProcessed && isShort ? EMPTY : NOT_EXECUTED;
}

/** A jam that lasts is an end as well: it goes away with the power. */
function isBusy(events: readonly PollEvent[]): boolean {
  return events.some(({ name }) => BUSY.has(name)) && !events.some(({ name }) => name === 'jammed');
}

const BUSY: ReadonlySet<string> = new Set([
  'dispensing',
  'floating',
  'emptying',
  'smart-emptying',
  'jam-recovery',
  'stacking',
]);
