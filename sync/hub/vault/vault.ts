/**
 * Access data of customers' systems. They lie sealed, and are read one by one, for a reason: who, when
 * and why is written down before anything is answered.
 */
import { z } from 'zod';
import type { HubDatabase } from '../store/hub-database.ts';
import {
  addVaultNote,
  keepVaultEntry,
  nextVaultVersion,
  removeVaultEntry,
  vaultEntryById,
  type VaultEntry,
  type VaultNote,
} from '../store/vault.ts';
import type { Keyring } from './keyring.ts';
import { seal, unseal } from './seal.ts';

const FIELDS_MAX = 30;
const NAME_MAX_CHARS = 64;
const VALUE_MAX_CHARS = 4_000;

/** What is secret of an entry: names of its fields, and what they hold. */
export const secretFieldsSchema = z
  .record(z.string().min(1).max(NAME_MAX_CHARS), z.string().max(VALUE_MAX_CHARS))
  .refine((fields) => Object.keys(fields).length <= FIELDS_MAX, 'too many fields');
export type SecretFields = Readonly<z.output<typeof secretFieldsSchema>>;

export interface VaultParts {
  readonly database: HubDatabase;
  readonly nowMs: () => number;
  /**
   * The keys as they lie in their file; asked inside each transaction, so that a rotation beside a
   * running hub leaves nothing under a key that is gone. Throws `HubError`.
   */
  readonly keys: () => Keyring;
}

/** Who it is, and from where. */
export type VaultDoer = Pick<VaultNote, 'user' | 'name' | 'address'>;

export interface VaultWriting extends Pick<VaultEntry, 'entry' | 'customer' | 'site' | 'label'> {
  readonly fields: SecretFields;
}

/** Writes the next version of an entry; the one before is gone. */
export function writeVault(
  { database, nowMs, keys }: VaultParts,
  { fields, ...about }: VaultWriting,
  doer: VaultDoer,
): Promise<VaultEntry> {
  return database.transaction().execute(async (transaction) => {
    const atMs = nowMs();
    const version = await nextVaultVersion(transaction, about.entry);
    const owner = { purpose: 'vault', id: about.entry, version } as const;
    const sealed = seal(keys(), owner, JSON.stringify(fields));
    const kept = { ...about, version, ...sealed, writtenAtMs: atMs, writtenBy: doer.name };
    await keepVaultEntry(transaction, kept);
    await addVaultNote(transaction, { atMs, act: 'written', about: kept, ...doer });
    return kept;
  });
}

export interface VaultReading {
  readonly entry: string;
  readonly reason: string;
  readonly ticket?: string | undefined;
}

/** What an entry holds; undefined where it is not there. Throws `HubError`. */
export async function readVault(
  { database, nowMs, keys }: VaultParts,
  { entry, reason, ticket }: VaultReading,
  doer: VaultDoer,
): Promise<SecretFields | undefined> {
  const opened = await database.transaction().execute(async (transaction) => {
    const kept = await vaultEntryById(transaction, entry);
    if (kept === undefined) return undefined;
    const about = { purpose: 'vault', id: entry, version: kept.version } as const;
    const text = unseal(keys(), about, kept);
    const note = { atMs: nowMs(), act: 'read', about: kept, reason, ticket } as const;
    await addVaultNote(transaction, { ...note, ...doer });
    return text;
  });
  return opened === undefined ? undefined : secretFieldsSchema.parse(JSON.parse(opened));
}

/** Whether it was there. */
export function removeFromVault(
  { database, nowMs }: Omit<VaultParts, 'keys'>,
  entry: string,
  doer: VaultDoer,
): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    const kept = await vaultEntryById(transaction, entry);
    if (kept === undefined) return false;
    await removeVaultEntry(transaction, entry);
    await addVaultNote(transaction, { atMs: nowMs(), act: 'removed', about: kept, ...doer });
    return true;
  });
}
