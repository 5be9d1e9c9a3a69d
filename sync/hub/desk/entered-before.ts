import type { HubDatabase } from '../store/hub-database.ts';
import { timeEntryById } from '../store/tickets.ts';
import type { TimeEntry } from './ticket.ts';

/** Whether work was entered under an id before: the same, which counts once, or other work. */
export async function enteredBefore(
  database: HubDatabase,
  ticket: string,
  entry: TimeEntry,
): Promise<'repeated' | 'id-taken' | undefined> {
  const before = await timeEntryById(database, entry.entry);
  if (before === undefined) return undefined;
  return isSame(before, { ...entry, ticket }) ? 'repeated' : 'id-taken';
}

type Entered = TimeEntry & { readonly ticket: string };

function isSame(a: Entered, b: Entered): boolean {
  const isSameWork = a.mode === b.mode && a.minutes === b.minutes && a.fromMs === b.fromMs;
  return isSameWork && a.ticket === b.ticket && a.by === b.by && a.session === b.session;
}
