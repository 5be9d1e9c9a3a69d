/** The devices of this till that are no part of its cash machine, and the programs that use them. */
import type { CardTrack } from '../../hardware/kit/card-swipe.ts';
import type { Clock } from '../../hardware/kit/clock.ts';
import type { DeviceReport } from '../../hardware/kit/device.ts';
import type { Peripheral } from '../../hardware/kit/device-peripheral.ts';
import type { DrawerRequest } from '../core/till/drawer-turn.ts';
import type { Answer } from '../core/till/events.ts';
import { Claims, type PeripheralData } from './claims.ts';
import { Drawers } from './drawers.ts';
import type { KnownState } from './machine.ts';
import type { PeripheralStatus } from './peripheral-status.ts';

/** What a program that listens is told. */
export type PeripheralEvent =
  | PeripheralData
  | { readonly kind: 'drawer'; readonly device: string; readonly isOpen: boolean };

/** Sends to one connection of a program; false when it cannot take it. */
export type PeripheralListener = (event: PeripheralEvent) => boolean;

export interface PeripheralsParts {
  readonly devices: readonly Peripheral[];
  readonly clock: Clock;
  readonly tell: (request: DrawerRequest) => Promise<Answer>;
}

export class Peripherals implements Disposable {
  readonly drawers: Drawers;
  readonly claims: Claims;
  readonly #devices: ReadonlyMap<string, Peripheral>;
  readonly #states = new Map<string, KnownState>();
  /** By client, the connections it listens on; the newest last. */
  readonly #listeners = new Map<string, readonly PeripheralListener[]>();

  constructor({ devices, clock, tell }: PeripheralsParts) {
    this.#devices = new Map(devices.map((one) => [one.device, one]));
    this.claims = new Claims(clock, (client, data) => this.#deliver(client, data));
    this.drawers = new Drawers({
      drawers: devices.filter((one) => one.kind === 'cash-drawer'),
      clock,
      tell,
      onState: (device, isOpen) => this.#tellAll({ kind: 'drawer', device, isOpen }),
    });
    for (const one of devices) this.#listenTo(one);
  }

  find(device: string): Peripheral | undefined {
    return this.#devices.get(device);
  }

  statuses(): readonly PeripheralStatus[] {
    return [...this.#devices.values()].map(({ device, kind }) => ({
      device,
      kind,
      state: this.#states.get(device) ?? { kind: 'starting' },
      drawer: this.drawers.status(device),
    }));
  }

  /** Keeps what one of them has said of itself. */
  note(report: DeviceReport): void {
    if (report.kind === 'state' && this.#devices.has(report.device)) {
      this.#states.set(report.device, report.state);
    }
  }

  /** A program listens from now on; returns how it stops. With its last connection its claims end. */
  join(client: string, listener: PeripheralListener): () => void {
    this.#listeners.set(client, [...(this.#listeners.get(client) ?? []), listener]);
    return () => {
      const others = (this.#listeners.get(client) ?? []).filter((one) => one !== listener);
      if (others.length > 0) {
        this.#listeners.set(client, others);
        return;
      }
      this.#listeners.delete(client);
      this.claims.clientLeft(client);
    };
  }

  isListening(client: string): boolean {
    return this.#listeners.has(client);
  }

  [Symbol.dispose](): void {
    this.drawers.dispose();
  }

  #listenTo(one: Peripheral): void {
    const { device } = one;
    switch (one.kind) {
      case 'scanner':
        one.listen((scan) => this.claims.scanned(device, scan));
        break;
      case 'msr':
        one.listen((swipe) => {
          const tracks: readonly CardTrack[] | undefined = swipe.take();
          if (tracks !== undefined) this.claims.swiped(device, tracks);
        });
        break;
      case 'cash-drawer':
      case 'scale':
        break;
    }
  }

  /** To one connection alone: what comes twice would be entered twice. */
  #deliver(client: string, data: PeripheralData): boolean {
    const listeners = this.#listeners.get(client) ?? [];
    return listeners.toReversed().some((listener) => listener(data));
  }

  #tellAll(event: PeripheralEvent): void {
    for (const listeners of this.#listeners.values()) {
      for (const listener of listeners) listener(event);
    }
  }
}
