import type { JSX } from 'preact';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { Field, onForm, SubmitButton } from './fields.tsx';

export interface DecisionFormProps {
  readonly language: Language;
  readonly entry: string;
  readonly isBusy: boolean;
  readonly onDecide: (decision: object) => void;
  readonly onClose: () => void;
}

/** The vendor's decision of a case, which is taken once. */
export function DecisionForm(props: DecisionFormProps): JSX.Element {
  const { language, entry, isBusy, onDecide, onClose } = props;
  const words = hubWords(language).books;
  const submit = onForm((field) =>
    onDecide({ outcome: field('outcome'), reason: field('reason').trim() }),
  );
  return (
    <form class="card form-line" onSubmit={submit}>
      <label class="field">
        <span class="field-label">{`${words.decide}: ${entry}`}</span>
        <select class="field-input" name="outcome">
          <option value="approve">{words.approve}</option>
          <option value="refuse">{words.refuse}</option>
        </select>
      </label>
      <Field label={words.reason} name="reason" />
      <SubmitButton isDisabled={isBusy}>{words.save}</SubmitButton>
      <ActionButton onPress={onClose}>{hubWords(language).cancel}</ActionButton>
    </form>
  );
}
