import { isUnderWay } from '../../../agent/core/cash/changer-job.ts';
import type { CashCounts } from '../../../agent/core/cash/counts.ts';
import type { Answer, TillRequest } from '../../../agent/core/till/events.ts';
import { activeSale } from '../../../agent/core/till/till.ts';
import { insertedMinor, type Sale } from '../../../agent/core/sale/sale.ts';
import { seededRandom } from '../../../hardware/kit/seeded-random.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { SUPERVISOR } from '../../support/operators.ts';
import { CashTill, type Sabotage } from './cash-till.ts';
import { pick, type CashMachine } from './cash-machine.ts';
import { drawFittings } from './fittings.ts';
import { FIRST, Hands } from './hands.ts';
import { Judge } from './judge.ts';

const REST_LIMIT_MS = 600_000;
const FIX_LIMIT_MS = 20_000;
const FLOATS = [1, 3, 8, 20];

/** A till with its machines on one seed, and the judge who watches both. */
export class CashWorld {
  readonly clock = new FakeClock();
  readonly random: () => number;
  readonly machines: readonly CashMachine[];
  /** Of the machines; undefined stands for the till's own. */
  readonly currencies: readonly (string | undefined)[];
  readonly fittings: string;
  readonly till: CashTill;
  readonly judge: Judge;
  readonly hands: Hands;
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
    this.currencies = [...new Set([undefined, ...machines.map(({ currency }) => currency)])];
    this.judge = new Judge(machines);
    this.hands = new Hands(machines);
    this.till = new CashTill({
      clock,
      machines,
      floatCount: this.pick(FLOATS),
      sabotage,
      onLine: (line) => {
        this.#isNews = true;
        this.judge.wrote(line);
        this.hands.wrote(line);
      },
    });
    for (const machine of machines) {
      machine.onMotion((motion) => this.judge.moved(motion));
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
      const { activeSaleId, payouts, jobs } = this.till.till;
      const isPaying = Object.keys(payouts).length > 0 || Object.values(jobs).some(isUnderWay);
      this.#isBusy = activeSaleId !== undefined || isPaying;
      this.#isNews = false;
    }
    return this.#isBusy;
  }

  /** The sale or deposit that the machine works for, as far as an agent knows. */
  get active(): Sale | undefined {
    return this.till.isRunning ? activeSale(this.till.till) : undefined;
  }

  /** One machine does it all by itself. */
  get isWhole(): boolean {
    return this.machines.some(({ jobs }) => jobs !== undefined);
  }

  noteMishap(name: string): void {
    this.mishaps.set(name, (this.mishaps.get(name) ?? 0) + 1);
  }

  /** Somebody asks the till, who will know later what they asked for. */
  ask(request: TillRequest): Promise<Answer | undefined> {
    this.judge.asked(request);
    return this.till.ask(request);
  }

  /** The same for somebody who asks again when no answer comes, or now and then all the same. */
  async insist(request: TillRequest): Promise<Answer | undefined> {
    const answer = await this.ask(request);
    if (answer !== undefined && !this.chance(0.2)) return answer;
    if (!this.till.isRunning && this.chance(0.8)) this.till.start();
    await this.clock.advance(this.pick([0, 50, 400]));
    return (await this.ask(request)) ?? answer;
  }

  /** A person enters what lies in the places at the beginning. */
  async fill(): Promise<void> {
    // A whole machine says by itself what it holds.
    if (this.isWhole) return;
    for (const { place, valueMinor, count } of this.machines.flatMap(({ stocks }) => stocks)) {
      if (count === 0) continue;
      const added = [{ valueMinor, count }];
      await this.ask({ kind: 'fill-entered', place, added, client: FIRST });
    }
  }

  /** A person opens a place and enters what is there. */
  async count(place: string): Promise<void> {
    const counted: CashCounts = Object.entries(this.hands.at(place))
      .map(([value, count]) => ({ valueMinor: Number(value), count }))
      .filter(({ count }) => count > 0);
    const isDeviceGone = false;
    const operator = this.chance(0.5) ? SUPERVISOR : undefined;
    await this.ask({
      kind: 'count-entered',
      place,
      counted,
      isDeviceGone,
      client: 'pos',
      operator,
    });
  }

  /** Whoever finds something of somebody else has it given up. */
  async giveUp(): Promise<void> {
    const sale = this.active;
    if (sale === undefined) return;
    const { saleId, deposit } = sale;
    if (deposit === undefined) {
      await this.ask({ kind: 'cancel-requested', saleId });
      return;
    }
    await this.ask({ kind: 'deposit-change-requested', saleId, change: 'fix' });
    await this.clock.runUntil(() => this.active?.phase.kind !== 'fixing', FIX_LIMIT_MS);
    const isKept = deposit.purpose === 'fill' && insertedMinor(this.active ?? sale) > 0;
    const end = { kind: isKept ? 'no-change' : 'repay' } as const;
    const operation = { idempotencyKey: this.till.newId(), terms: end.kind };
    await this.ask({ kind: 'deposit-end-requested', saleId, end, operation });
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
    await this.giveUp();
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
