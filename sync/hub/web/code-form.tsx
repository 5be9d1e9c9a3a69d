import type { JSX, TargetedEvent } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { instantText } from '../../../agent/words/time.ts';
import type { CodeView } from '../api/schema.ts';
import { Field, onForm, SubmitButton } from './fields.tsx';
import type { HubCalls } from './hub-calls.ts';
import { isCode, MadeCode } from './made-code.tsx';
import { useOutcome } from './outcome.tsx';

const HOURS = '24';

export interface CodeFormProps {
  readonly language: Language;
  readonly calls: HubCalls;
  /** The hub can give the till its licence as it joins. */
  readonly canIssue: boolean;
  readonly onClose: () => void;
}

/** Makes a one-time code for one more till, and shows it this once. */
export function CodeForm({ language, calls, canIssue, onClose }: CodeFormProps): JSX.Element {
  const [made, setMade] = useState<CodeView | undefined>(undefined);
  const { notice, isBusy, run } = useOutcome(language);
  const words = hubWords(language).fleet;
  const submit = onForm((field) => {
    run(calls.send({ path: '/v1/codes', body: codeRequest(field) }, isCode), setMade);
  });
  if (made !== undefined) {
    const said = words.codeMade(instantText(Date.parse(made.expiresAt), language));
    return <MadeCode {...said} code={made.code} {...{ language, onClose }} />;
  }
  return (
    <form class="card form form-wide" onSubmit={submit}>
      {notice}
      <p class="card-text">{words.codeText}</p>
      <div class="form-line">
        <Field label={words.codeName} name="name" />
        <Field label={words.codeSite} name="site" />
        <Field label={words.codeHours} name="hours" type="number" value={HOURS} />
      </div>
      {canIssue ? (
        <LicenceTerms language={language} />
      ) : (
        <p class="card-text">{words.codeNoLicence}</p>
      )}
      <div class="form-line">
        <SubmitButton isDisabled={isBusy}>{words.makeCode}</SubmitButton>
        <ActionButton onPress={onClose}>{hubWords(language).cancel}</ActionButton>
      </div>
    </form>
  );
}

/** Both or neither: whoever fills one in is asked for the other. */
function LicenceTerms({ language }: { readonly language: Language }): JSX.Element {
  const [filled, setFilled] = useState<Readonly<Record<string, boolean>>>({});
  const words = hubWords(language).fleet;
  const isRequired = Object.values(filled).includes(true);
  const noteFilled = ({ target }: TargetedEvent<HTMLDivElement>): void => {
    if (!(target instanceof HTMLInputElement)) return;
    const { name, value } = target;
    setFilled((before) => ({ ...before, [name]: value.trim() !== '' }));
  };
  return (
    <>
      <p class="card-text">{words.codeLicence}</p>
      <div class="form-line" onInput={noteFilled}>
        <Field label={words.codeCustomer} name="customer" isRequired={isRequired} />
        <Field
          label={words.codeZone}
          name="zone"
          isRequired={isRequired}
          suggestions={Intl.supportedValuesOf('timeZone')}
        />
      </div>
    </>
  );
}

function codeRequest(field: (name: string) => string): object {
  const [customer, zone] = [field('customer').trim(), field('zone').trim()];
  return {
    name: field('name').trim(),
    site: field('site').trim(),
    hours: Number(field('hours')),
    ...(customer === '' && zone === '' ? {} : { licence: { customer, zone } }),
  };
}
