import type { JSX, TargetedSubmitEvent } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { licenceWords } from '../../../agent/words/licence-words.ts';
import { instantText } from '../../../agent/words/time.ts';
import type { SessionView, StationView } from '../api/schema.ts';
import { SubmitButton } from './fields.tsx';
import { MarkText } from './fleet-screen.tsx';
import { isNothing, type HubCalls } from './hub-calls.ts';
import type { Outcome } from './outcome.tsx';
import { licenceMark } from './station-marks.ts';

export interface LicencePanelProps {
  readonly view: StationView;
  readonly language: Language;
  readonly session: SessionView;
  readonly calls: HubCalls;
  readonly outcome: Outcome;
  readonly onChanged: () => void;
}

/** The licence as the till told of it, and sending it another. */
export function LicencePanel(props: LicencePanelProps): JSX.Element {
  const { view, language, session } = props;
  const [isSending, setIsSending] = useState(false);
  const words = hubWords(language).till;
  const time = (at: string): string => instantText(Date.parse(at), language);
  const { accepted, refused, licenceToldAt } = view;
  return (
    <section class="card">
      <h2 class="sub-heading">{words.licence}</h2>
      <p class="licence-state">
        <MarkText mark={licenceMark(view, language)} />
      </p>
      <ul class="plain-list quiet">
        {licenceToldAt !== null && <li>{words.toldAt(time(licenceToldAt))}</li>}
        {accepted !== null && <li>{words.accepted(accepted.licence, time(accepted.at))}</li>}
        {refused !== null && (
          <li>{words.refused(refusalMessage(refused.code, language), time(refused.at))}</li>
        )}
      </ul>
      {session.actions.includes('send-entitlement') &&
        (isSending ? (
          <SendForm {...props} onClose={() => setIsSending(false)} />
        ) : (
          <ActionButton onPress={() => setIsSending(true)}>{words.sendLicence}</ActionButton>
        ))}
    </section>
  );
}

/** The till's reason in words; a newer till may have one we do not know. */
function refusalMessage(code: string, language: Language): string {
  const known = Object.entries(licenceWords(language).refusals).find(([name]) => name === code);
  return known?.[1].message ?? code;
}

function SendForm(props: LicencePanelProps & { readonly onClose: () => void }): JSX.Element {
  const { view, language, calls, outcome, onChanged, onClose } = props;
  const text = useRef<HTMLTextAreaElement>(null);
  const words = hubWords(language).till;
  const read = async (file: File | undefined): Promise<void> => {
    const document = await file?.text();
    if (text.current !== null && document !== undefined) text.current.value = document.trim();
  };
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const path = `/v1/stations/${view.station}/entitlement`;
    const body = { document: text.current?.value.trim() ?? '' };
    outcome.run(calls.send({ path, body }, isNothing), () => {
      outcome.say(words.sent);
      onClose();
      onChanged();
    });
  };
  return (
    <form class="form" onSubmit={submit}>
      <p class="card-text">{words.sendText}</p>
      <label class="field">
        <span class="field-label">{words.paste}</span>
        <textarea ref={text} class="field-input field-code" rows={4} spellcheck={false} required />
      </label>
      <label class="field">
        <span class="field-label">{words.chooseFile}</span>
        <input
          class="field-file"
          type="file"
          onChange={({ currentTarget }) => void read(currentTarget.files?.[0])}
        />
      </label>
      <div class="form-line">
        <SubmitButton isDisabled={outcome.isBusy}>{words.send}</SubmitButton>
        <ActionButton onPress={onClose}>{hubWords(language).cancel}</ActionButton>
      </div>
    </form>
  );
}
