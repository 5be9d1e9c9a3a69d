/** Where stations stand with their updates: kept with each line, and reckoned again from all of them. */
import type { CheckedLine } from '../fleet/line-check.ts';
import {
  NO_STANDING,
  STANDING_KINDS,
  withLine,
  type UpdateStanding,
} from '../rollouts/update-standing.ts';
import type { HubDatabase } from './hub-database.ts';

interface LinesOf {
  readonly station: string;
  readonly epoch: number;
  readonly receivedAtMs: number;
}

/** Takes new lines into the standing of their station, in the caller's transaction. */
export async function applyUpdateLines(
  database: HubDatabase,
  { station, epoch, receivedAtMs: heardAtMs }: LinesOf,
  lines: readonly CheckedLine[],
): Promise<void> {
  const told = lines.filter(({ line, verdict }) => verdict.kind === 'good' && isOfUpdates(line));
  if (told.length === 0) return;
  const standing = told.reduce(
    (before, { line: { seq, atMs, kind, body } }) =>
      withLine(before, { epoch, seq, atMs, kind, body, heardAtMs }),
    await standingOf(database, station),
  );
  await keepStanding(database, station, standing);
}

export async function standingOf(database: HubDatabase, station: string): Promise<UpdateStanding> {
  const row = await database
    .selectFrom('update_standings')
    .select('standing')
    .where('station_id', '=', station)
    .executeTakeFirst();
  return row === undefined ? NO_STANDING : parseStanding(row.standing);
}

/** Only this file writes them. */
export function parseStanding(text: string): UpdateStanding {
  const standing: UpdateStanding = JSON.parse(text);
  return standing;
}

/** Reckons the standings anew from the lines: of one station, or of all. */
export async function rebuildUpdateStandings(
  database: HubDatabase,
  station?: string,
): Promise<void> {
  const stations = station === undefined ? await stationsWithLines(database) : [station];
  for (const each of stations) await keepStanding(database, each, await rebuilt(database, each));
}

/** A page of lines that are read at once. */
const PAGE_LINES = 500;

async function rebuilt(database: HubDatabase, station: string): Promise<UpdateStanding> {
  const aside = await setAside(database, station);
  let standing = NO_STANDING;
  for (let place = { epoch: 0, seq: 0 }; ;) {
    const rows = await linesAfter(database, station, place);
    for (const row of rows) {
      const { epoch, seq, at_ms: atMs, kind, received_at_ms: heardAtMs } = row;
      place = { epoch, seq };
      if (aside.has(`${epoch} ${seq} ${row.hash}`)) continue;
      const body: unknown = JSON.parse(row.body);
      standing = withLine(standing, { epoch, seq, atMs, kind, body, heardAtMs });
    }
    if (rows.length < PAGE_LINES) return standing;
  }
}

function linesAfter(
  database: HubDatabase,
  station: string,
  { epoch, seq }: { readonly epoch: number; readonly seq: number },
) {
  return database
    .selectFrom('lines')
    .select(['epoch', 'seq', 'at_ms', 'kind', 'body', 'hash', 'received_at_ms'])
    .where('station_id', '=', station)
    .where('kind', 'in', [...STANDING_KINDS])
    .where('is_echo', '=', 0)
    .where((line) =>
      line.or([
        line('epoch', '>', epoch),
        line.and([line('epoch', '=', epoch), line('seq', '>', seq)]),
      ]),
    )
    .orderBy('epoch')
    .orderBy('seq')
    .limit(PAGE_LINES)
    .execute();
}

async function setAside(database: HubDatabase, station: string): Promise<ReadonlySet<string>> {
  const rows = await database
    .selectFrom('quarantine')
    .select(['epoch', 'seq', 'hash'])
    .where('station_id', '=', station)
    .execute();
  return new Set(rows.map(({ epoch, seq, hash }) => `${epoch} ${seq} ${hash}`));
}

async function stationsWithLines(database: HubDatabase): Promise<readonly string[]> {
  const rows = await database.selectFrom('stations').select('station_id').execute();
  return rows.map(({ station_id: station }) => station);
}

async function keepStanding(
  database: HubDatabase,
  station: string,
  standing: UpdateStanding,
): Promise<void> {
  const row = { station_id: station, standing: JSON.stringify(standing) };
  await database
    .insertInto('update_standings')
    .values(row)
    .onConflict((conflict) => conflict.column('station_id').doUpdateSet(row))
    .execute();
}

function isOfUpdates({ kind }: { readonly kind: string }): boolean {
  return STANDING_KINDS.includes(kind);
}
