import type { JSX } from 'preact';
import { Notice } from '../../../agent/ui/notice.tsx';
import { deskWords } from '../../../agent/words/desk-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { instantText } from '../../../agent/words/time.ts';
import type { StationSummary } from '../api/schema.ts';
import type { TicketView } from '../api/ticket-schema.ts';
import { LinkNotice } from './link-notice.tsx';
import { isStations, isTickets } from './ticket-guards.ts';
import { TicketLink, type TicketsScreenProps } from './tickets-screen.tsx';
import { handlerText, placeText } from './ticket-text.ts';
import { usePolled } from './use-polled.ts';

/** Whom somebody has promised to call, the next one first. */
export function CallbacksScreen(props: Omit<TicketsScreenProps, 'session'>): JSX.Element {
  const { language, calls } = props;
  const tickets = usePolled(calls, '/v1/tickets?open=true', isTickets);
  const stations = usePolled(calls, '/v1/stations', isStations);
  const words = deskWords(language);
  const promised = (tickets.view?.tickets ?? []).flatMap((ticket) =>
    ticket.scheduledAt === undefined ? [] : [{ ticket, atMs: Date.parse(ticket.scheduledAt) }],
  );
  return (
    <>
      <h1 class="heading">{words.nav.callbacks}</h1>
      <p class="card-text">{words.callbacks.text}</p>
      <LinkNotice polled={tickets} language={language} />
      {tickets.view !== undefined && promised.length === 0 && (
        <Notice tone="plain" {...words.callbacks.none} />
      )}
      {promised.length > 0 && (
        <table class={tickets.link === 'live' ? 'table' : 'table table-old'}>
          <thead>
            <tr>
              <th scope="col">{words.callbacks.when}</th>
              <th scope="col">{words.list.number}</th>
              <th scope="col">{words.list.title}</th>
              <th scope="col">{words.list.handler}</th>
            </tr>
          </thead>
          <tbody>
            {promised
              .toSorted((one, other) => one.atMs - other.atMs)
              .map((each) => (
                <CallbackRow
                  key={each.ticket.ticket}
                  {...{ ...each, language }}
                  tills={stations.view?.stations ?? []}
                  seenAtMs={tickets.seenAtMs}
                />
              ))}
          </tbody>
        </table>
      )}
    </>
  );
}

interface CallbackRowProps {
  readonly ticket: TicketView;
  readonly atMs: number;
  readonly seenAtMs: number;
  readonly tills: readonly StationSummary[];
  readonly language: Language;
}

function CallbackRow({ ticket, atMs, seenAtMs, tills, language }: CallbackRowProps): JSX.Element {
  const words = deskWords(language);
  return (
    <tr>
      <td class="nowrap">
        {instantText(atMs, language)}
        {atMs < seenAtMs && (
          <span class="mark mark-inline mark-alert">{words.callbacks.overdue}</span>
        )}
      </td>
      <td>{ticket.number}</td>
      <td>
        <TicketLink {...{ ticket, language }} />
        <span class="sub-line text-cell">{placeText(ticket, tills)}</span>
      </td>
      <td class="text-cell">{handlerText(ticket, language)}</td>
    </tr>
  );
}
