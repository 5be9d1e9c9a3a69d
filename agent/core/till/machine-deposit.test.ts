/**
 * Deposits, loads and withdrawals on a till with a whole machine. It has no way to close its inlets
 * and wait, so a deposit is fixed by the machine's own end of it; what it cannot do is refused, and
 * what is lost, repeated or killed changes neither the machine's nor the customer's money.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVA, PureMachine } from '../../../test/support/pure-machine.ts';
import { auditJournal } from '../cash/audit.ts';
import type { JobEffect } from '../cash/changer-job.ts';
import type { DepositEndAsked } from './events.ts';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 300);
const EXPIRY_MS = 180_000;

function expectHonest(machine: PureMachine): void {
  const { problems, heldMinor } = auditJournal(machine.lines);
  expect(problems).toEqual([]);
  expect(heldMinor).toBe(machine.heldMinor());
  const byAlias = Map.groupBy(machine.operations, ({ alias }) => alias);
  for (const operations of byAlias.values()) {
    expect(operations.reduce((sum, { begun }) => sum + begun, 0)).toBeLessThanOrEqual(1);
  }
}

function collecting(...valuesMinor: readonly number[]): PureMachine {
  const machine = new PureMachine();
  machine.startDeposit('d');
  machine.settle();
  for (const valueMinor of valuesMinor) machine.insert(valueMinor);
  machine.tell();
  return machine;
}

function fixed(...valuesMinor: readonly number[]): PureMachine {
  const machine = collecting(...valuesMinor);
  machine.fixDeposit('d');
  machine.settle();
  machine.tell();
  machine.settle();
  return machine;
}

function taken(machine: PureMachine): JobEffect {
  const effect = machine.effects.shift();
  if (effect === undefined) throw new TypeError('there is no effect');
  return effect;
}

const phaseOf = (machine: PureMachine) => machine.sales.get('d')?.phase;

describe('what a whole machine cannot do is refused, and nothing has moved', () => {
  it.each(['pause', 'restart'] as const)('%s', (change) => {
    const machine = collecting(200);
    const answer = machine.send({ kind: 'deposit-change-requested', saleId: 'd', change });
    const refusal = { code: 'machine-cannot', what: 'pause-deposit' };
    expect(answer).toEqual({ kind: 'refused', refusal });
    expect(phaseOf(machine)).toEqual({ kind: 'collecting' });
  });

  it('an exchange', () => {
    const machine = new PureMachine();
    const refusal = { code: 'machine-cannot', what: 'exchange' };
    expect(machine.startDeposit('d', 'exchange')).toEqual({ kind: 'refused', refusal });
    expect(machine.effects).toEqual([]);
  });

  it.each([
    [{ kind: 'counts', counts: [{ valueMinor: 50, count: 1 }] }, 'dispense', 'chosen-pieces'],
    [{ kind: 'places', places: [{ place: 'machine/recycler' }] }, 'empty', 'chosen-places'],
    [{ kind: 'all' }, 'empty', 'collect-all'],
    [{ kind: 'to-float' }, 'collect', 'collect-all'],
  ] as const)('%j', (order, purpose, what) => {
    const machine = new PureMachine();
    const refusal = { code: 'machine-cannot', what };
    expect(machine.operate('o', purpose, order)).toEqual({ kind: 'refused', refusal });
    expect(machine.effects).toEqual([]);
  });
});

describe('a deposit', () => {
  it('is not fixed before the machine has ended it, and what comes late is its own', () => {
    const machine = collecting(200);
    machine.fixDeposit('d');
    expect(phaseOf(machine)).toEqual({ kind: 'fixing' });
    const refusal = { code: 'deposit-not-fixed', depositId: 'd' };
    expect(machine.endDeposit('d', { kind: 'no-change' })).toEqual({ kind: 'refused', refusal });
    machine.insert(50);
    machine.settle();
    machine.tell();
    expect(phaseOf(machine)).toEqual({ kind: 'fixed' });
    expect(machine.sales.get('d')?.inserted).toEqual([
      { valueMinor: 50, count: 1 },
      { valueMinor: 200, count: 1 },
    ]);
    expectHonest(machine);
  });

  it('whose end the machine did not hear is told to end again until it has', () => {
    const machine = collecting(200);
    machine.fixDeposit('d');
    machine.effects.shift();
    expect(phaseOf(machine)).toEqual({ kind: 'fixing' });
    machine.lookAgain();
    expect(machine.effects.map(({ kind }) => kind)).toContain('end-job');
    machine.settle();
    machine.tell();
    expect(phaseOf(machine)).toEqual({ kind: 'fixed' });
  });

  it.each([
    [{ kind: 'no-change' }, 'settled', 0],
    [{ kind: 'change', amountMinor: 150 }, 'settled', 100],
    [{ kind: 'change', amountMinor: 250 }, 'settled', 0],
    [{ kind: 'repay' }, 'returned', 250],
  ] as const)('ends as %j', (end, kind, paidOutMinor) => {
    const machine = fixed(200, 50);
    machine.endDeposit('d', end);
    machine.settle();
    machine.tell();
    machine.rest();
    expect(machine.sales.get('d')).toMatchObject({ phase: { kind }, paidOutMinor });
    expect(machine.till.jobs).toEqual({});
    expectHonest(machine);
  });

  it('stays fixed where its machine cannot pay now, and owes nothing', () => {
    const machine = fixed(200);
    machine.condition = 'away';
    const refusal = { code: 'machine-not-ready' };
    expect(machine.endDeposit('d', { kind: 'repay' })).toEqual({ kind: 'refused', refusal });
    expect(phaseOf(machine)).toEqual({ kind: 'fixed' });
    machine.condition = 'ready';
    machine.endDeposit('d', { kind: 'repay' });
    machine.rest();
    expect(phaseOf(machine)).toEqual({ kind: 'returned' });
    expectHonest(machine);
  });

  it('under one key is ended once, whatever is asked again', () => {
    const machine = fixed(200);
    machine.endDeposit('d', { kind: 'repay' });
    machine.endDeposit('d', { kind: 'repay' });
    expect(machine.endDeposit('d', { kind: 'no-change' })).toMatchObject({
      refusal: { code: 'idempotency-key-reused' },
    });
    machine.rest();
    machine.endDeposit('d', { kind: 'repay' });
    expect(machine.outMinor).toBe(200);
    expectHonest(machine);
  });

  it('owes what the machine could not pay', () => {
    const machine = new PureMachine();
    machine.held.set(50, 0);
    machine.held.set(10, 2);
    machine.tellLevels();
    machine.startDeposit('d');
    machine.settle();
    machine.insert(200);
    machine.tell();
    machine.fixDeposit('d');
    machine.settle();
    machine.tell();
    machine.settle();
    machine.endDeposit('d', { kind: 'change', amountMinor: 150 });
    machine.settle();
    machine.tell();
    expect(phaseOf(machine)).toMatchObject({ kind: 'owed', owedMinor: 30 });
    expectHonest(machine);
  });

  it('is unresolved while its payout is out and the machine is gone', () => {
    const machine = fixed(200);
    machine.endDeposit('d', { kind: 'repay' });
    machine.carryOut(taken(machine));
    machine.carryOut(taken(machine), false);
    expect(phaseOf(machine)).toMatchObject({ kind: 'unresolved', purpose: 'return' });
    machine.rest();
    expect(phaseOf(machine)).toEqual({ kind: 'returned' });
    expect(machine.outMinor).toBe(200);
    expectHonest(machine);
  });

  it('ended at the machine is fixed, or returned where the machine gave it back', () => {
    const kept = collecting(200);
    kept.endAtMachine('keep');
    kept.tell();
    expect(phaseOf(kept)).toEqual({ kind: 'fixed' });
    const back = collecting(200);
    back.endAtMachine('give-back');
    back.tell();
    expect(back.sales.get('d')).toMatchObject({ phase: { kind: 'returned' }, paidOutMinor: 200 });
    expectHonest(back);
  });

  it.each(['collecting', 'fixed'] as const)('that nobody ends goes back when %s', (when) => {
    const machine = when === 'fixed' ? fixed(200) : collecting(200);
    machine.idleMs = EXPIRY_MS;
    machine.nowMs += EXPIRY_MS;
    machine.lookAgain();
    machine.rest();
    expect(machine.sales.get('d')).toMatchObject({
      phase: { kind: 'returned' },
      paidOutMinor: 200,
    });
    expectHonest(machine);
  });

  it('that the machine does not take is returned with nothing in it', () => {
    const machine = new PureMachine();
    machine.startDeposit('d');
    const effect = machine.effects.shift();
    const jobId = effect?.kind === 'open-job' ? effect.jobId : '';
    machine.send({ kind: 'job-told', jobId, said: { kind: 'refused', reason: 'occupied' } });
    expect(phaseOf(machine)).toEqual({ kind: 'returned' });
    expectHonest(machine);
  });
});

it('a fill is a load of the machine, and stays where nobody ends it', () => {
  const machine = new PureMachine();
  machine.startDeposit('d', 'fill');
  machine.settle();
  expect(machine.running()?.task).toBe('load');
  machine.insert(200);
  machine.tell();
  machine.idleMs = EXPIRY_MS;
  machine.rest();
  expect(machine.sales.get('d')).toMatchObject({
    phase: { kind: 'settled' },
    amountDueMinor: 200,
    paidOutMinor: 0,
  });
  expectHonest(machine);
});

describe('a withdrawal at the machine', () => {
  const order = { kind: 'at-machine', task: 'withdrawal' } as const;

  it('is booked as the machine says, and ends by its word or ours', () => {
    const machine = new PureMachine();
    machine.operate('o', 'empty', order);
    machine.operate('o', 'empty', order);
    machine.settle();
    machine.choose(200);
    machine.choose(50);
    machine.tell();
    expect(machine.cashOperations.get('o')?.outcome).toBeUndefined();
    machine.send({ kind: 'operation-end-requested', operationId: 'o', operator: EVA });
    machine.settle();
    machine.tell();
    machine.rest();
    expect(machine.cashOperations.get('o')?.outcome).toMatchObject({ paidMinor: 250 });
    expect(machine.operations).toHaveLength(1);
    expectHonest(machine);
  });

  it('keeps sales away as long as it goes on', () => {
    const machine = new PureMachine();
    machine.operate('o', 'empty', order);
    machine.settle();
    expect(machine.startSale('a', 250)).toMatchObject({ refusal: { code: 'machine-busy' } });
  });
});

type Deed =
  | { readonly kind: 'insert' | 'choose'; readonly valueMinor: number }
  | { readonly kind: 'carry-out'; readonly isAnswered: boolean }
  | { readonly kind: 'end'; readonly end: DepositEndAsked }
  | { readonly kind: 'fix' | 'tell' | 'look' | 'restart' | 'expire' | 'keep' | 'give-back' };

const valueMinor = fc.constantFrom(10, 50, 200);
const deeds: fc.Arbitrary<readonly Deed[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constantFrom('insert' as const, 'choose' as const), valueMinor }),
    fc.record({ kind: fc.constant('carry-out' as const), isAnswered: fc.boolean() }),
    fc.record({
      kind: fc.constant('end' as const),
      end: fc.oneof(
        fc.record({ kind: fc.constant('change' as const), amountMinor: fc.constantFrom(10, 60) }),
        fc.record({ kind: fc.constantFrom('no-change' as const, 'repay' as const) }),
      ),
    }),
    fc.record({
      kind: fc.constantFrom(
        'fix' as const,
        'tell' as const,
        'look' as const,
        'restart' as const,
        'expire' as const,
        'keep' as const,
        'give-back' as const,
      ),
    }),
  ),
  { maxLength: 40 },
);

function act(machine: PureMachine, deed: Deed): void {
  switch (deed.kind) {
    case 'insert':
    case 'choose':
      return machine[deed.kind](deed.valueMinor);
    case 'carry-out': {
      const effect = machine.effects.shift();
      return effect === undefined ? undefined : machine.carryOut(effect, deed.isAnswered);
    }
    case 'end':
      machine.endDeposit('d', deed.end, 'end');
      return;
    case 'fix':
      machine.fixDeposit('d');
      return;
    case 'tell':
      return machine.tell();
    case 'look':
      return machine.lookAgain();
    case 'restart':
      return machine.restart();
    case 'expire':
      machine.idleMs = EXPIRY_MS;
      machine.lookAgain();
      machine.idleMs = 0;
      return;
    case 'keep':
    case 'give-back':
      return machine.endAtMachine(deed.kind);
  }
}

it('whatever happens, all that went in is kept, given back or owed, and moves once', () => {
  const property = fc.property(deeds, fc.boolean(), (all, isFill) => {
    const machine = new PureMachine();
    machine.startDeposit('d', isFill ? 'fill' : 'deposit');
    for (const deed of all) act(machine, deed);
    machine.rest();
    machine.idleMs = EXPIRY_MS;
    machine.rest();
    expectHonest(machine);
    const sale = machine.sales.get('d');
    expect(sale?.phase.kind).toMatch(/^(settled|returned|owed)$/);
    const keptMinor = sale?.deposit?.ended === undefined ? 0 : sale.amountDueMinor;
    const { owedMinor } = auditJournal(machine.lines);
    expect(machine.inMinor - machine.outMinor).toBe(keptMinor + owedMinor);
  });
  fc.assert(property, { numRuns: RUNS });
});
