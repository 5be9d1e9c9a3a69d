import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { deskWords } from '../../../agent/words/desk-words.ts';
import { instantText } from '../../../agent/words/time.ts';
import { vaultWords } from '../../../agent/words/vault-words.ts';
import type { TicketFileView } from '../api/ticket-schema.ts';
import { LinkNotice } from './link-notice.tsx';
import { LogPanel } from './log-panel.tsx';
import { useOutcome, type Outcome } from './outcome.tsx';
import { hashOf } from './place.ts';
import { SessionPanel } from './session-panel.tsx';
import { TicketActs } from './ticket-acts.tsx';
import { TicketChat } from './ticket-chat.tsx';
import { TicketClock } from './ticket-clock.tsx';
import { TicketDecision } from './ticket-decision.tsx';
import { TicketDifference } from './ticket-difference.tsx';
import { TicketEvents } from './ticket-events.tsx';
import {
  isStations,
  isTicketFile,
  isTicketRemote,
  type TicketRemoteView,
} from './ticket-guards.ts';
import { handlerText, placeText, titleText } from './ticket-text.ts';
import { TicketState, type TicketsScreenProps } from './tickets-screen.tsx';
import { TicketWork } from './ticket-work.tsx';
import { usePolled } from './use-polled.ts';

export interface TicketScreenProps extends TicketsScreenProps {
  readonly ticket: string;
}

/** While somebody waits for an answer, it is looked for as often. */
const SESSION_EVERY_MS = 1_000;

/** One request for help: what the contract says, what was said, and all that is done about it. */
export function TicketScreen(props: TicketScreenProps): JSX.Element {
  const { language, calls, ticket } = props;
  const at = `/v1/tickets/${encodeURIComponent(ticket)}`;
  const file = usePolled(calls, at, isTicketFile);
  const remote = usePolled(calls, `${at}/sessions`, isTicketRemote);
  const outcome = useOutcome(language);
  const isConnecting = remote.view?.sessions.some(({ state }) => state !== 'ended') ?? false;
  useEffect(() => {
    if (!isConnecting) return undefined;
    const timer = window.setTimeout(remote.refresh, SESSION_EVERY_MS);
    return () => window.clearTimeout(timer);
  }, [isConnecting, remote.seenAtMs]);
  return (
    <>
      <a class="back" href={hashOf({ screen: 'tickets' })}>
        ← {deskWords(language).ticket.back}
      </a>
      <LinkNotice polled={file} language={language} />
      {file.view !== undefined && (
        <TicketPanels
          {...props}
          {...{ at, outcome }}
          file={file.view}
          remote={remote.view ?? NO_REMOTE}
          onChanged={() => {
            file.refresh();
            remote.refresh();
          }}
        />
      )}
    </>
  );
}

const NO_REMOTE: TicketRemoteView = { sessions: [], bundles: [] };

export interface TicketPanelProps extends TicketsScreenProps {
  /** Its address at the hub. */
  readonly at: string;
  readonly file: TicketFileView;
  readonly remote: TicketRemoteView;
  readonly outcome: Outcome;
  readonly onChanged: () => void;
}

function TicketPanels(props: TicketPanelProps): JSX.Element {
  const { file, remote } = props;
  const isMineOpen = remote.sessions.some(({ isMine, state }) => isMine && state !== 'ended');
  const hasTill = file.ticket.station !== undefined;
  return (
    <>
      <TicketHead {...props} />
      <TicketActs {...props} />
      {isMineOpen && <SessionPanel {...props} />}
      <div class="panels">
        <div class="panels-side">
          <TicketDecision file={file} language={props.language} />
          <TicketDifference file={file} language={props.language} />
          <TicketChat {...props} />
        </div>
        <div class="panels-side">
          <TicketClock file={file} language={props.language} />
          {hasTill && !isMineOpen && <SessionPanel {...props} />}
          {hasTill && <LogPanel {...props} />}
          <TicketWork {...props} />
          <TicketEvents file={file} language={props.language} />
        </div>
      </div>
    </>
  );
}

function TicketHead({ file, calls, session, language }: TicketPanelProps): JSX.Element {
  const stations = usePolled(calls, '/v1/stations', isStations);
  const { ticket } = file;
  const words = deskWords(language);
  const place = placeText(ticket, stations.view?.stations ?? []);
  const { station, scheduledAt, customer } = ticket;
  return (
    <div>
      <h1 class="heading">
        <span class="quiet">{words.ticket.name(String(ticket.number))}</span>{' '}
        {titleText(ticket, language)}
      </h1>
      <p class="facts">
        <TicketState {...{ ticket, language }} />
        {station === undefined ? (
          <span>{place}</span>
        ) : (
          <a class="till-link" href={hashOf({ screen: 'till', station })}>
            {place}
          </a>
        )}
        <span>{`${words.list.handler}: ${handlerText(ticket, language)}`}</span>
        <span>
          {`${words.ticket.asked(instantText(Date.parse(ticket.askedAt), language))}, ${words.sources[ticket.source]}`}
        </span>
        {customer !== undefined && session.actions.includes('read-vault') && (
          <a class="till-link" href={hashOf({ screen: 'vault', customer, ticket: ticket.ticket })}>
            {vaultWords(language).ticket.link}
          </a>
        )}
        {scheduledAt !== undefined && (
          <strong>
            {words.ticket.scheduledFor(instantText(Date.parse(scheduledAt), language))}
          </strong>
        )}
      </p>
    </div>
  );
}
