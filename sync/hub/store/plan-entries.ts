/** The weekly plan: what is given to whom and when; what was freed stays on record. */
import { endOf, type PlanEntry } from '../desk/plan-entry.ts';
import type { AsOf } from './book-entries.ts';
import type { PlanEntryRow } from './field-tables.ts';
import type { HubDatabase } from './hub-database.ts';

/** No entry is longer: by it those are found that have begun before a span of time. */
export const ENTRY_MINUTES_MAX = 12 * 60;
const ENTRY_MAX_MS = ENTRY_MINUTES_MAX * 60_000;

/** Of one answer. */
const ENTRIES_MAX = 2_000;

/** Fails where another has the published time. */
export async function addPlanEntry(database: HubDatabase, entry: PlanEntry): Promise<void> {
  await database
    .insertInto('plan_entries')
    .values({
      entry: entry.entry,
      ticket: entry.ticket,
      user_id: entry.user,
      user_name: entry.name,
      from_ms: entry.fromMs,
      minutes: entry.minutes,
      plan: entry.plan ?? null,
      made_by: entry.madeBy,
      made_at_ms: entry.madeAtMs,
      freed_at_ms: null,
    })
    .execute();
}

export async function planEntry(
  database: HubDatabase,
  entry: string,
): Promise<PlanEntry | undefined> {
  const row = await database
    .selectFrom('plan_entries')
    .selectAll()
    .where('entry', '=', entry)
    .executeTakeFirst();
  return row === undefined ? undefined : entryOf(row);
}

export async function freePlanEntry(
  database: HubDatabase,
  entry: string,
  atMs: number,
): Promise<void> {
  await database
    .updateTable('plan_entries')
    .set({ freed_at_ms: atMs })
    .where('entry', '=', entry)
    .execute();
}

/** What a ticket is planned for. */
export async function plannedFor(
  database: HubDatabase,
  ticket: string,
): Promise<readonly PlanEntry[]> {
  const rows = await database
    .selectFrom('plan_entries')
    .selectAll()
    .where('ticket', '=', ticket)
    .where('freed_at_ms', 'is', null)
    .orderBy('from_ms')
    .execute();
  return rows.map(entryOf);
}

/** The tickets that have a time, or had it. */
export async function plannedTickets(database: HubDatabase): Promise<ReadonlySet<string>> {
  const rows = await database
    .selectFrom('plan_entries')
    .select('ticket')
    .distinct()
    .where('freed_at_ms', 'is', null)
    .execute();
  return new Set(rows.map(({ ticket }) => ticket));
}

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** All that touches a span of time, in its order. */
export async function plannedIn(
  database: HubDatabase,
  { fromMs, toMs }: Span,
): Promise<readonly PlanEntry[]> {
  const rows = await database
    .selectFrom('plan_entries')
    .selectAll()
    .where('from_ms', '>', fromMs - ENTRY_MAX_MS)
    .where('from_ms', '<', toMs)
    .where('freed_at_ms', 'is', null)
    .orderBy('from_ms')
    .orderBy('entry')
    .limit(ENTRIES_MAX)
    .execute();
  return rows.map(entryOf).filter((entry) => endOf(entry) > fromMs);
}

/** The published times of each plan that were given away at an instant, as far as was known. */
export async function takenSlots(
  database: HubDatabase,
  { atMs, knownAtMs = Number.MAX_SAFE_INTEGER }: AsOf,
): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  const seenMs = Math.min(atMs, knownAtMs);
  const rows = await database
    .selectFrom('plan_entries')
    .select(['plan', 'from_ms'])
    .where('plan', 'is not', null)
    .where('made_at_ms', '<=', seenMs)
    .where((where) =>
      where.or([where('freed_at_ms', 'is', null), where('freed_at_ms', '>', seenMs)]),
    )
    .execute();
  const byPlan = Map.groupBy(rows, ({ plan }) => plan ?? '');
  return new Map(
    [...byPlan].map(([plan, taken]) => [plan, new Set(taken.map(({ from_ms }) => from_ms))]),
  );
}

function entryOf(row: PlanEntryRow): PlanEntry {
  return {
    entry: row.entry,
    ticket: row.ticket,
    user: row.user_id,
    name: row.user_name,
    fromMs: row.from_ms,
    minutes: row.minutes,
    plan: row.plan ?? undefined,
    madeBy: row.made_by,
    madeAtMs: row.made_at_ms,
    freedAtMs: row.freed_at_ms ?? undefined,
  };
}
