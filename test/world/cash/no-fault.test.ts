/** What only looks like a fault of the till: a judge who objects to it hides the faults that are. */
import { describe, expect, it } from 'vitest';
import type { JournalLine } from '../../../agent/core/journal-line.ts';
import { seededRandom } from '../../../hardware/kit/seeded-random.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { createBillMachine } from './bill-machine.ts';
import type { CashMachine, Making } from './cash-machine.ts';
import { createCashdroMachine } from './cashdro-machine.ts';
import { FIRST, Hands } from './hands.ts';
import { Judge } from './judge.ts';
import { reckonCash } from './reckon-cash.ts';

const PLACE = 'cashbox';
const VALIDATOR = 'validator-ebds';

function making(changes: Partial<Making> = {}): Making {
  const clock = new FakeClock();
  return { clock, random: seededRandom(1), piecesEach: 3, isForeign: false, ...changes };
}

/** A journal over machines, with all who look on. */
class Bench {
  readonly judge: Judge;
  readonly hands: Hands;
  readonly #lines: JournalLine[] = [];

  constructor(machines: readonly CashMachine[]) {
    this.judge = new Judge(machines);
    this.hands = new Hands(machines);
  }

  write(kind: JournalLine['kind'], body: object): void {
    const line = { kind, body, seq: this.#lines.length + 1, atMs: 0 } as unknown as JournalLine;
    this.#lines.push(line);
    this.judge.wrote(line);
    this.hands.wrote(line);
  }

  get problems(): readonly string[] {
    const { judge, hands } = this;
    const lines = this.#lines;
    return [
      ...judge.problems,
      ...reckonCash({ lines, sales: [], hands, currencies: [undefined], judge }),
    ];
  }
}

describe('a judge does not object', () => {
  it('to an entry that was read back from the store, which sorts what it says', () => {
    const { judge, write } = bound(new Bench([]));
    const added = [{ valueMinor: 20, count: 7 }];
    judge.asked({ kind: 'fill-entered', place: 'hopper-20', added, client: FIRST });
    write('cash-filled', {
      place: 'hopper-20',
      added: [{ count: 7, valueMinor: 20 }],
      client: FIRST,
    });
    expect(judge.problems).toEqual([]);
    write('cash-filled', { place: 'hopper-20', added, client: FIRST });
    expect(judge.problems).toHaveLength(1);
  });

  it('to a whole machine that gives a deposit back in the job that took it', () => {
    const { judge, write } = bound(new Bench([]));
    const deposit = { purpose: 'deposit' } as const;
    const terms = { saleId: 'd', client: 'pos', idempotencyKey: 'd', amountDueMinor: 0 };
    judge.asked({ kind: 'sale-requested', terms: { ...terms, currency: 'EUR', deposit } });
    write('deposit-started', { saleId: 'd', client: 'pos', currency: 'EUR', purpose: 'deposit' });
    write('job-ordered', { jobId: 'd/job', device: 'cashdro', task: 'deposit', ownerId: 'd' });
    const five = [{ place: 'cashdro/recycler', valueMinor: 500, count: 1 }];
    const moved = { jobId: 'd/job', device: 'cashdro', task: 'deposit', saleId: 'd' };
    const before = judge.problems.length;
    write('job-moved', { ...moved, in: five, out: [] });
    write('job-moved', { ...moved, in: [], out: five });
    write('sale-returned', { saleId: 'd', insertedMinor: 500, returnedMinor: 500, owedMinor: 0 });
    expect(judge.problems.slice(before).filter((one) => one.includes('d/payout'))).toEqual([]);
  });

  it('to a note that has gone with its cassette before its validator could tell of it', () => {
    const machine = createBillMachine('ebds', making());
    const bench = new Bench([{ ...machine, held: () => ({ [PLACE]: { 2_000: 1 } }) }]);
    const { judge, write } = bound(bench);
    const note = { device: VALIDATOR, valueMinor: 2_000 };
    write('cash-escrowed', { ...note, decision: 'return' });
    judge.moved({ kind: 'taken', ...note });
    const before = judge.problems.length;
    judge.asked({ kind: 'cassette-removed', place: PLACE } as never);
    write('cassette-removed', { place: PLACE, taken: [], number: 1 });
    write('cash-inserted', { ...note, place: PLACE, debtId: 'late' });
    write('debt-recorded', { debtId: 'late', cause: 'unassigned', amountMinor: 2_000 });
    expect(judge.problems.slice(before)).toEqual([]);
    expect(bench.problems.filter((one) => one.includes('lie elsewhere'))).toEqual([]);
  });

  it('to a whole machine of another currency, of which the till books nothing', () => {
    const bench = new Bench([createCashdroMachine(making({ isForeign: true }))]);
    expect(bench.problems).toEqual([]);
    const found = [{ place: 'cashdro/recycler', valueMinor: 500, count: 3 }];
    bench.write('levels-read', { device: 'cashdro', expected: [], found, isFirst: true });
    expect(bench.problems).not.toEqual([]);
  });
});

function bound(bench: Bench) {
  const { judge } = bench;
  const write = (kind: JournalLine['kind'], body: object): void => bench.write(kind, body);
  return { judge, write };
}
