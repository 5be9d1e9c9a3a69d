/** The devices of this till as the shell knows them: what each is, and how it is now. */
import type {
  CashAcceptor,
  CashChanger,
  ChangerAlert,
  ChangerDenomination,
  CashDispenser,
  Device,
  DeviceReport,
  DeviceState,
  DirectCommands,
} from '../../hardware/kit/device.ts';
import type { ReadyAcceptor } from '../core/cash/acceptance.ts';
import type { InCurrency } from '../core/cash/currency.ts';
import type { ReadyDispenser } from '../core/cash/dispensers.ts';
import { CASHBOX, cashboxOf } from '../core/cash/transfers.ts';
import type { KnownChanger } from '../core/till/changer-turn.ts';
import type { CashItem, TillReport } from '../core/till/events.ts';
import type { Place } from '../core/till/till.ts';

/** The fault of a whole machine on which somebody else's operation runs. */
const OCCUPIED = 'occupied';

/** `starting` until the device has said how it is; it may already be asked, and waits for itself. */
export type KnownState = DeviceState | { readonly kind: 'starting' };

export interface DeviceStatus extends InCurrency {
  readonly device: string;
  readonly kind: Device['kind'];
  readonly state: KnownState;
  readonly valueMinor?: number | undefined;
  /** What it can take or pay out; none until it has been identified. */
  readonly valuesMinor: readonly number[];
  /** It asks before it takes, and can give back what it holds. */
  readonly hasEscrow: boolean;
  /** It can move what it holds into its cashbox by itself. */
  readonly canCollect: boolean;
  /** Of a whole machine: what it knows of each value. */
  readonly denominations?: readonly ChangerDenomination[] | undefined;
  /** Of a whole machine: what it asks to be looked at. */
  readonly alerts?: readonly ChangerAlert[] | undefined;
}

type DirectCommandMap = NonNullable<DirectCommands['directCommands']>;

/** The currency of each device that has another one than the till, by device. */
export type DeviceCurrencies = Readonly<Record<string, string>>;

export class Machine {
  readonly acceptors: readonly CashAcceptor[];
  readonly dispensers: readonly CashDispenser[];
  /** Whole machines; a till that has one has nothing else for cash. */
  readonly changers: readonly CashChanger[];
  readonly #currencies: ReadonlyMap<string, string>;
  readonly #states = new Map<string, KnownState>();

  constructor(devices: readonly Device[], currencies: DeviceCurrencies = {}) {
    this.#currencies = new Map(Object.entries(currencies));
    this.acceptors = devices.filter(isAcceptor);
    this.dispensers = devices.filter(isDispenser);
    this.changers = devices.filter(isChanger);
    for (const { device } of devices) this.#states.set(device, { kind: 'starting' });
  }

  /** Keeps what a device has said of itself; false where that is what was known already. */
  note(device: string, state: DeviceState): boolean {
    const before = this.#states.get(device);
    this.#states.set(device, state);
    return before?.kind !== state.kind || detailOf(before) !== detailOf(state);
  }

  readyAcceptors(): readonly ReadyAcceptor[] {
    return this.acceptors
      .filter(({ device }) => this.#states.get(device)?.kind === 'up')
      .map(({ device, kind, valuesMinor }) => {
        return { device, kind, valuesMinor, currency: this.currencyOf(device) };
      });
  }

  readyDispensers(): readonly ReadyDispenser[] {
    const ready = this.dispensers.filter(({ device }) => {
      const kind = this.#states.get(device)?.kind;
      return kind === 'up' || kind === 'starting';
    });
    return ready.map(({ device, valueMinor, unit, countMax, canCollect }) => {
      const currency = this.currencyOf(device);
      return { device, valueMinor, unit, countMax, canCollect, currency };
    });
  }

  /** Undefined for a device of the till's own currency. */
  currencyOf(device: string): string | undefined {
    return this.#currencies.get(device);
  }

  /** Every other currency than the till's own that a device has. */
  foreignCurrencies(): readonly string[] {
    return [...new Set(this.#currencies.values())].toSorted();
  }

  /** What came in, in the terms of the till: a device knows one cashbox, and no other currency. */
  cashReported({
    device,
    cursor,
    items,
  }: CashReport): Extract<TillReport, { readonly kind: 'cash-reported' }> {
    const currency = this.currencyOf(device);
    const placed = items.map((item) => inCashboxOf(currency, item));
    return { kind: 'cash-reported', device, cursor, items: placed, currency };
  }

  knownChangers(): readonly KnownChanger[] {
    return this.changers.map(({ device, roundingMaxMinor }) => {
      return { device, roundingMaxMinor, condition: conditionOf(this.#states.get(device)) };
    });
  }

  places(): readonly Place[] {
    if (this.changers.length > 0) {
      return this.changers.flatMap(({ device }) => [
        { place: `${device}/recycler` },
        { place: `${device}/cassette` },
      ]);
    }
    const tubes = this.dispensers.map(({ device, valueMinor }) => {
      return { place: device, valueMinor, currency: this.currencyOf(device) };
    });
    const others = this.foreignCurrencies().map((currency) => {
      return { place: cashboxOf(currency), currency };
    });
    return [...tubes, { place: CASHBOX }, ...others];
  }

  /** The commands of a device's own; undefined for a device that this till has not. */
  directCommands(device: string): DirectCommandMap | undefined {
    const devices = [...this.acceptors, ...this.dispensers, ...this.changers];
    const known = devices.find((one) => one.device === device);
    return known === undefined ? undefined : (known.directCommands ?? new Map());
  }

  statuses(): readonly DeviceStatus[] {
    return [...this.acceptors, ...this.dispensers, ...this.changers].map((device) => ({
      device: device.device,
      kind: device.kind,
      state: this.#states.get(device.device) ?? { kind: 'starting' },
      valueMinor: isDispenser(device) ? device.valueMinor : undefined,
      valuesMinor: valuesOf(device),
      hasEscrow: isAcceptor(device) && device.hasEscrow,
      canCollect: isDispenser(device) && device.canCollect,
      currency: this.currencyOf(device.device),
      ...(isChanger(device) ? { denominations: device.denominations, alerts: device.alerts } : {}),
    }));
  }
}

type CashReport = Extract<DeviceReport, { readonly kind: 'cash' }>;

function inCashboxOf(currency: string | undefined, item: CashItem): CashItem {
  const isInCashbox = item.kind === 'inserted' && item.place === CASHBOX;
  return isInCashbox ? { ...item, place: cashboxOf(currency) } : item;
}

function isAcceptor(device: Device): device is CashAcceptor {
  return device.kind === 'coin-acceptor' || device.kind === 'bill-acceptor';
}

function isDispenser(device: Device): device is CashDispenser {
  return !isAcceptor(device) && !isChanger(device);
}

function isChanger(device: Device): device is CashChanger {
  return device.kind === 'cash-changer';
}

function valuesOf(device: Device): readonly number[] {
  if (isDispenser(device)) return [device.valueMinor];
  return isAcceptor(device)
    ? device.valuesMinor
    : device.denominations.map(({ valueMinor }) => valueMinor);
}

function conditionOf(state: KnownState | undefined): KnownChanger['condition'] {
  if (state?.kind === 'up') return 'ready';
  return state?.kind === 'fault' && state.code === OCCUPIED ? 'occupied' : 'away';
}

/** Why a device is as it is, in its own words; empty when there is nothing to say. */
export function detailOf(state: KnownState): string {
  switch (state.kind) {
    case 'up':
    case 'starting':
      return '';
    case 'down':
      return state.reason;
    case 'fault':
      return `${state.code}: ${state.detail}`;
  }
}
