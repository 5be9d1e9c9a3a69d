import { Alarm } from '../../kit/alarm.ts';
import { askAgreed } from './agreed.ts';
import type { Bus } from './bus.ts';
import type { HopperReading } from './dispense-decision.ts';
import {
  requestDispenseCount,
  requestHopperStatus,
  requestLevelStatus,
  requestSerialNumber,
  testHopper,
  type HopperStatus,
  type LevelStatus,
  type Request,
} from './machine.ts';

/** Between the last coin and the order's end lies half of this on average, in every order. */
const PAYOUT_POLL_MS = 50;
/** A hopper that reports no further coin for this long, nor gives up, is not waited for. */
const COIN_LIMIT_MS = 15_000;

export type Rest =
  | { readonly kind: 'at-rest'; readonly status: HopperStatus }
  | { readonly kind: 'offline' }
  | { readonly kind: 'moving' };

/** Reads a hopper's own account of itself, outliving gaps in the line of up to `patienceMs`. */
export class HopperReader {
  readonly #bus: Bus;
  readonly #address: number;
  readonly #patienceMs: number;

  constructor(bus: Bus, address: number, patienceMs: number) {
    this.#bus = bus;
    this.#address = address;
    this.#patienceMs = patienceMs;
  }

  /** Waits until no coin is left to pay; a hopper goes on paying when nobody asks. */
  async waitForRest(): Promise<Rest> {
    const { clock } = this.#bus;
    let remaining = -1;
    let progressMs = clock.monotonicMs();
    for (;;) {
      const status = await this.#patiently(() => this.#once(requestHopperStatus(this.#address)));
      if (status === undefined) return { kind: 'offline' };
      if (status.remaining === 0) {
        const agreed = await this.agreed(requestHopperStatus(this.#address), status);
        if (agreed === undefined) return { kind: 'offline' };
        if (agreed.remaining === 0) return { kind: 'at-rest', status: agreed };
      }
      if (status.remaining !== remaining) progressMs = clock.monotonicMs();
      remaining = status.remaining;
      if (clock.monotonicMs() - progressMs > COIN_LIMIT_MS) return { kind: 'moving' };
      await new Alarm(clock).sleep(PAYOUT_POLL_MS);
    }
  }

  /** Everything the decision needs; undefined when the hopper cannot be reached. */
  async readAtRest(status: HopperStatus): Promise<HopperReading | undefined> {
    const dispenseCount = await this.agreed(requestDispenseCount(this.#address));
    const serial = await this.agreed(requestSerialNumber(this.#address));
    const registers = await this.agreed(testHopper(this.#address));
    if (dispenseCount === undefined || serial === undefined || registers === undefined) {
      return undefined;
    }
    const level = status.unpaid > 0 ? await this.#readLevel() : NO_LEVEL;
    return { serial, status, dispenseCount, registers, level };
  }

  /** A figure two readings agree on; `first` is one there is already. */
  agreed<Reply>(request: Request<Reply>, first?: Reply): Promise<Reply | undefined> {
    const known = first === undefined ? {} : { first };
    return this.#patiently(() => askAgreed(this.#bus, request, known));
  }

  async #readLevel(): Promise<LevelStatus> {
    return (await this.#once(requestLevelStatus(this.#address))) ?? NO_LEVEL;
  }

  async #once<Reply>(request: Request<Reply>): Promise<Reply | undefined> {
    const answer = await this.#bus.ask(request);
    return answer.kind === 'ok' ? answer.value : undefined;
  }

  async #patiently<Reply>(read: () => Promise<Reply | undefined>): Promise<Reply | undefined> {
    const { clock } = this.#bus;
    const untilMs = clock.monotonicMs() + this.#patienceMs;
    for (;;) {
      const reply = await read();
      const leftMs = untilMs - clock.monotonicMs();
      if (reply !== undefined || leftMs <= 0 || this.#bus.isDisposed) return reply;
      if (this.#bus.isUp) await new Alarm(clock).sleep(Math.min(PAYOUT_POLL_MS, leftMs));
      else await this.#bus.waitUp(leftMs);
    }
  }
}

/** A hopper without level sensors, or one that does not say. */
const NO_LEVEL: LevelStatus = { isLow: false, hasLowSensor: false };
