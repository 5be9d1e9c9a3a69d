/** Posts to a balance what somebody asks for, once however often they ask. */
import {
  isSameEntry,
  type LedgerAnswer,
  type LedgerEntry,
} from '../../../agent/core/contract/ledger-entry.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { entryOf, postEntry, type BalanceName } from '../store/ledgers.ts';

export interface Posting {
  readonly id: string;
  readonly nowMs: number;
  /** The entry as it is at an instant: a repetition has that of the first time. */
  readonly entry: (atMs: number) => LedgerEntry;
}

/** In the caller's transaction. Another entry under the same id is refused. */
export async function postOnce(
  database: HubDatabase,
  name: BalanceName,
  { id, nowMs, entry }: Posting,
): Promise<LedgerAnswer> {
  const before = await entryOf(database, name, id);
  if (before === undefined) return postEntry(database, name, entry(nowMs));
  return isSameEntry(before, entry(before.atMs))
    ? { kind: 'repeated' }
    : { kind: 'refused', code: 'id-taken', missing: 0 };
}
