/**
 * What tills say of help reaches the desk in the transaction that takes it in: the ticket, and what
 * was said. What the desk decides of it comes after, in a transaction of its own.
 */
import type { Ticket } from '../desk/ticket.ts';
import { titleOf } from '../desk/title.ts';
import type { CheckedLine } from '../fleet/line-check.ts';
import { actionable, supportLineOf, type SupportLine } from '../fleet/support-line.ts';
import { backedPromises } from './backed-promises.ts';
import type { HubDatabase } from './hub-database.ts';
import { bookRefused } from './refused-settlements.ts';
import { remoteSessionsOf } from './remote-sessions.ts';
import { stationById } from './stations.ts';
import {
  addMessage,
  addTicket,
  addTicketEvent,
  keepTicket,
  ticketById,
  timeEntriesOf,
} from './tickets.ts';

interface LinesOf {
  readonly station: string;
  readonly epoch: number;
  readonly receivedAtMs: number;
}

/** Of each line once: the caller leaves out what another branch has brought before. */
export async function applySupportLines(
  database: HubDatabase,
  { station, receivedAtMs }: LinesOf,
  lines: readonly CheckedLine[],
): Promise<void> {
  for (const { line, verdict } of lines) {
    const said = verdict.kind === 'good' ? supportLineOf(line.kind, line.body) : undefined;
    if (said !== undefined) await apply(database, { station, atMs: line.atMs, receivedAtMs }, said);
  }
}

interface Saying {
  readonly station: string;
  /** By the till's clock. */
  readonly atMs: number;
  readonly receivedAtMs: number;
}

async function apply(database: HubDatabase, saying: Saying, line: SupportLine): Promise<void> {
  switch (line.kind) {
    case 'help-asked': {
      const { name: by = '', site } = (await stationById(database, saying.station)) ?? {};
      const claimed = asked(line.body, { ...saying, site });
      const promised = await backedPromises(database, saying.station, claimed.promised);
      const ticket = { ...claimed, promised };
      if (!(await addTicket(database, ticket))) return;
      const event = { event: `${ticket.id}/asked`, atMs: saying.atMs, kind: 'asked', by, body: {} };
      await addTicketEvent(database, ticket.id, event);
      const text = line.body.words ?? '';
      if (text === '') return;
      const message = { message: `${ticket.id}/words`, atMs: saying.atMs, text };
      await addMessage(database, ticket.id, { ...message, side: 'till', name: by, company: '' });
      return;
    }
    case 'help-withdrawn': {
      const ticket = await ownTicket(database, saying, line.body.ticket);
      if (ticket === undefined || ticket.state === 'resolved') return;
      const event = { event: `${ticket.id}/withdrawn`, kind: 'withdrawn', by: '', body: {} };
      // What was worked is settled by whoever has it: taking a request back undoes none of it.
      if (!(await isBegun(database, ticket))) {
        await keepTicket(database, { ...ticket, state: 'withdrawn', isTakenUp: false });
      }
      await addTicketEvent(database, ticket.id, { ...event, atMs: saying.atMs });
      return;
    }
    case 'command-settled': {
      const { command, outcome, hubEpoch, seq } = line.body;
      if (command !== 'help-settle' || outcome === 'done') return;
      const { station, receivedAtMs: nowMs } = saying;
      await bookRefused(database, { station, hubEpoch, seq, nowMs });
      return;
    }
    case 'chat-said': {
      const ticket = await ownTicket(database, saying, line.body.ticket);
      if (ticket === undefined) return;
      const { name = '' } = (await stationById(database, saying.station)) ?? {};
      const { text } = line.body;
      // A till names what it says within the ticket: the next ticket may have the same name.
      const message = `${ticket.id}/${line.body.message}`;
      const said = { message, atMs: saying.atMs, side: 'till', name, company: '', text } as const;
      await addMessage(database, ticket.id, said);
    }
  }
}

type Asked = Extract<SupportLine, { kind: 'help-asked' }>['body'];

function asked(
  body: Asked,
  { station, site, atMs }: Saying & { readonly site: string | undefined },
): Omit<Ticket, 'history'> {
  const { ticket: id, number, caller, topic, channel, serviceClass, mode, words, answer } = body;
  const { firstLineNote, accepted } = body;
  const request = { caller, topic, channel, serviceClass, mode, station, accepted };
  const decision = answer.kind === 'decided' ? actionable(answer.decision) : undefined;
  return {
    id,
    number,
    source: 'till',
    station,
    site,
    kind: 'contact',
    title: titleOf(words, topic),
    request,
    state: 'open',
    askedAtMs: atMs,
    decision,
    promised: decision?.holds ?? [],
    firstLineNote,
    isTakenUp: false,
  };
}

/** A till speaks of its own tickets only. */
async function ownTicket(
  database: HubDatabase,
  { station }: Saying,
  id: string,
): Promise<Ticket | undefined> {
  const ticket = await ticketById(database, id);
  return ticket?.station === station ? ticket : undefined;
}

/** A person has planned it, has worked for it, or is at the till. */
async function isBegun(database: HubDatabase, { id, kind }: Ticket): Promise<boolean> {
  if (kind === 'work') return true;
  if ((await timeEntriesOf(database, id)).length > 0) return true;
  return (await remoteSessionsOf(database, id)).some(({ liveAtMs }) => liveAtMs !== undefined);
}
