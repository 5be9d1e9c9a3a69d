import { garbled } from '../../kit/garbled.ts';
import type { Clock } from '../../kit/clock.ts';
import type { DeviceLine } from '../../kit/device-line.ts';
import { FramingReader } from '../../kit/framing.ts';
import { decodeFrame, encodeFrame, FRAME_MAX_BYTES, type Frame } from './frame.ts';
import { BehaviourStack, type Behaviour } from './sim-behaviour.ts';
import type { SimConfig } from './sim-config.ts';
import { SimCoinSystem, type CoinTrouble } from './sim-coin-system.ts';
import { SimHopper } from './sim-hopper.ts';
import { SimNoteUnit } from './sim-note-unit.ts';
import type { SimEvent, SimTruth } from './sim-truth.ts';
import type { SimUnit, SimUnitOptions } from './sim-unit.ts';

/** A unit forgets a packet that pauses for longer. */
const FRAME_TIMEOUT_MS = 100;

export interface SimMachineOptions {
  readonly clock: Clock;
  readonly config: SimConfig;
  /** Gives a number in [0, 1); what noise, garbling and the units' keys are made of. */
  readonly random: () => number;
}

/**
 * A line with units made of software, and the hands of those who stand before and behind them. Driven
 * by the clock given and nothing else, so that a test's seed gives the same run again.
 */
export class SimMachine {
  readonly #options: SimMachineOptions;
  readonly #units: readonly SimUnit[];
  readonly #reader: FramingReader<Frame>;
  readonly #behaviours = new BehaviourStack();
  readonly #listeners = new Set<(event: SimEvent) => void>();
  #line: DeviceLine | undefined;
  /** Bytes that may still pass before the power fails. */
  #bytesLeft = Number.POSITIVE_INFINITY;
  #onCut: () => void = () => {};

  constructor(options: SimMachineOptions) {
    const { clock, config, random } = options;
    this.#options = options;
    const emit = (event: SimEvent): void => this.#tell(event);
    this.#units = config.units.map((one) =>
      createUnit({ clock, timing: config.timing, config: one, random, emit }),
    );
    this.#reader = new FramingReader({
      clock,
      decode: decodeFrame,
      frameTimeoutMs: FRAME_TIMEOUT_MS,
      bufferMaxBytes: FRAME_MAX_BYTES,
      onFrame: (frame) => this.#carry(frame),
      onDropped: () => {},
    });
  }

  get devices(): readonly string[] {
    return this.#units.map(({ device }) => device);
  }

  attach(line: DeviceLine): void {
    this.#line = line;
    line.listen((bytes) => {
      const passed = this.#pass(bytes);
      if (passed.length > 0) this.#reader.push(passed);
      this.#cutIfUsedUp();
    });
  }

  onEvent(listener: (event: SimEvent) => void): void {
    this.#listeners.add(listener);
  }

  /** A customer's note or coin, into the unit that knows the value; false when none does. */
  insert(valueMinor: number): boolean {
    const unit = this.#units.find((one) => one.takes(valueMinor));
    unit?.insert(valueMinor);
    return unit !== undefined;
  }

  behave(behaviour: Behaviour): void {
    this.#behaviours.prepend(behaviour);
  }

  clearBehaviours(): void {
    this.#behaviours.clear();
  }

  /** Bytes nobody sent. */
  makeNoise(count: number): void {
    const { random } = this.#options;
    this.#line?.send(Uint8Array.from({ length: count }, () => Math.floor(random() * 256)));
  }

  /** Keeps notes and coins from being paid out. */
  jam(isJammed: boolean): void {
    for (const unit of this.#units) unit.obstruct(isJammed);
  }

  cheat(): void {
    for (const unit of this.#units) unit.cheat();
  }

  /** Makes every unit tell something that no manual knows. */
  surprise(): void {
    for (const unit of this.#units) unit.surprise();
  }

  fillStacker(isFull: boolean): void {
    for (const unit of this.#units) {
      if (unit instanceof SimNoteUnit) unit.fillStacker(isFull);
    }
  }

  /** At the coin mechanism of every SMART Coin System. */
  troubleCoins(trouble: CoinTrouble): void {
    for (const unit of this.#units) {
      if (unit instanceof SimCoinSystem) unit.trouble(trouble);
    }
  }

  /** Out of the store into the cash box; false where there is no such coin. */
  dropToCashbox(valueMinor: number): boolean {
    return this.#units.some(
      (unit) => unit instanceof SimCoinSystem && unit.dropToCashbox(valueMinor),
    );
  }

  loseKeys(): void {
    for (const unit of this.#units) unit.loseKeys();
  }

  cutPower(): void {
    this.#reader.reset();
    for (const unit of this.#units) unit.cutPower();
  }

  /** Lets so many more bytes pass, in either direction, and then cuts the power. */
  cutPowerAfter(countBytes: number, onCut: () => void): void {
    this.#bytesLeft = countBytes;
    this.#onCut = onCut;
  }

  /** The power is on, and stays on: a cut that was still to come does not. */
  restorePower(): void {
    this.#bytesLeft = Number.POSITIVE_INFINITY;
    for (const unit of this.#units) unit.restorePower();
  }

  truth(): SimTruth {
    return Object.fromEntries(this.#units.map((unit) => [unit.device, unit.truth()]));
  }

  #carry(frame: Frame): void {
    const unit = this.#units.find(({ address }) => address === frame.address);
    if (unit === undefined || !unit.isPowered) return;
    const behaviour = this.#behaviours.take(() => unit.codeOf(frame));
    if (behaviour?.kind === 'silence') return;
    const data = unit.receive(frame);
    if (data === undefined || behaviour?.kind === 'lose-reply') return;
    const whole = encodeFrame({ ...frame, data });
    const bytes = behaviour?.kind === 'garble' ? garbled(whole, this.#options.random) : whole;
    const { clock, config } = this.#options;
    const delayMs = config.timing.replyMs + (behaviour?.delayMs ?? 0);
    for (let copy = 0; copy < (behaviour?.kind === 'repeat' ? 2 : 1); copy += 1) {
      clock.startTimer(delayMs + copy, () => {
        if (unit.isPowered) this.#send(bytes);
      });
    }
  }

  #send(bytes: Uint8Array): void {
    const passed = this.#pass(bytes);
    if (passed.length > 0) this.#line?.send(passed);
    this.#cutIfUsedUp();
  }

  #pass(bytes: Uint8Array): Uint8Array {
    const passed = bytes.subarray(0, Math.min(bytes.length, this.#bytesLeft));
    this.#bytesLeft -= passed.length;
    return passed;
  }

  #cutIfUsedUp(): void {
    if (this.#bytesLeft > 0) return;
    this.#bytesLeft = Number.POSITIVE_INFINITY;
    this.cutPower();
    this.#onCut();
  }

  #tell(event: SimEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

function createUnit(options: SimUnitOptions): SimUnit {
  switch (options.config.unit) {
    case 'smart-hopper':
      return new SimHopper(options);
    case 'smart-coin-system':
      return new SimCoinSystem(options);
    case 'validator':
    case 'smart-payout':
    case 'nv11':
      return new SimNoteUnit(options);
  }
}
