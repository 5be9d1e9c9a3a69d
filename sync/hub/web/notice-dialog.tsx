import type { JSX } from 'preact';
import { Notice } from '../../../agent/ui/notice.tsx';
import type { Language } from '../../../agent/words/language.ts';
import { mailPageWords } from '../../../agent/words/mail-page-words.ts';
import { instantText } from '../../../agent/words/time.ts';
import type { EntriesView } from '../api/book-schema.ts';
import { ChoiceField } from './choice-field.tsx';
import { FormDialog } from './form-dialog.tsx';
import { hasField, type HubCalls } from './hub-calls.ts';
import { LinkNotice } from './link-notice.tsx';
import type { MailIn } from './mail-notice.ts';
import type { Outcome } from './outcome.tsx';
import { usePolled } from './use-polled.ts';

/** The mail that somebody takes for a notice. */
export interface NoticeTask {
  readonly mail: MailIn;
}

export interface NoticeDialogProps {
  readonly language: Language;
  readonly calls: HubCalls;
  readonly outcome: Outcome;
  readonly task: NoticeTask;
  readonly onYes: (body: object) => void;
  readonly onNo: () => void;
}

/** Says what a notice does, and asks whose it is where the address does not say. */
export function NoticeDialog(props: NoticeDialogProps): JSX.Element {
  const { language, outcome, task, onYes, onNo } = props;
  if (task.mail.about?.customer === undefined) return <WhoseDialog {...props} />;
  return (
    <FormDialog {...questionOf(language, task)} {...{ outcome, onNo }} onYes={() => onYes({})} />
  );
}

function WhoseDialog({ language, calls, outcome, task, onYes, onNo }: NoticeDialogProps) {
  const parties = usePolled(calls, '/v1/books/parties', isEntries);
  const words = mailPageWords(language).notice;
  const customers = (parties.view?.entries ?? [])
    .flatMap(({ body }) => customerOf(body))
    .toSorted((one, other) => one.text.localeCompare(other.text, language));
  const isKnown = parties.view !== undefined;
  return (
    <FormDialog
      {...questionOf(language, task)}
      {...{ outcome, onNo }}
      isBlocked={customers.length === 0}
      onYes={(field) => onYes({ customer: field('customer') })}
    >
      <LinkNotice polled={parties} language={language} />
      {isKnown && customers.length === 0 && <Notice tone="warning" {...words.noCustomers} />}
      {customers.length > 0 && (
        <ChoiceField
          label={words.customer}
          name="customer"
          options={[{ value: '', text: words.choose }, ...customers]}
        />
      )}
    </FormDialog>
  );
}

function questionOf(language: Language, { mail }: NoticeTask) {
  const { notice, no } = mailPageWords(language);
  const text = notice.text(instantText(Date.parse(mail.receivedAt), language));
  return { title: notice.title, text, yes: notice.yes, no };
}

function customerOf(body: unknown): readonly { readonly value: string; readonly text: string }[] {
  if (typeof body !== 'object' || body === null) return [];
  if (!('kind' in body && 'id' in body && 'name' in body) || body.kind !== 'customer') return [];
  const { id, name } = body;
  return typeof id === 'string' ? [{ value: id, text: `${String(name)} · ${id}` }] : [];
}

function isEntries(body: unknown): body is EntriesView {
  return hasField(body, 'entries');
}
