/** Which programs are told of what. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Desk } from '../contracts/desk.ts';
import type { WebhookKind } from '../store/announcements.ts';
import {
  addWebhook,
  keepWebhookSecret,
  removeWebhook,
  webhookById,
  type Webhook,
} from '../store/webhooks.ts';
import type { Keyring } from '../vault/keyring.ts';
import { seal } from '../vault/seal.ts';

const SECRET_BYTES = 32;

export interface NewWebhook {
  readonly webhook: Webhook;
  /** Shown once, and nowhere kept in the clear. */
  readonly secret: string;
}

interface WantedWebhook {
  /** By whoever asks, so that it is made once however often it is asked for. */
  readonly id?: string | undefined;
  readonly url: string;
  /** In their own order. */
  readonly kinds: readonly WebhookKind[];
}

/**
 * Asked for once more by the same id, where the answer with the secret was lost, it gets another
 * secret: the first one nobody has seen.
 */
export async function makeWebhook(
  { database, nowMs, doer, note }: Desk,
  { id = randomUUID(), url, kinds }: WantedWebhook,
  keys: () => Keyring,
): Promise<NewWebhook | 'id-taken'> {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  return database.transaction().execute(async (transaction) => {
    const before = await webhookById(transaction, id);
    if (before !== undefined && !isSame(before, { url, kinds })) return 'id-taken';
    const sealed = seal(keys(), { purpose: 'webhook', id, version: 1 }, secret);
    const made = { webhook: id, url, kinds, madeAtMs: nowMs(), madeBy: doer };
    const webhook = { ...(before ?? made), ...sealed };
    await (before === undefined
      ? addWebhook(transaction, webhook)
      : keepWebhookSecret(transaction, id, sealed));
    const details = { host: new URL(url).host, kinds, isAgain: before !== undefined };
    await note(transaction, { act: 'webhook-added', subject: id, details });
    return { webhook, secret };
  });
}

function isSame(before: Webhook, { url, kinds }: WantedWebhook): boolean {
  return before.url === url && before.kinds.join() === kinds.join();
}

/** Whether it was there. */
export function dropWebhook({ database, note }: Desk, webhook: string): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    const isRemoved = await removeWebhook(transaction, webhook);
    if (isRemoved) await note(transaction, { act: 'webhook-removed', subject: webhook });
    return isRemoved;
  });
}
