import type { HubDatabase } from './hub-database.ts';

/**
 * Another whenever a book, a plan or a station has been added to, a station has its first licence, or a
 * published time was given away or back: all of them only ever grow.
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
  const times = await database
    .selectFrom('plan_entries')
    .select(({ fn }) => [
      fn.countAll<number>().as('taken'),
      fn.count<number>('freed_at_ms').as('freed'),
    ])
    .where('plan', 'is not', null)
    .executeTakeFirstOrThrow();
  counts.push(times.taken + times.freed);
  return counts.join('/');
}
