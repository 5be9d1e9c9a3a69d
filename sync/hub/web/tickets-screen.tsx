import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { ChoiceBar } from '../../../agent/ui/choice-bar.tsx';
import { Notice } from '../../../agent/ui/notice.tsx';
import { deskWords } from '../../../agent/words/desk-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { instantText } from '../../../agent/words/time.ts';
import type { SessionView, StationSummary } from '../api/schema.ts';
import type { TicketView } from '../api/ticket-schema.ts';
import type { HubCalls } from './hub-calls.ts';
import { LinkNotice } from './link-notice.tsx';
import { NewTicketDialog } from './new-ticket-dialog.tsx';
import { useOutcome } from './outcome.tsx';
import { hashOf } from './place.ts';
import { isStations, isTicket, isTickets } from './ticket-guards.ts';
import { handlerText, placeText, titleText, wordOr } from './ticket-text.ts';
import { usePolled } from './use-polled.ts';

export interface TicketsScreenProps {
  readonly language: Language;
  readonly calls: HubCalls;
  readonly session: SessionView;
}

const SHOWN = ['open', 'closed'] as const;

/** The requests for help that somebody sees, the newest first. */
export function TicketsScreen({ language, calls, session }: TicketsScreenProps): JSX.Element {
  const [shown, setShown] = useState<(typeof SHOWN)[number]>('open');
  /** Its id is made when it is begun, so that it is opened once. */
  const [newId, setNewId] = useState<string | undefined>(undefined);
  const tickets = usePolled(calls, `/v1/tickets?open=${shown === 'open'}`, isTickets);
  const stations = usePolled(calls, '/v1/stations', isStations);
  const outcome = useOutcome(language);
  const words = deskWords(language);
  const tills = stations.view?.stations ?? [];
  return (
    <>
      <div class="screen-head">
        <h1 class="heading">{words.nav.tickets}</h1>
        <ChoiceBar
          label={words.list.which}
          options={SHOWN}
          chosen={shown}
          textOf={(each) => words.list[each]}
          onChoose={setShown}
        />
        {session.actions.includes('open-ticket') && (
          <ActionButton tone="primary" onPress={() => setNewId(crypto.randomUUID())}>
            {words.opening.button}
          </ActionButton>
        )}
      </div>
      {newId === undefined ? (
        outcome.notice
      ) : (
        <NewTicketDialog
          {...{ language, outcome, tills }}
          id={newId}
          maySeeAll={session.user.sites === 'all'}
          onSend={(order) =>
            outcome.run(calls.send(order, isTicket), ({ ticket }) => {
              location.hash = hashOf({ screen: 'ticket', ticket });
            })
          }
          onNo={() => setNewId(undefined)}
        />
      )}
      <LinkNotice polled={tickets} language={language} />
      {tickets.view?.tickets.length === 0 && (
        <Notice tone="plain" {...(shown === 'open' ? words.list.none : words.list.noneClosed)} />
      )}
      {tickets.view !== undefined && tickets.view.tickets.length > 0 && (
        <TicketTable
          tickets={tickets.view.tickets}
          isOld={tickets.link !== 'live'}
          {...{ tills, language }}
        />
      )}
    </>
  );
}

interface TicketTableProps {
  readonly tickets: readonly TicketView[];
  readonly tills: readonly StationSummary[];
  readonly language: Language;
  readonly isOld: boolean;
}

function TicketTable({ tickets, tills, language, isOld }: TicketTableProps): JSX.Element {
  const words = deskWords(language).list;
  return (
    <table class={isOld ? 'table table-old' : 'table'}>
      <thead>
        <tr>
          <th scope="col">{words.number}</th>
          <th scope="col">{words.title}</th>
          <th scope="col">{words.state}</th>
          <th scope="col">{words.outcome}</th>
          <th scope="col">{words.handler}</th>
          <th scope="col">{words.since}</th>
          <th scope="col">{words.scheduled}</th>
        </tr>
      </thead>
      <tbody>
        {tickets.map((ticket) => (
          <TicketRow key={ticket.ticket} {...{ ticket, tills, language }} />
        ))}
      </tbody>
    </table>
  );
}

function TicketRow(props: Omit<TicketTableProps, 'tickets' | 'isOld'> & TicketProps): JSX.Element {
  const { ticket, tills, language } = props;
  const { outcome, scheduledAt, unread = 0 } = ticket;
  return (
    <tr>
      <td class="nowrap">{ticket.number}</td>
      <td>
        <TicketLink ticket={ticket} language={language} />
        {unread > 0 && (
          <span class="mark mark-warning mark-inline nowrap">
            {deskWords(language).list.unread(String(unread))}
          </span>
        )}
        <span class="sub-line text-cell">{placeText(ticket, tills)}</span>
      </td>
      <td>
        <TicketState ticket={ticket} language={language} />
      </td>
      <td>{outcome === undefined ? '' : wordOr(deskWords(language).outcomes, outcome)}</td>
      <td class="text-cell">{handlerText(ticket, language)}</td>
      <td class="nowrap">{instantText(Date.parse(ticket.askedAt), language)}</td>
      <td class="nowrap">
        {scheduledAt === undefined ? '' : instantText(Date.parse(scheduledAt), language)}
      </td>
    </tr>
  );
}

interface TicketProps {
  readonly ticket: TicketView;
}

/** The title, or what kind of request it is where nobody has said anything. */
export function TicketLink(props: TicketProps & { readonly language: Language }): JSX.Element {
  const { ticket, language } = props;
  return (
    <a class="till-link" href={hashOf({ screen: 'ticket', ticket: ticket.ticket })}>
      {titleText(ticket, language)}
    </a>
  );
}

export function TicketState(props: TicketProps & { readonly language: Language }): JSX.Element {
  const { ticket, language } = props;
  const tone = ticket.state === 'open' || ticket.state === 'waiting' ? ' mark-warning' : '';
  return <span class={`mark nowrap${tone}`}>{deskWords(language).states[ticket.state]}</span>;
}
