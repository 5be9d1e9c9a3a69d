/**
 * Lines come in: each once under its key, all of a batch in one transaction with the high-water mark
 * and with what they do to the views. What returns is on disk. A line is never dropped: what cannot
 * have its effect is set aside, and what contradicts a line that is held opens a new branch.
 */
import { GENESIS, type Place } from '../../protocol/fields.ts';
import type { WireLine } from '../../protocol/lines.ts';
import type { Fork } from '../../protocol/wire-error.ts';
import {
  checkLine,
  checkLinks,
  type CheckedLine,
  type QuarantineReason,
} from '../fleet/line-check.ts';
import { applyHardwareLines } from './hardware.ts';
import { applyLeaseLines, withKnownLeases } from './lease-lines.ts';
import { branchRows, heldHashes, openBranch } from './branches.ts';
import type { HubDatabase } from './hub-database.ts';
import type { BranchRow, LineRow, QuarantineRow } from './tables.ts';
import { applyRemoteLines } from './remote-lines.ts';
import { applySupportLines } from './support-lines.ts';
import { addToTotals } from './totals.ts';
import { applyUpdateLines } from './update-standings.ts';

/** Rows an insert writes at once: many enough to be quick, one text of SQL to prepare. */
const INSERT_ROWS = 50;

export interface Upload {
  readonly station: string;
  readonly epoch: number;
  readonly from: number;
  readonly lines: readonly WireLine[];
  readonly receivedAtMs: number;
}

export type Intake =
  | { readonly kind: 'stored'; readonly durableTo: number; readonly quarantined: number }
  /** They do not follow on what is held. */
  | { readonly kind: 'gap'; readonly durableTo: number }
  | { readonly kind: 'forked'; readonly fork: Fork }
  | { readonly kind: 'epoch-unknown' };

/** Rejects with what the database says, and then nothing of the batch is stored. */
export function takeLines(database: HubDatabase, upload: Upload): Promise<Intake> {
  const checked = upload.lines.map(checkLine);
  return database.transaction().execute((transaction) => take(transaction, upload, checked));
}

async function take(
  database: HubDatabase,
  upload: Upload,
  checked: readonly CheckedLine[],
): Promise<Intake> {
  const rows = await branchRows(database, upload.station);
  const branch = rows.find(({ epoch }) => epoch === upload.epoch);
  if (branch === undefined) return { kind: 'epoch-unknown' };
  const { durable_to: durableTo, head_hash: headHash } = branch;
  if (upload.from > durableTo + 1 || !isContiguous(upload)) return { kind: 'gap', durableTo };
  const known = checked.filter(({ line }) => line.seq <= durableTo);
  const clash = await firstClash(database, { rows, branch, known });
  if (clash !== undefined) return forked(database, { upload, rows, branch, ...clash });
  const linked = checkLinks(checked.slice(known.length), headHash);
  const added = await withKnownLeases(database, upload.station, linked);
  const last = added.at(-1)?.line;
  // Only what the till has shown is acknowledged: above that it may hold other lines than the hub.
  if (last === undefined) return { kind: 'stored', durableTo: lastSeq(upload), quarantined: 0 };
  const echoes = await echoesOf(database, { upload, rows, added });
  await insertLines(database, { upload, added, echoes });
  const poison = added.flatMap((one) => quarantineRow(upload, one) ?? []);
  await insertQuarantine(database, poison);
  const fresh = added.filter(({ line }) => !echoes.has(line.seq));
  await addToTotals(database, upload.station, fresh);
  await applyLeaseLines(database, upload, fresh);
  await applyHardwareLines(database, upload, fresh);
  await applyUpdateLines(database, upload, fresh);
  await applySupportLines(database, upload, fresh);
  await applyRemoteLines(database, upload, fresh);
  await moveHead(database, upload, last);
  return { kind: 'stored', durableTo: last.seq, quarantined: poison.length };
}

function isContiguous({ from, lines }: Upload): boolean {
  return lines.every(({ seq }, index) => seq === from + index);
}

function lastSeq({ from, lines }: Upload): number {
  return from + lines.length - 1;
}

interface Clash {
  readonly clashing: CheckedLine;
  readonly common: Place;
}

/** The first line whose place is taken by another one, and the place before it. */
async function firstClash(
  database: HubDatabase,
  {
    rows,
    branch,
    known,
  }: { rows: readonly BranchRow[]; branch: BranchRow; known: readonly CheckedLine[] },
): Promise<Clash | undefined> {
  const [first] = known;
  if (first === undefined) return undefined;
  const from = first.line.seq - 1;
  const held = await heldHashes(database, { rows, branch, from, to: from + known.length });
  const clashing = known.find(({ line }) => held.get(line.seq) !== line.hash);
  if (clashing === undefined) return undefined;
  const seq = clashing.line.seq - 1;
  return { clashing, common: seq === 0 ? GENESIS : { seq, hash: held.get(seq) ?? GENESIS.hash } };
}

/** The same clash gives the same fork again, since the answer may have been lost. */
async function forked(
  database: HubDatabase,
  {
    upload,
    rows,
    branch,
    clashing,
    common,
  }: Clash & {
    readonly upload: Upload;
    readonly rows: readonly BranchRow[];
    readonly branch: BranchRow;
  },
): Promise<Intake> {
  const { station, receivedAtMs } = upload;
  await insertQuarantine(database, [rowOf(upload, clashing, 'forked')]);
  const again = await openedBefore(database, { rows, branch, clashing });
  const epoch = again ?? Math.max(...rows.map((row) => row.epoch)) + 1;
  if (again === undefined) {
    const parent = branch.epoch;
    await openBranch(database, { station, epoch, parent, common, atMs: receivedAtMs });
  }
  return { kind: 'forked', fork: { ...common, epoch } };
}

async function openedBefore(
  database: HubDatabase,
  {
    rows,
    branch,
    clashing,
  }: { rows: readonly BranchRow[]; branch: BranchRow; clashing: CheckedLine },
): Promise<number | undefined> {
  const { seq, hash } = clashing.line;
  const isHere = (row: BranchRow): boolean =>
    row.parent_epoch === branch.epoch && row.fork_seq === seq - 1;
  const candidates = rows.filter(isHere);
  for (const candidate of candidates) {
    const held = await heldHashes(database, { rows, branch: candidate, from: seq, to: seq });
    if (held.size === 0 || held.get(seq) === hash) return candidate.epoch;
  }
  return undefined;
}

interface Added {
  readonly upload: Upload;
  readonly added: readonly CheckedLine[];
}

/** Which of the lines another branch of the station holds too: they have had their effect. */
async function echoesOf(
  database: HubDatabase,
  { upload, rows, added }: Added & { readonly rows: readonly BranchRow[] },
): Promise<ReadonlySet<number>> {
  const others = rows.map(({ epoch }) => epoch).filter((epoch) => epoch !== upload.epoch);
  const [first] = added;
  if (others.length === 0 || first === undefined) return new Set();
  const found = await database
    .selectFrom('lines')
    .select(['seq', 'hash'])
    .where('station_id', '=', upload.station)
    .where('epoch', 'in', others)
    .where('seq', '>=', first.line.seq)
    .where('seq', '<', first.line.seq + added.length)
    .execute();
  const held = new Set(found.map(({ seq, hash }) => `${seq} ${hash}`));
  const echoes = added.filter(({ line }) => held.has(`${line.seq} ${line.hash}`));
  return new Set(echoes.map(({ line }) => line.seq));
}

async function insertLines(
  database: HubDatabase,
  { upload, added, echoes }: Added & { readonly echoes: ReadonlySet<number> },
): Promise<void> {
  const rows = added.map(({ line, bodyText }): LineRow => ({
    station_id: upload.station,
    epoch: upload.epoch,
    seq: line.seq,
    at_ms: line.atMs,
    kind: line.kind,
    body: bodyText,
    prev_hash: line.prevHash,
    hash: line.hash,
    is_echo: echoes.has(line.seq) ? 1 : 0,
    received_at_ms: upload.receivedAtMs,
  }));
  for (let start = 0; start < rows.length; start += INSERT_ROWS) {
    await database
      .insertInto('lines')
      .values(rows.slice(start, start + INSERT_ROWS))
      .execute();
  }
}

function quarantineRow(upload: Upload, checked: CheckedLine): QuarantineRow | undefined {
  const { verdict } = checked;
  return verdict.kind === 'poison' ? rowOf(upload, checked, verdict.reason) : undefined;
}

function rowOf(upload: Upload, { line }: CheckedLine, reason: QuarantineReason): QuarantineRow {
  return {
    station_id: upload.station,
    epoch: upload.epoch,
    seq: line.seq,
    hash: line.hash,
    reason,
    line: JSON.stringify(line),
    received_at_ms: upload.receivedAtMs,
  };
}

async function insertQuarantine(
  database: HubDatabase,
  rows: readonly QuarantineRow[],
): Promise<void> {
  for (const row of rows) {
    await database
      .insertInto('quarantine')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

async function moveHead(database: HubDatabase, upload: Upload, last: WireLine): Promise<void> {
  await database
    .updateTable('branches')
    .set({ durable_to: last.seq, head_hash: last.hash })
    .where('station_id', '=', upload.station)
    .where('epoch', '=', upload.epoch)
    .execute();
}
