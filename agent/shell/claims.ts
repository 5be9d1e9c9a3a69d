/**
 * Who uses a device alone, as in UnifiedPOS: a program claims it, is told what it reads while it
 * wants to be, and releases it, or is gone. A card that nobody waits for is forgotten at once.
 */
import type { Clock, Timer } from '../../hardware/kit/clock.ts';
import type { CardTrack } from '../../hardware/kit/card-swipe.ts';
import type { Scan } from '../../hardware/kit/device-peripheral.ts';

/** `one`: until the next event, which turns it off (UnifiedPOS DataEventEnabled). */
export const DATA_EVENTS = ['off', 'one', 'each'] as const;
export type DataEvents = (typeof DATA_EVENTS)[number];

export type PeripheralData =
  | { readonly kind: 'scan'; readonly device: string; readonly scan: Scan }
  | { readonly kind: 'swipe'; readonly device: string; readonly tracks: readonly CardTrack[] };

/** Hands data to a program; false when it could not be. */
export type Deliver = (client: string, data: PeripheralData) => boolean;

/** Scans kept for a program that does not want them yet; the oldest goes first. */
const SCANS_MAX = 16;
const WAITERS_MAX = 16;

interface Claim {
  readonly client: string;
  dataEvents: DataEvents;
  readonly scans: Scan[];
}

interface Waiter {
  readonly client: string;
  readonly admit: (isClaimed: boolean) => void;
  readonly timer: Timer;
}

export class Claims {
  readonly #clock: Clock;
  readonly #deliver: Deliver;
  readonly #claims = new Map<string, Claim>();
  readonly #waiters = new Map<string, Waiter[]>();

  constructor(clock: Clock, deliver: Deliver) {
    this.#clock = clock;
    this.#deliver = deliver;
  }

  holder(device: string): string | undefined {
    return this.#claims.get(device)?.client;
  }

  /** True once the device is the client's; false when it was not to be had in time. */
  claim(device: string, client: string, timeoutMs: number): Promise<boolean> {
    const holder = this.holder(device);
    if (holder === undefined || holder === client) {
      this.#give(device, client);
      return Promise.resolve(true);
    }
    const waiters = this.#waiters.get(device) ?? [];
    if (waiters.length >= WAITERS_MAX) return Promise.resolve(false);
    return new Promise((resolve) => {
      const timer = this.#clock.startTimer(timeoutMs, () => {
        this.#leaveQueue(device, waiter);
        resolve(false);
      });
      const waiter = { client, admit: resolve, timer };
      this.#waiters.set(device, [...waiters, waiter]);
    });
  }

  /** False when the device was not the client's. */
  release(device: string, client: string): boolean {
    if (this.holder(device) !== client) return false;
    this.#claims.delete(device);
    this.#admitNext(device);
    return true;
  }

  /** The client is gone: what it had is free, and it waits for nothing any more. */
  clientLeft(client: string): void {
    for (const [device, waiters] of this.#waiters) {
      for (const waiter of waiters.filter((one) => one.client === client)) {
        waiter.timer.cancel();
        this.#leaveQueue(device, waiter);
        waiter.admit(false);
      }
    }
    for (const device of this.#claims.keys()) this.release(device, client);
  }

  /** False when the device is not the client's. */
  want(device: string, client: string, dataEvents: DataEvents): boolean {
    const claim = this.#claims.get(device);
    if (claim?.client !== client) return false;
    claim.dataEvents = dataEvents;
    this.#drain(device, claim);
    return true;
  }

  scanned(device: string, scan: Scan): void {
    const claim = this.#claims.get(device);
    if (claim === undefined) return;
    claim.scans.push(scan);
    if (claim.scans.length > SCANS_MAX) claim.scans.shift();
    this.#drain(device, claim);
  }

  /** Given to the program that waits for it now, and to nobody later. */
  swiped(device: string, tracks: readonly CardTrack[]): void {
    const claim = this.#claims.get(device);
    if (claim === undefined || claim.dataEvents === 'off') return;
    if (this.#deliver(claim.client, { kind: 'swipe', device, tracks })) claim.dataEvents = 'off';
  }

  #give(device: string, client: string): void {
    if (this.holder(device) === client) return;
    this.#claims.set(device, { client, dataEvents: 'off', scans: [] });
  }

  #drain(device: string, claim: Claim): void {
    while (claim.dataEvents !== 'off') {
      const [scan] = claim.scans;
      if (scan === undefined) return;
      if (!this.#deliver(claim.client, { kind: 'scan', device, scan })) return;
      claim.scans.shift();
      if (claim.dataEvents === 'one') claim.dataEvents = 'off';
    }
  }

  #admitNext(device: string): void {
    const next = this.#waiters.get(device)?.[0];
    if (next === undefined) return;
    next.timer.cancel();
    this.#leaveQueue(device, next);
    this.#give(device, next.client);
    next.admit(true);
  }

  #leaveQueue(device: string, waiter: Waiter): void {
    const others = (this.#waiters.get(device) ?? []).filter((one) => one !== waiter);
    if (others.length === 0) this.#waiters.delete(device);
    else this.#waiters.set(device, others);
  }
}
