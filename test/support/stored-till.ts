/** A till of pure steps whose every step is committed to a store, as the shell does it. */
import { storedFacts } from '../../agent/shell/stored-facts.ts';
import type { TillStore } from '../../agent/store/till-store.ts';
import { DEFAULT_RULES } from '../../agent/core/operators/rights.ts';
import type { Answer, TillEffect, TillEvent, TillFacts } from '../../agent/core/till/events.ts';
import { stepTill } from '../../agent/core/till/step.ts';
import type { Till } from '../../agent/core/till/till.ts';

const VALUES = [5, 10, 20, 50, 100, 200] as const;
const TUBES = VALUES.map((valueMinor) => ({ place: `hopper-${valueMinor}`, valueMinor }));
const STEP_MS = 1_000;

type Order = Extract<TillEffect, { kind: 'dispense' | 'settle-dispense' }>;

/** What a hopper makes of its orders: all of it, nothing because it is empty, or no answer. */
export type Hoppers = 'pay' | 'are-empty' | 'are-silent';

export class StoredTill {
  till: Till;
  hoppers: Hoppers = 'pay';
  nowMs: number;
  readonly #store: TillStore;
  readonly #version: string;
  readonly #effects: TillEffect[] = [];
  #ids = 0;

  constructor(store: TillStore, { version, fromMs }: { version: string; fromMs: number }) {
    this.#store = store;
    this.#version = version;
    this.nowMs = fromMs;
    this.till = store.load();
  }

  /** One event, durable on return. */
  send(event: TillEvent): Answer {
    this.nowMs += STEP_MS;
    const before = this.till;
    const {
      till: after,
      effects,
      answer,
      ...written
    } = stepTill(before, event, this.#facts(event));
    this.#store.commit({ before, after, ...written, atMs: this.nowMs });
    this.till = after;
    this.#effects.push(...effects);
    return answer;
  }

  startSale(saleId: string, amountDueMinor: number): Answer {
    const idempotencyKey = `key-${saleId}`;
    const terms = { saleId, client: 'pos', idempotencyKey, amountDueMinor, currency: 'EUR' };
    return this.send({ kind: 'sale-requested', terms });
  }

  insert(...valuesMinor: readonly number[]): void {
    for (const valueMinor of valuesMinor) {
      const item = { kind: 'inserted', valueMinor, place: `hopper-${valueMinor}` } as const;
      this.report([item]);
    }
  }

  report(items: Extract<TillEvent, { kind: 'cash-reported' }>['items']): void {
    this.#ids += 1;
    const cursor = `{"counter":${this.#ids}}`;
    this.send({ kind: 'cash-reported', device: 'acceptor', cursor, items });
  }

  /** Runs effects until there are none; orders only prepared where `upTo` says so. */
  settle(upTo: 'end' | 'ordered' = 'end'): void {
    for (let effect = this.#effects.shift(); effect !== undefined; effect = this.#effects.shift()) {
      if (effect.kind === 'fix-deposit') {
        this.send({ kind: 'deposit-fixed', saleId: effect.saleId });
      } else if (effect.kind === 'prepare-dispense') {
        const { payoutId, leg } = effect;
        this.send({ kind: 'dispense-prepared', payoutId, leg, evidence: '{"paid":4}' });
      } else if (effect.kind === 'dispense' || effect.kind === 'settle-dispense') {
        if (upTo === 'end') this.#carryOut(effect);
      }
    }
  }

  #carryOut({ payoutId, leg, count }: Order): void {
    const order = { payoutId, leg } as const;
    switch (this.hoppers) {
      case 'pay':
        this.send({ kind: 'dispense-settled', ...order, paid: count, end: 'complete' });
        return;
      case 'are-empty':
        this.send({ kind: 'dispense-settled', ...order, paid: 0, end: 'empty' });
        return;
      case 'are-silent':
        this.send({ kind: 'dispense-unknown', ...order, reason: 'offline', detail: 'silent' });
    }
  }

  #facts(event: TillEvent): TillFacts {
    this.#ids += 1;
    return {
      version: this.#version,
      currency: 'EUR',
      nowMs: this.nowMs,
      idleMs: 0,
      idleExpiryMs: 180_000,
      acceptors: [{ device: 'acceptor', kind: 'coin-acceptor', valuesMinor: VALUES }],
      dispensers: TUBES.map(({ place: device, valueMinor }) => {
        return { device, valueMinor, countMax: 20, canCollect: true };
      }),
      changers: [],
      places: [...TUBES, { place: 'cashbox' }],
      ...storedFacts(this.#store, event),
      station: 'till-1',
      activationGraceDays: 30,
      lastLineAtMs: this.#store.lastLineAtMs(),
      ranMs: STEP_MS,
      lockRanMs: STEP_MS,
      operators: DEFAULT_RULES,
      limits: {},
      installation: {
        platform: 'linux-x64',
        working: { devicesUp: ['acceptor'], isHubReached: true },
      },
      newId: `id-${this.#ids}`,
    };
  }
}
