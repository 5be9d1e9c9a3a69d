import type { HubDatabase } from './hub-database.ts';
import { stationById } from './stations.ts';
import type { HubTables } from './tables.ts';

export interface NewCode {
  readonly codeSha256Hex: string;
  readonly name: string;
  readonly site: string;
  /** A known station that is enrolled again, with a new key and under a new epoch. */
  readonly station: string | undefined;
  readonly expiresAtMs: number;
}

export async function addCode(database: HubDatabase, code: NewCode): Promise<void> {
  await database
    .insertInto('enrolment_codes')
    .values({
      code_sha256_hex: code.codeSha256Hex,
      name: code.name,
      site: code.site,
      station_id: code.station ?? null,
      expires_at_ms: code.expiresAtMs,
      used_by_key: null,
    })
    .execute();
}

export interface CodeUse {
  readonly codeSha256Hex: string;
  readonly publicKey: string;
  readonly agentVersion: string;
  /** Taken where the code is for a new station. */
  readonly newStation: string;
  readonly atMs: number;
}

export interface Enrolled {
  readonly station: string;
  readonly site: string;
  readonly epoch: number;
  /** The till has told of a generation, and so has a licence from somewhere. */
  readonly isLicenceHeard: boolean;
}

/**
 * Whether the code is to give its station a new key, and this is one that the station has or had. A
 * key that was stolen must not come back by the very code that is to replace it.
 */
export async function isKeyOfBefore(
  database: HubDatabase,
  { codeSha256Hex, publicKey }: Pick<CodeUse, 'codeSha256Hex' | 'publicKey'>,
): Promise<boolean> {
  const code = await database
    .selectFrom('enrolment_codes')
    .select(['station_id', 'used_by_key'])
    .where('code_sha256_hex', '=', codeSha256Hex)
    .executeTakeFirst();
  // One that was used says again what it said; it changes nothing.
  if (code === undefined || code.station_id === null || code.used_by_key !== null) return false;
  const station = await stationById(database, code.station_id);
  if (station?.publicKey === publicKey) return true;
  const before = await database
    .selectFrom('enrolment_codes')
    .select('station_id')
    .where('station_id', '=', code.station_id)
    .where('used_by_key', '=', publicKey)
    .executeTakeFirst();
  return before !== undefined;
}

/**
 * Enrols a station, in the caller's transaction. Undefined for a code that is unknown, past its
 * time, or used by another key.
 */
export async function useCode(database: HubDatabase, use: CodeUse): Promise<Enrolled | undefined> {
  const code = await database
    .selectFrom('enrolment_codes')
    .select(['station_id', 'name', 'site', 'expires_at_ms', 'used_by_key'])
    .where('code_sha256_hex', '=', use.codeSha256Hex)
    .executeTakeFirst();
  if (code === undefined) return undefined;
  if (code.used_by_key !== null) return usedBefore(database, code, use);
  return code.expires_at_ms < use.atMs ? undefined : enrol(database, code, use);
}

type CodeRow = Pick<
  HubTables['enrolment_codes'],
  'station_id' | 'name' | 'site' | 'expires_at_ms' | 'used_by_key'
>;

/** The same till asks again, since the answer was lost: it gets the same one. */
async function usedBefore(
  database: HubDatabase,
  code: CodeRow,
  use: CodeUse,
): Promise<Enrolled | undefined> {
  if (code.used_by_key !== use.publicKey || code.station_id === null) return undefined;
  const station = await stationById(database, code.station_id);
  if (station?.publicKey !== use.publicKey) return undefined;
  const { epoch, isLicenceHeard } = station;
  return { station: code.station_id, site: code.site, epoch, isLicenceHeard };
}

async function enrol(database: HubDatabase, code: CodeRow, use: CodeUse): Promise<Enrolled> {
  const station = code.station_id ?? use.newStation;
  await database
    .updateTable('enrolment_codes')
    .set({ used_by_key: use.publicKey, station_id: station })
    .where('code_sha256_hex', '=', use.codeSha256Hex)
    .execute();
  const known = await stationById(database, station);
  const epoch =
    code.station_id === null
      ? await addStation(database, code, { ...use, newStation: station })
      : await giveNewKey(database, station, use);
  return { station, site: code.site, epoch, isLicenceHeard: known?.isLicenceHeard ?? false };
}

const FIRST_EPOCH = 1;

async function addStation(database: HubDatabase, code: CodeRow, use: CodeUse): Promise<number> {
  await database
    .insertInto('stations')
    .values({
      station_id: use.newStation,
      name: code.name,
      site: code.site,
      public_key: use.publicKey,
      is_revoked: 0,
      epoch: FIRST_EPOCH,
      enrolled_at_ms: use.atMs,
      mailbox_to: 0,
      agent_version: use.agentVersion,
      generation: null,
      last_seen_ms: null,
    })
    .execute();
  await database
    .insertInto('totals')
    .values({
      station_id: use.newStation,
      lines_applied: 0,
      inserted_minor: 0,
      dispensed_minor: 0,
      sales_settled: 0,
    })
    .execute();
  return FIRST_EPOCH;
}

/** Above every epoch of the station: a new machine may begin its chain anew. */
async function giveNewKey(database: HubDatabase, station: string, use: CodeUse): Promise<number> {
  const known = await database
    .selectFrom('branches')
    .select(({ fn }) => fn.max('epoch').as('epoch'))
    .where('station_id', '=', station)
    .executeTakeFirst();
  const before = await database
    .selectFrom('stations')
    .select('epoch')
    .where('station_id', '=', station)
    .executeTakeFirst();
  const epoch = Math.max(known?.epoch ?? 0, before?.epoch ?? 0) + 1;
  await database
    .updateTable('stations')
    .set({
      public_key: use.publicKey,
      is_revoked: 0,
      epoch,
      enrolled_at_ms: use.atMs,
      mailbox_to: 0,
      agent_version: use.agentVersion,
    })
    .where('station_id', '=', station)
    .execute();
  return epoch;
}
