import type { Clock } from '../../kit/clock.ts';
import { COMMAND, OPTION, PAYOUT_ERROR, STATUS, littleEndian, valueBytes } from './commands.ts';
import type { Frame } from './frame.ts';
import { isCoinUnit, type SimTiming, type SimUnitConfig } from './sim-config.ts';
import { SimEventList } from './sim-event-list.ts';
import { SimPayout } from './sim-payout.ts';
import { SimSlave } from './sim-slave.ts';
import { countPieces, SimVault, type SimEvent, type UnitTruth } from './sim-truth.ts';

export interface SimUnitOptions {
  readonly clock: Clock;
  readonly timing: SimTiming;
  readonly config: SimUnitConfig;
  readonly random: () => number;
  readonly emit: (event: SimEvent) => void;
}

export type Reply = readonly number[];

export const OK: Reply = [STATUS.ok];
export const CANNOT: Reply = [STATUS.cannotBeProcessed];
const FAIL: Reply = [STATUS.fail];
const NOT_KNOWN: Reply = [STATUS.commandNotKnown];

const SLAVE_RESET = 0xf1;
const DISABLED = 0xe8;
const FRAUD = 0xe6;
const SURPRISE = 0x11;
const PROTOCOL_MIN = 6;
const VALUE_BYTES = 4;

/** What note and coin units have in common: power, protocol, store, payout. */
export abstract class SimUnit {
  readonly device: string;
  readonly address: number;
  protected readonly options: SimUnitOptions;
  protected readonly events = new SimEventList();
  protected readonly vault: SimVault;
  protected readonly payout: SimPayout;
  protected isEnabled = false;
  protected protocolVersion = PROTOCOL_MIN;
  /** Values that go into the store. */
  protected readonly recycled = new Set<number>();
  readonly #slave: SimSlave;
  #hasPhantoms = true;
  #isPowered = true;
  #askedMs = Number.NEGATIVE_INFINITY;

  constructor(options: SimUnitOptions) {
    const { config, clock, timing, random } = options;
    this.device = config.device;
    this.address = config.address;
    this.options = options;
    this.vault = new SimVault(config.device, options.emit);
    for (const [value, count] of config.store) {
      for (let piece = 0; piece < count; piece += 1) this.vault.store.push(value);
    }
    this.payout = new SimPayout({ clock, timing, config, events: this.events, vault: this.vault });
    this.#slave = new SimSlave({
      fixedKey: BigInt(`0x${config.fixedKey}`),
      isEncrypted: config.isEncrypted,
      random,
      run: (code, data) => this.#run(code, data),
    });
    this.events.push(() => [SLAVE_RESET]);
  }

  get isPowered(): boolean {
    return this.#isPowered;
  }

  /** A customer's note or coin. */
  abstract insert(valueMinor: number): void;
  protected abstract run(code: number, data: Uint8Array): Reply | undefined;
  protected abstract setup(): readonly number[];
  /** The states that a poll tells of while they last. */
  protected abstract states(): readonly number[];
  /** What goes on only after a poll or an acknowledgement. */
  protected abstract proceed(): void;
  protected abstract losePower(): void;
  protected abstract findPath(): void;

  /** The command that pays pieces of one value. */
  protected get payoutCode(): number {
    return COMMAND.payoutByDenomination;
  }

  takes(valueMinor: number): boolean {
    return this.options.config.values.includes(valueMinor);
  }

  obstruct(isObstructed: boolean): void {
    this.payout.obstruct(isObstructed);
  }

  cheat(): void {
    const isCoins = isCoinUnit(this.options.config);
    this.events.push(() => (isCoins ? [FRAUD, 0] : [FRAUD, 1]), true);
  }

  /** Tells something that no manual knows. */
  surprise(): void {
    this.events.push(() => [SURPRISE]);
  }

  codeOf(frame: Frame): number | undefined {
    return this.#slave.codeOf(frame);
  }

  receive(frame: Frame): Uint8Array | undefined {
    if (!this.#isPowered) return undefined;
    this.#askedMs = this.options.clock.monotonicMs();
    return this.#slave.receive(frame);
  }

  /** Forgets its keys and nothing else, as a unit does that has been reset by itself. */
  loseKeys(): void {
    this.#slave.forget();
  }

  cutPower(): void {
    if (!this.#isPowered) return;
    this.#isPowered = false;
    this.payout.cutPower();
    this.losePower();
  }

  restorePower(): void {
    if (this.#isPowered) return;
    this.#isPowered = true;
    this.#slave.forget();
    this.isEnabled = false;
    this.protocolVersion = PROTOCOL_MIN;
    this.recycled.clear();
    this.events.clear();
    this.events.push(() => [SLAVE_RESET]);
    this.payout.restorePower();
    this.findPath();
  }

  truth(): UnitTruth {
    return this.vault.truth();
  }

  /** A unit that nobody asks for a while takes nothing. */
  protected get isListening(): boolean {
    const { clock, timing } = this.options;
    return clock.monotonicMs() - this.#askedMs <= timing.disableMs;
  }

  protected placeOf(valueMinor: number): 'store' | 'cashbox' {
    return this.recycled.has(valueMinor) ? 'store' : 'cashbox';
  }

  protected levelOf(valueMinor: number): number {
    const phantoms = this.options.config.phantoms.find(([value]) => value === valueMinor);
    const imagined = this.#hasPhantoms ? (phantoms?.[1] ?? 0) : 0;
    return this.vault.store.filter((value) => value === valueMinor).length + imagined;
  }

  #run(code: number, data: Uint8Array): Reply {
    if (this.options.config.unknownCommands.includes(code)) return NOT_KNOWN;
    return (
      this.#runBasics(code, data) ?? this.#runStore(code, data) ?? this.run(code, data) ?? NOT_KNOWN
    );
  }

  #runBasics(code: number, data: Uint8Array): Reply | undefined {
    const { serial, hasPollWithAck } = this.options.config;
    switch (code) {
      case COMMAND.hostProtocolVersion:
        return this.#setProtocol(data[0] ?? 0);
      case COMMAND.setupRequest:
        return [STATUS.ok, ...this.setup()];
      case COMMAND.getSerialNumber:
        return [STATUS.ok, ...littleEndian(serial, 4).toReversed()];
      case COMMAND.enable:
        this.isEnabled = true;
        return OK;
      case COMMAND.disable:
        this.isEnabled = false;
        return OK;
      case COMMAND.poll:
        return this.#poll(false);
      case COMMAND.pollWithAck:
        return hasPollWithAck ? this.#poll(true) : NOT_KNOWN;
      case COMMAND.eventAck:
        return this.#acknowledge();
      default:
        return undefined;
    }
  }

  #runStore(code: number, data: Uint8Array): Reply | undefined {
    switch (code) {
      case COMMAND.setRoute:
        return this.#setRoute(data);
      case COMMAND.getAllLevels:
        return this.#levels();
      case this.payoutCode:
        return this.#payOut(data);
      case COMMAND.floatByDenomination:
        return this.#float(data);
      case COMMAND.smartEmpty:
        return this.#empty('smart-empty');
      case COMMAND.emptyAll:
        return this.#empty('empty');
      case COMMAND.cashboxPayoutData:
        return this.#cashboxData();
      case COMMAND.haltPayout:
        return this.payout.halt() ? OK : CANNOT;
      default:
        return undefined;
    }
  }

  #setProtocol(version: number): Reply {
    if (version < PROTOCOL_MIN || version > this.options.config.protocolMax) return FAIL;
    this.protocolVersion = version;
    return OK;
  }

  #poll(isAckPoll: boolean): Reply {
    const states = this.states();
    const told = this.events.poll(this.protocolVersion, isAckPoll);
    this.proceed();
    const disabled = this.isEnabled ? [] : [DISABLED];
    return [STATUS.ok, ...told, ...states, ...this.payout.polled(), ...disabled];
  }

  #acknowledge(): Reply {
    const isAny = this.events.acknowledge();
    this.proceed();
    return isAny ? OK : CANNOT;
  }

  #setRoute(data: Uint8Array): Reply {
    const [route, ...rest] = data;
    const value = Buffer.from(rest).readUInt32LE(0);
    if (route === 0) this.recycled.add(value);
    else this.recycled.delete(value);
    return OK;
  }

  #levels(): Reply {
    const { values, currency } = this.options.config;
    const letters = Buffer.from(currency, 'latin1');
    const levels = values.flatMap((value) => [
      ...littleEndian(this.levelOf(value), 2),
      ...littleEndian(value, VALUE_BYTES),
      ...letters,
    ]);
    return [STATUS.ok, values.length, ...levels];
  }

  #payOut(data: Uint8Array): Reply {
    const bytes = Buffer.from(data);
    const count = bytes.readUInt16LE(1);
    const value = bytes.readUInt32LE(3);
    if (!this.isEnabled) return [...CANNOT, PAYOUT_ERROR.disabled];
    if (this.payout.isBusy || this.vault.path !== undefined) return [...CANNOT, PAYOUT_ERROR.busy];
    if (this.levelOf(value) < count) return [...CANNOT, PAYOUT_ERROR.notEnoughValue];
    if (bytes.at(-1) === OPTION.real) this.payout.start('payout', repeated(value, count));
    return OK;
  }

  /** Moves all but what is named into the cash box. */
  #float(data: Uint8Array): Reply {
    const kept = keptBy(data);
    const held = this.options.config.values.map((value) => [value, this.levelOf(value)] as const);
    if (!this.isEnabled) return [...CANNOT, PAYOUT_ERROR.disabled];
    if (this.payout.isBusy || this.vault.path !== undefined) return [...CANNOT, PAYOUT_ERROR.busy];
    if (held.some(([value, level]) => level < (kept.get(value) ?? 0))) {
      return [...CANNOT, PAYOUT_ERROR.notEnoughValue];
    }
    const moving = held.flatMap(([value, level]) =>
      repeated(value, level - (kept.get(value) ?? 0)),
    );
    if (data.at(-1) === OPTION.real) this.payout.start('float', moving);
    return OK;
  }

  /** Looks at every piece that is really there; afterwards it believes to have none. */
  #empty(move: 'smart-empty' | 'empty'): Reply {
    if (!this.isEnabled) return [...CANNOT, PAYOUT_ERROR.disabled];
    if (this.payout.isBusy || this.vault.path !== undefined) return [...CANNOT, PAYOUT_ERROR.busy];
    this.#hasPhantoms = false;
    this.payout.start(move, [...this.vault.store].toReversed());
    return OK;
  }

  #cashboxData(): Reply {
    const { currency } = this.options.config;
    const counts = Object.entries(countPieces(this.payout.lastCollected));
    const named = counts.flatMap(([value, count]) => [
      ...littleEndian(count, 2),
      ...valueBytes(Number(value), currency),
    ]);
    return [STATUS.ok, counts.length, ...named, ...littleEndian(0, 4)];
  }
}

const NAMED_BYTES = 9;

/** What a float is to leave, by value. */
function keptBy(data: Uint8Array): ReadonlyMap<number, number> {
  const bytes = Buffer.from(data);
  const kept = Array.from({ length: bytes.readUInt8(0) }, (_, index): [number, number] => {
    const at = 1 + index * NAMED_BYTES;
    return [bytes.readUInt32LE(at + 2), bytes.readUInt16LE(at)];
  });
  return new Map(kept);
}

function repeated(value: number, count: number): readonly number[] {
  return Array.from({ length: count }, () => value);
}
