import type { HubDatabase } from './hub-database.ts';

/**
 * Another whenever a book, a plan or a station has been added to, or a station has its first licence:
 * all of them only ever grow.
 */
export async function businessMark(database: HubDatabase): Promise<string> {
  const counts: number[] = [];
  for (const table of ['book_entries', 'plans', 'stations'] as const) {
    const row = await database
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    counts.push(row.count);
  }
  const licensed = await database
    .selectFrom('entitlements')
    .select(({ fn }) => fn.count<number>('station_id').distinct().as('count'))
    .executeTakeFirstOrThrow();
  counts.push(licensed.count);
  return counts.join('/');
}
