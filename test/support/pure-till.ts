/**
 * A till of pure steps over imaginary hoppers with a physical truth of their own: what happens to
 * the coins is decided here, and the journal is only ever compared with it.
 */
import type { CashOperation } from '../../agent/core/cash/cash-operation.ts';
import type { LevelLimits } from '../../agent/core/cash/levels.ts';
import type { CashRounding } from '../../agent/core/cash/rounding.ts';
import type { LineDraft } from '../../agent/core/journal-line.ts';
import { operationOf } from '../../agent/core/till/operations.ts';
import type {
  Answer,
  Operation,
  TillEffect,
  TillEvent,
  TillFacts,
} from '../../agent/core/till/events.ts';
import { stepTill } from '../../agent/core/till/step.ts';
import { EMPTY_TILL, type Till } from '../../agent/core/till/till.ts';
import type { Sale } from '../../agent/core/sale/sale.ts';
import { DEFAULT_RULES, type OperatorRules } from '../../agent/core/operators/rights.ts';

export const VALUES = [5, 10, 20, 50, 100, 200] as const;

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
  cashRounding: CashRounding | undefined;
  /** Whether a hopper is in the configuration. */
  isConfigured: (place: string) => boolean = () => true;
  #ids = 0;

  constructor(coinsEach: number) {
    for (const valueMinor of VALUES) {
      this.tubes.set(`hopper-${valueMinor}`, coinsEach);
      const added = [{ valueMinor, count: coinsEach }];
      if (coinsEach > 0) {
        this.send({ kind: 'fill-entered', place: `hopper-${valueMinor}`, added, client: 'test' });
      }
    }
  }

  send(event: TillEvent): Answer {
    const step = stepTill(this.till, event, this.#facts(event));
    this.till = step.till;
    this.lines.push(...step.lines);
    for (const sale of step.sales) this.sales.set(sale.saleId, sale);
    this.operations.push(...step.operations);
    for (const one of step.cashOperations) this.cashOperations.set(one.operationId, one);
    for (const effect of step.effects) {
      if (effect.kind === 'set-acceptance') this.accepted = effect.valuesMinor;
      else this.effects.push(effect);
    }
    return step.answer;
  }

  startSale(saleId: string, amountDueMinor: number): Answer {
    const idempotencyKey = `key-${saleId}`;
    const terms = { saleId, client: 'pos', idempotencyKey, amountDueMinor, currency: 'EUR' };
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

  /** The coins of an order fall: `share` of them, if the tube has them; once an order. */
  pay(order: Order, share = 1): number {
    const key = `${order.payoutId}#${order.leg}`;
    const before = this.paidOut.get(key);
    if (before !== undefined) return before;
    const held = this.tubes.get(order.device) ?? 0;
    const paid = Math.min(Math.floor(order.count * share), held);
    this.tubes.set(order.device, held - paid);
    if (order.to === 'customer') this.handMinor += paid * valueOf(order.device);
    else this.cashboxMinor += paid * valueOf(order.device);
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

  heldMinor(): number {
    return [...this.tubes].reduce((sum, [device, count]) => sum + valueOf(device) * count, 0);
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
        {
          device: 'acceptor',
          kind: 'coin-acceptor',
          valuesMinor: VALUES,
        },
      ],
      dispensers: VALUES.map((valueMinor) => ({
        device: `hopper-${valueMinor}`,
        valueMinor,
        countMax: 20,
        canCollect: this.canCollect(`hopper-${valueMinor}`),
      })),
      changers: [],
      places: [
        ...VALUES.map((valueMinor) => ({ place: `hopper-${valueMinor}`, valueMinor })),
        { place: 'cashbox' },
      ].filter(({ place }) => this.isConfigured(place)),
      storedSale: this.#storedSale(event),
      storedOperation: this.#storedOperation(event),
      storedCashOperation: this.#storedCashOperation(event),
      limits: this.limits,
      newId: `id-${this.#ids}`,
    };
  }

  #storedOperation(event: TillEvent): Operation | undefined {
    const asked = operationOf(event);
    return this.operations.find(
      ({ client, idempotencyKey }) =>
        client === asked?.client && idempotencyKey === asked.idempotencyKey,
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
    return 'saleId' in event ? this.sales.get(event.saleId) : undefined;
  }
}

function valueOf(device: string): number {
  return Number(device.replace('hopper-', ''));
}
