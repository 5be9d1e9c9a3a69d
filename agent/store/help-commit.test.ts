/**
 * A call for help and what it takes from the balance are one transaction: a till that dies between
 * them comes back with neither, or with both.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { tillWithLease } from '../../test/support/lease-till.ts';
import { PLANS } from '../plans/plans.ts';
import type { Till } from '../core/till/till.ts';
import type { LineDraft } from '../core/journal-line.ts';
import { openDatabase } from './database.ts';
import { TillStore, type StorePoint } from './till-store.ts';

const CREDITS = 60;
const QUESTION = { client: 'page', caller: 'admin' } as const;
const ASK = { kind: 'help-asked', question: QUESTION, plans: PLANS } as const;

class Died extends Error {}

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-help-'));
  path = join(folder, 'till.db');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What has happened since, in one commit. */
function commit(
  store: TillStore,
  [before, after]: readonly [Till, Till],
  lines: LineDraft[],
): void {
  const nothing = { sales: [], operations: [], cashOperations: [] };
  store.commit({ before, after, lines, ...nothing, atMs: 1 });
}

/** A till asks, and its store dies at this point of the commit. */
function askAndDie(point: StorePoint): void {
  const till = tillWithLease(CREDITS);
  const first = till.till;
  const written = till.lines.length;
  till.ask(ASK);
  const added = till.lines.slice(written);
  expect(added.map(({ kind }) => kind)).toEqual(['help-asked', 'lease-promised']);
  let isArmed = false;
  using store = new TillStore(openDatabase(path), (passed) => {
    if (isArmed && passed === point) throw new Died();
  });
  commit(store, [store.load(), first], till.lines.slice(0, written));
  isArmed = true;
  expect(() => commit(store, [first, till.till], added)).toThrow(Died);
}

/** What the next start finds. */
function found() {
  using store = new TillStore(openDatabase(path));
  const { leasing, supporting } = store.load();
  const kinds = [...store.linesAfter(0)].map(({ kind }) => kind);
  return {
    lines: kinds.filter((kind) => kind === 'help-asked' || kind === 'lease-promised'),
    tickets: supporting.tickets.length,
    promises: leasing.promises.length,
    isLeft: leasing.leases[0]?.left === CREDITS,
  };
}

it.each(['lines-inserted', 'state-written'] as const)('at %s there is neither', (point) => {
  askAndDie(point);
  expect(found()).toEqual({ lines: [], tickets: 0, promises: 0, isLeft: true });
});

it('once it is committed there are both', () => {
  askAndDie('committed');
  const lines = ['help-asked', 'lease-promised'];
  expect(found()).toEqual({ lines, tickets: 1, promises: 1, isLeft: false });
});
