/** Open tickets of whoever has lost the certification pass on, each at the very instant (IMT-09, E45). */
import { partyOf } from '../../../agent/core/contract/parties.ts';
import { rerouted, type Rerouting } from '../../../agent/core/contract/rerouting.ts';
import { graphAt } from '../books/graph-at.ts';
import type { Desk } from '../contracts/desk.ts';
import {
  addTicketEvent,
  keepHistory,
  keepTicket,
  listTickets,
  ticketById,
} from '../store/tickets.ts';
import { tellTill } from './desk-news.ts';
import { visitsAhead } from './free-visits.ts';
import { withVisit } from './handling.ts';
import { vendorNameOf } from './take-up.ts';
import type { Ticket } from './ticket.ts';

/** How many tickets have passed on. */
export async function passOn(desk: Desk): Promise<number> {
  const atMs = desk.nowMs();
  const graph = await graphAt(desk.database, { atMs });
  const open = (await listTickets(desk.database, { isOpen: true })).flatMap((ticket) => {
    const { id, site, history } = ticket;
    return site === undefined || history.length === 0 ? [] : [{ id, site, history }];
  });
  const moves = rerouted(graph, open, atMs);
  for (const move of moves) {
    const station = await desk.database.transaction().execute(async (database) => {
      const ticket = await ticketById(database, move.ticket);
      if (ticket === undefined || ticket.history.length >= move.history.length) return undefined;
      const name = move.to === undefined ? undefined : (partyOf(graph, move.to)?.name ?? move.to);
      const [visit] = await visitsAhead(database, { ticket: ticket.id, atMs });
      const gone: Ticket = {
        ...ticket,
        // Nobody of the company that has it now has taken it yet.
        state: ticket.state === 'assigned' ? 'open' : ticket.state,
        handlerCompany: move.to,
        handlerName: name,
        handlerUser: undefined,
        history: move.history,
      };
      const passed = withVisit(gone, visit);
      await keepTicket(database, passed);
      await keepHistory(database, ticket.id, move.history);
      await addTicketEvent(database, ticket.id, passingOf(move, desk.doer));
      await tellTill(database, passed, { nowMs: atMs, vendorName: vendorNameOf({ graph }) });
      return ticket.station;
    });
    if (station !== undefined) desk.onMail(station);
  }
  return moves.length;
}

function passingOf({ ticket, from, to, history }: Rerouting, by: string) {
  const place = history.length - 1;
  const atMs = history.at(-1)?.sinceMs ?? 0;
  const body = { from, to, reason: 'IMPLEMENTER_REVOKED' };
  return { event: `${ticket}/passed/${place}`, atMs, kind: 'passed-on', by, body };
}
