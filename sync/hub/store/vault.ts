/** Sealed entries of the vault, and who did what with them; nothing here can open one. */
import type { HubDatabase } from './hub-database.ts';
import type { VaultEntryRow } from './mail-tables.ts';

export interface VaultEntry {
  readonly entry: string;
  readonly customer: string;
  readonly site?: string | undefined;
  readonly label: string;
  readonly version: number;
  readonly keyId: string;
  readonly sealed: string;
  readonly writtenAtMs: number;
  readonly writtenBy: string;
}

export type VaultAct = 'written' | 'read' | 'removed' | 'sealed-anew';

export interface VaultNote {
  readonly atMs: number;
  readonly act: VaultAct;
  readonly about: Pick<VaultEntry, 'entry' | 'customer' | 'label' | 'version'>;
  readonly user?: string | undefined;
  readonly name: string;
  readonly address: string;
  readonly reason?: string | undefined;
  readonly ticket?: string | undefined;
}

/** Rows one answer has at most. */
const PAGE_ROWS = 500;

export async function keepVaultEntry(database: HubDatabase, kept: VaultEntry): Promise<void> {
  const { entry, ...changed } = rowOf(kept);
  await database
    .insertInto('vault_entries')
    .values({ entry, ...changed })
    .onConflict((conflict) => conflict.column('entry').doUpdateSet(changed))
    .execute();
}

export async function removeVaultEntry(database: HubDatabase, entry: string): Promise<void> {
  await database.deleteFrom('vault_entries').where('entry', '=', entry).execute();
}

export async function vaultEntryById(
  database: HubDatabase,
  entry: string,
): Promise<VaultEntry | undefined> {
  const row = await database
    .selectFrom('vault_entries')
    .select(COLUMNS)
    .where('entry', '=', entry)
    .executeTakeFirst();
  return row === undefined ? undefined : entryOf(row);
}

export async function vaultEntries(database: HubDatabase): Promise<readonly VaultEntry[]> {
  const rows = await database
    .selectFrom('vault_entries')
    .select(COLUMNS)
    .orderBy('customer')
    .orderBy('label')
    .orderBy('entry')
    .execute();
  return rows.map(entryOf);
}

/** The version that comes after all that were ever written under this name. */
export async function nextVaultVersion(database: HubDatabase, entry: string): Promise<number> {
  const row = await database
    .selectFrom('vault_audit')
    .select(({ fn }) => fn.max('version').as('last'))
    .where('entry', '=', entry)
    .executeTakeFirst();
  return (row?.last ?? 0) + 1;
}

export async function addVaultNote(database: HubDatabase, note: VaultNote): Promise<void> {
  const { atMs, act, about, user, name, address, reason, ticket } = note;
  const { entry, customer, label, version } = about;
  await database
    .insertInto('vault_audit')
    .values({
      at_ms: atMs,
      act,
      entry,
      customer,
      label,
      version,
      user_id: user ?? null,
      user_name: name,
      address,
      reason: reason ?? null,
      ticket: ticket ?? null,
    })
    .execute();
}

/** As it was kept, by whichever release. */
export interface KeptVaultNote extends Omit<VaultNote, 'act'> {
  readonly act: string;
  /** By which people call the ticket; undefined where there is no such ticket. */
  readonly ticketNumber?: number | undefined;
}

/** The newest first. */
export async function vaultNotes(database: HubDatabase): Promise<readonly KeptVaultNote[]> {
  const rows = await database
    .selectFrom('vault_audit as note')
    .leftJoin('tickets', 'tickets.ticket', 'note.ticket')
    .select(['note.at_ms', 'note.act', 'note.entry', 'note.customer', 'note.label'])
    .select(['note.version', 'note.user_id', 'note.user_name', 'note.address', 'note.reason'])
    .select(['note.ticket', 'tickets.number as ticket_number'])
    .orderBy('note.seq', 'desc')
    .limit(PAGE_ROWS)
    .execute();
  return rows.map(({ at_ms: atMs, act, entry, customer, label, version, ...row }) => ({
    atMs,
    act,
    about: { entry, customer, label, version },
    user: row.user_id ?? undefined,
    name: row.user_name,
    address: row.address,
    reason: row.reason ?? undefined,
    ticket: row.ticket ?? undefined,
    ticketNumber: row.ticket_number ?? undefined,
  }));
}

const COLUMNS = [
  'entry',
  'customer',
  'site',
  'label',
  'version',
  'key_id',
  'sealed',
  'written_at_ms',
  'written_by',
] as const;

function rowOf(kept: VaultEntry): VaultEntryRow {
  return {
    entry: kept.entry,
    customer: kept.customer,
    site: kept.site ?? null,
    label: kept.label,
    version: kept.version,
    key_id: kept.keyId,
    sealed: kept.sealed,
    written_at_ms: kept.writtenAtMs,
    written_by: kept.writtenBy,
  };
}

function entryOf(row: VaultEntryRow): VaultEntry {
  return {
    entry: row.entry,
    customer: row.customer,
    site: row.site ?? undefined,
    label: row.label,
    version: row.version,
    keyId: row.key_id,
    sealed: row.sealed,
    writtenAtMs: row.written_at_ms,
    writtenBy: row.written_by,
  };
}
