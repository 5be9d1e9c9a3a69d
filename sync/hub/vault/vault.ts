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
  /** The version that the doer knows, 0 where they know of none; undefined: whichever there is. */
  readonly seen?: number | undefined;
}

/** Undefined where somebody has changed it since it was seen. */
type Written = Promise<VaultEntry | undefined>;

/** Writes the next version of an entry; the one before is gone. */
export function writeVault(
  { database, nowMs, keys }: VaultParts,
  { fields, seen, ...about }: VaultWriting,
  doer: VaultDoer,
): Written {
  return database.transaction().execute(async (transaction) => {
    const atMs = nowMs();
    const before = await vaultEntryById(transaction, about.entry);
    if (seen !== undefined && seen !== (before?.version ?? 0)) {
      const isOnceMore = before?.version === seen + 1 && before.writtenBy === doer.name;
      if (!isOnceMore || !holds(keys(), before, { ...about, fields })) return undefined;
      // Its answer was lost, and so it was sent again.
      return before;
    }
    const version = await nextVaultVersion(transaction, about.entry);
    const owner = { purpose: 'vault', id: about.entry, version } as const;
    const sealed = seal(keys(), owner, JSON.stringify(fields));
    const kept = { ...about, version, ...sealed, writtenAtMs: atMs, writtenBy: doer.name };
    await keepVaultEntry(transaction, kept);
    await addVaultNote(transaction, { atMs, act: 'written', about: kept, ...doer });
    return kept;
  });
}

function holds(keyring: Keyring, kept: VaultEntry, { fields, ...about }: VaultWriting): boolean {
  const owner = { purpose: 'vault', id: kept.entry, version: kept.version } as const;
  const isAbout = kept.label === about.label && kept.site === about.site;
  return isAbout && unseal(keyring, owner, kept) === JSON.stringify(fields);
}

export interface VaultReading {
  readonly entry: string;
  readonly reason: string;
  readonly ticket?: string | undefined;
}

export interface OpenedEntry {
  readonly entry: VaultEntry;
  readonly fields: SecretFields;
}

/** What an entry holds; undefined where it is not there. Throws `HubError`. */
export async function readVault(
  { database, nowMs, keys }: VaultParts,
  { entry, reason, ticket }: VaultReading,
  doer: VaultDoer,
): Promise<OpenedEntry | undefined> {
  const opened = await database.transaction().execute(async (transaction) => {
    const kept = await vaultEntryById(transaction, entry);
    if (kept === undefined) return undefined;
    const about = { purpose: 'vault', id: entry, version: kept.version } as const;
    const text = unseal(keys(), about, kept);
    const note = { atMs: nowMs(), act: 'read', about: kept, reason, ticket } as const;
    await addVaultNote(transaction, { ...note, ...doer });
    return { entry: kept, text };
  });
  if (opened === undefined) return undefined;
  return { entry: opened.entry, fields: secretFieldsSchema.parse(JSON.parse(opened.text)) };
}

export interface VaultRemoval extends Pick<VaultEntry, 'entry'> {
  readonly seen?: number | undefined;
}

/** Whether it was there, and the version that was seen. */
export function removeFromVault(
  { database, nowMs }: Omit<VaultParts, 'keys'>,
  { entry, seen }: VaultRemoval,
  doer: VaultDoer,
): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    const kept = await vaultEntryById(transaction, entry);
    if (kept === undefined || (seen !== undefined && seen !== kept.version)) return false;
    await removeVaultEntry(transaction, entry);
    await addVaultNote(transaction, { atMs: nowMs(), act: 'removed', about: kept, ...doer });
    return true;
  });
}
