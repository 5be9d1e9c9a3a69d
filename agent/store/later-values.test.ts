/** What a later release has left and this one has no word for is never worked on by a guess. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChangerJob } from '../core/cash/changer-job.ts';
import type { CashOperation } from '../core/cash/cash-operation.ts';
import type { Payout } from '../core/cash/payout.ts';
import { startSale, type Sale } from '../core/sale/sale.ts';
import { EMPTY_TILL, type Till } from '../core/till/till.ts';
import { openDatabase } from './database.ts';
import { StoreError } from './store-error.ts';
import { TillStore } from './till-store.ts';

const DEPOSIT = {
  purpose: 'deposit',
  ended: { kind: 'repay', idempotencyKey: 'k', terms: '' },
} as const;
const SALE: Sale = {
  ...startSale(
    { saleId: 's', client: 'pos', idempotencyKey: 'k', amountDueMinor: 240, currency: 'EUR' },
    7,
  ).sale,
  deposit: DEPOSIT,
  phase: { kind: 'unresolved', purpose: 'return', payoutId: 'p' },
};
/** Over, but for the POS program's word; nothing of it is in the till's state. */
const SETTLED: Sale = { ...SALE, saleId: 'old', idempotencyKey: 'old', phase: { kind: 'settled' } };
const PAYOUT: Payout = {
  payoutId: 'p',
  purpose: 'return',
  ownerId: 's',
  amountMinor: 240,
  paidMinor: 0,
  startedAtMs: 7,
  attempts: {},
  isParked: false,
  to: 'cashbox',
  choice: { kind: 'most' },
  legs: [
    { kind: 'preparing', leg: { leg: 1, device: 'hopper-20', valueMinor: 20, count: 1 } },
    {
      kind: 'dispensing',
      leg: { leg: 2, device: 'hopper-10', valueMinor: 10, count: 1 },
      evidence: 'before',
    },
  ],
  lastLeg: 2,
};
const JOB: ChangerJob = {
  jobId: 'j',
  device: 'cashdro',
  task: 'withdrawal',
  ownerId: 'o',
  startedAtMs: 7,
  openings: 1,
  in: [],
  out: [],
  ending: 'keep',
  isEndTold: false,
  isAsking: false,
  phase: { kind: 'ordering' },
};
const OPERATION: CashOperation = {
  operationId: 'o',
  client: 'pos',
  idempotencyKey: 'k',
  terms: '',
  purpose: 'empty',
  operator: 'anna',
  amountMinor: 0,
  atMachine: 'withdrawal',
  startedAtMs: 7,
  isAcknowledged: false,
};
const FILE = { lengthBytes: 1, sha256: '0' } as const;
const TILL: Till = {
  ...EMPTY_TILL,
  activeSaleId: 's',
  sales: { s: SALE },
  payouts: { p: PAYOUT },
  debts: {
    d: { debtId: 'd', cause: 'owed', amountMinor: 5, paidMinor: 0, recordedAtMs: 7, payouts: 0 },
  },
  jobs: { j: JOB },
  cashOperations: { o: OPERATION },
  leasing: {
    leases: [{ id: 'l', account: 'credits', amount: 60, left: 45, state: 'open' }],
    promises: [{ ticket: 't', account: 'credits', parts: [], state: 'promised' }],
  },
  updating: {
    phase: { kind: 'ready', isAsked: false },
    order: {
      station: 'till-1',
      counter: { keyEpoch: 1, n: 1 },
      rollout: 'r',
      mode: 'soft',
      application: { version: '2.0.0', path: 'a', ...FILE },
      runtime: { version: '24.21.0', path: 'n', ...FILE },
      issuedAt: '2026-11-22T10:00:00Z',
    },
  },
};

let folder = '';
let path = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-later-'));
  path = join(folder, 'till.db');
  using store = new TillStore(openDatabase(path));
  store.commit({
    before: EMPTY_TILL,
    after: TILL,
    lines: [{ kind: 'agent-started', body: { version: '0.1.0' } }],
    sales: [SALE, SETTLED],
    operations: [],
    cashOperations: [OPERATION],
    atMs: 7,
  });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Sets one value of what is stored, as a later release might have. */
function leave(table: 'till_part' | 'sale', name: string, at: string): void {
  const database = openDatabase(path);
  const key = table === 'sale' ? 'sale_id' : 'part';
  const { changes } = database
    .prepare(`UPDATE ${table} SET state = json_set(state, ?, 'later') WHERE ${key} = ?`)
    .run(at, name);
  expect(changes).toBe(1);
  database.close();
}

function loaded(): Till | StoreError {
  using store = new TillStore(openDatabase(path));
  try {
    return store.load();
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
}

it('what this release has written it reads', () => {
  expect(loaded()).toEqual(TILL);
});

describe('a store is not worked on that a later release has left with', () => {
  it.each([
    ['till_part', 'payouts', '$.p.legs[1].kind', 'payout p'],
    ['till_part', 'payouts', '$.p.purpose', 'payout p'],
    ['till_part', 'payouts', '$.p.to', 'payout p'],
    ['till_part', 'payouts', '$.p.choice.kind', 'payout p'],
    ['till_part', 'debts', '$.d.cause', 'debt d'],
    ['till_part', 'jobs', '$.j.phase.kind', 'job j'],
    ['till_part', 'jobs', '$.j.task', 'job j'],
    ['till_part', 'jobs', '$.j.ending', 'job j'],
    ['till_part', 'cashOperations', '$.o.purpose', 'operation o'],
    ['till_part', 'cashOperations', '$.o.atMachine', 'operation o'],
    ['till_part', 'leasing', '$.leases[0].state', 'lease l'],
    ['till_part', 'leasing', '$.promises[0].state', 'ticket t'],
    ['till_part', 'updating', '$.phase.kind', 'update'],
    ['till_part', 'updating', '$.order.mode', 'update'],
    ['sale', 's', '$.phase.kind', 'sale s'],
    ['sale', 's', '$.phase.purpose', 'sale s'],
    ['sale', 's', '$.deposit.purpose', 'sale s'],
    ['sale', 's', '$.deposit.ended.kind', 'sale s'],
    ['sale', 'old', '$.phase.kind', 'sale old'],
  ] as const)('another value in %s %s at %s', (...[table, name, at, where]) => {
    leave(table, name, at);
    const error = loaded();
    expect(error).toMatchObject({ code: 'too-new' });
    expect(error).toMatchObject({ message: expect.stringContaining(`“later” in ${where},`) });
  });
});

it('fields that it does not know are no reason', () => {
  leave('till_part', 'payouts', '$.p.loyalty');
  leave('sale', 's', '$.phase.since');
  leave('till_part', 'updating', '$.rollout');
  expect(loaded()).toMatchObject({ payouts: { p: PAYOUT } });
});
