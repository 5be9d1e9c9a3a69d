import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { fieldWords } from '../../../agent/words/field-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { instantText } from '../../../agent/words/time.ts';
import type { WorkFileView } from '../api/work-schema.ts';
import { ChoiceField } from './choice-field.tsx';
import { Field, onForm, SubmitButton } from './fields.tsx';
import type { Outcome } from './outcome.tsx';
import { workToSend, type WorkSent } from './work-to-send.ts';

export interface WorkTimeProps {
  readonly language: Language;
  readonly time: WorkFileView['time'];
  readonly mayWork: boolean;
  readonly outcome: Outcome;
  /** Says when it is known to have arrived. */
  readonly onEnter: (work: object, onDone: () => void) => void;
}

/** The time that was worked, and one line to enter more: it ended now. */
export function WorkTime({
  language,
  time,
  mayWork,
  outcome,
  onEnter,
}: WorkTimeProps): JSX.Element {
  const words = fieldWords(language);
  const sent = useRef<WorkSent | undefined>(undefined);
  const enter = onForm((field) => {
    const typed = { mode: field('mode'), minutes: Number(field('minutes')) };
    const isThere = time.some(({ entry }) => entry === sent.current?.id);
    const fresh = { id: crypto.randomUUID(), nowMs: Date.now(), isThere };
    sent.current = workToSend(sent.current, typed, fresh);
    onEnter(sent.current, () => {
      sent.current = undefined;
    });
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
