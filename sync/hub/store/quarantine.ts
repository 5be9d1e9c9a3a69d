/** Lines that were set aside: shown, and given their effect once they are found to be good after all. */
import { GENESIS } from '../../protocol/fields.ts';
import { lineSchema, type WireLine } from '../../protocol/lines.ts';
import { checkLine, checkLinks, type QuarantineReason } from '../fleet/line-check.ts';
import { branchRows, heldHashes } from './branches.ts';
import { applyLateHardwareLines } from './hardware.ts';
import { applyLeaseLines, withKnownLeases } from './lease-lines.ts';
import type { HubDatabase } from './hub-database.ts';
import type { QuarantineRow } from './tables.ts';
import { applyRemoteLines } from './remote-lines.ts';
import { applySupportLines } from './support-lines.ts';
import { addToTotals } from './totals.ts';
import { rebuildUpdateStandings } from './update-standings.ts';

const LISTED_MAX = 500;

const COLUMNS = ['epoch', 'seq', 'hash', 'reason', 'line', 'received_at_ms'] as const;

export interface QuarantinedLine {
  readonly epoch: number;
  readonly seq: number;
  readonly reason: string;
  readonly receivedAtMs: number;
  /** As it came, whatever it is. */
  readonly line: unknown;
}

export async function quarantinedLines(
  database: HubDatabase,
  station: string,
): Promise<readonly QuarantinedLine[]> {
  const rows = await database
    .selectFrom('quarantine')
    .select(COLUMNS)
    .where('station_id', '=', station)
    .orderBy('epoch')
    .orderBy('seq')
    .limit(LISTED_MAX)
    .execute();
  return rows.map(({ epoch, seq, reason, received_at_ms: receivedAtMs, line: text }) => {
    const line: unknown = JSON.parse(text);
    return { epoch, seq, reason, receivedAtMs, line };
  });
}

export interface LinePlace {
  readonly station: string;
  readonly epoch: number;
  readonly seq: number;
}

export type Reapplied =
  | { readonly kind: 'applied' }
  /** `forked`: another line has its place, and its money came in under the fork's epoch. */
  | { readonly kind: 'refused'; readonly code: QuarantineReason | 'not-quarantined' };

/** Checks a line once more, and gives it its effect with its removal, in the caller's transaction. */
export async function reapplyLine(database: HubDatabase, place: LinePlace): Promise<Reapplied> {
  const { station, epoch, seq } = place;
  const rows = await rowsAt(database, place);
  if (rows.length === 0) return { kind: 'refused', code: 'not-quarantined' };
  const held = await database
    .selectFrom('lines')
    .select(['hash', 'is_echo'])
    .where('station_id', '=', station)
    .where('epoch', '=', epoch)
    .where('seq', '=', seq)
    .executeTakeFirst();
  const row = rows.find(({ hash, reason }) => hash === held?.hash && reason !== 'forked');
  if (row === undefined) return { kind: 'refused', code: 'forked' };
  const line = lineSchema.parse(JSON.parse(row.line));
  const linked = checkLinks([checkLine(line)], await hashBefore(database, place, line));
  const [checked] = await withKnownLeases(database, station, linked);
  if (checked?.verdict.kind !== 'good') {
    return { kind: 'refused', code: checked?.verdict.reason ?? 'not-quarantined' };
  }
  await remove(database, place, row.hash);
  // Held under another epoch too, it has its effect there.
  if (held?.is_echo === 0) {
    await addToTotals(database, station, [checked]);
    const receivedAtMs = row.received_at_ms;
    await applyLeaseLines(database, { station, epoch, receivedAtMs }, [checked]);
    await applySupportLines(database, { station, epoch, receivedAtMs }, [checked]);
    await applyRemoteLines(database, { station, epoch, receivedAtMs }, [checked]);
    await applyLateHardwareLines(database, { station, receivedAtMs }, [checked]);
    // Others may have come after it: what it says is taken in at its place.
    await rebuildUpdateStandings(database, station);
  }
  return { kind: 'applied' };
}

function rowsAt(
  database: HubDatabase,
  { station, epoch, seq }: LinePlace,
): Promise<readonly Pick<QuarantineRow, (typeof COLUMNS)[number]>[]> {
  return database
    .selectFrom('quarantine')
    .select(COLUMNS)
    .where('station_id', '=', station)
    .where('epoch', '=', epoch)
    .where('seq', '=', seq)
    .execute();
}

/** Of the line before it on its branch; of no line where the branch is not there. */
async function hashBefore(
  database: HubDatabase,
  { station, epoch, seq }: LinePlace,
  line: WireLine,
): Promise<string> {
  if (line.seq === 1) return GENESIS.hash;
  const rows = await branchRows(database, station);
  const branch = rows.find((candidate) => candidate.epoch === epoch);
  if (branch === undefined) return '';
  const before = seq - 1;
  const held = await heldHashes(database, { rows, branch, from: before, to: before });
  return held.get(before) ?? '';
}

async function remove(database: HubDatabase, place: LinePlace, hash: string): Promise<void> {
  await database
    .deleteFrom('quarantine')
    .where('station_id', '=', place.station)
    .where('epoch', '=', place.epoch)
    .where('seq', '=', place.seq)
    .where('hash', '=', hash)
    .execute();
}
