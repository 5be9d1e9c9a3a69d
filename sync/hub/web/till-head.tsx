import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { QuestionDialog } from '../../../agent/ui/question-dialog.tsx';
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { instantText } from '../../../agent/words/time.ts';
import type { CodeView, SessionView, StationView } from '../api/schema.ts';
import { Connection } from './fleet-screen.tsx';
import { isNothing, type HubCalls } from './hub-calls.ts';
import { isCode, MadeCode } from './made-code.tsx';
import type { Outcome } from './outcome.tsx';

/** How long the code for a new key is good. */
const NEW_KEY_HOURS = 24;

export interface TillHeadProps {
  readonly view: StationView;
  readonly language: Language;
  readonly session: SessionView;
  readonly calls: HubCalls;
  readonly outcome: Outcome;
  readonly onChanged: () => void;
}

/** Which till it is, and what can be done with it as a whole. */
export function TillHead(props: TillHeadProps): JSX.Element {
  const { view, language } = props;
  const [made, setMade] = useState<CodeView | undefined>(undefined);
  const words = hubWords(language).till;
  return (
    <>
      <div class="screen-head">
        <TillFacts view={view} language={language} />
        <TillActions {...props} onCode={setMade} />
      </div>
      {made !== undefined && (
        <MadeCode
          {...words.newKeyMade(view.name, instantText(Date.parse(made.expiresAt), language))}
          code={made.code}
          language={language}
          onClose={() => setMade(undefined)}
        />
      )}
    </>
  );
}

function TillFacts({ view, language }: Pick<TillHeadProps, 'view' | 'language'>): JSX.Element {
  const words = hubWords(language).till;
  return (
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
  );
}

type Task = 'new-key' | 'revoke';

function TillActions(
  props: TillHeadProps & { readonly onCode: (made: CodeView) => void },
): JSX.Element {
  const { view, language, session, calls, outcome, onChanged, onCode } = props;
  const [asking, setAsking] = useState<Task | undefined>(undefined);
  const words = hubWords(language).till;
  const url = `/v1/stations/${view.station}`;
  const close = (): void => setAsking(undefined);
  const revoke = (): void => {
    close();
    outcome.run(calls.send({ path: `${url}/revoke`, body: {} }, isNothing), onChanged);
  };
  const makeCode = (): void => {
    close();
    const order = { path: `${url}/code`, body: { hours: NEW_KEY_HOURS } };
    outcome.run(calls.send(order, isCode), onCode);
  };
  return (
    <>
      {session.actions.includes('replace-station') && (
        <ActionButton isDisabled={outcome.isBusy} onPress={() => setAsking('new-key')}>
          {words.newKey}
        </ActionButton>
      )}
      {session.actions.includes('revoke-station') && !view.isRevoked && (
        <ActionButton tone="danger" isDisabled={outcome.isBusy} onPress={() => setAsking('revoke')}>
          {words.revoke}
        </ActionButton>
      )}
      {asking === 'new-key' && (
        <QuestionDialog {...words.newKeyQuestion(view.name)} onYes={makeCode} onNo={close} />
      )}
      {asking === 'revoke' && (
        <QuestionDialog
          {...words.revokeQuestion(view.name)}
          isDangerous
          onYes={revoke}
          onNo={close}
        />
      )}
    </>
  );
}
