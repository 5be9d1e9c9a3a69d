import type { HubDatabase } from './hub-database.ts';

export const BUNDLE_STATES = ['asked', 'kept', 'failed'] as const;
export type BundleState = (typeof BUNDLE_STATES)[number];

export interface LogBundle {
  readonly bundle: string;
  readonly station: string;
  readonly ticket?: string | undefined;
  readonly askedBy: string;
  readonly askedAtMs: number;
  readonly state: BundleState;
  readonly sizeBytes?: number | undefined;
  readonly sha256?: string | undefined;
  readonly reason?: string | undefined;
}

export async function addBundle(
  database: HubDatabase,
  { bundle, station, ticket, askedBy, askedAtMs }: Omit<LogBundle, 'state'>,
): Promise<void> {
  await database
    .insertInto('log_bundles')
    .values({
      bundle,
      station_id: station,
      ticket: ticket ?? null,
      asked_by: askedBy,
      asked_at_ms: askedAtMs,
      state: 'asked',
      size_bytes: null,
      sha256: null,
      reason: null,
      content: null,
    })
    .execute();
}

export interface KeptContent {
  readonly station: string;
  readonly bundle: string;
  readonly sha256: string;
  readonly content: Uint8Array;
}

/** Whether it was asked of this station; one that is kept stays what it is. */
export async function keepBundle(
  database: HubDatabase,
  { station, bundle, sha256, content }: KeptContent,
): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('log_bundles')
    .set({ state: 'kept', size_bytes: content.byteLength, sha256, content, reason: null })
    .where('bundle', '=', bundle)
    .where('station_id', '=', station)
    .where('state', '!=', 'kept')
    .executeTakeFirst();
  if (numUpdatedRows > 0n) return true;
  const held = await bundleById(database, bundle);
  return held?.station === station && held.state === 'kept' && held.sha256 === sha256;
}

export async function failBundle(
  database: HubDatabase,
  { station, bundle, reason }: Pick<LogBundle, 'station' | 'bundle'> & { readonly reason: string },
): Promise<void> {
  await database
    .updateTable('log_bundles')
    .set({ state: 'failed', reason })
    .where('bundle', '=', bundle)
    .where('station_id', '=', station)
    .where('state', '=', 'asked')
    .execute();
}

const COLUMNS = [
  'bundle',
  'station_id',
  'ticket',
  'asked_by',
  'asked_at_ms',
  'state',
  'size_bytes',
  'sha256',
  'reason',
] as const;

export async function bundleById(
  database: HubDatabase,
  bundle: string,
): Promise<LogBundle | undefined> {
  const row = await database
    .selectFrom('log_bundles')
    .select(COLUMNS)
    .where('bundle', '=', bundle)
    .executeTakeFirst();
  return row === undefined ? undefined : bundleOf(row);
}

/** The newest first. */
export async function bundlesOf(
  database: HubDatabase,
  ticket: string,
): Promise<readonly LogBundle[]> {
  const rows = await database
    .selectFrom('log_bundles')
    .select(COLUMNS)
    .where('ticket', '=', ticket)
    .orderBy('asked_at_ms', 'desc')
    .execute();
  return rows.map(bundleOf);
}

export async function bundleContent(
  database: HubDatabase,
  bundle: string,
): Promise<Uint8Array | undefined> {
  const row = await database
    .selectFrom('log_bundles')
    .select('content')
    .where('bundle', '=', bundle)
    .executeTakeFirst();
  return row?.content ?? undefined;
}

interface Row {
  readonly bundle: string;
  readonly station_id: string;
  readonly ticket: string | null;
  readonly asked_by: string;
  readonly asked_at_ms: number;
  readonly state: string;
  readonly size_bytes: number | null;
  readonly sha256: string | null;
  readonly reason: string | null;
}

function bundleOf(row: Row): LogBundle {
  return {
    bundle: row.bundle,
    station: row.station_id,
    ticket: row.ticket ?? undefined,
    askedBy: row.asked_by,
    askedAtMs: row.asked_at_ms,
    state: BUNDLE_STATES.find((one) => one === row.state) ?? 'failed',
    sizeBytes: row.size_bytes ?? undefined,
    sha256: row.sha256 ?? undefined,
    reason: row.reason ?? undefined,
  };
}
