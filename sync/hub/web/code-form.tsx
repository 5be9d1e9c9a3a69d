import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { instantText } from '../../../agent/words/time.ts';
import type { CodeView } from '../api/schema.ts';
import { Field, onForm, SubmitButton } from './fields.tsx';
import { hasField, type HubCalls } from './hub-calls.ts';
import { useOutcome } from './outcome.tsx';

const HOURS = '24';

export interface CodeFormProps {
  readonly language: Language;
  readonly calls: HubCalls;
  readonly onClose: () => void;
}

/** Makes a one-time code for one more till, and shows it this once. */
export function CodeForm({ language, calls, onClose }: CodeFormProps): JSX.Element {
  const [made, setMade] = useState<CodeView | undefined>(undefined);
  const { notice, isBusy, run } = useOutcome(language);
  const words = hubWords(language).fleet;
  const submit = onForm((field) => {
    const body = { name: field('name'), site: field('site'), hours: Number(field('hours')) };
    run(calls.send({ path: '/v1/codes', body }, isCode), setMade);
  });
  if (made !== undefined) return <MadeCode {...{ made, language, onClose }} />;
  return (
    <form class="card form form-wide" onSubmit={submit}>
      {notice}
      <p class="card-text">{words.codeText}</p>
      <div class="form-line">
        <Field label={words.codeName} name="name" />
        <Field label={words.codeSite} name="site" />
        <Field label={words.codeHours} name="hours" type="number" value={HOURS} />
        <SubmitButton isDisabled={isBusy}>{words.makeCode}</SubmitButton>
        <ActionButton onPress={onClose}>{hubWords(language).cancel}</ActionButton>
      </div>
    </form>
  );
}

interface MadeCodeProps {
  readonly made: CodeView;
  readonly language: Language;
  readonly onClose: () => void;
}

function MadeCode({ made, language, onClose }: MadeCodeProps): JSX.Element {
  const words = hubWords(language);
  const { title, text } = words.fleet.codeMade(instantText(Date.parse(made.expiresAt), language));
  return (
    <section class="card made" role="status">
      <h2 class="sub-heading">{title}</h2>
      <p class="made-code">{made.code}</p>
      <p class="card-text">{text}</p>
      <ActionButton onPress={onClose}>{words.dismiss}</ActionButton>
    </section>
  );
}

function isCode(body: unknown): body is CodeView {
  return hasField(body, 'code');
}
