import type { JSX } from 'preact';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import type { BooksView, ColumnView, EntriesView } from '../api/book-schema.ts';
import { bodyOfForm, textOfField } from './entry-body.ts';
import { Field, onForm, SubmitButton } from './fields.tsx';

export interface EntryWish {
  readonly entry: string;
  readonly since: string;
  readonly body: object;
}

export interface EntryFormProps {
  readonly language: Language;
  readonly book: BooksView['books'][number];
  /** Undefined: a new one. */
  readonly entry: EntriesView['entries'][number] | undefined;
  /** From when on it is to hold, unless another day is chosen. */
  readonly day: string;
  readonly isBusy: boolean;
  readonly onSave: (wish: EntryWish) => void;
  readonly onClose: () => void;
}

const ENTRY = 'entry-name';
const SINCE = 'entry-since';

/** One entry of a book, a field a column. */
export function EntryForm(props: EntryFormProps): JSX.Element {
  const { language, book, entry, day, isBusy, onSave, onClose } = props;
  const words = hubWords(language).books;
  const submit = onForm((field) => {
    const body = bodyOfForm(book.columns, field);
    // The first column names the entry, where it does not have a name of its own.
    const own = book.hasFreeNames ? field(ENTRY) : field(book.columns[0]?.field ?? '');
    onSave({ entry: entry?.entry ?? own.trim(), since: `${field(SINCE)}T00:00:00.000Z`, body });
  });
  return (
    <form class="card form form-wide" onSubmit={submit}>
      <div class="form-columns">
        <DayField label={words.since} name={SINCE} day={day} />
        {book.hasFreeNames && entry === undefined && <Field label={words.entry} name={ENTRY} />}
        {book.columns.map((column) => (
          <ColumnField
            key={column.field}
            {...{ column, language }}
            text={textOfField(entry?.body, column)}
          />
        ))}
      </div>
      <div class="form-line">
        <SubmitButton isDisabled={isBusy}>{words.save}</SubmitButton>
        <ActionButton onPress={onClose}>{hubWords(language).cancel}</ActionButton>
      </div>
    </form>
  );
}

interface DayFieldProps {
  readonly label: string;
  readonly name: string;
  readonly day: string;
  readonly onDay?: (day: string) => void;
}

/** A day, as the browser lets one choose it. */
export function DayField({ label, name, day, onDay }: DayFieldProps): JSX.Element {
  return (
    <label class="field">
      <span class="field-label">{label}</span>
      <input
        class="field-input"
        type="date"
        name={name}
        defaultValue={day}
        required
        onChange={({ currentTarget }) => {
          if (currentTarget.value !== '') onDay?.(currentTarget.value);
        }}
      />
    </label>
  );
}

interface ColumnFieldProps {
  readonly column: ColumnView;
  readonly text: string;
  readonly language: Language;
}

function ColumnField({ column, text, language }: ColumnFieldProps): JSX.Element {
  const { field, type, isRequired, choices } = column;
  const words = hubWords(language).books;
  if (choices !== undefined) return <ChoiceField {...{ column, text, choices }} />;
  if (type === 'json') {
    return (
      <label class="field">
        <span class="field-label">{field}</span>
        <textarea
          class="field-input"
          name={field}
          rows={2}
          spellcheck={false}
          defaultValue={text}
        />
        <span class="field-hint">{words.jsonHint}</span>
      </label>
    );
  }
  const hint = type === 'list' ? { hint: words.listHint } : {};
  // An empty list is a list.
  const isNeeded = isRequired && type !== 'list';
  return <Field label={field} name={field} value={text} isRequired={isNeeded} {...hint} />;
}

interface ChoiceFieldProps extends Omit<ColumnFieldProps, 'language'> {
  readonly choices: readonly string[];
}

function ChoiceField({ column, text, choices }: ChoiceFieldProps): JSX.Element {
  const { field, isRequired } = column;
  return (
    <label class="field">
      <span class="field-label">{field}</span>
      <select class="field-input" name={field} defaultValue={text}>
        {!isRequired && <option value="">–</option>}
        {choices.map((choice) => (
          <option key={choice} value={choice} selected={choice === text}>
            {choice}
          </option>
        ))}
      </select>
    </label>
  );
}
