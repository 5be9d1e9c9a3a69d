/**
 * A commit is all or nothing, a line once written is never changed, and a store that is not what was
 * written says so before anything is sold on it.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LineDraft } from '../core/journal-line.ts';
import { startSale } from '../core/sale/sale.ts';
import { EMPTY_TILL, type Till } from '../core/till/till.ts';
import { openDatabase, openForReading } from './database.ts';
import { lockInstance } from './instance-lock.ts';
import { verifyChain } from './journal.ts';
import { StoreError } from './store-error.ts';
import { TillStore, type StorePoint } from './till-store.ts';

let folder = '';
let path = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-store-'));
  path = join(folder, 'till.db');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function acknowledged(saleId: string): LineDraft {
  return { kind: 'sale-acknowledged', body: { saleId, client: 'pos' } };
}

function append(store: TillStore, ...lines: readonly LineDraft[]): void {
  store.commit({
    before: EMPTY_TILL,
    after: EMPTY_TILL,
    lines,
    sales: [],
    operations: [],
    cashOperations: [],
    atMs: 1,
  });
}

function codeOf(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return error instanceof StoreError ? error.code : String(error);
  }
}

/** A till with everything in it that is kept. */
function fullTill(): { readonly till: Till; readonly sale: ReturnType<typeof startSale>['sale'] } {
  const { sale } = startSale(
    { saleId: 's', client: 'pos', idempotencyKey: 'k', amountDueMinor: 240, currency: 'EUR' },
    7,
  );
  const till: Till = {
    activeSaleId: 's',
    sales: { s: sale },
    payouts: {},
    debts: {
      d: {
        debtId: 'd',
        cause: 'unassigned',
        amountMinor: 50,
        paidMinor: 0,
        recordedAtMs: 1,
        payouts: 0,
      },
    },
    doubts: { cashbox: true },
    placeCurrencies: { 'cashbox-usd': 'USD' },
    holdings: { 'hopper-20': [{ valueMinor: 20, count: 4 }] },
    jobs: {},
    cursors: { acceptor: '{"counter":7}' },
    shifts: { lastNumber: 3 },
    cashOperations: {},
    cassettes: { lastNumber: 2, out: { cashbox: 2 } },
    leasing: {
      leases: [{ id: 'lease-1', account: 'credits', amount: 60, left: 45, state: 'open' }],
      promises: [
        {
          ticket: 't-1',
          account: 'credits',
          parts: [{ lease: 'lease-1', amount: 15 }],
          state: 'promised',
        },
      ],
    },
    plans: [{ id: 'bar', version: 2, document: 'sealed' }],
    signIns: {
      ranMs: 9,
      operators: { anna: { count: 5, unlocks: 1, lockedUntilMs: 300_009 } },
      clients: { pos: { count: 5, atMs: 9 } },
    },
    updating: {
      counter: { keyEpoch: 1, n: 4 },
      phase: { kind: 'on-trial', version: '1.1.0', from: '1.0.0' },
      lock: { client: 'pos', reason: 'stocktaking', untilMs: 9 },
      securityFloor: '1.0.0',
    },
    supporting: {
      lastNumber: 12,
      tickets: [
        {
          ticket: 't-1',
          state: 'open',
          messages: [{ message: 'm-1', text: 'hello', atMs: 8, seq: 4 }],
        },
      ],
      unattended: [{ fromMs: 1, untilMs: 2 }],
      bundles: [{ bundle: 'b-1', withTrace: false }],
    },
    licensing: { evidence: { atMs: 5, said: { journal: 5 } }, unlicensedMs: 3, document: 'sealed' },
  };
  return { till, sale };
}

describe('a store that cannot be used says why', () => {
  it('because another agent holds it', () => {
    using lock = lockInstance(path);
    expect(lock).toBeDefined();
    expect(codeOf(() => lockInstance(path))).toBe('in-use');
  });

  it('because a newer release wrote it', () => {
    const database = openDatabase(path);
    database.pragma('user_version = 99');
    database.exec('UPDATE schema_reach SET readable_from = 99');
    database.close();
    expect(codeOf(() => openDatabase(path))).toBe('too-new');
  });

  it('because its last line was changed', () => {
    const database = openDatabase(path);
    append(new TillStore(database), acknowledged('a'), acknowledged('b'));
    database.exec('DROP TRIGGER journal_is_not_changed');
    database.exec(`UPDATE journal SET body = '{"client":"pos","saleId":"x"}' WHERE seq = 2`);
    database.close();
    expect(codeOf(() => new TillStore(openDatabase(path)))).toBe('broken-chain');
  });

  it('because it is not there', () => {
    expect(codeOf(() => openForReading(path))).toBe('missing');
  });

  it('because it is no database', () => {
    writeFileSync(path, 'something else altogether, and long enough to be read as a header');
    expect(codeOf(() => openDatabase(path))).toBe('io');
  });
});

describe('the journal', () => {
  it('refuses to change or remove a line', () => {
    const database = openDatabase(path);
    append(new TillStore(database), acknowledged('a'));
    expect(() => database.exec('UPDATE journal SET at_ms = 2')).toThrow('never changed');
    expect(() => database.exec('DELETE FROM journal')).toThrow('never removed');
  });

  it.each(['at_ms = at_ms + 1', "kind = 'sale-paid'", `body = '{}'`, "hash = '00'", 'seq = 9'])(
    'shows a line whose %s was set behind its back',
    (change) => {
      const database = openDatabase(path);
      const store = new TillStore(database);
      append(store, acknowledged('a'), acknowledged('b'), acknowledged('c'));
      database.exec('DROP TRIGGER journal_is_not_changed');
      database.exec(`UPDATE journal SET ${change} WHERE seq = 2`);
      expect(codeOf(() => verifyChain(store.linesAfter(0)))).toBe('broken-chain');
    },
  );

  it('shows a line that is missing', () => {
    const database = openDatabase(path);
    const store = new TillStore(database);
    append(store, acknowledged('a'), acknowledged('b'), acknowledged('c'));
    database.exec('DROP TRIGGER journal_is_not_shortened');
    database.exec('DELETE FROM journal WHERE seq = 2');
    expect(codeOf(() => verifyChain(store.linesAfter(0)))).toBe('broken-chain');
  });

  it('is read back in order over many pieces, and verified', () => {
    const store = new TillStore(openDatabase(path));
    const drafts = Array.from({ length: 2_500 }, (_, index) => acknowledged(`s${index}`));
    append(store, ...drafts);
    expect(verifyChain(store.linesAfter(0))).toEqual(store.head);
    expect([...store.linesAfter(2_498)].map(({ seq }) => seq)).toEqual([2_499, 2_500]);
  });
});

describe('a commit', () => {
  it('is found whole after the store is opened again', () => {
    const { till, sale } = fullTill();
    {
      using store = new TillStore(openDatabase(path));
      store.commit({
        before: EMPTY_TILL,
        after: till,
        lines: [acknowledged('s')],
        sales: [sale],
        operations: [],
        cashOperations: [],
        atMs: 5,
      });
    }
    using store = new TillStore(openDatabase(path));
    expect(store.load()).toEqual(till);
    expect(store.sale('s')).toEqual(sale);
    expect(store.saleByKey('pos', 'k')).toEqual(sale);
    expect(store.sales('unacknowledged')).toEqual([sale]);
    expect(store.head.seq).toBe(1);
  });

  it('is read with all that a later release has written beside it, and gone on from', () => {
    const { till, sale } = fullTill();
    const none = { operations: [], cashOperations: [], atMs: 5 };
    const database = openDatabase(path);
    const later = { kind: 'coupon-taken', body: { value: 5 } } as unknown as LineDraft;
    const known = { ...acknowledged('s'), body: { saleId: 's', client: 'pos', coupon: 'c' } };
    const lines = [known as LineDraft, later];
    const left = new TillStore(database);
    left.commit({ before: EMPTY_TILL, after: till, lines, sales: [sale], ...none });
    const written = left.load();
    database.exec(`
      INSERT INTO till_part (part, state) VALUES ('coupons', '{"c":1}');
      UPDATE till_part SET state = json_set(state, '$.ofALaterRelease', json('{"c":1}'))
        WHERE part IN ('updating', 'licensing', 'shifts', 'leasing', 'cassettes', 'signIns');
      UPDATE till_part SET state = json_set(state, '$.d.coupon', 'c') WHERE part = 'debts';
      UPDATE sale SET state = json_set(state, '$.coupon', 'c', '$.phase.coupon', 'c');
    `);
    database.close();
    using store = new TillStore(openDatabase(path));
    const found = store.load();
    expect(found).toMatchObject(written);
    expect(found.sales['s']).toMatchObject({ coupon: 'c', phase: { coupon: 'c' } });
    store.commit({
      before: found,
      after: { ...found, doubts: {} },
      lines: [acknowledged('t')],
      sales: [],
      ...none,
    });
    expect(verifyChain(store.linesAfter(0)).seq).toBe(3);
    expect([...store.linesAfter(0)].slice(0, 2)).toMatchObject(lines);
    expect(store.load()).toEqual({ ...found, doubts: {} });
  });

  it('leaves nothing when the process dies inside it, at whichever point', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<StorePoint>('lines-inserted', 'state-written'),
        fc.integer({ min: 0, max: 4 }),
        (point, commitsBefore) => {
          rmSync(path, { force: true });
          let isDoomed = false;
          const database = openDatabase(path);
          const store = new TillStore(database, (reached) => {
            if (isDoomed && reached === point) throw new Error('killed');
          });
          for (let count = 0; count < commitsBefore; count += 1) append(store, acknowledged('a'));
          const { head } = store;
          const { till, sale } = fullTill();
          isDoomed = true;
          const commit = {
            before: EMPTY_TILL,
            after: till,
            sales: [sale],
            operations: [],
            cashOperations: [],
            atMs: 1,
          };
          expect(() => store.commit({ ...commit, lines: [acknowledged('b')] })).toThrow('killed');
          database.close();
          using reopened = new TillStore(openDatabase(path));
          expect(reopened.head).toEqual(head);
          expect(reopened.load()).toEqual(EMPTY_TILL);
          expect(reopened.sale('s')).toBeUndefined();
          append(reopened, acknowledged('c'));
          expect(verifyChain(reopened.linesAfter(0)).seq).toBe(commitsBefore + 1);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('refuses a second sale under the same key, and keeps the first', () => {
    const store = new TillStore(openDatabase(path));
    const { till, sale } = fullTill();
    const commit = {
      before: EMPTY_TILL,
      after: till,
      lines: [],
      operations: [],
      cashOperations: [],
      atMs: 1,
    };
    store.commit({ ...commit, sales: [sale] });
    expect(() => store.commit({ ...commit, sales: [{ ...sale, saleId: 'other' }] })).toThrow(
      StoreError,
    );
    expect(store.saleByKey('pos', 'k')?.saleId).toBe('s');
  });

  it('keeps the keys of entries, each of its client, and the newest of them for long enough', () => {
    const commit = { before: EMPTY_TILL, after: EMPTY_TILL, lines: [], sales: [], atMs: 1 };
    const operation = { client: 'pos', idempotencyKey: 'k', terms: 'fill 10' };
    {
      using store = new TillStore(openDatabase(path));
      store.commit({ ...commit, operations: [operation], cashOperations: [] });
    }
    using store = new TillStore(openDatabase(path));
    expect(store.operation('pos', 'k')).toEqual(operation);
    expect(store.operation('other', 'k')).toBeUndefined();
    const later = Array.from({ length: 10_000 }, (_, index) => ({
      ...operation,
      idempotencyKey: `k${index}`,
    }));
    store.commit({ ...commit, operations: later, cashOperations: [] });
    expect(store.operation('pos', 'k')).toBeUndefined();
    expect(store.operation('pos', 'k0')).toBeDefined();
  });
});
