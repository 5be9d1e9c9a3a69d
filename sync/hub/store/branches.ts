import type { Place } from '../../protocol/fields.ts';
import type { HeldBranch } from '../fleet/decide.ts';
import type { HubDatabase } from './hub-database.ts';
import type { BranchRow } from './tables.ts';

/** Branches a till's chain is compared with, newest first; what forks more often is no till. */
const BRANCHES_COMPARED_MAX = 64;

/**
 * Every branch of a station that its chain may go on with, with what it holds at these places and
 * where branches end.
 */
export async function heldBranches(
  database: HubDatabase,
  station: string,
  seqs: readonly number[],
): Promise<readonly HeldBranch[]> {
  const rows = await branchRows(database, station);
  const wanted = new Set([...seqs, ...rows.map((row) => row.durable_to)]);
  const found = await database
    .selectFrom('lines')
    .select(['epoch', 'seq', 'hash'])
    .where('station_id', '=', station)
    .where('seq', 'in', [...wanted])
    .where('epoch', 'in', [...lineages(rows)])
    .execute();
  return rows.map((row) => ({
    epoch: row.epoch,
    durableTo: row.durable_to,
    headHash: row.head_hash,
    hashes: new Map(
      found
        .filter(({ epoch, seq }) => epochHolding(rows, row, seq) === epoch)
        .map(({ seq, hash }) => [seq, hash]),
    ),
  }));
}

export interface NewBranch {
  readonly station: string;
  readonly epoch: number;
  readonly parent: number | undefined;
  readonly common: Place;
  readonly atMs: number;
}

export async function openBranch(database: HubDatabase, branch: NewBranch): Promise<void> {
  const { station, epoch, parent, common, atMs } = branch;
  const enrolled = await database
    .selectFrom('stations')
    .select('epoch')
    .where('station_id', '=', station)
    .executeTakeFirst();
  await database
    .insertInto('branches')
    .values({
      station_id: station,
      epoch,
      parent_epoch: parent ?? null,
      fork_seq: common.seq,
      durable_to: common.seq,
      head_hash: common.hash,
      opened_at_ms: atMs,
      is_enrolment: enrolled?.epoch === epoch ? 1 : 0,
      explained_at_ms: null,
    })
    .execute();
}

/** Newest first. */
export function branchRows(database: HubDatabase, station: string): Promise<readonly BranchRow[]> {
  return database
    .selectFrom('branches')
    .select([
      'station_id',
      'epoch',
      'parent_epoch',
      'fork_seq',
      'durable_to',
      'head_hash',
      'opened_at_ms',
      'is_enrolment',
      'explained_at_ms',
    ])
    .where('station_id', '=', station)
    .orderBy('epoch', 'desc')
    .limit(BRANCHES_COMPARED_MAX)
    .execute();
}

/** Which epoch a branch's line of this place is kept under: its own, or the one it came from. */
export function epochHolding(
  rows: readonly BranchRow[],
  branch: BranchRow,
  seq: number,
): number | undefined {
  if (seq > branch.durable_to) return undefined;
  if (seq > branch.fork_seq) return branch.epoch;
  const parent = rows.find(({ epoch }) => epoch === branch.parent_epoch);
  return parent === undefined ? undefined : epochHolding(rows, parent, seq);
}

/** The hashes of a branch's lines in a range of places, wherever in its lineage they are kept. */
export async function heldHashes(
  database: HubDatabase,
  {
    rows,
    branch,
    from,
    to,
  }: { rows: readonly BranchRow[]; branch: BranchRow; from: number; to: number },
): Promise<ReadonlyMap<number, string>> {
  const found = await database
    .selectFrom('lines')
    .select(['epoch', 'seq', 'hash'])
    .where('station_id', '=', branch.station_id)
    .where(
      'epoch',
      'in',
      rows.map(({ epoch }) => epoch),
    )
    .where('seq', '>=', from)
    .where('seq', '<=', to)
    .execute();
  const own = found.filter(({ epoch, seq }) => epochHolding(rows, branch, seq) === epoch);
  return new Map(own.map(({ seq, hash }) => [seq, hash]));
}

function lineages(rows: readonly BranchRow[]): ReadonlySet<number> {
  return new Set(rows.map(({ epoch }) => epoch));
}
