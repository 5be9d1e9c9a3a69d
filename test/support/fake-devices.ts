/** Devices without a wire: what a driver looks like from above, and a hand to work it from below. */
import type {
  CashAcceptor,
  CashDispenser,
  DeviceState,
  DirectAnswer,
  DispenseOrder,
  DispenseOutcome,
  DispenseTarget,
  PrepareOutcome,
  ReportSink,
} from '../../hardware/kit/device.ts';

const CASHBOX = 'cashbox';
const COUNT_MAX = 50;

export interface FakeAcceptorOptions {
  readonly device: string;
  readonly valuesMinor: readonly number[];
  /** Where a coin of a value goes; the cashbox for those not named. */
  readonly places?: Readonly<Record<number, string>>;
}

/** A coin acceptor that takes what is inserted as long as its value is accepted. */
export class FakeAcceptor implements CashAcceptor {
  readonly directCommands = new Map([['ping', () => Promise.resolve(PONG)]]);
  readonly kind = 'coin-acceptor';
  readonly hasEscrow = false;
  readonly device: string;
  readonly valuesMinor: readonly number[];
  readonly #places: Readonly<Record<number, string>>;
  readonly #connection: Connection;
  #accepted: readonly number[] = [];
  #cursor = 0;
  /** Runs while the acceptor is being closed, before it says that it is. */
  onFixing: () => Promise<void> = () => Promise.resolve();
  /** What it says when it is to be closed; one that is `offline` goes on accepting. */
  fixAnswer: 'fixed' | 'offline' = 'fixed';

  constructor({ device, valuesMinor, places = {} }: FakeAcceptorOptions) {
    this.device = device;
    this.valuesMinor = valuesMinor;
    this.#places = places;
    this.#connection = new Connection(device);
  }

  get accepted(): readonly number[] {
    return this.#accepted;
  }

  setAcceptance(valuesMinor: readonly number[]): void {
    this.#accepted = valuesMinor;
  }

  async fixDeposit(): Promise<'fixed' | 'offline'> {
    await this.onFixing();
    if (this.fixAnswer === 'fixed') this.#accepted = [];
    return this.fixAnswer;
  }

  connect(report: ReportSink): Promise<void> {
    return this.#connection.open(report);
  }

  say(state: DeviceState): Promise<void> {
    return this.#connection.say(state);
  }

  /** Throws a coin in. False: it fell through, its value is not accepted now. */
  async insert(valueMinor: number): Promise<boolean> {
    if (!this.#accepted.includes(valueMinor)) return false;
    await this.credit(valueMinor);
    return true;
  }

  /** Credits a coin whether it is accepted or not: it was past the gate already. */
  async credit(valueMinor: number): Promise<void> {
    this.#cursor += 1;
    const item = {
      kind: 'inserted',
      valueMinor,
      place: this.#places[valueMinor] ?? CASHBOX,
    } as const;
    const { device } = this;
    const cursor = String(this.#cursor);
    await this.#connection.report({ kind: 'cash', device, cursor, items: [item] });
  }
}

const PONG: DirectAnswer = { kind: 'answered', data: { said: 'pong' } };

export interface FakeDispenserOptions {
  readonly device: string;
  readonly valueMinor: number;
  readonly unit?: string;
  readonly canCollect?: boolean;
}

/** A hopper that pays what it is asked for, unless told to behave otherwise. */
export class FakeDispenser implements CashDispenser {
  readonly kind = 'coin-dispenser';
  readonly device: string;
  readonly valueMinor: number;
  readonly unit: string | undefined;
  readonly countMax = COUNT_MAX;
  readonly canCollect: boolean;
  readonly #connection: Connection;
  /** Coins that have come out of it, ever. */
  paid = 0;
  /** Coins that it has moved into its cashbox, ever. */
  collected = 0;
  /** What becomes of the next orders. */
  onDispense: (order: DispenseOrder) => Promise<DispenseOutcome> = ({ count, to }) =>
    this.pay(count, to);
  onSettle: (order: DispenseOrder) => Promise<DispenseOutcome> = () => Promise.resolve(OFFLINE);

  constructor({ device, valueMinor, unit, canCollect = false }: FakeDispenserOptions) {
    this.device = device;
    this.unit = unit;
    this.canCollect = canCollect;
    this.valueMinor = valueMinor;
    this.#connection = new Connection(device);
  }

  connect(report: ReportSink): Promise<void> {
    return this.#connection.open(report);
  }

  say(state: DeviceState): Promise<void> {
    return this.#connection.say(state);
  }

  prepare(to: DispenseTarget): Promise<PrepareOutcome> {
    if (to === 'cashbox' && !this.canCollect) return Promise.resolve(CANNOT_COLLECT);
    return Promise.resolve({ kind: 'prepared', evidence: `${this.paid}+${this.collected}` });
  }

  dispense(order: DispenseOrder): Promise<DispenseOutcome> {
    return this.onDispense(order);
  }

  settle(order: DispenseOrder): Promise<DispenseOutcome> {
    return this.onSettle(order);
  }

  pay(count: number, to: DispenseTarget = 'customer'): Promise<DispenseOutcome> {
    if (to === 'customer') this.paid += count;
    else this.collected += count;
    return Promise.resolve({ kind: 'settled', paid: count, cause: 'complete' });
  }
}

const CANNOT_COLLECT: PrepareOutcome = { kind: 'refused', reason: 'fault', detail: 'no cashbox' };

/** The outcome of an order to a hopper that can no longer be asked. */
export const OFFLINE: DispenseOutcome = { kind: 'unknown', reason: 'offline', detail: 'no answer' };

/** The outcome of an order to a hopper that has nothing in it. */
export const EMPTY: DispenseOutcome = { kind: 'settled', paid: 0, cause: 'empty' };

class Connection {
  readonly #device: string;
  report: ReportSink = () => Promise.reject(new TypeError('not connected'));

  constructor(device: string) {
    this.#device = device;
  }

  open(report: ReportSink): Promise<void> {
    this.report = report;
    return this.say({ kind: 'up' });
  }

  say(state: DeviceState): Promise<void> {
    return this.report({ kind: 'state', device: this.#device, state });
  }
}
