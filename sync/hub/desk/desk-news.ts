/** Tells the till how a ticket stands, in the transaction that makes it so. */
import type { AccountBalance, HelpNews } from '../../../agent/core/support/help.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { addCommand } from '../store/mailbox.ts';
import type { Ticket } from './ticket.ts';

export interface Telling {
  readonly nowMs: number;
  readonly text?: string | undefined;
  readonly balances?: readonly AccountBalance[] | undefined;
  /** As whom people are shown that have no company. */
  readonly vendorName: string;
}

/** False where no till asked. */
export async function tellTill(
  database: HubDatabase,
  ticket: Ticket,
  { nowMs, text, balances, vendorName }: Telling,
): Promise<boolean> {
  const { id, station, state, decision, scheduledAtMs, handlerName } = ticket;
  if (station === undefined) return false;
  const company = ticket.handlerCompany === undefined ? vendorName : (handlerName ?? '');
  const handler =
    ticket.handlerUser === undefined && ticket.handlerCompany === undefined
      ? undefined
      : { name: handlerName ?? company, company };
  const news: HelpNews = { ticket: id, state, decision, scheduledAtMs, handler, text, balances };
  await addCommand(database, {
    station,
    kind: 'help-news',
    body: { news: JSON.parse(JSON.stringify(news)) },
    notAfterMs: undefined,
    issuedAtMs: nowMs,
  });
  return true;
}
