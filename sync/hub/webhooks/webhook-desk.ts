/** Which programs are told of what. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Desk } from '../contracts/desk.ts';
import type { WebhookKind } from '../store/announcements.ts';
import { addWebhook, removeWebhook, type Webhook } from '../store/webhooks.ts';
import type { Keyring } from '../vault/keyring.ts';
import { seal } from '../vault/seal.ts';

const SECRET_BYTES = 32;

export interface NewWebhook {
  readonly webhook: Webhook;
  /** Shown once, and nowhere kept in the clear. */
  readonly secret: string;
}

export async function makeWebhook(
  { database, nowMs, doer, note }: Desk,
  asked: { readonly url: string; readonly kinds: readonly WebhookKind[] },
  keys: () => Keyring,
): Promise<NewWebhook> {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  const id = randomUUID();
  return database.transaction().execute(async (transaction) => {
    const sealed = seal(keys(), { purpose: 'webhook', id, version: 1 }, secret);
    const webhook = { webhook: id, ...asked, ...sealed, madeAtMs: nowMs(), madeBy: doer };
    await addWebhook(transaction, webhook);
    const details = { host: new URL(asked.url).host, kinds: asked.kinds };
    await note(transaction, { act: 'webhook-added', subject: id, details });
    return { webhook, secret };
  });
}

/** Whether it was there. */
export function dropWebhook({ database, note }: Desk, webhook: string): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    const isRemoved = await removeWebhook(transaction, webhook);
    if (isRemoved) await note(transaction, { act: 'webhook-removed', subject: webhook });
    return isRemoved;
  });
}
