/**
 * What any release has written into a till's store is read by every later one, comes to the same
 * money, and is worked on; and this release works on what the one after it may have added.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditJournal } from '../../agent/core/cash/audit.ts';
import type { LineDraft } from '../../agent/core/journal-line.ts';
import { compareVersions } from '../../agent/core/update/version.ts';
import { openDatabase } from '../../agent/store/database.ts';
import { verifyChain } from '../../agent/store/journal.ts';
import { TillStore } from '../../agent/store/till-store.ts';
import { BORN_MS, commandsOf } from '../support/kept-life.ts';
import { storeState, type KeptState } from '../support/kept-store.ts';
import { OPERATOR } from '../support/operator-deeds.ts';
import { StoredTill } from '../support/stored-till.ts';
import { testPlan } from '../support/test-plan.ts';
import { testEntitlement } from '../support/test-vendor.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const STORES = join(ROOT, 'test/fixtures/stores');
const VERSIONS = readdirSync(STORES).toSorted(compareVersions);
const HOUR_MS = 3_600_000;

let folder = '';
let path = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-kept-'));
  path = join(folder, 'till.db');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function restore(version: string): void {
  const database = new Database(path);
  const sql = readFileSync(join(STORES, version, 'store.sql'), 'utf8');
  database.exec(`BEGIN; ${sql} COMMIT;`);
  database.close();
}

/** Its disk is not what is tested. */
function open(): Database.Database {
  return openDatabase(path, 'OFF');
}

function keptState(version: string): KeptState {
  return JSON.parse(readFileSync(join(STORES, version, 'state.json'), 'utf8')) as KeptState;
}

/** A later release may know more of a till; what an earlier one has known stays as it was. */
function expectKept(now: KeptState, kept: KeptState): void {
  for (const part of ['till', 'audit', 'rest'] as const) {
    expect(Object.keys(kept[part])).not.toEqual([]);
    for (const [name, value] of Object.entries(kept[part])) {
      expect({ [name]: now[part][name] }).toEqual({ [name]: value });
    }
  }
}

function sum(store: TillStore) {
  const { owedMinor, heldMinor, problems } = auditJournal(store.linesAfter(0));
  return { owedMinor, heldMinor, problems };
}

/** Recovers what was left open and does a day's work; all of it is checked against the lines. */
function workOn(store: TillStore): void {
  const before = [...store.linesAfter(0)];
  const held = { kind: 'verified', entitlement: testEntitlement() } as const;
  const till = new StoredTill(store, { version: 'this', fromMs: BORN_MS + HOUR_MS });
  const { id, version } = testPlan;
  const plans = [{ kind: 'verified', id, version, plan: testPlan }] as const;
  till.send({ kind: 'agent-started', held, plans });
  till.settle();
  till.send({ kind: 'device-changed', device: 'hopper-50', state: 'up', detail: '' });
  till.send({ kind: 'time-passed' });
  till.settle();
  expect(till.till.payouts).toEqual({});
  expect(store.sale('under way')).toMatchObject({ phase: { kind: 'settled' }, paidOutMinor: 30 });
  expect(store.sale('unresolved')).toMatchObject({ phase: { kind: 'settled' }, paidOutMinor: 50 });
  sell(till, store);
  expect(verifyChain(store.linesAfter(0))).toEqual(store.head);
  expect([...store.linesAfter(0)].slice(0, before.length)).toEqual(before);
}

function sell(till: StoredTill, store: TillStore): void {
  expect(till.startSale('paid', 240)).toMatchObject({ kind: 'sale', isNew: false });
  const { owedMinor, heldMinor } = sum(store);
  expect(till.startSale('new', 130)).toMatchObject({ kind: 'sale', isNew: true });
  till.insert(200);
  till.settle();
  const operation = { idempotencyKey: 'debt', terms: 'debt' };
  const keyed = { client: 'pos', operator: OPERATOR, operation };
  const debt = {
    kind: 'debt-payment-requested',
    debtId: 'still owed/owed',
    by: 'machine',
  } as const;
  expect(till.send({ ...debt, ...keyed })).toMatchObject({ kind: 'done' });
  till.settle();
  expect(sum(store)).toEqual({
    owedMinor: owedMinor - 70,
    heldMinor: heldMinor + 130 - 70,
    problems: [],
  });
  const close = { ...keyed, operation: { idempotencyKey: 'close 2', terms: 'close' } };
  expect(till.send({ kind: 'shift-close-requested', ...close })).toMatchObject({
    kind: 'shift-closed',
    report: { number: 2, totals: { salesCount: 5 } },
  });
  const log = commandsOf(store, till);
  for (const command of log.pending()) log.settle(command, { kind: 'done' });
  expect(log.pending()).toEqual([]);
}

it('the version that is being made has one: scripts/keep-store makes it', () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    version: string;
  };
  expect(VERSIONS.at(-1)).toBe(version);
});

describe.each(VERSIONS)('what %s has written', (version) => {
  it('comes to what it came to then', () => {
    restore(version);
    using store = new TillStore(open());
    expect(verifyChain(store.linesAfter(0))).toEqual(store.head);
    expectKept(storeState(store), keptState(version));
  });

  it('is worked on, and what was left open comes to its end', () => {
    restore(version);
    using store = new TillStore(open());
    workOn(store);
    const { commands } = storeState(store).rest;
    expect(commands).toEqual([]);
  });

  it('is told apart from what was changed in it', () => {
    restore(version);
    const database = open();
    database.exec('DROP TRIGGER journal_is_not_changed');
    database.exec(
      "UPDATE journal SET body = replace(body, '240', '250') WHERE kind = 'sale-started'",
    );
    using store = new TillStore(database);
    expect(() => verifyChain(store.linesAfter(0))).toThrow(/not what was written/);
  });
});

const NEWEST = VERSIONS.at(-1) ?? '';

/** All that a release after this one may do to a store that this one is to work on. */
const LATER_SQL = `
  ALTER TABLE sale ADD COLUMN cashier TEXT NOT NULL DEFAULT 'nobody';
  ALTER TABLE journal ADD COLUMN origin TEXT NOT NULL DEFAULT 'till';
  ALTER TABLE command ADD COLUMN urgency INTEGER NOT NULL DEFAULT 3;
  ALTER TABLE till_part ADD COLUMN changed_at_ms INTEGER;
  CREATE TABLE loyalty (card TEXT PRIMARY KEY, points INTEGER NOT NULL) STRICT;
  INSERT INTO loyalty (card, points) VALUES ('c-1', 7);
  INSERT INTO till_part (part, state) VALUES ('loyalty', '{"phase":{"kind":"counting"}}');
  UPDATE till_part SET state = json_set(state, '$."under way/payout".tip', 5,
    '$."under way/payout".legs[0].belt', 'b', '$."unresolved/payout".legs[0].leg.belt', 'b')
    WHERE part = 'payouts';
  UPDATE till_part SET state = json_set(state, '$."still owed/owed".promisedTo', 'Ana')
    WHERE part = 'debts';
  UPDATE till_part SET state = json_set(state, '$.cohort', 2, '$.phase.since', 1)
    WHERE part = 'updating';
  UPDATE till_part SET state = json_set(state, '$.open.mood', 'good', '$.open.totals.tipsMinor', 0)
    WHERE part = 'shifts';
  UPDATE till_part SET state = json_set(state, '$.region', 'es') WHERE part = 'licensing';
  UPDATE till_part SET state = json_set(state, '$.cards', json('{}')) WHERE part = 'signIns';
  UPDATE till_part SET state = json_set(state, '$.pools', json('[]')) WHERE part = 'leasing';
  UPDATE sale SET state = json_set(state, '$.card', 'c-1', '$.phase.since', 1);
  PRAGMA user_version = 99;
`;

const LATER_LINES = [
  { kind: 'points-booked', body: { card: 'c-1', points: 7 } },
  { kind: 'device-changed', body: { device: 'x', state: 'up', detail: '', battery: 3 } },
] as unknown as readonly LineDraft[];

function addWhatIsLater(): void {
  const database = open();
  database.exec(`BEGIN; ${LATER_SQL} COMMIT;`);
  using store = new TillStore(database);
  const till = store.load();
  const none = { sales: [], operations: [], cashOperations: [] };
  store.commit({ before: till, after: till, lines: LATER_LINES, atMs: BORN_MS + 1, ...none });
}

describe('what a release after this one may add', () => {
  beforeEach(() => {
    restore(NEWEST);
    addWhatIsLater();
  });

  it('changes nothing of the money, and is worked on', () => {
    using store = new TillStore(open());
    const { owedMinor, heldMinor, unknownKinds } = auditJournal(store.linesAfter(0));
    expect(keptState(NEWEST).audit).toMatchObject({ owedMinor, heldMinor, unknownKinds: {} });
    expect([...unknownKinds]).toEqual([['points-booked', 1]]);
    workOn(store);
  });

  it('is there as it was when that release comes again', () => {
    {
      using store = new TillStore(open());
      workOn(store);
    }
    const database = open();
    const row = (sql: string) => database.prepare(sql).get();
    expect(row('SELECT card, points FROM loyalty')).toEqual({ card: 'c-1', points: 7 });
    expect(row("SELECT state FROM till_part WHERE part = 'loyalty'")).toEqual({
      state: '{"phase":{"kind":"counting"}}',
    });
    expect(row("SELECT cashier FROM sale WHERE sale_id = 'new'")).toEqual({ cashier: 'nobody' });
    expect(row("SELECT state ->> '$.card' AS card FROM sale WHERE sale_id = 'under way'")).toEqual({
      card: 'c-1',
    });
    expect(
      row("SELECT state ->> '$.cohort' AS cohort FROM till_part WHERE part = 'updating'"),
    ).toEqual({ cohort: 2 });
    expect(database.pragma('user_version', { simple: true })).toBe(99);
    database.close();
  });
});
