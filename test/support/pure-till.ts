/**
 * A till of pure steps over imaginary hoppers with a physical truth of their own: what happens to
 * the coins is decided here, and the journal is only ever compared with it.
 */
import type { CashOperation } from '../../agent/core/cash/cash-operation.ts';
import type { LevelLimits } from '../../agent/core/cash/levels.ts';
import type { CashRounding } from '../../agent/core/cash/rounding.ts';
import type { LineDraft } from '../../agent/core/journal-line.ts';
import { answeringLine, operationOf } from '../../agent/core/till/operations.ts';
import type {
  Answer,
  Operation,
  TillEffect,
  TillEvent,
  TillFacts,
} from '../../agent/core/till/events.ts';
import type { SupportSurroundings } from '../../agent/core/support/supporting.ts';
import { stepTill } from '../../agent/core/till/step.ts';
import { EMPTY_TILL, type Place, type Till } from '../../agent/core/till/till.ts';
import type { Sale } from '../../agent/core/sale/sale.ts';
import { DEFAULT_RULES, type OperatorRules } from '../../agent/core/operators/rights.ts';

export const VALUES = [5, 10, 20, 50, 100, 200] as const;

/** Notes of another currency than the till's own; one of them is worth what a coin is worth here. */
export const USD_VALUES = [100, 500, 1_000] as const;

/** Those that are paid out again; the others go into a cashbox of their own. */
const USD_RECYCLED: readonly number[] = [100, 500];

type Order = Extract<TillEffect, { kind: 'dispense' | 'settle-dispense' }>;

export class PureTill {
  till: Till = EMPTY_TILL;
  readonly lines: LineDraft[] = [];
  readonly sales = new Map<string, Sale>();
  readonly operations: Operation[] = [];
  readonly cashOperations = new Map<string, CashOperation>();
  limits: Readonly<Record<string, LevelLimits>> = {};
  /** Whether a hopper can move coins into the cashbox. */
  canCollect: (place: string) => boolean = () => false;
  /** Coins that went into the cashbox, in minor units. */
  cashboxMinor = 0;
  /** Coins really in each tube. */
  readonly tubes = new Map<string, number>();
  /** Coins really paid out for each order, by payout and leg. */
  readonly paidOut = new Map<string, number>();
  insertedMinor = 0;
  handMinor = 0;
  /** The same of the other currency. */
  readonly usd = { insertedMinor: 0, handMinor: 0, cashboxMinor: 0 };
  nowMs = 1_000_000;
  idleMs = 0;
  /** Running time that is not counted yet. */
  ranMs = 0;
  /** Running time that no lock has counted yet. */
  lockRanMs = 0;
  operators: OperatorRules = DEFAULT_RULES;
  lastLineAtMs: number | undefined;
  effects: TillEffect[] = [];
  accepted: readonly number[] = [];
  /** Notes of the other currency. */
  acceptedUsd: readonly number[] = [];
  cashRounding: CashRounding | undefined;
  /** What help and sessions are told. */
  around: SupportSurroundings = NOTHING_AROUND;
  /** Whether a hopper is in the configuration. */
  isConfigured: (place: string) => boolean = () => true;
  readonly #hasUsd: boolean;
  #ids = 0;

  /** With `notesEach` there are devices of USD beside those of EUR. */
  constructor(coinsEach: number, notesEach?: number) {
    this.#hasUsd = notesEach !== undefined;
    for (const valueMinor of VALUES) {
      this.tubes.set(`hopper-${valueMinor}`, coinsEach);
      const added = [{ valueMinor, count: coinsEach }];
      if (coinsEach > 0) {
        this.send({ kind: 'fill-entered', place: `hopper-${valueMinor}`, added, client: 'test' });
      }
    }
    if (notesEach !== undefined) this.#fillUsd(notesEach);
  }

  send(event: TillEvent): Answer {
    const step = stepTill(this.till, event, this.#facts(event));
    this.till = step.till;
    this.lines.push(...step.lines);
    for (const sale of step.sales) this.sales.set(sale.saleId, sale);
    this.operations.push(...step.operations);
    for (const one of step.cashOperations) this.cashOperations.set(one.operationId, one);
    for (const effect of step.effects) {
      if (effect.kind !== 'set-acceptance') this.effects.push(effect);
      else if (effect.device === 'bills') this.acceptedUsd = effect.valuesMinor;
      else this.accepted = effect.valuesMinor;
    }
    return step.answer;
  }

  startSale(saleId: string, amountDueMinor: number, currency = 'EUR'): Answer {
    const idempotencyKey = `key-${saleId}`;
    const terms = { saleId, client: 'pos', idempotencyKey, amountDueMinor, currency };
    return this.send({ kind: 'sale-requested', terms });
  }

  /** A coin falls into its tube and the acceptor credits it, whether it was meant to or not. */
  insert(valueMinor: number): void {
    const place = `hopper-${valueMinor}`;
    this.tubes.set(place, (this.tubes.get(place) ?? 0) + 1);
    this.insertedMinor += valueMinor;
    this.#ids += 1;
    this.send({
      kind: 'cash-reported',
      device: 'acceptor',
      cursor: String(this.#ids),
      items: [{ kind: 'inserted', valueMinor, place }],
    });
  }

  /** A note of the other currency goes into its recycler, or into the cashbox of its currency. */
  insertUsd(valueMinor: number): void {
    const isRecycled = USD_RECYCLED.includes(valueMinor);
    const place = isRecycled ? `usd-${valueMinor}` : 'cashbox-usd';
    if (isRecycled) this.tubes.set(place, (this.tubes.get(place) ?? 0) + 1);
    else this.usd.cashboxMinor += valueMinor;
    this.usd.insertedMinor += valueMinor;
    this.#ids += 1;
    this.send({
      kind: 'cash-reported',
      device: 'bills',
      cursor: String(this.#ids),
      items: [{ kind: 'inserted', valueMinor, place }],
      currency: 'USD',
    });
  }

  /** The coins of an order fall: `share` of them, if the tube has them; once an order. */
  pay(order: Order, share = 1): number {
    const key = `${order.payoutId}#${order.leg}`;
    const before = this.paidOut.get(key);
    if (before !== undefined) return before;
    const held = this.tubes.get(order.device) ?? 0;
    const paid = Math.min(Math.floor(order.count * share), held);
    this.tubes.set(order.device, held - paid);
    const purse = isUsd(order.device) ? this.usd : this;
    if (order.to === 'customer') purse.handMinor += paid * valueOf(order.device);
    else purse.cashboxMinor += paid * valueOf(order.device);
    this.paidOut.set(key, paid);
    return paid;
  }

  /** Runs effects until there are none, each device doing exactly what it is asked. */
  settle(): void {
    for (let effect = this.effects.shift(); effect !== undefined; effect = this.effects.shift()) {
      this.complete(effect);
    }
  }

  complete(effect: TillEffect): void {
    switch (effect.kind) {
      case 'set-acceptance':
        return;
      case 'fix-deposit':
        this.send({ kind: 'deposit-fixed', saleId: effect.saleId });
        return;
      case 'prepare-dispense': {
        const { payoutId, leg } = effect;
        this.send({ kind: 'dispense-prepared', payoutId, leg, evidence: 'before' });
        return;
      }
      case 'open-job':
      case 'find-job':
      case 'run-job':
      case 'follow-job':
      case 'end-job':
      case 'forget-job':
        throw new TypeError('hoppers have no jobs');
      case 'check-release':
      case 'fetch-release':
      case 'look-at-releases':
      case 'hand-over':
      case 'confirm-trial':
      case 'forget-rollbacks':
        throw new TypeError('it runs from no installed tree');
      case 'open-stream':
      case 'close-streams':
      case 'set-control':
      case 'send-logs':
      case 'start-external':
        // What a session's streams do is told by the test.
        return;
      case 'dispense':
      case 'settle-dispense':
        this.settleOrder(effect);
    }
  }

  settleOrder(order: Order): void {
    const { payoutId, leg, count } = order;
    const known = this.paidOut.get(`${payoutId}#${leg}`);
    if (order.kind === 'settle-dispense' && known === undefined) {
      this.send({ kind: 'dispense-settled', payoutId, leg, paid: 0, end: 'not-executed' });
      this.paidOut.set(`${payoutId}#${leg}`, 0);
      return;
    }
    const paid = this.pay(order);
    const end = paid === count ? 'complete' : 'empty';
    this.send({ kind: 'dispense-settled', payoutId, leg, paid, end });
  }

  /** The process dies: effects under way are forgotten, state and journal are not. */
  restart(): void {
    this.effects = [];
    this.send({ kind: 'agent-started' });
  }

  heldMinor(currency = 'EUR'): number {
    return [...this.tubes]
      .filter(([device]) => isUsd(device) === (currency === 'USD'))
      .reduce((sum, [device, count]) => sum + valueOf(device) * count, 0);
  }

  #fillUsd(notesEach: number): void {
    for (const valueMinor of USD_RECYCLED) {
      const place = `usd-${valueMinor}`;
      this.tubes.set(place, notesEach);
      const added = [{ valueMinor, count: notesEach }];
      if (notesEach > 0) this.send({ kind: 'fill-entered', place, added, client: 'test' });
    }
  }

  #facts(event: TillEvent): TillFacts {
    this.#ids += 1;
    return {
      version: 'test',
      currency: 'EUR',
      cashRounding: this.cashRounding,
      nowMs: this.nowMs,
      station: 'till-1',
      activationGraceDays: 30,
      ranMs: this.ranMs,
      lockRanMs: this.lockRanMs,
      operators: this.operators,
      lastLineAtMs: this.lastLineAtMs,
      idleMs: this.idleMs,
      idleExpiryMs: 180_000,
      acceptors: [
        { device: 'acceptor', kind: 'coin-acceptor', valuesMinor: VALUES },
        ...(this.#hasUsd ? [USD_ACCEPTOR] : []),
      ],
      dispensers: this.#tubes().map(({ place: device, ...tube }) => ({
        device,
        ...tube,
        countMax: 20,
        canCollect: this.canCollect(device),
      })),
      changers: [],
      places: [
        ...this.#tubes(),
        { place: 'cashbox' },
        ...(this.#hasUsd ? [{ place: 'cashbox-usd', currency: 'USD' }] : []),
      ].filter(({ place }) => this.isConfigured(place)),
      storedSale: this.#storedSale(event),
      storedOperation: this.#storedOperation(event),
      storedLine: this.#storedLine(event),
      storedCashOperation: this.#storedCashOperation(event),
      limits: this.limits,
      support: { ...this.around, headSeq: this.lines.length },
      newId: `id-${this.#ids}`,
    };
  }

  #tubes(): readonly (Place & { readonly valueMinor: number })[] {
    const notes = USD_RECYCLED.map((valueMinor) => {
      return { place: `usd-${valueMinor}`, valueMinor, currency: 'USD' };
    });
    const coins = VALUES.map((valueMinor) => ({ place: `hopper-${valueMinor}`, valueMinor }));
    return this.#hasUsd ? [...coins, ...notes] : coins;
  }

  #storedOperation(event: TillEvent): Operation | undefined {
    const asked = operationOf(event);
    return this.operations.find(
      ({ client, idempotencyKey }) =>
        client === asked?.client && idempotencyKey === asked.idempotencyKey,
    );
  }

  #storedLine(event: TillEvent): LineDraft | undefined {
    const asked = operationOf(event);
    const kind = answeringLine(event);
    if (asked === undefined || kind === undefined) return undefined;
    return this.lines.findLast(
      (line) =>
        line.kind === kind &&
        'idempotencyKey' in line.body &&
        line.body.idempotencyKey === asked.idempotencyKey,
    );
  }

  #storedCashOperation(event: TillEvent): CashOperation | undefined {
    if (event.kind === 'operation-acknowledge-requested') {
      return this.cashOperations.get(event.operationId);
    }
    if (event.kind !== 'operation-requested') return undefined;
    const { client, operation } = event;
    return [...this.cashOperations.values()].find(
      (one) => one.client === client && one.idempotencyKey === operation.idempotencyKey,
    );
  }

  #storedSale(event: TillEvent): Sale | undefined {
    if (event.kind === 'sale-requested') {
      const { client, idempotencyKey } = event.terms;
      return [...this.sales.values()].find(
        (sale) => sale.client === client && sale.idempotencyKey === idempotencyKey,
      );
    }
    if (event.kind === 'drawer-open-requested') {
      return event.cause.kind === 'sale' ? this.sales.get(event.cause.saleId) : undefined;
    }
    return 'saleId' in event ? this.sales.get(event.saleId) : undefined;
  }
}

const NOTHING_AROUND: SupportSurroundings = {
  monotonicMs: 0,
  newCode: '',
  streams: [],
  hasExternalTool: false,
  bytes: { bytesIn: 0, bytesOut: 0 },
  headSeq: 0,
  durableTo: 0,
};

function valueOf(device: string): number {
  return Number(device.replace(/^[a-z]+-/, ''));
}

function isUsd(device: string): boolean {
  return device.startsWith('usd-');
}

const USD_ACCEPTOR = {
  device: 'bills',
  kind: 'bill-acceptor',
  valuesMinor: USD_VALUES,
  currency: 'USD',
} as const;
