import type { JSX } from 'preact';
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { instantText } from '../../../agent/words/time.ts';
import type { BranchView, SessionView, StationView } from '../api/schema.ts';
import { Field, onForm, SubmitButton } from './fields.tsx';
import { isNothing, type HubCalls } from './hub-calls.ts';
import type { Outcome } from './outcome.tsx';

export interface BranchPanelProps {
  readonly view: StationView;
  readonly language: Language;
  readonly session: SessionView;
  readonly calls: HubCalls;
  readonly outcome: Outcome;
  readonly onChanged: () => void;
}

/** The chains of lines the till has sent, and saying where a fork comes from. */
export function BranchPanel(props: BranchPanelProps): JSX.Element {
  const { view, language, session } = props;
  const words = hubWords(language).till;
  const mayExplain = session.actions.includes('explain-fork');
  return (
    <section class="card">
      <h2 class="sub-heading">{words.branches}</h2>
      <ul class="branches">
        {view.branches.map((branch) => (
          <li key={branch.epoch} class="branch">
            <BranchWords branch={branch} language={language} />
            {mayExplain && branch.standing === 'fork-unexplained' && (
              <ExplainForm {...props} epoch={branch.epoch} />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function BranchWords(props: {
  readonly branch: BranchView;
  readonly language: Language;
}): JSX.Element {
  const { branch, language } = props;
  const words = hubWords(language).till;
  const tone = branch.standing === 'fork-unexplained' ? 'alert' : 'quiet';
  const first = Math.min(branch.forkSeq + 1, branch.durableTo);
  return (
    <p class="branch-words">
      <span>{words.branch(String(branch.epoch), String(first), String(branch.durableTo))}</span>
      <span class={`tone-${tone}`}>
        {words.standings[branch.standing]}, {instantText(Date.parse(branch.openedAt), language)}
      </span>
    </p>
  );
}

function ExplainForm(props: BranchPanelProps & { readonly epoch: number }): JSX.Element {
  const { view, language, calls, outcome, onChanged, epoch } = props;
  const words = hubWords(language).till;
  const submit = onForm((field) => {
    const path = `/v1/stations/${view.station}/branches/${epoch}/explain`;
    const order = { path, body: { note: field('note').trim() } };
    outcome.run(calls.send(order, isNothing), onChanged);
  });
  return (
    <form class="form-line" onSubmit={submit}>
      <Field label={words.note} name="note" />
      <SubmitButton isDisabled={outcome.isBusy}>{words.explained}</SubmitButton>
    </form>
  );
}
