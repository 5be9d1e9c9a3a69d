import {
  REMOTE_CONTROLS,
  REMOTE_STATES,
  type RemoteEnd,
  type RemoteSession,
} from '../desk/remote.ts';
import type { HubDatabase } from './hub-database.ts';
import type { RemoteSessionRow } from './remote-tables.ts';

export async function addRemoteSession(
  database: HubDatabase,
  session: RemoteSession,
): Promise<void> {
  await database.insertInto('remote_sessions').values(rowOf(session)).execute();
}

export async function keepRemoteSession(
  database: HubDatabase,
  session: RemoteSession,
): Promise<void> {
  const { session: id, ...changed } = rowOf(session);
  await database.updateTable('remote_sessions').set(changed).where('session', '=', id).execute();
}

export async function remoteSessionById(
  database: HubDatabase,
  id: string,
): Promise<RemoteSession | undefined> {
  const row = await database
    .selectFrom('remote_sessions')
    .selectAll()
    .where('session', '=', id)
    .executeTakeFirst();
  return row === undefined ? undefined : sessionOf(row);
}

/** Those that are not over: of a station, or of all. */
export async function openRemoteSessions(
  database: HubDatabase,
  station?: string,
): Promise<readonly RemoteSession[]> {
  const open = database.selectFrom('remote_sessions').selectAll().where('state', '!=', 'ended');
  const asked = station === undefined ? open : open.where('station_id', '=', station);
  return (await asked.orderBy('asked_at_ms').execute()).map(sessionOf);
}

/** The newest first. */
export async function remoteSessionsOf(
  database: HubDatabase,
  ticket: string,
): Promise<readonly RemoteSession[]> {
  const rows = await database
    .selectFrom('remote_sessions')
    .selectAll()
    .where('ticket', '=', ticket)
    .orderBy('asked_at_ms', 'desc')
    .execute();
  return rows.map(sessionOf);
}

function rowOf(session: RemoteSession): RemoteSessionRow {
  const { technician, streams } = session;
  return {
    session: session.id,
    ticket: session.ticket,
    station_id: session.station,
    user_id: session.user,
    name: technician.name,
    company: technician.company,
    streams: JSON.stringify(streams),
    state: session.state,
    control: session.control,
    tries_left: session.triesLeft,
    asked_at_ms: session.askedAtMs,
    live_at_ms: session.liveAtMs ?? null,
    ended_at_ms: session.endedAtMs ?? null,
    end: session.end ?? null,
    duration_ms: session.durationMs,
    bytes_in: session.bytesIn,
    bytes_out: session.bytesOut,
  };
}

/** Only this file writes these columns. */
function sessionOf(row: RemoteSessionRow): RemoteSession {
  const end: RemoteEnd | undefined = row.end === null ? undefined : JSON.parse(`"${row.end}"`);
  return {
    id: row.session,
    ticket: row.ticket,
    station: row.station_id,
    user: row.user_id,
    technician: { name: row.name, company: row.company },
    streams: JSON.parse(row.streams),
    state: REMOTE_STATES.find((one) => one === row.state) ?? 'ended',
    control: REMOTE_CONTROLS.find((one) => one === row.control) ?? 'none',
    triesLeft: row.tries_left,
    askedAtMs: row.asked_at_ms,
    liveAtMs: row.live_at_ms ?? undefined,
    endedAtMs: row.ended_at_ms ?? undefined,
    end,
    durationMs: row.duration_ms,
    bytesIn: row.bytes_in,
    bytesOut: row.bytes_out,
  };
}
