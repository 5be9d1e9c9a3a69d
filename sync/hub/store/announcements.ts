/**
 * What happened that somebody outside is told of. It is noted in the transaction that makes it so, once
 * under its id; mails and webhooks come of it later, by themselves.
 */
import type { HubDatabase } from './hub-database.ts';

/** What programs may be told of. */
export const WEBHOOK_KINDS = [
  'ticket-opened',
  'ticket-answered',
  'ticket-resolved',
  'balance-low',
  'remote-started',
  'remote-ended',
] as const;
export type WebhookKind = (typeof WEBHOOK_KINDS)[number];

const ANNOUNCEMENT_KINDS = [...WEBHOOK_KINDS, 'notice-decided'] as const;
export type AnnouncementKind = (typeof ANNOUNCEMENT_KINDS)[number];

export interface Announcement {
  /** Of what it is about, such as the message that was written. */
  readonly id: string;
  readonly atMs: number;
  readonly kind: AnnouncementKind;
  readonly ticket?: string | undefined;
  readonly customer?: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Taken up at once. */
const SPREAD_MAX = 100;

/** In the caller's transaction. */
export async function announce(database: HubDatabase, announcement: Announcement): Promise<void> {
  const { id, atMs, kind, ticket, customer, body } = announcement;
  await database
    .insertInto('announcements')
    .values({
      announcement: `${kind}/${id}`,
      at_ms: atMs,
      kind,
      ticket: ticket ?? null,
      customer: customer ?? null,
      body: JSON.stringify(body),
      is_spread: 0,
    })
    .onConflict((conflict) => conflict.column('announcement').doNothing())
    .execute();
}

/** The oldest of those that nobody was told of yet. */
export async function announcementsToSpread(
  database: HubDatabase,
): Promise<readonly Announcement[]> {
  const rows = await database
    .selectFrom('announcements')
    .select(['announcement', 'at_ms', 'kind', 'ticket', 'customer', 'body'])
    .where('is_spread', '=', 0)
    .orderBy('at_ms')
    .orderBy('announcement')
    .limit(SPREAD_MAX)
    .execute();
  return rows.flatMap(({ announcement: id, at_ms: atMs, kind: named, ticket, customer, body }) => {
    const kind = ANNOUNCEMENT_KINDS.find((one) => one === named);
    if (kind === undefined) return [];
    const about = { ticket: ticket ?? undefined, customer: customer ?? undefined };
    return [{ id, atMs, kind, ...about, body: JSON.parse(body) }];
  });
}

/** Whether nobody has marked it before. */
export async function markSpread(database: HubDatabase, id: string): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('announcements')
    .set({ is_spread: 1 })
    .where('announcement', '=', id)
    .where('is_spread', '=', 0)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
