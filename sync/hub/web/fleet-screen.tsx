import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { Notice } from '../../../agent/ui/notice.tsx';
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { instantText } from '../../../agent/words/time.ts';
import type { SessionView, StationsView, StationSummary } from '../api/schema.ts';
import { CodeForm } from './code-form.tsx';
import { hasField, type HubCalls } from './hub-calls.ts';
import { LinkNotice } from './link-notice.tsx';
import { hashOf } from './place.ts';
import { licenceMark, stationMarks, type Mark } from './station-marks.ts';
import { usePolled } from './use-polled.ts';

export interface FleetScreenProps {
  readonly language: Language;
  readonly calls: HubCalls;
  readonly session: SessionView;
}

/** Every till in one's care, and which of them needs a look. */
export function FleetScreen({ language, calls, session }: FleetScreenProps): JSX.Element {
  const fleet = usePolled(calls, '/v1/stations', isStations);
  const [isMaking, setIsMaking] = useState(false);
  const words = hubWords(language);
  const { view } = fleet;
  return (
    <>
      <div class="screen-head">
        <h1 class="heading">{words.nav.fleet}</h1>
        {session.actions.includes('make-code') && !isMaking && (
          <ActionButton onPress={() => setIsMaking(true)}>{words.fleet.makeCode}</ActionButton>
        )}
      </div>
      <LinkNotice polled={fleet} language={language} />
      {isMaking && (
        <CodeForm
          {...{ language, calls }}
          canIssue={session.hub.canIssue}
          onClose={() => setIsMaking(false)}
        />
      )}
      {view?.isCut === true && <Notice tone="warning" {...words.fleet.cut} />}
      {view !== undefined && view.stations.length === 0 && (
        <Notice tone="plain" {...words.fleet.none} />
      )}
      {view !== undefined && view.stations.length > 0 && (
        <FleetTable view={view} language={language} isOld={fleet.link !== 'live'} />
      )}
    </>
  );
}

interface FleetTableProps {
  readonly view: StationsView;
  readonly language: Language;
  readonly isOld: boolean;
}

function FleetTable({ view, language, isOld }: FleetTableProps): JSX.Element {
  const words = hubWords(language).fleet;
  return (
    <table class={isOld ? 'table table-old' : 'table'}>
      <thead>
        <tr>
          <th scope="col">{words.till}</th>
          <th scope="col">{words.site}</th>
          <th scope="col">{words.connection}</th>
          <th scope="col">{words.licence}</th>
          <th scope="col">{words.attention}</th>
        </tr>
      </thead>
      <tbody>
        {view.stations.map((station) => (
          <FleetLine key={station.station} station={station} language={language} />
        ))}
      </tbody>
    </table>
  );
}

function FleetLine(props: {
  readonly station: StationSummary;
  readonly language: Language;
}): JSX.Element {
  const { station, language } = props;
  const marks = stationMarks(station, language);
  return (
    <tr>
      <td>
        <a class="till-link" href={hashOf({ screen: 'till', station: station.station })}>
          {station.name}
        </a>
      </td>
      <td class="text-cell">{station.site}</td>
      <td>
        <Connection station={station} language={language} />
      </td>
      <td>
        <MarkText mark={licenceMark(station, language)} />
      </td>
      <td>
        {marks.length === 0 ? (
          <span class="quiet">{hubWords(language).fleet.nothing}</span>
        ) : (
          <span class="marks">
            {marks.map((mark) => (
              <span key={mark.id} class={`mark mark-${mark.tone}`}>
                {mark.text}
              </span>
            ))}
          </span>
        )}
      </td>
    </tr>
  );
}

/** Whether the till is there now, or when it last was. */
export function Connection(props: {
  readonly station: StationSummary;
  readonly language: Language;
}): JSX.Element {
  const { station, language } = props;
  const words = hubWords(language).fleet;
  const { isConnected, lastSeenAt } = station;
  if (isConnected) return <span class="link link-up">{words.connected}</span>;
  const seen =
    lastSeenAt === null
      ? words.neverSeen
      : words.lastSeen(instantText(Date.parse(lastSeenAt), language));
  return <span class="link">{seen}</span>;
}

export function MarkText({ mark }: { readonly mark: Mark }): JSX.Element {
  return <span class={`tone-${mark.tone}`}>{mark.text}</span>;
}

function isStations(body: unknown): body is StationsView {
  return hasField(body, 'stations');
}
