/**
 * What a durable step of a sale costs beside the least that SQLite can do: one row of the same size
 * in a commit of its own, WAL with synchronous=FULL. Blocks of the two sides alternate, so that a
 * disk that is busy for a while slows both.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { LineDraft } from '../../agent/core/journal-line.ts';
import { EMPTY_TILL, type Till } from '../../agent/core/till/till.ts';
import { openDatabase } from '../../agent/store/database.ts';
import { TillStore } from '../../agent/store/till-store.ts';
import type { Comparison } from './comparison.ts';
import { median } from './statistics.ts';

const BLOCKS = 40;
const COMMITS_A_BLOCK = 50;
const COIN_VALUE_MINOR = 200;

export interface AppendFigures {
  readonly comparison: Comparison;
  readonly bareCommitMs: number;
}

/** `folder` has to lie on the disk that is meant, not in memory. */
export function measureJournalAppend(folder: string): AppendFigures {
  const scratch = mkdtempSync(join(folder, 'append-'));
  try {
    using store = new TillStore(openDatabase(join(scratch, 'till.db')));
    const bare = openBare(join(scratch, 'bare.db'));
    const append = appender(store);
    const line = append();
    const insertBare = inserter(bare, line);
    insertBare();
    const oursMs: number[] = [];
    const bareMs: number[] = [];
    for (let block = 0; block < BLOCKS; block += 1) {
      oursMs.push(timed(append));
      bareMs.push(timed(insertBare));
    }
    bare.close();
    const bareCommitMs = median(bareMs) / COMMITS_A_BLOCK;
    return { bareCommitMs, comparison: comparisonOf(median(oursMs), median(bareMs)) };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function comparisonOf(oursMs: number, bareMs: number): Comparison {
  return {
    what: 'journal append, durable',
    unit: 'commits/s',
    ours: perSecond(oursMs),
    theirs: perSecond(bareMs),
    against: 'bare SQLite commit',
    goal: { of: 'ratio', bound: 'min', value: 0.9 },
  };
}

function perSecond(blockMs: number): number {
  return (COMMITS_A_BLOCK * 1_000) / blockMs;
}

/** One coin: a line, what its hopper holds, and where the acceptor was last read to. */
function appender(store: TillStore): () => number {
  const saleId = randomUUID();
  let till: Till = EMPTY_TILL;
  let coins = 0;
  return () => {
    coins += 1;
    const place = `hopper-${COIN_VALUE_MINOR}`;
    const line: LineDraft = {
      kind: 'cash-inserted',
      body: { device: 'acceptor', place, valueMinor: COIN_VALUE_MINOR, saleId },
    };
    const after: Till = {
      ...till,
      holdings: { [place]: [{ valueMinor: COIN_VALUE_MINOR, count: coins }] },
    };
    const atMs = Date.now();
    const written = store.commit({
      before: till,
      after,
      lines: [line],
      sales: [],
      operations: [],
      cashOperations: [],
      atMs,
    });
    till = after;
    return JSON.stringify(written).length + JSON.stringify(after.holdings).length;
  };
}

function openBare(path: string): Database.Database {
  const database = new Database(path);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('CREATE TABLE line (seq INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT');
  return database;
}

/** Inserts a row of so many bytes in a transaction of its own. */
function inserter(database: Database.Database, sizeBytes: number): () => void {
  const insert = database.prepare<[string]>('INSERT INTO line (body) VALUES (?)');
  const body = 'x'.repeat(sizeBytes);
  const commit = database.transaction(() => insert.run(body));
  return () => void commit.immediate();
}

function timed(commit: () => unknown): number {
  const beganMs = performance.now();
  for (let done = 0; done < COMMITS_A_BLOCK; done += 1) commit();
  return performance.now() - beganMs;
}
