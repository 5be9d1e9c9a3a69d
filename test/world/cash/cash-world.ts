import { seededRandom } from '../../../hardware/kit/seeded-random.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { CashTill, type Sabotage } from './cash-till.ts';
import { pick, type CashMachine } from './cash-machine.ts';
import { drawFittings } from './fittings.ts';
import { Judge } from './judge.ts';

const REST_LIMIT_MS = 600_000;

/** A till with its machines on one seed, and the judge who watches both. */
export class CashWorld {
  readonly clock = new FakeClock();
  readonly random: () => number;
  readonly machines: readonly CashMachine[];
  readonly fittings: string;
  readonly till: CashTill;
  readonly judge: Judge;
  /** What went wrong, and how often. */
  readonly mishaps = new Map<string, number>();
  #isNews = true;
  #isBusy = false;

  constructor(seed: number, sabotage?: Sabotage) {
    const { clock } = this;
    this.random = seededRandom(seed);
    const { name, machines } = drawFittings({ clock, random: this.random });
    this.fittings = name;
    this.machines = machines;
    this.judge = new Judge(machines);
    this.till = new CashTill({
      clock,
      machines,
      sabotage,
      onLine: (line) => {
        this.#isNews = true;
        this.judge.wrote(line);
      },
    });
    for (const machine of machines) {
      machine.onMotion((motion) => {
        this.till.catchUp();
        this.judge.moved(motion);
      });
    }
  }

  pick<T>(choices: readonly T[]): T {
    return pick(this.random, choices);
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  /** Whether a sale or a payout is under way; looked at again only after a new line. */
  get isBusy(): boolean {
    if (this.#isNews || !this.till.isRunning) {
      const { activeSaleId, payouts } = this.till.till;
      this.#isBusy = activeSaleId !== undefined || Object.keys(payouts).length > 0;
      this.#isNews = false;
    }
    return this.#isBusy;
  }

  noteMishap(name: string): void {
    this.mishaps.set(name, (this.mishaps.get(name) ?? 0) + 1);
  }

  /** A person enters what lies in the places at the beginning. */
  async fill(): Promise<void> {
    for (const { place, valueMinor, count } of this.machines.flatMap(({ stocks }) => stocks)) {
      if (count === 0) continue;
      const added = [{ valueMinor, count }];
      await this.till.ask({ kind: 'fill-entered', place, added, client: 'pos' });
    }
  }

  /** A person opens a place and enters what is there. */
  async count(place: string): Promise<void> {
    const heaps = this.machines.map((one) => one.held()[place] ?? {});
    const counted = heaps
      .flatMap((heap) => Object.entries(heap))
      .map(([value, count]) => ({ valueMinor: Number(value), count }));
    const isDeviceGone = false;
    await this.till.ask({ kind: 'count-entered', place, counted, isDeviceGone, client: 'pos' });
  }

  async mend(): Promise<void> {
    for (const machine of this.machines) {
      machine.mend();
      await machine.pipe.line.plug();
    }
  }

  /** Repairs everything and lets the till finish; people count what no device can tell. */
  async comeToRest(): Promise<boolean> {
    this.till.spare();
    await this.mend();
    this.till.start();
    await this.clock.advance(10_000);
    const { activeSaleId } = this.till.till;
    if (activeSaleId !== undefined) {
      await this.till.ask({ kind: 'cancel-requested', saleId: activeSaleId });
    }
    const isQuiet = await this.clock.runUntil(() => !this.isBusy, REST_LIMIT_MS);
    if (!isQuiet) {
      const open = Object.values(this.till.till.payouts).flatMap(({ legs }) => legs);
      for (const { leg } of open) {
        await this.count(leg.device);
      }
    }
    const isAtRest = await this.clock.runUntil(() => !this.isBusy, REST_LIMIT_MS);
    // What was taken in late is credited by the next poll.
    await this.clock.advance(3_000);
    return isAtRest;
  }
}
