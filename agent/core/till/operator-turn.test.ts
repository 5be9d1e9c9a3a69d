/** No cash leaves the till outside a sale without an operator who may, whichever door asks. */
import { describe, expect, it } from 'vitest';
import { SUPERVISOR } from '../../../test/support/operators.ts';
import { PureTill } from '../../../test/support/pure-till.ts';
import type { Operator, OperatorRole } from '../operators/operator.ts';
import type { DepositPurpose } from '../journal-line.ts';
import { DEFAULT_RULES, rightsTable } from '../operators/rights.ts';
import { FIRST_LOCK_MS, FREE_FAILURES } from '../operators/sign-in.ts';
import type { TillRequest } from './events.ts';

const ADDED = [{ valueMinor: 50, count: 1 }];
const AT = { place: 'hopper-50', client: 'pos' } as const;

type Asked = (operator: Operator | undefined) => TillRequest;

/** As a door would ask that forgot to look: the type forbids it, a fault would not. */
const REQUESTS: Readonly<Record<string, Asked>> = {
  take: (operator) =>
    ({ kind: 'take-entered', ...AT, taken: ADDED, reason: 'bank', operator }) as TillRequest,
  'pay-debt': (operator) =>
    ({
      kind: 'debt-payment-requested',
      debtId: 'd',
      by: 'hand',
      client: 'pos',
      operator,
    }) as TillRequest,
  fill: (operator) => ({ kind: 'fill-entered', ...AT, added: ADDED, operator }),
  count: (operator) => ({
    kind: 'count-entered',
    ...AT,
    counted: ADDED,
    isDeviceGone: false,
    operator,
  }),
  shift: (operator) => ({ kind: 'shift-open-requested', client: 'pos', operator }),
};

function asked(name: string, operator?: Operator): TillRequest {
  const request = REQUESTS[name];
  if (request === undefined) throw new TypeError(name);
  return request(operator);
}

function withRole(role: OperatorRole): Operator {
  return { operatorId: 'anna', role };
}

describe('without an operator', () => {
  it.each(['take', 'pay-debt'])('%s is refused, and nothing is written', (name) => {
    const till = new PureTill(10);
    const before = till.till;
    expect(till.send(asked(name))).toEqual({
      kind: 'refused',
      refusal: { code: 'operator-needed', right: name },
    });
    expect(till.till).toBe(before);
  });

  it.each(['fill', 'count', 'shift'])('%s is done, unless one is always required', (name) => {
    const till = new PureTill(10);
    till.operators = { ...DEFAULT_RULES, required: 'always' };
    expect(till.send(asked(name))).toMatchObject({ refusal: { code: 'operator-needed' } });
    till.operators = DEFAULT_RULES;
    expect(till.send(asked(name)).kind).not.toBe('refused');
    expect(till.lines.at(-1)?.body).toMatchObject({});
    expect(JSON.stringify(till.lines.at(-1))).not.toContain('"operator"');
  });
});

function askDeposit(till: PureTill, purpose: DepositPurpose, operator?: Operator) {
  const terms = {
    saleId: 'd',
    client: 'pos',
    idempotencyKey: 'k',
    amountDueMinor: 0,
    currency: 'EUR',
    // A name alone is nobody who has signed in.
    deposit: { purpose, operator: 'sam' },
  };
  return till.send({ kind: 'sale-requested', terms, operator });
}

describe('a deposit of the till’s own cash', () => {
  it.each(['fill', 'exchange'] as const)('to %s is refused where nobody stands for it', (right) => {
    const till = new PureTill(10);
    expect(askDeposit(till, right)).toMatchObject({ refusal: { code: 'operator-needed', right } });
    till.operators = { ...DEFAULT_RULES, rights: rightsTable({ supervisor: [] }) };
    expect(askDeposit(till, right, SUPERVISOR)).toMatchObject({
      refusal: { code: 'right-missing', right },
    });
    expect(till.till.activeSaleId).toBeUndefined();
  });

  it.each(['fill', 'exchange'] as const)('to %s has who stands for it in its line', (purpose) => {
    const till = new PureTill(10);
    expect(askDeposit(till, purpose, withRole('supervisor'))).toMatchObject({
      kind: 'sale',
      isNew: true,
    });
    expect(till.lines.at(-1)).toMatchObject({
      kind: 'deposit-started',
      body: { operator: 'anna' },
    });
  });

  it('of a customer needs nobody, and names nobody', () => {
    const till = new PureTill(10);
    expect(askDeposit(till, 'deposit')).toMatchObject({ kind: 'sale' });
    expect(JSON.stringify(till.lines.at(-1))).not.toContain('sam');
  });
});

describe('an operator', () => {
  it.each([
    ['take', 'cashier'],
    ['take', 'technician'],
    ['pay-debt', 'technician'],
    ['fill', 'technician'],
    ['count', 'cashier'],
    ['shift', 'technician'],
  ] as const)('without the right to %s is refused it as %s', (name, role) => {
    const till = new PureTill(10);
    expect(till.send(asked(name, withRole(role)))).toEqual({
      kind: 'refused',
      refusal: { code: 'right-missing', right: name, role },
    });
  });

  it.each([
    ['take', 'cash-taken'],
    ['fill', 'cash-filled'],
    ['count', 'cash-counted'],
    ['shift', 'shift-opened'],
  ])('who may %s stands in its line', (name, kind) => {
    const till = new PureTill(10);
    till.send(asked(name, SUPERVISOR));
    expect(till.lines.at(-1)).toMatchObject({ kind, body: { operator: 'sam' } });
  });

  it.each(['hand', 'machine'] as const)('who pays a debt by %s stands in its line', (by) => {
    const till = new PureTill(10);
    till.insert(50);
    const [debtId = ''] = Object.keys(till.till.debts);
    const operator = SUPERVISOR;
    till.send({ kind: 'debt-payment-requested', debtId, by, client: 'pos', operator });
    till.settle();
    const paid = till.lines.find(({ kind }) => kind === 'debt-paid');
    expect(paid?.body).toMatchObject({ by, operator: 'sam', amountMinor: 50 });
  });

  it('who opens a shift and the one who closes it both stand in its report', () => {
    const till = new PureTill(10);
    till.send(asked('shift', withRole('cashier')));
    till.send({ kind: 'shift-close-requested', client: 'pos', operator: SUPERVISOR });
    expect(till.lines.at(-1)).toMatchObject({
      kind: 'shift-closed',
      body: { openedByOperator: 'anna', operator: 'sam' },
    });
  });
});

describe('signing in', () => {
  const operator = { operatorId: 'anna', unlocks: 0 };
  const attempt = { kind: 'sign-in-attempted', operator, client: 'pos' } as const;

  function failed(till: PureTill, times: number): void {
    for (let time = 0; time < times; time += 1) {
      till.send(attempt);
      till.send({ kind: 'pin-failed', operator, client: 'pos' });
    }
  }

  it('is written down, and a failure of an id that nobody has without the id', () => {
    const till = new PureTill(0);
    till.send(attempt);
    till.send({ kind: 'pin-proved', operator: withRole('admin'), isNew: true, client: 'pos' });
    till.send({ ...attempt, operator: undefined });
    till.send({ kind: 'pin-failed', operator: undefined, client: 'pos' });
    expect(till.lines).toEqual([
      { kind: 'operator-signed-in', body: { operator: 'anna', role: 'admin', client: 'pos' } },
      { kind: 'operator-sign-in-failed', body: { operator: undefined, client: 'pos' } },
    ]);
  });

  it('that fails too often locks, says so once, and opens with running time alone', () => {
    const till = new PureTill(0);
    failed(till, FREE_FAILURES);
    const locked = { operator: 'anna', forMs: FIRST_LOCK_MS, client: 'pos' };
    expect(till.lines.at(-1)).toEqual({ kind: 'operator-locked', body: locked });
    till.nowMs += 365 * 24 * 60 * 60_000;
    expect(till.send(attempt)).toMatchObject({ refusal: { code: 'operator-locked' } });
    till.nowMs = 0;
    expect(till.send(attempt)).toMatchObject({ refusal: { code: 'operator-locked' } });
    till.restart();
    expect(till.send(attempt)).toMatchObject({ refusal: { waitMs: FIRST_LOCK_MS } });
    till.lockRanMs = FIRST_LOCK_MS;
    expect(till.send(attempt)).toEqual({ kind: 'done' });
  });

  it('is open again once an admin has unlocked it, and nobody else can', () => {
    const till = new PureTill(0);
    failed(till, FREE_FAILURES);
    const unlock = {
      kind: 'operator-unlock-requested',
      operatorId: 'anna',
      client: 'pos',
    } as const;
    expect(till.send({ ...unlock, operator: SUPERVISOR })).toMatchObject({
      refusal: { code: 'right-missing' },
    });
    till.send({ ...unlock, operator: withRole('admin') });
    expect(till.lines.at(-1)).toMatchObject({ kind: 'operator-unlocked', body: { by: 'anna' } });
    expect(till.send(attempt)).toEqual({ kind: 'done' });
  });

  it('after an unlock at the console is open, and the journal tells', () => {
    const till = new PureTill(0);
    failed(till, FREE_FAILURES);
    expect(till.send({ ...attempt, operator: { ...operator, unlocks: 1 } }).kind).toBe('done');
    expect(till.lines.at(-1)).toEqual({ kind: 'operator-unlocked', body: { operator: 'anna' } });
  });

  it('counts running time for a lock a minute at a time, and all of it at the end', () => {
    const till = new PureTill(0);
    failed(till, FREE_FAILURES);
    till.lockRanMs = 59_999;
    till.send({ kind: 'time-passed' });
    expect(till.till.signIns.ranMs).toBe(0);
    till.send({ kind: 'running-noted' });
    expect(till.till.signIns.ranMs).toBe(59_999);
    till.lockRanMs = 60_000;
    till.send({ kind: 'time-passed' });
    expect(till.till.signIns.ranMs).toBe(119_999);
  });
});
