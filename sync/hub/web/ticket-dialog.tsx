import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { DeskTask } from '../../../agent/words/desk-text.ts';
import { deskWords } from '../../../agent/words/desk-words.ts';
import { dayText } from '../../../agent/words/time.ts';
import type { EntriesView } from '../api/book-schema.ts';
import { ChoiceField } from './choice-field.tsx';
import { Field, LongField } from './fields.tsx';
import { FormDialog } from './form-dialog.tsx';
import { hasField, isNothing, type Order } from './hub-calls.ts';
import { optionsOf } from './new-ticket-dialog.tsx';
import { localInput, momentOf } from './local-moment.ts';
import type { TicketPanelProps } from './ticket-screen.tsx';
import { usePolled } from './use-polled.ts';

export interface TicketDialogProps extends TicketPanelProps {
  readonly task: { readonly kind: DeskTask; readonly id: string };
  readonly onSend: (order: Order) => void;
  readonly onNo: () => void;
}

const MINUTES_MAX = 1_440;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const USUAL_MINUTES = 15;

/** A note, an agreement, another hand, a time to call or time that was worked. */
export function TicketDialog(props: TicketDialogProps): JSX.Element {
  const { language, task, outcome, onSend, onNo } = props;
  const words = deskWords(language);
  const { title, text, yes } = words.tasks[task.kind];
  const send = (field: (name: string) => string): void => {
    const order = orderOf(props, field);
    if (order !== undefined) onSend(order);
    else outcome.say(task.kind === 'time' ? words.fields.minutesUnfit : words.fields.timeUnfit);
  };
  return (
    <FormDialog {...{ title, text, yes, outcome, onNo }} no={words.no} onYes={send}>
      <TaskFields {...props} />
    </FormDialog>
  );
}

function TaskFields(props: TicketDialogProps): JSX.Element | null {
  const { language, task, file } = props;
  const { fields, modes } = deskWords(language);
  switch (task.kind) {
    case 'note':
      return <LongField label={fields.note} name="note" rows={4} />;
    case 'accept': {
      const accept = file.decision?.needs?.accept;
      return accept === undefined ? null : <p class="card-text">{fields.acceptables[accept]}</p>;
    }
    case 'confirm': {
      const day = file.decision?.day;
      return day === undefined ? null : (
        <p class="card-text">{fields.endsOn(dayText(day, language))}</p>
      );
    }
    case 'passOn':
      return <HandlerField {...props} />;
    case 'schedule':
      return <MomentField label={fields.at} name="at" atMs={Date.now() + HOUR_MS} />;
    case 'time':
      return (
        <>
          <ChoiceField label={fields.mode} name="mode" options={optionsOf(modes)} />
          <Field
            label={fields.minutes}
            name="minutes"
            type="number"
            value={String(USUAL_MINUTES)}
          />
          <MomentField
            label={fields.begun}
            name="from"
            atMs={Date.now() - USUAL_MINUTES * MINUTE_MS}
          />
        </>
      );
  }
}

interface MomentFieldProps {
  readonly label: string;
  readonly name: string;
  readonly atMs: number;
}

/** A day and a time of day where the browser is. */
function MomentField({ label, name, atMs }: MomentFieldProps): JSX.Element {
  // As it was when the dialog was opened: sent again after a lost answer, it is the same.
  const [first] = useState(() => localInput(atMs));
  return (
    <label class="field">
      <span class="field-label">{label}</span>
      <input class="field-input" type="datetime-local" name={name} defaultValue={first} required />
    </label>
  );
}

const VENDOR = '';

/** The companies that somebody sees, and the vendor's own desk; not the one that has it. */
function HandlerField({ language, calls, file }: TicketDialogProps): JSX.Element {
  const parties = usePolled(calls, '/v1/books/parties', isEntries);
  const { company: present, user } = file.ticket.handler;
  const words = deskWords(language);
  const companies = (parties.view?.entries ?? []).flatMap(({ body }) => companyOf(body));
  const options = [
    { value: VENDOR, text: words.list.vendorDesk },
    ...companies.map(({ id, name }) => ({ value: id, text: name })),
  ].filter(({ value }) => value !== (present ?? (user === undefined ? undefined : VENDOR)));
  return (
    <ChoiceField label={words.fields.to} name="company" isRequired={false} options={options} />
  );
}

interface Company {
  readonly id: string;
  readonly name: string;
}

function companyOf(body: unknown): readonly Company[] {
  if (!isCompany(body)) return [];
  return [{ id: body.id, name: body.name }];
}

function isCompany(body: unknown): body is Company {
  if (!isNothing(body) || !('kind' in body) || !('id' in body) || !('name' in body)) return false;
  const isOne = body.kind === 'distributor' || body.kind === 'implementer';
  return isOne && typeof body.id === 'string' && typeof body.name === 'string';
}

/** Undefined where a time or a number is none. */
function orderOf(
  { task, at, file }: TicketDialogProps,
  field: (name: string) => string,
): Order | undefined {
  switch (task.kind) {
    case 'note':
      return { path: `${at}/note`, body: { id: task.id, text: field('note').trim() } };
    case 'accept': {
      const accept = file.decision?.needs?.accept;
      return { path: `${at}/acceptance`, body: { accept: accept === undefined ? [] : [accept] } };
    }
    case 'confirm':
      return { path: `${at}/notice-confirmation`, body: {} };
    case 'passOn': {
      const company = field('company');
      return { path: `${at}/handler`, body: { company: company === VENDOR ? null : company } };
    }
    case 'schedule': {
      const moment = momentOf(field('at'));
      return moment === undefined ? undefined : { path: `${at}/schedule`, body: { at: moment } };
    }
    case 'time': {
      const minutes = Number(field('minutes'));
      const from = momentOf(field('from'));
      const isFit = Number.isInteger(minutes) && minutes >= 1 && minutes <= MINUTES_MAX;
      if (!isFit || from === undefined) return undefined;
      const body = { id: task.id, mode: field('mode'), minutes, from };
      return { path: `${at}/time`, body };
    }
  }
}

function isEntries(body: unknown): body is EntriesView {
  return hasField(body, 'entries');
}
