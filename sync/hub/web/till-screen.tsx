import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { Notice } from '../../../agent/ui/notice.tsx';
import { QuestionDialog } from '../../../agent/ui/question-dialog.tsx';
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import type { SessionView, StationView } from '../api/schema.ts';
import { BranchPanel } from './branch-panel.tsx';
import { Connection } from './fleet-screen.tsx';
import { hasField, isNothing, type HubCalls } from './hub-calls.ts';
import { LicencePanel } from './licence-panel.tsx';
import { LinkNotice } from './link-notice.tsx';
import { useOutcome, type Outcome } from './outcome.tsx';
import { SalePanel } from './sale-panel.tsx';
import { usePolled } from './use-polled.ts';

export interface TillScreenProps {
  readonly language: Language;
  readonly calls: HubCalls;
  readonly session: SessionView;
  readonly station: string;
}

/** One till: what it sold, what it is licensed for, and what has become of its journal. */
export function TillScreen({ language, calls, session, station }: TillScreenProps): JSX.Element {
  const till = usePolled(calls, `/v1/stations/${station}`, isStation);
  const outcome = useOutcome(language);
  const { view } = till;
  const words = hubWords(language).till;
  return (
    <>
      <a class="back" href="#/">
        ← {words.back}
      </a>
      {outcome.notice}
      <LinkNotice polled={till} language={language} />
      {view !== undefined && (
        <TillPanels {...{ view, language, calls, session, outcome }} onChanged={till.refresh} />
      )}
    </>
  );
}

interface TillPanelsProps extends Omit<TillScreenProps, 'station'> {
  readonly view: StationView;
  readonly outcome: Outcome;
  readonly onChanged: () => void;
}

function TillPanels(props: TillPanelsProps): JSX.Element {
  const { view, language } = props;
  return (
    <>
      <TillHead {...props} />
      <TillNotices view={view} language={language} />
      <div class="panels">
        <SalePanel view={view} language={language} />
        <div class="panels-side">
          <LicencePanel {...props} />
          {view.branches.length > 0 && <BranchPanel {...props} />}
          {view.quarantine.length > 0 && <QuarantinePanel view={view} language={language} />}
        </div>
      </div>
    </>
  );
}

function TillHead(props: TillPanelsProps): JSX.Element {
  const { view, language, session, calls, outcome, onChanged } = props;
  const [isAsking, setIsAsking] = useState(false);
  const words = hubWords(language).till;
  const mayRevoke = session.actions.includes('revoke-station') && !view.isRevoked;
  const revoke = (): void => {
    setIsAsking(false);
    const path = `/v1/stations/${view.station}/revoke`;
    outcome.run(calls.send({ path, body: {} }, isNothing), onChanged);
  };
  return (
    <div class="screen-head">
      <div class="till-words">
        <h1 class="heading">{view.name}</h1>
        <p class="facts">
          <span>{view.site}</span>
          <Connection station={view} language={language} />
          <span>{words.version(view.agentVersion)}</span>
          <span>{words.lines(new Intl.NumberFormat(language).format(view.totals.lines))}</span>
          <code>{view.station}</code>
        </p>
      </div>
      {mayRevoke && (
        <ActionButton tone="danger" isDisabled={outcome.isBusy} onPress={() => setIsAsking(true)}>
          {words.revoke}
        </ActionButton>
      )}
      {isAsking && (
        <QuestionDialog
          {...words.revokeQuestion(view.name)}
          isDangerous
          onYes={revoke}
          onNo={() => setIsAsking(false)}
        />
      )}
    </div>
  );
}

interface ViewProps {
  readonly view: StationView;
  readonly language: Language;
}

function TillNotices({ view, language }: ViewProps): JSX.Element {
  const words = hubWords(language).till;
  return (
    <div class="notices">
      {view.unexplainedForks > 0 && <Notice tone="alert" {...words.forked} />}
      {view.isRevoked && <Notice tone="alert" {...words.revoked} />}
      {view.quarantined > 0 && <Notice tone="warning" {...words.quarantined(view.quarantined)} />}
    </div>
  );
}

function QuarantinePanel({ view, language }: ViewProps): JSX.Element {
  const words = hubWords(language).till;
  return (
    <section class="card">
      <h2 class="sub-heading">{words.quarantine}</h2>
      <ul class="plain-list">
        {view.quarantine.map(({ epoch, seq, reason }) => (
          <li key={`${epoch} ${seq} ${reason}`}>{words.quarantinedLine(String(seq), reason)}</li>
        ))}
      </ul>
    </section>
  );
}

function isStation(body: unknown): body is StationView {
  return hasField(body, 'branches');
}
