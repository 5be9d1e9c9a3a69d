import type { Clock } from '../../kit/clock.ts';
import type { DeviceLine } from '../../kit/device-line.ts';
import { SimAccumulator } from './sim-accumulator.ts';
import { SimAcceptor } from './sim-acceptor.ts';
import type { Behaviour } from './sim-behaviour.ts';
import { SimBus } from './sim-bus.ts';
import { SimChanger } from './sim-changer.ts';
import type { SimConfig } from './sim-config.ts';
import type { SimDevice, SimEvent } from './sim-device.ts';
import { SimHopper } from './sim-hopper.ts';
import { NoteTally } from './sim-notes.ts';
import { CoinTally, countCoins, type SimTruth } from './sim-truth.ts';
import { SimValidator } from './sim-validator.ts';

export interface SimMachineOptions {
  readonly clock: Clock;
  readonly config: SimConfig;
  /** Gives a number in [0, 1); what noise and garbling are made of. */
  readonly random: () => number;
}

/** A cash machine made of software, and the hands of those who stand before and behind it. */
export interface SimMachine {
  readonly devices: readonly string[];
  attach(line: DeviceLine): void;
  onEvent(listener: (event: SimEvent) => void): void;
  /** A customer's coin; one of no programmed value is given back. */
  insertCoin(valueMinor: number): void;
  /** A customer's note; false where there is no validator. */
  insertNote(valueMinor: number): boolean;
  /** The next note hangs on a string. */
  tieString(): boolean;
  takeStacker(): boolean;
  putStacker(): boolean;
  /** Before a device's own answers, or everybody's with `bus`; false when there is no such device. */
  behave(target: string, behaviour: Behaviour): boolean;
  clearBehaviours(): void;
  makeNoise(countBytes: number): void;
  /** On a hopper or the validator; false when there is none of this name. */
  jam(device: string): boolean;
  unjam(device: string): boolean;
  empty(device: string): boolean;
  fill(device: string, count: number): boolean;
  /** Of one device, or of all when none is named; false when there is none of this name. */
  cutPower(device?: string): boolean;
  restorePower(device?: string): boolean;
  truth(): SimTruth;
}

/** Driven by the clock given and nothing else, so that a test's seed gives the same run again. */
export function createSimMachine(options: SimMachineOptions): SimMachine {
  return new Machine(options);
}

class Machine implements SimMachine {
  readonly #bus: SimBus;
  readonly #acceptor: SimAcceptor;
  readonly #hoppers: readonly SimHopper[];
  readonly #validator: SimValidator | undefined;
  readonly #all: readonly SimDevice[];
  readonly #notes = new NoteTally();
  readonly #config: SimConfig;
  readonly #listeners = new Set<(event: SimEvent) => void>();
  readonly #cashbox = new CoinTally();
  readonly #accepted = new CoinTally();
  readonly #swallowed = new CoinTally();
  readonly #rejected = new CoinTally();
  readonly #paidOut = new CoinTally();
  readonly #filled = new CoinTally();
  readonly #emptied = new CoinTally();

  constructor({ clock, config, random }: SimMachineOptions) {
    const { timing } = config;
    const context = { clock, timing, emit: (event: SimEvent) => this.#record(event) };
    this.#config = config;
    this.#acceptor = new SimAcceptor({
      ...context,
      config: config.acceptor,
      drop: (valueMinor, place) => this.#drop(valueMinor, place),
    });
    this.#hoppers = config.hoppers.map((one) => new SimHopper({ ...context, config: one }));
    const { validator, changer, accumulator } = config;
    this.#validator = validator && new SimValidator({ ...context, config: validator });
    const notes = this.#validator === undefined ? [] : [this.#validator];
    const changers = changer === undefined ? [] : [new SimChanger({ ...context, config: changer })];
    const accumulators =
      accumulator === undefined ? [] : [new SimAccumulator({ ...context, config: accumulator })];
    this.#all = [this.#acceptor, ...this.#hoppers, ...notes, ...changers, ...accumulators];
    this.#bus = new SimBus({
      clock,
      timing,
      hasEcho: config.echo,
      checksum: config.checksum,
      hasAddressPoll: config.hasAddressPoll,
      random,
      devices: this.#all,
    });
  }

  get devices(): readonly string[] {
    return this.#all.map(({ device }) => device);
  }

  attach(line: DeviceLine): void {
    this.#bus.attach(line);
  }

  onEvent(listener: (event: SimEvent) => void): void {
    this.#listeners.add(listener);
  }

  insertCoin(valueMinor: number): void {
    this.#acceptor.insert(valueMinor);
  }

  insertNote(valueMinor: number): boolean {
    return this.#withValidator((validator) => validator.insert(valueMinor));
  }

  tieString(): boolean {
    return this.#withValidator((validator) => validator.tieString());
  }

  takeStacker(): boolean {
    return this.#withValidator((validator) => validator.takeStacker());
  }

  putStacker(): boolean {
    return this.#withValidator((validator) => validator.putStacker());
  }

  behave(target: string, behaviour: Behaviour): boolean {
    return this.#bus.behave(target, behaviour);
  }

  clearBehaviours(): void {
    this.#bus.clearBehaviours();
  }

  makeNoise(countBytes: number): void {
    this.#bus.makeNoise(countBytes);
  }

  jam(device: string): boolean {
    return this.#withMechanics(device, (one) => one.jam());
  }

  unjam(device: string): boolean {
    return this.#withMechanics(device, (one) => one.unjam());
  }

  empty(device: string): boolean {
    if (device === this.#validator?.device) {
      return this.#withValidator((validator) => this.#notes.empty(validator.removeNotes()));
    }
    return this.#withHopper(device, (hopper) => {
      for (const valueMinor of hopper.removeCoins()) this.#emptied.add(valueMinor);
    });
  }

  fill(device: string, count: number): boolean {
    const valueMinor = this.#config.hoppers.find((one) => one.device === device)?.valueMinor ?? 0;
    return this.#withHopper(device, (hopper) => {
      for (let coin = 0; coin < count; coin += 1) this.#filled.add(valueMinor);
      hopper.addCoins(Array.from({ length: count }, () => valueMinor));
    });
  }

  cutPower(device?: string): boolean {
    return this.#withDevices(device, (one) => one.cutPower());
  }

  restorePower(device?: string): boolean {
    return this.#withDevices(device, (one) => one.restorePower());
  }

  truth(): SimTruth {
    const tubes = this.#hoppers.map(({ device, tube }) => [device, countCoins(tube)] as const);
    return {
      tubes: Object.fromEntries(tubes),
      cashbox: this.#cashbox.counts,
      accepted: this.#accepted.counts,
      swallowed: this.#swallowed.counts,
      rejected: this.#rejected.counts,
      paidOut: this.#paidOut.counts,
      filled: this.#filled.counts,
      emptied: this.#emptied.counts,
      ...(this.#validator && { notes: this.#notes.truth(this.#validator) }),
    };
  }

  #withHopper(device: string, act: (hopper: SimHopper) => void): boolean {
    const hopper = this.#hoppers.find((one) => one.device === device);
    if (hopper !== undefined) act(hopper);
    return hopper !== undefined;
  }

  #withValidator(act: (validator: SimValidator) => void): boolean {
    if (this.#validator !== undefined) act(this.#validator);
    return this.#validator !== undefined;
  }

  #withMechanics(device: string, act: (one: SimHopper | SimValidator) => void): boolean {
    if (device !== this.#validator?.device) return this.#withHopper(device, act);
    return this.#withValidator(act);
  }

  #withDevices(device: string | undefined, act: (one: SimDevice) => void): boolean {
    const chosen = this.#all.filter((one) => device === undefined || one.device === device);
    for (const one of chosen) act(one);
    return chosen.length > 0;
  }

  #drop(valueMinor: number, place: string): void {
    const isInTube = this.#withHopper(place, (hopper) => hopper.addCoins([valueMinor]));
    if (!isInTube) this.#cashbox.add(valueMinor);
  }

  #record(event: SimEvent): void {
    this.#tally(event);
    for (const listener of this.#listeners) listener(event);
  }

  #tally(event: SimEvent): void {
    switch (event.event) {
      case 'accepted':
        return this.#accepted.add(event.valueMinor);
      case 'swallowed':
        return this.#swallowed.add(event.valueMinor);
      case 'rejected':
        return this.#rejected.add(event.valueMinor);
      case 'paid-out':
        return this.#paidOut.add(event.valueMinor);
      case 'inserted':
        return undefined;
      case 'note-inserted':
      case 'note-escrowed':
      case 'note-stacked':
      case 'note-swallowed':
      case 'note-returned':
      case 'note-removed':
        return this.#notes.record(event);
    }
  }
}
