import { Alarm } from '../../kit/alarm.ts';
import type { BillStatus } from '../../kit/bill-protocol.ts';
import { DeviceReporter } from '../../kit/device-reporter.ts';
import type {
  CashDispenser,
  CashItem,
  DispenseOrder,
  DispenseOutcome,
  DispenseTarget,
  PortContext,
  PrepareOutcome,
} from '../../kit/device.ts';
import type { Turns } from '../../kit/turns.ts';
import type { BillToBill, Interruption } from './bill-to-bill.ts';
import {
  encodeCassetteCursor,
  parseCassetteCursor,
  type CassetteCursor,
} from './cassette-cursor.ts';
import {
  decideCassette,
  decideWithoutUnit,
  encodeEvidence,
  NOT_EXECUTED,
  parseEvidence,
  type Evidence,
} from './cassette-decision.ts';
import { dispenserName, type CassetteConfig, type CcnetConfig } from './config.ts';
import { dispenseCommand, unloadCommand } from './recycler-data.ts';

export interface CassetteParts {
  readonly unit: BillToBill;
  readonly config: CcnetConfig;
  readonly context: PortContext;
  readonly turns: Turns;
}

/** The command takes no more notes at a time. */
const NOTES_MAX = 20;
/** A customer may leave notes lying for a while; a unit that moves for longer is not waited for. */
const MOVING_MAX_MS = 120_000;
/** Rest is believed when it shows so often in a row: a command may take its time to show. */
const RESTS_MIN = 3;

type Look =
  | { readonly kind: 'rest'; readonly fault: string | undefined }
  | { readonly kind: 'moving' }
  | { readonly kind: 'away' };

/**
 * One recycling cassette. No double payout: an order is counted in the cursor before its command is
 * written, once, and what became of it is read from the cassette's count and the unit's own record.
 */
export class CassetteDispenser implements CashDispenser {
  readonly kind = 'bill-dispenser';
  readonly canCollect = true;
  readonly device: string;
  readonly valueMinor: number;
  readonly unit: string;
  readonly #cassette: number;
  readonly #parts: CassetteParts;
  readonly #reporter: DeviceReporter;
  readonly #alarm: Alarm;
  #cursor: CassetteCursor;
  #isDisposed = false;

  constructor({ cassette, valueMinor }: CassetteConfig, parts: CassetteParts) {
    const { config, context } = parts;
    this.device = dispenserName(config.device, valueMinor);
    this.valueMinor = valueMinor;
    this.unit = config.device;
    this.#cassette = cassette;
    this.#parts = parts;
    this.#reporter = new DeviceReporter(this.device, context.report);
    this.#alarm = new Alarm(context.clock);
    this.#cursor = parseCassetteCursor(context.cursors[this.device]);
  }

  get countMax(): number {
    return Math.max(1, Math.min(NOTES_MAX, this.#parts.unit.levelOf(this.#cassette)));
  }

  /** An order has been given of which nobody knows yet what became. */
  get isOpen(): boolean {
    return this.#cursor.orders > 0 && this.#cursor.settled === undefined;
  }

  async prepare(_to: DispenseTarget): Promise<PrepareOutcome> {
    const looked = await this.#whenAtRest();
    if (looked.kind === 'away') return refused('offline', 'the unit is not ready');
    if (looked.kind === 'moving') return refused('fault', 'the unit is busy');
    if (looked.fault !== undefined) return refused('fault', looked.fault);
    const now = await this.#parts.turns.take(() => this.#read());
    if (now === undefined) return refused('offline', 'no answer');
    return { kind: 'prepared', evidence: encodeEvidence(now) };
  }

  async dispense(order: DispenseOrder): Promise<DispenseOutcome> {
    const evidence = parseEvidence(order.evidence);
    const isCount = Number.isInteger(order.count) && order.count >= 1 && order.count <= NOTES_MAX;
    if (evidence === undefined || !isCount) return NOT_EXECUTED;
    const refusal = await this.#parts.turns.take(() => this.#send(order, evidence));
    return refusal ?? this.settle(order);
  }

  async settle(order: DispenseOrder): Promise<DispenseOutcome> {
    const evidence = parseEvidence(order.evidence);
    if (evidence === undefined) {
      return { kind: 'unknown', reason: 'counters-disagree', detail: 'the evidence is unreadable' };
    }
    const known = decideWithoutUnit(evidence, this.#cursor);
    if (known !== undefined) return known;
    const looked = await this.#whenAtRest();
    if (looked.kind === 'away') return UNREACHED;
    if (looked.kind === 'moving') return STILL_MOVING;
    return this.#parts.turns.take(() => this.#decide(order, evidence, looked.fault));
  }

  /** Makes durable what the unit says it was doing when it lost its power, or its host. */
  async noteInterruption(interruption: Interruption): Promise<void> {
    const told = this.#cursor.end;
    if (!this.isOpen || (told !== undefined && told.kind !== 'untold')) return;
    const end = this.#endOf(interruption);
    await this.#advance({ ...this.#cursor, end }, this.#movedBy(end));
  }

  stop(): void {
    this.#isDisposed = true;
    this.#alarm.wake();
  }

  #endOf(interruption: Interruption): NonNullable<CassetteCursor['end']> {
    if (interruption.kind !== 'dispense') return { kind: interruption.kind };
    const type = this.#parts.unit.typeOf(this.valueMinor);
    const sum = (counts: Extract<Interruption, { kind: 'dispense' }>['paid']): number =>
      counts.reduce((total, one) => total + (one.type === type ? one.count : 0), 0);
    const requested = sum(interruption.requested);
    if (requested === 0) return { kind: 'none' };
    return { kind: 'dispense', requested, paid: sum(interruption.paid) };
  }

  /** Notes that left the cassette and not the unit are about to go into the drop cassette. */
  #movedBy(end: NonNullable<CassetteCursor['end']>): readonly CashItem[] {
    if (end.kind !== 'dispense') return [];
    const drop = this.#cursor.level - this.#parts.unit.levelOf(this.#cassette);
    const count = Math.min(NOTES_MAX, Math.max(0, drop - end.paid));
    return Array.from({ length: count }, () => MOVED);
  }

  /** Undefined once the command may have been carried out. */
  async #send(order: DispenseOrder, evidence: Evidence): Promise<DispenseOutcome | undefined> {
    const { unit } = this.#parts;
    if (!unit.isReady) return NOT_EXECUTED;
    const type = unit.typeOf(this.valueMinor);
    const status = await unit.look();
    const now = status?.kind === 'ready' ? await this.#read() : undefined;
    // Whatever has moved since the evidence was read would be counted as this order's.
    if (now === undefined || type === undefined || !isSame(now, evidence)) return NOT_EXECUTED;
    if (now.level === 0) return EMPTY;
    if (now.level < order.count) return NOT_EXECUTED;
    await this.#advance({ orders: evidence.orders + 1, level: now.level }, []);
    if (!(await unit.closeForOrder())) return this.#settleAs(NOT_EXECUTED);
    const isForCashbox = order.to === 'cashbox';
    const result = await unit.command(
      isForCashbox
        ? unloadCommand(this.#cassette, order.count)
        : dispenseCommand(type, order.count),
    );
    const isUnwritten = result.kind === 'no-reply' && !result.written;
    return isUnwritten ? this.#settleAs(NOT_EXECUTED) : undefined;
  }

  async #decide(
    order: DispenseOrder,
    evidence: Evidence,
    fault: string | undefined,
  ): Promise<DispenseOutcome> {
    const now = await this.#read();
    if (now === undefined) return UNREACHED;
    const { serial, level } = now;
    const facts = { evidence, cursor: this.#cursor };
    return this.#settleAs(decideCassette(order, facts, { serial, level, fault }));
  }

  /** Durable, so that the same is said whenever it is asked again; then the cassette may be filled. */
  async #settleAs(outcome: DispenseOutcome): Promise<DispenseOutcome> {
    if (outcome.kind === 'settled') {
      const { paid, cause } = outcome;
      await this.#advance({ ...this.#cursor, settled: { paid, cause } }, []);
    }
    return outcome;
  }

  /** Waits until nothing moves, as long as the unit can be expected back. */
  async #whenAtRest(): Promise<Look> {
    const { context, config, unit } = this.#parts;
    const { clock } = context;
    const startMs = clock.monotonicMs();
    let aliveMs = startMs;
    let rests = 0;
    let { polls } = unit.seen;
    for (;;) {
      await this.#alarm.sleep(config.pollMs);
      const nowMs = clock.monotonicMs();
      const isNews = unit.seen.polls !== polls;
      polls = unit.seen.polls;
      const looked = this.#look();
      if (isNews) rests = looked.kind === 'rest' ? rests + 1 : 0;
      if (isNews && looked.kind !== 'away') aliveMs = nowMs;
      if (rests >= RESTS_MIN) return looked;
      if (this.#isDisposed || nowMs - aliveMs >= config.readyWaitMs) return AWAY;
      if (nowMs - startMs >= MOVING_MAX_MS) return looked;
    }
  }

  #look(): Look {
    const { unit } = this.#parts;
    const look = lookOf(unit.seen.status);
    if (unit.isReady) return look;
    // Its record waits until the fault is over; what is in the cassette can be told at once.
    const isFaulty = look.kind === 'rest' && look.fault !== undefined;
    return isFaulty && unit.isSetUp ? look : AWAY;
  }

  async #read(): Promise<Evidence | undefined> {
    const { unit } = this.#parts;
    const cassettes = await unit.readCassettes();
    const own = cassettes?.find(({ cassette }) => cassette === this.#cassette);
    if (own?.isPresent !== true) return undefined;
    return { serial: unit.serial, orders: this.#cursor.orders, level: own.count };
  }

  async #advance(cursor: CassetteCursor, items: readonly CashItem[]): Promise<void> {
    await this.#reporter.cash(encodeCassetteCursor(cursor), items);
    this.#cursor = cursor;
  }
}

const AWAY: Look = { kind: 'away' };
const MOVED: CashItem = { kind: 'incident', code: 'note-moved-to-cashbox', isFraud: false };
const EMPTY: DispenseOutcome = { kind: 'settled', paid: 0, cause: 'empty' };
const UNREACHED: DispenseOutcome = {
  kind: 'unknown',
  reason: 'offline',
  detail: 'the unit cannot be reached',
};
const STILL_MOVING: DispenseOutcome = {
  kind: 'unknown',
  reason: 'counters-disagree',
  detail: 'still paying out',
};

function lookOf(status: BillStatus | undefined): Look {
  switch (status?.kind) {
    case undefined:
    case 'power-up':
    case 'starting':
      return { kind: 'away' };
    case 'ready':
      return { kind: 'rest', fault: undefined };
    case 'fault':
      return { kind: 'rest', fault: status.code };
    case 'moving':
    case 'returning':
    case 'escrow':
    case 'holding':
    case 'stacked':
    case 'returned':
    case 'incident':
      return { kind: 'moving' };
  }
}

function isSame(now: Evidence, before: Evidence): boolean {
  return encodeEvidence(now) === encodeEvidence(before);
}

function refused(reason: 'offline' | 'fault', detail: string): PrepareOutcome {
  return { kind: 'refused', reason, detail };
}
