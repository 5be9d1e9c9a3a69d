/** Programs that are told of what happens, and what is on its way to them. */
import { WEBHOOK_KINDS, type WebhookKind } from './announcements.ts';
import type { HubDatabase } from './hub-database.ts';
import type { WebhookDeliveryRow, WebhookRow } from './mail-tables.ts';

export interface Webhook {
  readonly webhook: string;
  readonly url: string;
  readonly kinds: readonly WebhookKind[];
  readonly keyId: string;
  readonly sealed: string;
  readonly madeAtMs: number;
  readonly madeBy: string;
}

export const DELIVERY_STATES = ['waiting', 'delivered', 'given-up'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export interface WebhookDelivery {
  readonly delivery: string;
  readonly webhook: string;
  readonly kind: string;
  /** When it happened. */
  readonly atMs: number;
  /** As it is sent, to the byte. */
  readonly body: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly dueAtMs: number;
  readonly lastError?: string | undefined;
}

/** Of one list, and taken up at once. */
export const DELIVERIES_MAX = 100;

export async function addWebhook(database: HubDatabase, webhook: Webhook): Promise<void> {
  await database
    .insertInto('webhooks')
    .values({
      webhook: webhook.webhook,
      url: webhook.url,
      kinds: JSON.stringify(webhook.kinds),
      key_id: webhook.keyId,
      sealed_secret: webhook.sealed,
      made_at_ms: webhook.madeAtMs,
      made_by: webhook.madeBy,
    })
    .execute();
}

export async function keepWebhookSecret(
  database: HubDatabase,
  webhook: string,
  { keyId, sealed }: Pick<Webhook, 'keyId' | 'sealed'>,
): Promise<void> {
  await database
    .updateTable('webhooks')
    .set({ key_id: keyId, sealed_secret: sealed })
    .where('webhook', '=', webhook)
    .execute();
}

/** With what was on its way to it. Whether it was there. */
export async function removeWebhook(database: HubDatabase, webhook: string): Promise<boolean> {
  await database.deleteFrom('webhook_deliveries').where('webhook', '=', webhook).execute();
  const { numDeletedRows } = await database
    .deleteFrom('webhooks')
    .where('webhook', '=', webhook)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

export async function webhookById(
  database: HubDatabase,
  webhook: string,
): Promise<Webhook | undefined> {
  const row = await database
    .selectFrom('webhooks')
    .select(WEBHOOK_COLUMNS)
    .where('webhook', '=', webhook)
    .executeTakeFirst();
  return row === undefined ? undefined : webhookOf(row);
}

export async function listWebhooks(database: HubDatabase): Promise<readonly Webhook[]> {
  const rows = await database
    .selectFrom('webhooks')
    .select(WEBHOOK_COLUMNS)
    .orderBy('made_at_ms')
    .orderBy('webhook')
    .execute();
  return rows.map(webhookOf);
}

export type NewDelivery = Pick<
  WebhookDelivery,
  'delivery' | 'webhook' | 'kind' | 'atMs' | 'body' | 'dueAtMs'
>;

/** Once under its id. */
export async function addDelivery(database: HubDatabase, added: NewDelivery): Promise<void> {
  const { delivery, webhook, kind, atMs, body, dueAtMs } = added;
  await database
    .insertInto('webhook_deliveries')
    .values({
      delivery,
      webhook,
      kind,
      at_ms: atMs,
      body,
      state: 'waiting',
      attempts: 0,
      due_at_ms: dueAtMs,
      last_error: null,
    })
    .onConflict((conflict) => conflict.column('delivery').doNothing())
    .execute();
}

export async function deliveriesDue(
  database: HubDatabase,
  nowMs: number,
): Promise<readonly WebhookDelivery[]> {
  const rows = await database
    .selectFrom('webhook_deliveries')
    .select(COLUMNS)
    .where('state', '=', 'waiting')
    .where('due_at_ms', '<=', nowMs)
    .orderBy('due_at_ms')
    .orderBy('delivery')
    .limit(DELIVERIES_MAX)
    .execute();
  return rows.map(deliveryOf);
}

export async function keepDelivery(
  database: HubDatabase,
  { delivery, state, attempts, dueAtMs, lastError }: WebhookDelivery,
): Promise<void> {
  await database
    .updateTable('webhook_deliveries')
    .set({ state, attempts, due_at_ms: dueAtMs, last_error: lastError ?? null })
    .where('delivery', '=', delivery)
    .execute();
}

/** The newest first; with a delivery, those that follow it. */
export async function deliveriesOf(
  database: HubDatabase,
  webhook: string,
  { before, max = DELIVERIES_MAX }: DeliveryFilter = {},
): Promise<readonly WebhookDelivery[]> {
  let query = database
    .selectFrom('webhook_deliveries')
    .select(COLUMNS)
    .where('webhook', '=', webhook);
  if (before !== undefined) {
    query = query.where((of) =>
      of(
        of.refTuple('at_ms', 'delivery'),
        '<',
        of
          .selectFrom('webhook_deliveries as last')
          .select(['last.at_ms', 'last.delivery'])
          .where('last.delivery', '=', before)
          .$asTuple('at_ms', 'delivery'),
      ),
    );
  }
  const rows = await query
    .orderBy('at_ms', 'desc')
    .orderBy('delivery', 'desc')
    .limit(max)
    .execute();
  return rows.map(deliveryOf);
}

interface DeliveryFilter {
  readonly before?: string | undefined;
  readonly max?: number;
}

const WEBHOOK_COLUMNS = [
  'webhook',
  'url',
  'kinds',
  'key_id',
  'sealed_secret',
  'made_at_ms',
  'made_by',
] as const;

const COLUMNS = [
  'delivery',
  'webhook',
  'kind',
  'at_ms',
  'body',
  'state',
  'attempts',
  'due_at_ms',
  'last_error',
] as const;

function webhookOf(row: WebhookRow): Webhook {
  const named: unknown = JSON.parse(row.kinds);
  const kinds = Array.isArray(named) ? named : [];
  return {
    webhook: row.webhook,
    url: row.url,
    kinds: WEBHOOK_KINDS.filter((kind) => kinds.includes(kind)),
    keyId: row.key_id,
    sealed: row.sealed_secret,
    madeAtMs: row.made_at_ms,
    madeBy: row.made_by,
  };
}

function deliveryOf(row: WebhookDeliveryRow): WebhookDelivery {
  return {
    delivery: row.delivery,
    webhook: row.webhook,
    kind: row.kind,
    atMs: row.at_ms,
    body: row.body,
    state: DELIVERY_STATES.find((one) => one === row.state) ?? 'given-up',
    attempts: row.attempts,
    dueAtMs: row.due_at_ms,
    lastError: row.last_error ?? undefined,
  };
}
