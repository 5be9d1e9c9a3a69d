import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { fieldWords } from '../../../agent/words/field-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import type { PlanningView } from '../api/planning-schema.ts';
import { ChoiceField } from './choice-field.tsx';
import { Field } from './fields.tsx';
import { FormDialog } from './form-dialog.tsx';
import { isNothing, type HubCalls } from './hub-calls.ts';
import { useOutcome } from './outcome.tsx';

export interface PlanDialogProps {
  readonly language: Language;
  readonly calls: HubCalls;
  readonly view: PlanningView;
  /** Whose week is shown; empty: everybody's. */
  readonly technician: string;
  /** The time that was pressed. */
  readonly atMs: number | undefined;
  readonly onDone: () => void;
  readonly onNo: () => void;
}

const MINUTE_MS = 60_000;

/** Gives a ticket that waits a time; the hub says where the contract wants another. */
export function PlanDialog(props: PlanDialogProps): JSX.Element {
  const { language, calls, view, technician, atMs, onDone, onNo } = props;
  const outcome = useOutcome(language);
  const [id] = useState(() => crypto.randomUUID());
  const words = fieldWords(language);
  const own = view.technicians.filter(({ user }) => technician === '' || user === technician);
  const send = (field: (name: string) => string): void => {
    const minutes = Number(field('minutes'));
    const body = {
      id,
      ticket: field('ticket'),
      technician: field('technician'),
      at: new Date(field('at')).toISOString(),
      ...(minutes === 0 ? {} : { minutes }),
    };
    outcome.run(calls.send({ path: '/v1/planning', body }, isNothing), onDone);
  };
  const { title, text } =
    view.waiting.length === 0
      ? words.planning.nothingWaits
      : { title: words.planning.plan, text: words.planning.planText };
  return (
    <FormDialog
      {...{ title, text, outcome, onNo }}
      yes={words.planning.plan}
      no={words.no}
      isBlocked={view.waiting.length === 0}
      onYes={send}
    >
      <ChoiceField
        label={words.planning.ticket}
        name="ticket"
        options={view.waiting.map((one) => ({ value: one.ticket, text: nameOf(one) }))}
      />
      <ChoiceField
        label={words.planning.technician}
        name="technician"
        options={own.map(({ user, name }) => ({ value: user, text: name }))}
      />
      <label class="field">
        <span class="field-label">{words.planning.at}</span>
        <input
          class="field-input"
          type="datetime-local"
          name="at"
          defaultValue={atMs === undefined ? '' : localText(atMs)}
          required
        />
      </label>
      <Field label={words.work.minutes} name="minutes" type="number" isRequired={false} />
    </FormDialog>
  );
}

function nameOf({ number, title, customer }: PlanningView['waiting'][number]): string {
  return [`${number} ${title}`, ...(customer === undefined ? [] : [customer])].join(' · ');
}

/** As such a field wants it: the time on the wall, without a zone. */
function localText(atMs: number): string {
  const offsetMs = new Date(atMs).getTimezoneOffset() * MINUTE_MS;
  return new Date(atMs - offsetMs).toISOString().slice(0, 'YYYY-MM-DDTHH:MM'.length);
}
