/** Seals everything anew under the first key of a ring. */
import type { HubDatabase } from '../store/hub-database.ts';
import { addVaultNote, keepVaultEntry, vaultEntries } from '../store/vault.ts';
import { keepWebhookSecret, listWebhooks } from '../store/webhooks.ts';
import type { Keyring } from './keyring.ts';
import { seal, unseal } from './seal.ts';
import type { VaultDoer } from './vault.ts';

export interface Rotation {
  readonly database: HubDatabase;
  readonly atMs: number;
  /** The new key and those that still open what is there. */
  readonly keyring: Keyring;
  readonly doer: VaultDoer;
}

/**
 * How many were sealed anew. Throws `HubError`, and then nothing is changed. The ring is in its file
 * before: whoever writes later, writes under the new key, and the others may leave the file after.
 */
export function rotateVault({ database, atMs, keyring, doer }: Rotation): Promise<number> {
  return database.transaction().execute(async (transaction) => {
    const entries = await vaultEntries(transaction);
    for (const entry of entries) {
      const about = { purpose: 'vault', id: entry.entry, version: entry.version } as const;
      const sealed = seal(keyring, about, unseal(keyring, about, entry));
      await keepVaultEntry(transaction, { ...entry, ...sealed });
      await addVaultNote(transaction, { atMs, act: 'sealed-anew', about: entry, ...doer });
    }
    const webhooks = await listWebhooks(transaction);
    for (const webhook of webhooks) {
      const about = { purpose: 'webhook', id: webhook.webhook, version: 1 } as const;
      const sealed = seal(keyring, about, unseal(keyring, about, webhook));
      await keepWebhookSecret(transaction, webhook.webhook, sealed);
    }
    return entries.length + webhooks.length;
  });
}
