import type { JSX } from 'preact';
import { Notice } from '../../../agent/ui/notice.tsx';
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import type { SessionView, StationView } from '../api/schema.ts';
import { BranchPanel } from './branch-panel.tsx';
import { CurrencyPanel } from './currency-panel.tsx';
import { hasField, type HubCalls } from './hub-calls.ts';
import { LicencePanel } from './licence-panel.tsx';
import { LinkNotice } from './link-notice.tsx';
import { useOutcome, type Outcome } from './outcome.tsx';
import { QuarantinePanel } from './quarantine-panel.tsx';
import { SalePanel } from './sale-panel.tsx';
import { TillHead } from './till-head.tsx';
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
          {view.totals.foreign.length > 0 && <CurrencyPanel view={view} language={language} />}
          <LicencePanel {...props} />
          {view.branches.length > 0 && <BranchPanel {...props} />}
          {view.quarantine.length > 0 && <QuarantinePanel {...props} />}
        </div>
      </div>
    </>
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

function isStation(body: unknown): body is StationView {
  return hasField(body, 'branches');
}
