import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { hubWords } from '../../../agent/words/hub-words.ts';
import { vaultWords } from '../../../agent/words/vault-words.ts';
import type { ReadingView, VaultEntryView } from '../api/mail-schema.ts';
import { Field } from './fields.tsx';
import { FormDialog } from './form-dialog.tsx';
import { hasField } from './hub-calls.ts';
import { useOutcome } from './outcome.tsx';
import type { NamedTicket } from './vault-screen.tsx';
import { VaultShown } from './vault-shown.tsx';
import type { VaultDialogProps } from './vault-task-dialog.tsx';

export interface VaultReadDialogProps extends VaultDialogProps {
  readonly entry: VaultEntryView;
  readonly entries: readonly VaultEntryView[] | undefined;
  readonly ticket: NamedTicket | undefined;
}

/** Asks for the reason, then shows what is read; with the dialog, all of it is gone from the page. */
export function VaultReadDialog(props: VaultReadDialogProps): JSX.Element {
  const { language, calls, entry, entries, ticket, onDone, onClose } = props;
  const outcome = useOutcome(language);
  const [reading, setReading] = useState<ReadingView | undefined>(undefined);
  const words = vaultWords(language);
  const hide = (): void => onDone(words.shown.hidden);
  if (reading !== undefined) {
    const isCurrent = entries === undefined || entries.some((one) => isNoNewer(one, reading.entry));
    return <VaultShown {...{ language, reading, isCurrent }} onHide={onClose} onHidden={hide} />;
  }
  const send = (field: (name: string) => string): void => {
    const reason = field('reason').trim();
    if (reason === '') return outcome.say(words.reading.noReason);
    const path = `/v1/vault/${encodeURIComponent(entry.secret)}/reading`;
    const body = { reason, ...(ticket === undefined ? {} : { ticket: ticket.ticket }) };
    outcome.run(calls.send({ path, body }, isReading), (answer) => {
      // Whoever has gone meanwhile does not see who stands before the screen.
      if (document.visibilityState === 'hidden') hide();
      else setReading(answer);
    });
  };
  return (
    <FormDialog
      title={words.reading.title(`${entry.label} · ${entry.customer}`)}
      text={words.reading.text}
      yes={words.reading.yes}
      no={hubWords(language).cancel}
      outcome={outcome}
      onYes={send}
      onNo={onClose}
    >
      {ticket !== undefined && (
        <p class="vault-ticket">
          <span class="field-label">{words.reading.ticket}</span> {ticket.name}
        </p>
      )}
      <Field label={words.reading.reason} name="reason" />
    </FormDialog>
  );
}

/** The list may be a moment older than what was read. */
function isNoNewer(one: VaultEntryView, other: VaultEntryView): boolean {
  return one.secret === other.secret && one.version <= other.version;
}

function isReading(body: unknown): body is ReadingView {
  return hasField(body, 'fields');
}
