import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { deskWords } from '../../../agent/words/desk-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import type { StationSummary } from '../api/schema.ts';
import type { NewTicketBody } from '../api/ticket-schema.ts';
import { ChoiceField } from './choice-field.tsx';
import { Field, LongField } from './fields.tsx';
import { FormDialog } from './form-dialog.tsx';
import type { Order } from './hub-calls.ts';
import type { Outcome } from './outcome.tsx';

export interface NewTicketDialogProps {
  readonly language: Language;
  readonly outcome: Outcome;
  readonly tills: readonly StationSummary[];
  readonly id: string;
  /** The vendor's own people may ask for anybody; others without a till ask for themselves. */
  readonly maySeeAll: boolean;
  readonly onSend: (order: Order) => void;
  readonly onNo: () => void;
}

const CHANGE = 'change-implementer';

/** Work at a site is ordered, not asked for. */
const ASKED_KINDS = [
  'contact',
  'remote',
  'training',
  'integration',
  'notice',
  CHANGE,
  'chat',
] as const satisfies readonly NewTicketBody['kind'][];

/** A request for help that no till has made. */
export function NewTicketDialog(props: NewTicketDialogProps): JSX.Element {
  const { language, outcome, tills, id, maySeeAll, onSend, onNo } = props;
  const [kind, setKind] = useState('contact');
  const [station, setStation] = useState('');
  const words = deskWords(language);
  const { title, text, yes } = words.opening;
  const send = (field: (name: string) => string): void => {
    const said = NAMES.flatMap((name) => {
      const value = field(name).trim();
      return value === '' ? [] : [[name, value] as const];
    });
    onSend({ path: '/v1/tickets', body: { id, ...Object.fromEntries(said) } });
  };
  return (
    <FormDialog {...{ title, text, yes, outcome, onNo }} no={words.no} onYes={send}>
      <ChoiceField
        label={words.opening.kind}
        name="kind"
        options={ASKED_KINDS.map((value) => ({ value, text: words.kinds[value] }))}
        onChoose={setKind}
      />
      <ChoiceField
        label={words.opening.about}
        name="station"
        isRequired={false}
        options={[
          { value: '', text: words.opening.noTill },
          ...tills.map((till) => ({ value: till.station, text: `${till.name} · ${till.site}` })),
        ]}
        onChoose={setStation}
      />
      {maySeeAll && station === '' && (
        <Field
          label={words.opening.customer}
          name="customer"
          hint={words.opening.customerHint}
          isRequired={false}
        />
      )}
      <ChoiceField
        label={words.opening.topic}
        name="topic"
        isRequired={false}
        options={[{ value: '', text: words.opening.noTopic }, ...optionsOf(words.topics)]}
      />
      <LongField label={words.opening.words} name="words" />
      {kind === CHANGE && <LongField label={words.opening.justification} name="justification" />}
    </FormDialog>
  );
}

/** What the hub takes is named as the fields are. */
const NAMES = ['kind', 'station', 'customer', 'topic', 'words', 'justification'] as const;

/** In the order in which the words stand. */
export function optionsOf(words: Readonly<Record<string, string>>) {
  return Object.entries(words).map(([value, text]) => ({ value, text }));
}
