import type { JSX } from 'preact';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import type { SessionView, SetAsideReason, StationView } from '../api/schema.ts';
import { isNothing, type HubCalls } from './hub-calls.ts';
import type { Outcome } from './outcome.tsx';

type QuarantinedLine = StationView['quarantine'][number];

export interface QuarantinePanelProps {
  readonly view: StationView;
  readonly language: Language;
  readonly session: SessionView;
  readonly calls: HubCalls;
  readonly outcome: Outcome;
  readonly onChanged: () => void;
}

/** The lines that were set aside and why, and checking one of them again. */
export function QuarantinePanel(props: QuarantinePanelProps): JSX.Element {
  const { view, language } = props;
  return (
    <section class="card">
      <h2 class="sub-heading">{hubWords(language).till.quarantine}</h2>
      <ul class="branches">
        {view.quarantine.map((line) => (
          <li key={`${line.epoch} ${line.seq} ${line.reason}`} class="set-aside">
            <LineWords line={line} language={language} />
            <ReapplyButton {...props} line={line} />
          </li>
        ))}
      </ul>
    </section>
  );
}

type LineProps = Pick<QuarantinePanelProps, 'language'> & { readonly line: QuarantinedLine };

function LineWords({ line: { epoch, seq, reason }, language }: LineProps): JSX.Element {
  const words = hubWords(language).till;
  const known: Readonly<Record<SetAsideReason, string>> = words.quarantineReasons;
  const reasons: Readonly<Record<string, string | undefined>> = known;
  return (
    <p class="branch-words">
      <span>{words.quarantinedLine(String(epoch), String(seq))}</span>
      <span class="quiet">{reasons[reason] ?? reason}</span>
    </p>
  );
}

/** Where another line has its place, no check will ever let it count. */
function ReapplyButton(
  props: QuarantinePanelProps & { readonly line: QuarantinedLine },
): JSX.Element | null {
  const { view, language, session, calls, outcome, onChanged, line } = props;
  const { epoch, seq, reason } = line;
  if (reason === 'forked' || !session.actions.includes('reapply-line')) return null;
  const words = hubWords(language).till;
  const reapply = (): void => {
    const path = `/v1/stations/${view.station}/quarantine/${epoch}/${seq}/reapply`;
    outcome.run(calls.send({ path, body: {} }, isNothing), () => {
      outcome.say(words.reapplied(String(seq)));
      onChanged();
    });
  };
  return (
    <ActionButton isDisabled={outcome.isBusy} onPress={reapply}>
      {words.reapply}
    </ActionButton>
  );
}
