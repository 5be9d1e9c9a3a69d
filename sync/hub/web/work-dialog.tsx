import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { fieldWords } from '../../../agent/words/field-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import type { WorkView } from '../api/work-schema.ts';
import { ChoiceField } from './choice-field.tsx';
import { Field } from './fields.tsx';
import { FormDialog } from './form-dialog.tsx';
import { hasField, type HubCalls } from './hub-calls.ts';
import { useOutcome } from './outcome.tsx';

export interface WorkDialogProps {
  readonly language: Language;
  readonly calls: HubCalls;
  /** With the order that was made; undefined: none was. */
  readonly onDone: (order: string | undefined) => void;
}

const KINDS = ['installation', 'move', 'update', 'other'] as const;

/** Orders work for a customer; sent once, however often the button is pressed. */
export function WorkDialog({ language, calls, onDone }: WorkDialogProps): JSX.Element {
  const outcome = useOutcome(language);
  const [id] = useState(() => crypto.randomUUID());
  const words = fieldWords(language);
  const send = (field: (name: string) => string): void => {
    const site = field('site').trim();
    const body = {
      id,
      kind: field('kind'),
      customer: field('customer').trim(),
      ...(site === '' ? {} : { site }),
      title: field('title').trim(),
      details: field('details'),
      items: linesOf(field('items')).map((text) => ({ text })),
    };
    outcome.run(calls.send({ path: '/v1/work-orders', body }, isWork), ({ order }) =>
      onDone(order),
    );
  };
  return (
    <FormDialog
      title={words.work.add}
      text={words.work.addText}
      yes={words.work.add}
      no={words.no}
      outcome={outcome}
      onYes={send}
      onNo={() => onDone(undefined)}
    >
      <ChoiceField
        label={words.work.kind}
        name="kind"
        options={KINDS.map((value) => ({ value, text: words.kinds[value] }))}
      />
      <Field label={words.work.customer} name="customer" />
      <Field label={words.work.site} name="site" isRequired={false} />
      <Field label={words.work.title} name="title" />
      <LongField label={words.work.details} name="details" />
      <LongField label={words.work.items} name="items" hint={words.work.itemsHint} />
    </FormDialog>
  );
}

interface LongFieldProps {
  readonly label: string;
  readonly name: string;
  readonly hint?: string;
}

function LongField({ label, name, hint }: LongFieldProps): JSX.Element {
  return (
    <label class="field">
      <span class="field-label">{label}</span>
      <textarea class="field-input" name={name} rows={3} />
      {hint !== undefined && <span class="field-hint">{hint}</span>}
    </label>
  );
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function isWork(body: unknown): body is WorkView {
  return hasField(body, 'madeAt');
}
