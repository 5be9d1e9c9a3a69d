import { Alarm } from '../../kit/alarm.ts';
import type {
  CashDispenser,
  DispenseOrder,
  DispenseOutcome,
  DispenseTarget,
  PrepareOutcome,
} from '../../kit/device.ts';
import { askAgreed } from './agreed.ts';
import type { Bus, PortParts } from './bus.ts';
import type { DispenserConfig } from './config.ts';
import { DeviceReporter, untilRefused } from '../../kit/device-reporter.ts';
import { decideDispense, type Evidence } from './dispense-decision.ts';
import type { CipherTable } from './hopper-cipher.ts';
import { encodeEvidence, parseEvidence } from './hopper-evidence.ts';
import { HopperReader, type Rest } from './hopper-reader.ts';
import { blockingFlags } from './hopper-registers.ts';
import {
  dispenseCoins,
  enableHopper,
  requestCipherKey,
  requestDispenseCount,
  requestEquipmentCategory,
  requestSerialNumber,
  resetDevice,
  simplePoll,
  testHopper,
} from './machine.ts';

const CATEGORY = 'Payout';
/** The command has one byte for the number of coins. */
const DISPENSE_COUNT_MAX = 255;
const WATCH_MS = 1_000;
/** Polls without an answer after which the hopper counts as gone; one may fall to noise. */
const MISSES_MAX = 2;

/**
 * No double payout: the dispense command is written once for an order, whatever happens. Its reply
 * is not even looked at for the result; the hopper's counters decide, in `dispense` as in `settle`.
 */
export class CctalkHopper implements CashDispenser {
  readonly kind = 'coin-dispenser';
  readonly device: string;
  readonly valueMinor: number;
  readonly countMax = DISPENSE_COUNT_MAX;
  /** A hopper has one way out. */
  readonly canCollect = false;
  readonly #bus: Bus;
  readonly #config: DispenserConfig;
  readonly #ciphers: CipherTable;
  readonly #linkWaitMs: number;
  readonly #reader: HopperReader;
  readonly #reporter: DeviceReporter;
  readonly #alarm: Alarm;
  #turn: Promise<unknown> = Promise.resolve();
  #misses = 0;
  #isIdentified = false;
  #isDisposed = false;

  constructor(config: DispenserConfig, parts: PortParts, ciphers: CipherTable) {
    const { bus, config: port, context } = parts;
    this.device = config.device;
    this.valueMinor = config.valueMinor;
    this.#bus = bus;
    this.#config = config;
    this.#ciphers = ciphers;
    this.#linkWaitMs = port.linkWaitMs;
    this.#reader = new HopperReader(bus, config.address, port.linkWaitMs);
    this.#reporter = new DeviceReporter(config.device, context.report);
    this.#alarm = new Alarm(context.clock);
    bus.onLinkChange(() => this.#alarm.wake());
  }

  prepare(to: DispenseTarget): Promise<PrepareOutcome> {
    if (to === 'cashbox') return Promise.resolve(fault('a hopper has no way into a cashbox'));
    return this.#alone(() => this.#prepare());
  }

  dispense(order: DispenseOrder): Promise<DispenseOutcome> {
    if (order.to === 'cashbox') return Promise.resolve(NOT_EXECUTED);
    return this.#alone(() => this.#dispense(order));
  }

  settle(order: DispenseOrder): Promise<DispenseOutcome> {
    return this.#alone(() => this.#settle(order));
  }

  /** Watches whether the hopper is there, until disposed or until a report is refused. */
  run(): Promise<void> {
    return untilRefused(this.#loop());
  }

  stop(): void {
    this.#isDisposed = true;
    this.#alarm.wake();
  }

  /** One of prepare, dispense and settle at a time: each relies on counters that the others move. */
  #alone<Outcome>(action: () => Promise<Outcome>): Promise<Outcome> {
    const turn = this.#turn.then(action);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #prepare(): Promise<PrepareOutcome> {
    if (!(await this.#bus.waitUp(this.#linkWaitMs))) return offline('the port is down');
    // A payout somebody has lost sight of must be over before its counters are taken as a start.
    const rest = await this.#reader.waitForRest();
    if (rest.kind === 'offline') return offline('no answer');
    if (rest.kind === 'moving') return fault('still paying out');
    const stranger = await this.#checkIdentity();
    if (stranger !== undefined) return stranger;
    const flags = await this.#clearFlags();
    if (flags === 'none') return this.#readEvidence(rest);
    // A reset hopper counts its events anew.
    return flags === 'cleared' ? this.#readEvidence(await this.#reader.waitForRest()) : flags;
  }

  async #checkIdentity(): Promise<PrepareOutcome | undefined> {
    const category = await this.#reader.agreed(requestEquipmentCategory(this.#config.address));
    if (category === undefined) return offline('no answer');
    return category === CATEGORY ? undefined : fault(`${category} answers`);
  }

  async #clearFlags(): Promise<PrepareOutcome | 'none' | 'cleared'> {
    const { address } = this.#config;
    const before = await this.#reader.agreed(testHopper(address));
    if (before === undefined) return offline('no answer');
    if (blockingFlags(before).length === 0) return 'none';
    await this.#bus.ask(resetDevice(address));
    const after = await this.#reader.agreed(testHopper(address));
    if (after === undefined) return offline('no answer after a reset');
    const left = blockingFlags(after);
    return left.length === 0 ? 'cleared' : fault(left.join(', '));
  }

  async #readEvidence(rest: Rest): Promise<PrepareOutcome> {
    const { address, serial: expected } = this.#config;
    const serial = await this.#reader.agreed(requestSerialNumber(address));
    const dispenseCount = await this.#reader.agreed(requestDispenseCount(address));
    if (serial === undefined || dispenseCount === undefined || rest.kind !== 'at-rest') {
      return offline('no answer');
    }
    if (expected !== undefined && serial !== expected) return fault(wrongSerial(serial, expected));
    const enabled = await this.#bus.ask(enableHopper(address));
    if (enabled.kind === 'no-reply') return offline('no answer');
    if (enabled.kind !== 'ok') return fault('enable refused');
    const { counter } = rest.status;
    return { kind: 'prepared', evidence: encodeEvidence({ counter, dispenseCount, serial }) };
  }

  async #dispense(order: DispenseOrder): Promise<DispenseOutcome> {
    const evidence = parseEvidence(order.evidence);
    const isValid = order.count >= 1 && order.count <= this.countMax;
    if (evidence === undefined || !isValid || !Number.isInteger(order.count)) return NOT_EXECUTED;
    const security = await this.#securityBytes(evidence.serial);
    if (security === undefined) return NOT_EXECUTED;
    const { address } = this.#config;
    const answer = await this.#bus.ask(dispenseCoins({ address, security, count: order.count }));
    if (answer.kind === 'no-reply' && !answer.written) return NOT_EXECUTED;
    return this.#ask(order, evidence);
  }

  /** Undefined without a key from a hopper that has one: then no command can be written either. */
  async #securityBytes(serial: number): Promise<Uint8Array | undefined> {
    const cipher = this.#ciphers[this.#config.cipher]?.(serial);
    if (cipher === undefined || !cipher.needsKey) return cipher?.securityBytes(NO_KEY);
    const key = await this.#bus.ask(requestCipherKey(this.#config.address));
    return key.kind === 'ok' ? cipher.securityBytes(key.value) : undefined;
  }

  async #settle(order: DispenseOrder): Promise<DispenseOutcome> {
    const evidence = parseEvidence(order.evidence);
    if (evidence !== undefined) return this.#ask(order, evidence);
    return { kind: 'unknown', reason: 'counters-disagree', detail: 'the evidence is unreadable' };
  }

  async #ask(order: DispenseOrder, evidence: Evidence): Promise<DispenseOutcome> {
    const rest = await this.#reader.waitForRest();
    if (rest.kind === 'offline') return UNREACHED;
    if (rest.kind === 'moving') {
      return { kind: 'unknown', reason: 'counters-disagree', detail: 'still paying out' };
    }
    const reading = await this.#reader.readAtRest(rest.status);
    return reading === undefined ? UNREACHED : decideDispense(order, evidence, reading);
  }

  async #loop(): Promise<void> {
    // A port that is only just being opened is no news yet.
    await this.#bus.waitUp(this.#linkWaitMs);
    while (!this.#isDisposed) {
      if (this.#bus.isUp) await this.#watch();
      else await this.#lose('link-down');
      if (!this.#isDisposed) await this.#alarm.sleep(WATCH_MS);
    }
  }

  async #watch(): Promise<void> {
    const poll = await this.#bus.ask(simplePoll(this.#config.address), { retriesMax: 0 });
    if (poll.kind === 'ok') {
      this.#misses = 0;
      if (!this.#isIdentified) await this.#identify();
      return;
    }
    this.#misses += 1;
    if (this.#misses >= MISSES_MAX || !this.#bus.isUp) {
      await this.#lose(this.#bus.isUp ? 'no-answer' : 'link-down');
    }
  }

  async #lose(reason: string): Promise<void> {
    this.#isIdentified = false;
    if (!this.#isDisposed) await this.#reporter.state({ kind: 'down', reason });
  }

  async #identify(): Promise<void> {
    const { address, serial: expected } = this.#config;
    const category = await askAgreed(this.#bus, requestEquipmentCategory(address));
    const serial = await askAgreed(this.#bus, requestSerialNumber(address));
    if (category === undefined || serial === undefined || this.#isDisposed) return;
    if (category !== CATEGORY) return this.#fail('wrong-category', `${category} answers`);
    if (expected !== undefined && serial !== expected) {
      return this.#fail('wrong-serial', wrongSerial(serial, expected));
    }
    this.#isIdentified = true;
    await this.#reporter.state({ kind: 'up' });
  }

  #fail(code: string, detail: string): Promise<void> {
    return this.#reporter.state({ kind: 'fault', code, detail });
  }
}

const NO_KEY = new Uint8Array(0);
const NOT_EXECUTED: DispenseOutcome = { kind: 'settled', paid: 0, cause: 'not-executed' };
const UNREACHED: DispenseOutcome = {
  kind: 'unknown',
  reason: 'offline',
  detail: 'the hopper cannot be reached',
};

function offline(detail: string): PrepareOutcome {
  return { kind: 'refused', reason: 'offline', detail };
}

function fault(detail: string): PrepareOutcome {
  return { kind: 'refused', reason: 'fault', detail };
}

function wrongSerial(serial: number, expected: number): string {
  return `serial number ${serial}, expected ${expected}`;
}
