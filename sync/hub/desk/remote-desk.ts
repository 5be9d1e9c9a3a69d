/** Where technicians ask for sessions at tills. The till decides; the hub only passes on, and can end. */
import { randomUUID } from 'node:crypto';
import type { Decision } from '../../../agent/core/contract/decision.ts';
import {
  CODE_TRIES_MAX,
  CONSENT_EXPIRY_MS,
  type StreamKind,
  type Technician,
} from '../../../agent/core/support/remote-session.ts';
import { graphAt } from '../books/graph-at.ts';
import { sitesSeen } from '../books/party-scope.ts';
import type { Desk } from '../contracts/desk.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { addBundle, type LogBundle } from '../store/log-bundles.ts';
import { addCommand } from '../store/mailbox.ts';
import {
  addRemoteSession,
  keepRemoteSession,
  openRemoteSessions,
  remoteSessionById,
} from '../store/remote-sessions.ts';
import { addTicketEvent, ticketById } from '../store/tickets.ts';
import { userById } from '../store/users.ts';
import { caseOfTicket, decideTicket } from './decide-ticket.ts';
import { isOver, type RemoteEnd, type RemoteSession } from './remote.ts';
import { mayWork, seesTicket } from './ticket-sight.ts';
import { isOpen, type Ticket } from './ticket.ts';

/** After this a session ends by itself: whoever needs longer asks again. */
export const REMOTE_MAX_MS = 2 * 60 * 60_000;

/** A till that has not taken a question in by then was not reached. */
const DELIVERY_MS = CONSENT_EXPIRY_MS + 15_000;

export interface RemoteAsking {
  readonly ticket: string;
  readonly user: string;
  readonly technician: Technician;
  readonly streams: readonly StreamKind[];
}

export const REMOTE_REFUSALS = [
  'ticket-unknown',
  'ticket-ended',
  /** Nobody at a till has asked. */
  'no-till',
  'till-offline',
  /** Another technician is at the till, or has asked for it. */
  'second-session',
  /** The contract says when, or that it is not covered: the decision says why. */
  'contract-refuses',
] as const;
export type RemoteRefusal = (typeof REMOTE_REFUSALS)[number];

export type RemoteAnswer =
  | { readonly kind: 'asked'; readonly session: RemoteSession }
  | {
      readonly kind: 'refused';
      readonly code: RemoteRefusal;
      readonly decision?: Decision | undefined;
    };

export interface RemoteDeskParts {
  readonly desk: Desk;
  readonly isConnected: (station: string) => boolean;
  /** Cuts the streams of a session at once, whatever the till does. */
  readonly cut: (session: string) => void;
}

export class RemoteDesk {
  readonly #parts: RemoteDeskParts;

  constructor(parts: RemoteDeskParts) {
    this.#parts = parts;
  }

  async ask(asking: RemoteAsking): Promise<RemoteAnswer> {
    const { desk, isConnected } = this.#parts;
    const answer = await desk.database
      .transaction()
      .execute(async (database): Promise<RemoteAnswer> => {
        const ticket = await ticketById(database, asking.ticket);
        if (ticket === undefined) return refused('ticket-unknown');
        if (!isOpen(ticket)) return refused('ticket-ended');
        const { station } = ticket;
        if (station === undefined) return refused('no-till');
        if (!isConnected(station)) return refused('till-offline');
        const open = await openRemoteSessions(database, station);
        if (open.length > 0) return refused('second-session');
        const decision = await this.#decide(database, ticket);
        if (decision !== undefined && isAgainst(decision)) {
          return { ...refused('contract-refuses'), decision };
        }
        return { kind: 'asked', session: await this.#begin(database, { ...asking, station }) };
      });
    if (answer.kind === 'asked') desk.onMail(answer.session.station);
    return answer;
  }

  session(id: string): Promise<RemoteSession | undefined> {
    return remoteSessionById(this.#parts.desk.database, id);
  }

  /** What the technician was told by the cashier; the till alone knows whether it is right. */
  async tryCode(session: RemoteSession, code: string): Promise<void> {
    await this.#command(session, 'remote-code', { session: session.id, code });
  }

  /** Ends it for the technician, at once and whatever the till does. */
  async stop(
    session: RemoteSession,
    end: 'stopped-by-technician' | 'withdrawn' | 'time-over',
  ): Promise<void> {
    if (!isOver(session)) {
      await this.#command(session, 'remote-stop', { session: session.id, end });
    }
    this.#parts.cut(session.id);
  }

  /** Asks a till for its logs: with or without a session. */
  async collectLogs(ticket: Ticket, withTrace: boolean): Promise<LogBundle | undefined> {
    const { desk } = this.#parts;
    const { station, id } = ticket;
    if (station === undefined) return undefined;
    const bundle = {
      bundle: `logs-${randomUUID()}`,
      station,
      ticket: id,
      askedBy: desk.doer,
      askedAtMs: desk.nowMs(),
    };
    await desk.database.transaction().execute(async (database) => {
      await addBundle(database, bundle);
      const body = { bundle: bundle.bundle, ticket: id, withTrace };
      const command = { station, kind: 'logs-collect', body, notAfterMs: undefined };
      await addCommand(database, { ...command, issuedAtMs: bundle.askedAtMs });
      const details = { bundle: bundle.bundle, withTrace };
      await desk.note(database, { act: 'logs-asked', subject: station, details });
    });
    desk.onMail(station);
    return { ...bundle, state: 'asked' };
  }

  async #decide(database: HubDatabase, ticket: Ticket): Promise<Decision | undefined> {
    const atMs = this.#parts.desk.nowMs();
    const known = await caseOfTicket(database, ticket, atMs);
    // The consent is asked for next, of whoever is at the till.
    return decideTicket(known, ticket, { kind: 'remote', atMs, hasConsent: true });
  }

  async #begin(
    database: HubDatabase,
    { ticket, station, user, technician, streams }: RemoteAsking & { readonly station: string },
  ): Promise<RemoteSession> {
    const { desk } = this.#parts;
    const askedAtMs = desk.nowMs();
    const session: RemoteSession = {
      id: `remote-${randomUUID()}`,
      ticket,
      station,
      user,
      technician,
      streams,
      state: 'asked',
      control: 'none',
      triesLeft: CODE_TRIES_MAX,
      askedAtMs,
      durationMs: 0,
      bytesIn: 0,
      bytesOut: 0,
    };
    await addRemoteSession(database, session);
    await addCommand(database, {
      station,
      kind: 'remote-ask',
      body: { session: session.id, ticket, technician, streams },
      notAfterMs: askedAtMs + CONSENT_EXPIRY_MS,
      issuedAtMs: askedAtMs,
    });
    await addTicketEvent(database, ticket, {
      event: `${session.id}/asked`,
      atMs: askedAtMs,
      kind: 'remote-asked',
      by: technician.name,
      body: { session: session.id, streams },
    });
    const details = { session: session.id, ticket, company: technician.company };
    await desk.note(database, { act: 'remote-asked', subject: station, details });
    return session;
  }

  async #command(session: RemoteSession, kind: string, body: Record<string, unknown>) {
    const { desk } = this.#parts;
    const issuedAtMs = desk.nowMs();
    const { station } = session;
    await desk.database.transaction().execute(async (database) => {
      const notAfterMs = kind === 'remote-code' ? issuedAtMs + CONSENT_EXPIRY_MS : undefined;
      await addCommand(database, { station, kind, body, notAfterMs, issuedAtMs });
      const act = kind === 'remote-code' ? 'remote-code-typed' : 'remote-stopped';
      const details = { session: session.id, ...('end' in body ? { end: body['end'] } : {}) };
      await desk.note(database, { act, subject: station, details });
    });
    desk.onMail(station);
  }
}

/** Ends what has lasted too long, what is not its technician's any more, and what no till has taken in. */
export async function tidySessions(parts: RemoteDeskParts): Promise<void> {
  const { desk, cut } = parts;
  const nowMs = desk.nowMs();
  for (const session of await openRemoteSessions(desk.database)) {
    const lasted = nowMs - (session.liveAtMs ?? session.askedAtMs);
    if (!(await mayStill(desk.database, session, nowMs))) {
      await new RemoteDesk(parts).stop(session, 'withdrawn');
    } else if (session.state === 'live' && lasted > REMOTE_MAX_MS) {
      await new RemoteDesk(parts).stop(session, 'time-over');
    } else if (session.state !== 'live' && lasted > DELIVERY_MS) {
      cut(session.id);
      const end: RemoteEnd = 'not-delivered';
      await keepRemoteSession(desk.database, { ...session, state: 'ended', end, endedAtMs: nowMs });
    }
  }
}

/** A role that was taken away, a certification that was, a ticket that passed on: each ends it. */
async function mayStill(
  database: HubDatabase,
  { user, ticket: id }: RemoteSession,
  atMs: number,
): Promise<boolean> {
  const account = await userById(database, user);
  const ticket = await ticketById(database, id);
  if (account === undefined || account.isDisabled || ticket === undefined) return false;
  const graph = await graphAt(database, { atMs });
  const person = { ...account, sites: sitesSeen(graph, account, atMs) };
  return seesTicket(person, ticket, { graph, atMs }) && mayWork(person, 'remote-session', ticket);
}

/** Nobody is there now, or it is not theirs to have; what people decide is not against it. */
function isAgainst({ outcome }: Decision): boolean {
  return outcome === 'REFUSE' || outcome === 'SCHEDULE' || outcome === 'NEEDS';
}

function refused<Code extends RemoteRefusal>(code: Code) {
  return { kind: 'refused', code } as const;
}
