/** Tells programs what they asked to be told, at least once each, and gives up after days. */
import type { HubDatabase } from '../store/hub-database.ts';
import {
  deliveriesDue,
  keepDelivery,
  listWebhooks,
  type Webhook,
  type WebhookDelivery,
} from '../store/webhooks.ts';
import { retryDelayMs } from '../mail/queue-delays.ts';
import type { Keyring } from '../vault/keyring.ts';
import { unseal } from '../vault/seal.ts';
import type { AllowedAddresses } from './outside-address.ts';
import { postWebhook } from './post-webhook.ts';

/** A program that was away longer than this asks for what it missed. */
export const GIVE_UP_AFTER_MS = 3 * 24 * 60 * 60_000;

export interface DeliverParts {
  readonly database: HubDatabase;
  readonly nowMs: () => number;
  readonly chance: () => number;
  readonly keys: () => Keyring;
  readonly allowed: AllowedAddresses;
  readonly onGivenUp: (delivery: WebhookDelivery) => void;
}

/** Tries what is due; one webhook keeps no other waiting. */
export async function deliverDue(parts: DeliverParts): Promise<void> {
  const due = await deliveriesDue(parts.database, parts.nowMs());
  if (due.length === 0) return;
  const webhooks = await listWebhooks(parts.database);
  await Promise.all(
    webhooks.map((webhook) => {
      const own = due.filter((each) => each.webhook === webhook.webhook);
      return deliverTo(parts, webhook, own);
    }),
  );
}

async function deliverTo(
  parts: DeliverParts,
  webhook: Webhook,
  due: readonly WebhookDelivery[],
): Promise<void> {
  for (const delivery of due) {
    const failure = await post(parts, webhook, delivery);
    const attempts = delivery.attempts + 1;
    const done = { ...delivery, attempts, lastError: failure };
    if (failure === undefined) {
      await keepDelivery(parts.database, { ...done, state: 'delivered' });
      continue;
    }
    await keepFailed(parts, done);
    // The others would wait for the same.
    return;
  }
}

function post(
  { nowMs, keys, allowed }: DeliverParts,
  webhook: Webhook,
  { delivery, kind, body }: WebhookDelivery,
): Promise<string | undefined> {
  const about = { purpose: 'webhook', id: webhook.webhook, version: 1 } as const;
  const secret = unseal(keys(), about, webhook);
  const { url } = webhook;
  return postWebhook({ url, secret, delivery, kind, body, nowMs: nowMs(), allowed });
}

async function keepFailed(
  { database, nowMs, chance, onGivenUp }: DeliverParts,
  failed: WebhookDelivery,
): Promise<void> {
  if (nowMs() - failed.atMs >= GIVE_UP_AFTER_MS) {
    await keepDelivery(database, { ...failed, state: 'given-up' });
    return onGivenUp(failed);
  }
  const dueAtMs = nowMs() + retryDelayMs(failed.attempts, chance());
  await keepDelivery(database, { ...failed, dueAtMs });
}
