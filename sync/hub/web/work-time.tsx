import type { JSX } from 'preact';
import { fieldWords } from '../../../agent/words/field-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { instantText } from '../../../agent/words/time.ts';
import type { WorkFileView } from '../api/work-schema.ts';
import { ChoiceField } from './choice-field.tsx';
import { Field, onForm, SubmitButton } from './fields.tsx';
import type { Outcome } from './outcome.tsx';

export interface WorkTimeProps {
  readonly language: Language;
  readonly time: WorkFileView['time'];
  readonly mayWork: boolean;
  readonly outcome: Outcome;
  readonly onEnter: (work: object) => void;
}

const MINUTE_MS = 60_000;

/** The time that was worked, and one line to enter more: it ended now. */
export function WorkTime({
  language,
  time,
  mayWork,
  outcome,
  onEnter,
}: WorkTimeProps): JSX.Element {
  const words = fieldWords(language);
  const enter = onForm((field) => {
    const minutes = Number(field('minutes'));
    const from = new Date(Date.now() - minutes * MINUTE_MS).toISOString();
    onEnter({ id: crypto.randomUUID(), mode: field('mode'), minutes, from });
  });
  return (
    <div>
      <h3 class="field-label">{words.work.time}</h3>
      {time.length === 0 && <p class="card-text">{words.work.noTime}</p>}
      <ul class="plain-list">
        {time.map(({ entry, mode, minutes, from, by }) => (
          <li key={entry}>
            {[
              instantText(Date.parse(from), language),
              words.planning.minutes(String(minutes)),
              mode === 'remote' ? words.work.remote : words.work.onSite,
              by,
            ].join(' · ')}
          </li>
        ))}
      </ul>
      {mayWork && (
        <form class="form-line" onSubmit={enter}>
          <ChoiceField
            label={words.work.mode}
            name="mode"
            options={[
              { value: 'on-site', text: words.work.onSite },
              { value: 'remote', text: words.work.remote },
            ]}
          />
          <Field label={words.work.minutes} name="minutes" type="number" value="30" />
          <SubmitButton isDisabled={outcome.isBusy}>{words.work.enterTime}</SubmitButton>
        </form>
      )}
    </div>
  );
}
