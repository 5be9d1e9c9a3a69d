/** What each person has read of each ticket: messages are only ever added, so a count says it. */
import type { HubDatabase } from './hub-database.ts';

/** Somebody has seen so many messages of a ticket, or all there are; what was seen stays seen. */
export async function markRead(
  database: HubDatabase,
  { ticket, user, messages: shown }: ReadMark,
): Promise<void> {
  const { count } = await database
    .selectFrom('ticket_messages')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('ticket', '=', ticket)
    .executeTakeFirstOrThrow();
  const messages = Math.min(shown ?? count, count);
  await database
    .insertInto('ticket_reads')
    .values({ ticket, user_id: user, messages })
    .onConflict((conflict) =>
      conflict
        .columns(['ticket', 'user_id'])
        .doUpdateSet({ messages })
        .where('ticket_reads.messages', '<', messages),
    )
    .execute();
}

interface ReadMark {
  readonly ticket: string;
  readonly user: string;
  readonly messages?: number | undefined;
}

/** How many messages somebody has not seen yet, of each ticket that has any. */
export async function unreadBy(
  database: HubDatabase,
  user: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await database
    .selectFrom('ticket_messages as message')
    .leftJoin('ticket_reads as read', (join) =>
      join.onRef('read.ticket', '=', 'message.ticket').on('read.user_id', '=', user),
    )
    .select(['message.ticket', 'read.messages as seen'])
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .groupBy(['message.ticket', 'read.messages'])
    .execute();
  return new Map(rows.map(({ ticket, seen, count }) => [ticket, count - (seen ?? 0)]));
}
