/** The computers of stations, as their tills told last: at their enrolment, or in a line since. */
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { HardwareHashes } from '../../../agent/core/entitlement/hardware.ts';
import { hardwareOf } from '../fleet/hardware-line.ts';
import type { CheckedLine } from '../fleet/line-check.ts';
import type { HubDatabase } from './hub-database.ts';
import type { HubTables } from './tables.ts';

const hashesSchema = z.array(z.string());

/** Undefined where its till has told of none. */
export async function hardwareOfStation(
  database: HubDatabase,
  station: string,
): Promise<HardwareHashes | undefined> {
  const row = await database
    .selectFrom('hardware')
    .select(['salt', 'hashes'])
    .where('station_id', '=', station)
    .executeTakeFirst();
  return row && { salt: row.salt, hashes: hashesSchema.parse(JSON.parse(row.hashes)) };
}

/** What was told before counts no longer. */
export async function noteHardware(
  database: HubDatabase,
  { salt, hashes }: HardwareHashes,
  { station, atMs }: { readonly station: string; readonly atMs: number },
): Promise<void> {
  const told = { salt, hashes: JSON.stringify(hashes), told_at_ms: atMs };
  await database
    .insertInto('hardware')
    .values({ station_id: station, ...told })
    .onConflict((conflict) => conflict.column('station_id').doUpdateSet(told))
    .execute();
}

/** The last of these lines counts, in the transaction that takes them in. */
export async function applyHardwareLines(
  database: HubDatabase,
  { station, receivedAtMs: atMs }: { readonly station: string; readonly receivedAtMs: number },
  lines: readonly CheckedLine[],
): Promise<void> {
  const told = lines.flatMap(({ line, verdict }) =>
    verdict.kind === 'good' ? (hardwareOf(line.kind, line.body) ?? []) : [],
  );
  const last = told.at(-1);
  if (last !== undefined) await noteHardware(database, last, { station, atMs });
}

/** The same of lines that had been set aside: what was told since then is newer. */
export async function applyLateHardwareLines(
  database: HubDatabase,
  place: { readonly station: string; readonly receivedAtMs: number },
  lines: readonly CheckedLine[],
): Promise<void> {
  const newer = await database
    .selectFrom('hardware')
    .select('station_id')
    .where('station_id', '=', place.station)
    .where('told_at_ms', '>', place.receivedAtMs)
    .executeTakeFirst();
  if (newer === undefined) await applyHardwareLines(database, place, lines);
}

export async function createHardwareTable({ schema }: Kysely<HubTables>): Promise<void> {
  await schema
    .createTable('hardware')
    .addColumn('station_id', 'text', (column) =>
      column.primaryKey().references('stations.station_id'),
    )
    .addColumn('salt', 'text', (column) => column.notNull())
    .addColumn('hashes', 'text', (column) => column.notNull())
    .addColumn('told_at_ms', 'bigint', (column) => column.notNull())
    .execute();
}
