/** What tills say of remote sessions, in the transaction that takes it in. */
import { isOver, type RemoteSession } from '../desk/remote.ts';
import type { CheckedLine } from '../fleet/line-check.ts';
import { remoteLineOf, type RemoteLine } from '../fleet/remote-line.ts';
import { announce } from './announcements.ts';
import type { HubDatabase } from './hub-database.ts';
import { failBundle } from './log-bundles.ts';
import { keepRemoteSession, remoteSessionById } from './remote-sessions.ts';
import { addTicketEvent, addTimeEntry } from './tickets.ts';

interface LinesOf {
  readonly station: string;
  readonly epoch: number;
  readonly receivedAtMs: number;
}

const MINUTE_MS = 60_000;

/** Of each line once: the caller leaves out what another branch has brought before. */
export async function applyRemoteLines(
  database: HubDatabase,
  { station, epoch, receivedAtMs }: LinesOf,
  lines: readonly CheckedLine[],
): Promise<void> {
  for (const { line, verdict } of lines) {
    const said = verdict.kind === 'good' ? remoteLineOf(line.kind, line.body) : undefined;
    if (said === undefined) continue;
    const place = `${station}/${epoch}/${line.seq}`;
    await apply(database, { station, place, atMs: line.atMs, receivedAtMs }, said);
  }
}

interface Saying {
  readonly station: string;
  /** Names the event that comes of it. */
  readonly place: string;
  readonly atMs: number;
  readonly receivedAtMs: number;
}

async function apply(database: HubDatabase, saying: Saying, line: RemoteLine): Promise<void> {
  if (line.kind === 'logs-sent') return;
  if (line.kind === 'logs-failed') {
    const { bundle, reason } = line.body;
    return failBundle(database, { station: saying.station, bundle, reason });
  }
  const session = await remoteSessionById(database, line.body.session);
  if (session === undefined || session.station !== saying.station) return;
  const after = isOver(session) ? session : moved(session, line, saying.receivedAtMs);
  if (after !== session) await keepRemoteSession(database, after);
  const told = ANNOUNCED[line.kind];
  if (told !== undefined && after.state !== session.state) {
    const { id, ticket, station, technician } = session;
    const about = { id, atMs: saying.receivedAtMs, kind: told, ticket } as const;
    await announce(database, { ...about, body: { session: id, station, technician } });
  }
  const { session: _, ...body } = line.body;
  await addTicketEvent(database, session.ticket, {
    event: saying.place,
    atMs: saying.atMs,
    kind: line.kind,
    by: session.technician.name,
    body: { ...body, session: session.id },
  });
  if (line.kind === 'remote-ended' && line.body.durationMs > 0) {
    await addTimeEntry(database, session.ticket, workOf(session, line.body.durationMs, saying));
  }
}

/** What programs outside hear of, if it has moved the session. */
const ANNOUNCED: Readonly<Partial<Record<RemoteLine['kind'], 'remote-started' | 'remote-ended'>>> =
  {
    'remote-consented': 'remote-started',
    'remote-ended': 'remote-ended',
  };

function moved(
  session: RemoteSession,
  line: Exclude<RemoteLine, { kind: 'logs-sent' | 'logs-failed' }>,
  nowMs: number,
): RemoteSession {
  switch (line.kind) {
    case 'remote-refused':
      return { ...session, state: 'ended', end: line.body.reason, endedAtMs: nowMs };
    case 'remote-code-tried': {
      const { isRight, triesLeft } = line.body;
      return { ...session, triesLeft, ...(isRight ? { state: 'code-matched' } : {}) };
    }
    case 'remote-consented':
      return { ...session, state: 'live', liveAtMs: nowMs };
    case 'remote-control': {
      const { control } = line.body;
      return { ...session, control: control === 'withdrawn' ? 'none' : control };
    }
    case 'remote-ended': {
      const { end, durationMs, bytesIn, bytesOut } = line.body;
      const over = { state: 'ended', control: 'none', endedAtMs: nowMs } as const;
      return { ...session, ...over, end, durationMs, bytesIn, bytesOut };
    }
    case 'remote-stream':
    case 'remote-console':
      return session;
  }
}

/** A minute that was begun counts: what the contract bills of it is the contract's. */
function workOf({ id, liveAtMs, technician }: RemoteSession, durationMs: number, saying: Saying) {
  return {
    entry: `${id}/session`,
    mode: 'remote',
    minutes: Math.ceil(durationMs / MINUTE_MS),
    fromMs: liveAtMs ?? saying.receivedAtMs,
    by: technician.name,
    session: id,
  } as const;
}
