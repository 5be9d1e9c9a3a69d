/**
 * Commands of the hub: the receipt, and later the outcome, each one line of the journal and one
 * change of this table in one transaction. What a crash leaves between the two is open, and is
 * carried out again.
 */
import type Database from 'better-sqlite3';
import type { JournalLine, LineDraft } from '../core/journal-line.ts';
import type { VendorLineBodies } from '../core/vendor-line.ts';
import type { Journal } from './journal.ts';
import { asStoreError } from './store-error.ts';
import { parseStored } from './stored-json.ts';

/** A command as the hub's mailbox had it. */
export interface LoggedCommand {
  readonly hubEpoch: string;
  readonly command: {
    readonly seq: number;
    readonly kind: string;
    readonly body: Readonly<Record<string, unknown>>;
    readonly notAfterMs?: number | undefined;
  };
}

/** What became of one. */
export interface LoggedOutcome {
  readonly kind: VendorLineBodies['command-settled']['outcome'];
  readonly reason?: string | undefined;
}

export interface CommandLogParts {
  readonly database: Database.Database;
  readonly journal: Journal;
  /** Whose mailbox it is: another station's, or another hub's, counts anew. */
  readonly station: string;
  readonly wallMs: () => number;
  /** Told of each line once it is durable. */
  readonly onLines: (lines: readonly JournalLine[]) => void;
}

interface CommandRow {
  readonly hub_epoch: string;
  readonly seq: number;
  readonly kind: string;
  readonly body: string;
  readonly not_after_ms: number | null;
}

const COLUMNS = 'hub_epoch, seq, kind, body, not_after_ms';

export class CommandLog {
  readonly #parts: CommandLogParts;

  constructor(parts: CommandLogParts) {
    this.#parts = parts;
  }

  /** How far the mailbox of this epoch is taken in; 0 before the first receipt. */
  takenTo(hubEpoch: string): number {
    const row = this.#parts.database
      .prepare<[string, string], { seq: number | null }>(
        'SELECT max(seq) AS seq FROM command WHERE station = ? AND hub_epoch = ?',
      )
      .get(this.#parts.station, hubEpoch);
    return row?.seq ?? 0;
  }

  /** Received and not settled, in the order they came. */
  pending(): readonly LoggedCommand[] {
    return this.#parts.database
      .prepare<[string], CommandRow>(
        `SELECT ${COLUMNS} FROM command WHERE is_settled = 0 AND station = ? ORDER BY position`,
      )
      .all(this.#parts.station)
      .map(commandOf);
  }

  /** Durable on return; what is there already stays as it is. Throws `StoreError`. */
  receive({ hubEpoch, command }: LoggedCommand): void {
    const { seq, kind, body, notAfterMs } = command;
    if (seq <= this.takenTo(hubEpoch)) return;
    const line: LineDraft = { kind: 'command-received', body: { hubEpoch, seq, command: kind } };
    this.#write(line, () => {
      this.#parts.database
        .prepare<[string, string, number, string, string, number | null]>(
          `INSERT INTO command (station, ${COLUMNS}, is_settled) VALUES (?, ?, ?, ?, ?, ?, 0)`,
        )
        .run(this.#parts.station, hubEpoch, seq, kind, JSON.stringify(body), notAfterMs ?? null);
    });
  }

  /** Durable on return. Throws `StoreError`. */
  settle({ hubEpoch, command: { seq, kind } }: LoggedCommand, outcome: LoggedOutcome): void {
    const body = { hubEpoch, seq, command: kind, outcome: outcome.kind, reason: outcome.reason };
    this.#write({ kind: 'command-settled', body }, () => {
      this.#parts.database
        .prepare<[string, string, number]>(
          'UPDATE command SET is_settled = 1 WHERE station = ? AND hub_epoch = ? AND seq = ?',
        )
        .run(this.#parts.station, hubEpoch, seq);
    });
  }

  #write(line: LineDraft, change: () => void): void {
    const { database, journal, wallMs, onLines } = this.#parts;
    const transaction = database.transaction(() => {
      change();
      return journal.append([line], wallMs());
    });
    const lines = written(() => transaction.immediate());
    journal.committed(lines);
    onLines(lines);
  }
}

function written<Value>(write: () => Value): Value {
  try {
    return write();
  } catch (cause) {
    throw asStoreError(cause);
  }
}

function commandOf({ hub_epoch, seq, kind, body, not_after_ms }: CommandRow): LoggedCommand {
  const command = { seq, kind, body: parseStored<Readonly<Record<string, unknown>>>(body) };
  return {
    hubEpoch: hub_epoch,
    command: not_after_ms === null ? command : { ...command, notAfterMs: not_after_ms },
  };
}
