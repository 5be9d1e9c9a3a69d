/**
 * The journal: append-only, each line hashed over everything before it, so that a line changed,
 * removed or put in between shows. It is the record of the money and the outbox in one.
 */
import { hash as digest } from 'node:crypto';
import type Database from 'better-sqlite3';
import { canonicalJson } from '../core/canonical/canonical-json.ts';
import { lineText, type LinePlace } from '../core/canonical/line-text.ts';
import type { JournalLine, LineDraft } from '../core/journal-line.ts';
import { parseStored } from './stored-json.ts';
import { StoreError } from './store-error.ts';

/** The hash before the first line. */
const GENESIS_HASH = '0'.repeat(64);

/** Lines read from the file at a time. */
const READ_LINES_MAX = 1_000;

/** The last line's place in the chain; seq 0 before there is any. */
export interface JournalHead {
  readonly seq: number;
  readonly hash: string;
}

interface JournalRow {
  readonly seq: number;
  readonly at_ms: number;
  readonly kind: string;
  readonly body: string;
  readonly prev_hash: string;
  readonly hash: string;
}

interface KeyedLine {
  readonly kind: JournalLine['kind'];
  /** The field of the line that names the client. */
  readonly clientField: string;
  readonly client: string;
}

const COLUMNS = 'seq, at_ms, kind, body, prev_hash, hash';

export class Journal {
  readonly #database: Database.Database;
  readonly #insert: Database.Statement<[number, number, string, string, string, string]>;
  readonly #select: Database.Statement<[number, number], JournalRow>;
  #head: JournalHead;

  /** Reads the head, and checks that the last line is what its hash says. Throws `StoreError`. */
  constructor(database: Database.Database) {
    this.#database = database;
    this.#insert = database.prepare(`INSERT INTO journal (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)`);
    this.#select = database.prepare(
      `SELECT ${COLUMNS} FROM journal WHERE seq > ? ORDER BY seq LIMIT ?`,
    );
    this.#head = this.#readHead();
  }

  get head(): JournalHead {
    return this.#head;
  }

  /** Adds lines inside the caller's transaction; the head moves when the caller says `committed`. */
  append(drafts: readonly LineDraft[], atMs: number): JournalLine[] {
    let { seq, hash } = this.#head;
    return drafts.map((draft) => {
      const place = { seq: seq + 1, atMs, prevHash: hash };
      const body = canonicalJson(draft.body);
      ({ seq } = place);
      hash = hashOf(draft.kind, body, place);
      this.#insert.run(seq, atMs, draft.kind, body, place.prevHash, hash);
      return lineFrom({ ...draft, ...place, hash });
    });
  }

  /** Moves the head over lines that are durable now. */
  committed(lines: readonly JournalLine[]): void {
    const last = lines.at(-1);
    if (last !== undefined) this.#head = { seq: last.seq, hash: last.hash };
  }

  /** Lines after `seq`, in order; reads a bounded piece of the file at a time. */
  *linesAfter(seq: number): Generator<JournalLine> {
    for (let after = seq; ;) {
      const rows = this.#select.all(after, READ_LINES_MAX);
      for (const row of rows) yield lineOf(row);
      const last = rows.at(-1);
      if (last === undefined) return;
      after = last.seq;
    }
  }

  /** The newest line of a kind that a client has had written under its key. */
  newestUnder(
    idempotencyKey: string,
    { kind, clientField, client }: KeyedLine,
  ): JournalLine | undefined {
    const row = this.#database
      .prepare<[string, string, string, string], JournalRow>(
        `SELECT ${COLUMNS} FROM journal
         WHERE kind = ? AND body ->> 'idempotencyKey' = ? AND body ->> ? = ?
         ORDER BY seq DESC LIMIT 1`,
      )
      .get(kind, idempotencyKey, clientField, client);
    return row === undefined ? undefined : lineOf(row);
  }

  #readHead(): JournalHead {
    const row = this.#database
      .prepare<[], JournalRow>(`SELECT ${COLUMNS} FROM journal ORDER BY seq DESC LIMIT 1`)
      .get();
    if (row === undefined) return { seq: 0, hash: GENESIS_HASH };
    checkLine(lineOf(row), { seq: row.seq - 1, hash: row.prev_hash });
    return { seq: row.seq, hash: row.hash };
  }
}

/** Walks the whole chain; returns its head. Throws `StoreError` `broken-chain` at the first break. */
export function verifyChain(lines: Iterable<JournalLine>): JournalHead {
  let head: JournalHead = { seq: 0, hash: GENESIS_HASH };
  for (const line of lines) {
    checkLine(line, head);
    head = { seq: line.seq, hash: line.hash };
  }
  return head;
}

function checkLine(line: JournalLine, before: JournalHead): void {
  const { seq, atMs, prevHash, hash } = line;
  const isNext = seq === before.seq + 1 && prevHash === before.hash;
  const body = canonicalJson(line.body);
  if (!isNext || hashOf(line.kind, body, { seq, atMs, prevHash }) !== hash) {
    throw new StoreError('broken-chain', `journal line ${seq} is not what was written`);
  }
}

function hashOf(kind: string, bodyText: string, place: LinePlace): string {
  return digest('sha256', lineText(kind, bodyText, place), 'hex');
}

function lineOf(row: JournalRow): JournalLine {
  return lineFrom({
    kind: row.kind,
    body: parseStored(row.body),
    seq: row.seq,
    atMs: row.at_ms,
    prevHash: row.prev_hash,
    hash: row.hash,
  });
}

/** The one place where kind and body are put together again after being apart. */
function lineFrom(
  parts: Omit<JournalLine, 'kind' | 'body'> & { kind: string; body: unknown },
): JournalLine {
  return parts as JournalLine;
}
