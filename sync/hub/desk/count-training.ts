import { distributorEntrySchema } from '../books/standing-entry.ts';
import { addBookEntry, entryAt } from '../store/book-entries.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import type { Ticket } from './ticket.ts';

/** A free training that was given is used up, however short it was (IMA-27): the next one is charged. */
export async function countTraining(
  database: HubDatabase,
  { kind, distributor, decision }: Ticket,
  { atMs, by }: { readonly atMs: number; readonly by: string },
): Promise<void> {
  const isFree = kind === 'training' && decision?.outcome === 'COVERED';
  if (!isFree || distributor === undefined) return;
  const book = 'distributors';
  const held = await entryAt(database, { book, entry: distributor, atMs });
  const before = distributorEntrySchema.safeParse(held?.body).data ?? {};
  const body = { ...before, trainingsGiven: (before.trainingsGiven ?? 0) + 1 };
  const recorded = { recordedAtMs: atMs, recordedBy: by };
  await addBookEntry(database, { book, entry: distributor, sinceMs: atMs, body, ...recorded });
}
