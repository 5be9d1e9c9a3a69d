/**
 * Sales on a till with a whole machine. Whatever is lost, repeated or killed: an operation is begun
 * once, what the machine says moved is booked once, and the journal holds what the machine holds.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PureMachine } from '../../../test/support/pure-machine.ts';
import { auditJournal } from '../cash/audit.ts';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 300);
const LATER_MS = 10 * 60_000;
const OPERATOR = { operatorId: 'eva', role: 'supervisor' } as const;

function expectHonest(machine: PureMachine): void {
  const { problems, heldMinor } = auditJournal(machine.lines);
  expect(problems).toEqual([]);
  expect(heldMinor).toBe(machine.heldMinor());
  for (const { begun } of machine.operations) expect(begun).toBeLessThanOrEqual(1);
  const byAlias = Map.groupBy(machine.operations, ({ alias }) => alias);
  for (const operations of byAlias.values()) {
    expect(operations.reduce((sum, { begun }) => sum + begun, 0)).toBeLessThanOrEqual(1);
  }
}

/** What customers gave and did not get back is what was earned and what is owed. */
function expectNoMoneyLost(machine: PureMachine): void {
  const sales = [...machine.sales.values()];
  const earnedMinor = sales
    .filter(({ phase }) => phase.kind === 'settled' || isOwedChange(phase))
    .reduce(
      (sum, { amountDueMinor, differenceMinor = 0 }) => sum + amountDueMinor + differenceMinor,
      0,
    );
  const { owedMinor } = auditJournal(machine.lines);
  expect(machine.inMinor - machine.outMinor).toBe(earnedMinor + owedMinor);
}

function isOwedChange(phase: { readonly kind: string; readonly purpose?: string }): boolean {
  return phase.kind === 'owed' && phase.purpose === 'change';
}

describe('a sale', () => {
  it('is ordered durably before it is opened, and opened durably before it begins', () => {
    const machine = new PureMachine();
    machine.startSale('a', 250);
    expect(machine.effects.map(({ kind }) => kind)).toEqual(['open-job']);
    expect(machine.lines.map(({ kind }) => kind)).toContain('job-ordered');
    machine.carryOut(machine.effects.shift() ?? fail());
    expect(machine.running()).toBeUndefined();
    expect(machine.lines.map(({ kind }) => kind)).toContain('job-opened');
    expect(machine.effects.map(({ kind }) => kind)).toEqual(['run-job']);
  });

  it('is settled with what the machine kept, and forgotten only after that', () => {
    const machine = new PureMachine();
    machine.startSale('a', 250);
    machine.settle();
    machine.insert(200);
    machine.tell();
    expect(machine.sales.get('a')?.phase.kind).toBe('collecting');
    machine.insert(200);
    machine.tell();
    expect(machine.operations[0]?.isForgotten).toBe(false);
    expect(machine.sales.get('a')).toMatchObject({ phase: { kind: 'settled' }, paidOutMinor: 150 });
    machine.settle();
    expect(machine.operations[0]?.isForgotten).toBe(true);
    expect(machine.till.jobs).toEqual({});
    expectHonest(machine);
  });

  it('whose start was not answered is looked for before it is started again', () => {
    const machine = new PureMachine();
    machine.startSale('a', 250);
    machine.carryOut(machine.effects.shift() ?? fail(), false);
    expect(machine.effects).toEqual([]);
    machine.lookAgain();
    machine.lookAgain();
    expect(machine.effects.map(({ kind }) => kind)).toEqual(['find-job']);
    machine.settle();
    expect(machine.operations).toHaveLength(1);
    expect(machine.running()?.alias).toBe('a/job');
  });

  it('that nobody waits for any more does not begin after a night', () => {
    const machine = new PureMachine();
    machine.startSale('a', 250);
    machine.carryOut(machine.effects.shift() ?? fail(), false);
    machine.nowMs += LATER_MS;
    machine.rest();
    expect(machine.operations.map(({ begun }) => begun)).toEqual([0]);
    expect(machine.sales.get('a')?.phase.kind).toBe('returned');
    expectHonest(machine);
  });

  it('that is cancelled before it begins gives back what it may have taken, which is nothing', () => {
    const machine = new PureMachine();
    machine.startSale('a', 250);
    machine.send({ kind: 'cancel-requested', saleId: 'a' });
    machine.settle();
    machine.rest();
    expect(machine.sales.get('a')?.phase.kind).toBe('returned');
    expect(machine.running()).toBeUndefined();
    expectHonest(machine);
  });

  it('owes the change that the machine did not have', () => {
    const machine = new PureMachine();
    for (const valueMinor of [10, 50, 200]) machine.held.set(valueMinor, 0);
    machine.tellLevels();
    machine.startSale('a', 250);
    machine.settle();
    machine.insert(200);
    machine.insert(200);
    machine.tell();
    expect(machine.sales.get('a')).toMatchObject({ phase: { kind: 'owed', owedMinor: 150 } });
    expectHonest(machine);
    expectNoMoneyLost(machine);
  });

  it('is unresolved while its change is out and the machine is gone, and a count ends that', () => {
    const machine = new PureMachine();
    machine.startSale('a', 250);
    machine.settle();
    machine.insert(200);
    machine.tell();
    const down = { device: 'machine', state: 'down', detail: 'unreachable' } as const;
    machine.send({ kind: 'cancel-requested', saleId: 'a' });
    machine.effects = [];
    machine.condition = 'away';
    machine.send({ kind: 'device-changed', ...down });
    expect(machine.sales.get('a')?.phase).toMatchObject({ kind: 'unresolved', purpose: 'return' });
    const counted = { place: 'machine/recycler', counted: [], client: 'pos' };
    const refused = machine.send({ kind: 'count-entered', ...counted, isDeviceGone: false });
    expect(refused).toMatchObject({ refusal: { code: 'payout-open' } });
    machine.send({ kind: 'count-entered', ...counted, isDeviceGone: true });
    expect(machine.sales.get('a')?.phase).toMatchObject({ kind: 'owed', owedMinor: 200 });
    expect(auditJournal(machine.lines).problems).toEqual([]);
  });
});

it('a dispense by amount is a job of the machine, and ends as the machine says', () => {
  const machine = new PureMachine();
  const asked = { operationId: 'o', purpose: 'dispense', client: 'pos', reason: 'float' } as const;
  const operation = { idempotencyKey: 'k', terms: 't' };
  const request = { kind: 'operation-requested', ...asked, operator: OPERATOR, operation } as const;
  machine.send({ ...request, order: { kind: 'amount', amountMinor: 260 } });
  machine.settle();
  expect(machine.outMinor).toBe(260);
  machine.rest();
  const finished = machine.lines.find(({ kind }) => kind === 'operation-finished');
  expect(finished?.body).toMatchObject({ operationId: 'o', paidMinor: 260, shortMinor: 0 });
  expectHonest(machine);
});

type Deed = (machine: PureMachine, at: number) => void;

const DEEDS: readonly Deed[] = [
  (machine, at) => void machine.startSale(`sale-${at}`, 10 * (1 + (at % 60))),
  (machine) => machine.insert(200),
  (machine) => machine.insert(50),
  (machine) => machine.insert(10),
  (machine) => machine.tell(),
  (machine) => machine.lookAgain(),
  (machine) => machine.restart(),
  (machine) => machine.tellLevels(),
  (machine) => {
    const effect = machine.effects.shift();
    if (effect !== undefined) machine.carryOut(effect);
  },
  (machine) => {
    const effect = machine.effects.shift();
    if (effect !== undefined) machine.carryOut(effect, false);
  },
  (machine) => {
    const saleId = machine.till.activeSaleId;
    if (saleId !== undefined) machine.send({ kind: 'cancel-requested', saleId });
  },
  (machine) => {
    const [debtId] = Object.keys(machine.till.debts);
    const asked = { kind: 'debt-payment-requested', by: 'machine', client: 'pos' } as const;
    if (debtId !== undefined) machine.send({ ...asked, debtId, operator: OPERATOR });
  },
  (machine) => {
    const state = machine.condition === 'ready' ? 'down' : 'up';
    machine.condition = state === 'up' ? 'ready' : 'away';
    machine.send({ kind: 'device-changed', device: 'machine', state, detail: '' });
  },
  (machine) => void (machine.nowMs += 50_000),
  (machine) => machine.settle(),
];

describe('whatever happens in whatever order', () => {
  it('nothing is begun twice, nothing is lost, and all of it ends', () => {
    const deed = fc.integer({ min: 0, max: DEEDS.length - 1 });
    fc.assert(
      fc.property(fc.array(deed, { minLength: 5, maxLength: 60 }), (deeds) => {
        const machine = new PureMachine();
        for (const [at, index] of deeds.entries()) {
          DEEDS[index]?.(machine, at);
          expect(auditJournal(machine.lines).problems).toEqual([]);
        }
        machine.condition = 'ready';
        machine.rest();
        const running = machine.running();
        if (running !== undefined) {
          const saleId = machine.till.activeSaleId ?? '';
          machine.send({ kind: 'cancel-requested', saleId });
          machine.rest();
        }
        expect(machine.running()).toBeUndefined();
        expect(machine.till.jobs).toEqual({});
        expectHonest(machine);
        expectNoMoneyLost(machine);
      }),
      { numRuns: RUNS },
    );
  });
});

function fail(): never {
  throw new TypeError('there is no effect');
}
