import { Alarm } from '../../kit/alarm.ts';
import type {
  CashDispenser,
  DeviceState,
  DispenseOrder,
  DispenseOutcome,
  DispenseTarget,
  PrepareOutcome,
} from '../../kit/device.ts';
import { Turns } from '../../kit/turns.ts';
import type { PortParts } from './bus.ts';
import type { ValueDispenserConfig } from './config.ts';
import { DeviceWatch } from './device-watch.ts';
import { requestEquipmentCategory, requestSerialNumber } from './machine.ts';
import { PatientBus } from './patient-bus.ts';
import {
  decideValue,
  encodeValueEvidence,
  parseValueEvidence,
  type ValueEvidence,
} from './value-decision.ts';
import type { ValueFace, ValueLook } from './value-face.ts';

const LOOK_MS = 100;
/** A device that pays nothing on for this long, nor gives up, is not waited for. */
const COIN_LIMIT_MS = 15_000;

type Rest =
  | { readonly kind: 'at-rest'; readonly look: ValueLook }
  | { readonly kind: 'offline' | 'moving' };

/**
 * Pays an amount out of coins of the device's own choice. A piece is the smallest amount, and what
 * lies in the device is known as a sum alone: it is never said to be empty, because nobody can tell.
 * The command is written once for an order; what became of it is read from the device's meters.
 */
export class ValueDispenser implements CashDispenser {
  readonly kind = 'value-dispenser';
  readonly canCollect = false;
  readonly device: string;
  readonly valueMinor: number;
  readonly countMax: number;
  readonly #config: ValueDispenserConfig;
  readonly #parts: PortParts;
  readonly #face: ValueFace;
  readonly #patient: PatientBus;
  readonly #turns = new Turns();
  readonly #watch: DeviceWatch;

  constructor(config: ValueDispenserConfig, parts: PortParts, face: ValueFace) {
    const { device, address, unitMinor } = config;
    this.device = device;
    this.valueMinor = unitMinor;
    this.countMax = Math.floor(face.amountMaxMinor / unitMinor);
    this.#config = config;
    this.#parts = parts;
    this.#face = face;
    this.#patient = new PatientBus(parts.bus, parts.config.linkWaitMs);
    this.#watch = new DeviceWatch(parts, { device, address, identify: () => this.#identify() });
  }

  prepare(to: DispenseTarget): Promise<PrepareOutcome> {
    if (to === 'cashbox') return Promise.resolve(fault('moves nothing into a cashbox'));
    return this.#turns.take(() => this.#prepare());
  }

  dispense(order: DispenseOrder): Promise<DispenseOutcome> {
    return this.#turns.take(() => this.#dispense(order));
  }

  settle(order: DispenseOrder): Promise<DispenseOutcome> {
    return this.#turns.take(() => this.#settle(order));
  }

  run(): Promise<void> {
    return this.#watch.run();
  }

  stop(): void {
    this.#watch.stop();
  }

  async #prepare(): Promise<PrepareOutcome> {
    const { bus, config } = this.#parts;
    if (!(await bus.waitUp(config.linkWaitMs))) return offline('the port is down');
    // A payout somebody has lost sight of must be over before its meters are taken as a start.
    const before = await this.#waitForRest();
    if (before.kind === 'moving') return fault('still paying out');
    const state = before.kind === 'offline' ? undefined : await this.#identify();
    if (state === undefined) return offline('no answer');
    if (state.kind !== 'up') return fault(JSON.stringify(state));
    const refusal = await this.#face.ready();
    if (refusal === undefined) return offline('no answer');
    if (refusal !== '') return fault(refusal);
    const evidence = await this.#read();
    if (evidence === undefined) return offline('no answer');
    return { kind: 'prepared', evidence: encodeValueEvidence(evidence) };
  }

  async #dispense(order: DispenseOrder): Promise<DispenseOutcome> {
    const evidence = parseValueEvidence(order.evidence);
    const isCount = Number.isInteger(order.count) && order.count >= 1;
    const isValid = isCount && order.count <= this.countMax && order.to === 'customer';
    if (evidence === undefined || !isValid) return NOT_EXECUTED;
    const now = await this.#read();
    // Whatever has moved since the evidence was read would be counted as this order's.
    if (now === undefined || encodeValueEvidence(now) !== order.evidence) return NOT_EXECUTED;
    const amountMinor = order.count * this.valueMinor;
    const isWritten = await this.#face.pay({ amountMinor, serial: evidence.serial });
    return isWritten ? this.#settle(order) : NOT_EXECUTED;
  }

  async #settle(order: DispenseOrder): Promise<DispenseOutcome> {
    const evidence = parseValueEvidence(order.evidence);
    if (evidence === undefined) return unknown('counters-disagree', 'the evidence is unreadable');
    const rest = await this.#waitForRest();
    if (rest.kind === 'moving') return unknown('counters-disagree', 'still paying out');
    const reading = rest.kind === 'at-rest' ? await this.#readEnd(rest.look) : undefined;
    if (reading === undefined) return unknown('offline', 'the device cannot be reached');
    return decideValue({ order, unitMinor: this.valueMinor }, evidence, reading);
  }

  async #readEnd({ status }: ValueLook) {
    const serial = await this.#patient.agreed(requestSerialNumber(this.#config.address));
    const meters = await this.#patient.patiently(() => this.#face.readMeters());
    const end = await this.#patient.patiently(() => this.#face.readEnd());
    if (serial === undefined || meters === undefined || end === undefined) return undefined;
    return { serial, counter: status.counter, status, ...meters, ...end };
  }

  async #read(): Promise<ValueEvidence | undefined> {
    const rest = await this.#waitForRest();
    if (rest.kind !== 'at-rest') return undefined;
    const serial = await this.#patient.agreed(requestSerialNumber(this.#config.address));
    const meters = await this.#patient.patiently(() => this.#face.readMeters());
    if (serial === undefined || meters === undefined) return undefined;
    return { serial, counter: rest.look.status.counter, meters: [...meters.meters] };
  }

  /** Rest is believed when two looks in a row show the same. */
  async #waitForRest(): Promise<Rest> {
    const { clock } = this.#parts.bus;
    let before = '';
    let progress = -1;
    let progressMs = clock.monotonicMs();
    for (;;) {
      const look = await this.#patient.patiently(() => this.#face.look());
      if (look === undefined) return { kind: 'offline' };
      const text = JSON.stringify(look);
      if (!look.isBusy && text === before) return { kind: 'at-rest', look };
      before = text;
      if (look.progress !== progress) progressMs = clock.monotonicMs();
      progress = look.progress;
      if (clock.monotonicMs() - progressMs > COIN_LIMIT_MS) return { kind: 'moving' };
      await new Alarm(clock).sleep(LOOK_MS);
    }
  }

  async #identify(): Promise<DeviceState | undefined> {
    const { address, serial: expected } = this.#config;
    const category = await this.#patient.agreed(requestEquipmentCategory(address));
    const serial = await this.#patient.agreed(requestSerialNumber(address));
    if (category === undefined || serial === undefined) return undefined;
    if (category !== this.#face.category) {
      return { kind: 'fault', code: 'wrong-category', detail: `${category} answers` };
    }
    if (expected !== undefined && serial !== expected) {
      const detail = `serial number ${serial}, expected ${expected}`;
      return { kind: 'fault', code: 'wrong-serial', detail };
    }
    return this.#face.identify();
  }
}

const NOT_EXECUTED: DispenseOutcome = { kind: 'settled', paid: 0, cause: 'not-executed' };

function unknown(reason: 'offline' | 'counters-disagree', detail: string): DispenseOutcome {
  return { kind: 'unknown', reason, detail };
}

function offline(detail: string): PrepareOutcome {
  return { kind: 'refused', reason: 'offline', detail };
}

function fault(detail: string): PrepareOutcome {
  return { kind: 'refused', reason: 'fault', detail };
}
