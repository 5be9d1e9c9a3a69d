import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { Notice } from '../../../agent/ui/notice.tsx';
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { vaultWords } from '../../../agent/words/vault-words.ts';
import type { VaultEntryView } from '../api/mail-schema.ts';
import { ChoiceField } from './choice-field.tsx';
import { Field } from './fields.tsx';
import { FormDialog } from './form-dialog.tsx';
import { isNothing } from './hub-calls.ts';
import { useOutcome } from './outcome.tsx';
import { fieldsOfRows, type VaultRow } from './vault-rows.ts';
import type { VaultDialogProps } from './vault-task-dialog.tsx';

/** As the hub takes them. */
const ROWS_MAX = 30;
const NAME_MAX_CHARS = 64;

export interface VaultWriteDialogProps extends VaultDialogProps {
  readonly secret: string;
  /** Undefined: it is a new one. */
  readonly entry?: VaultEntryView;
  /** Whose it can be. */
  readonly customers: readonly string[];
}

/** Seals an entry. Nothing of what is sealed already is shown: what is entered takes its place. */
export function VaultWriteDialog(props: VaultWriteDialogProps): JSX.Element {
  const { language, calls, secret, entry, customers, onDone, onClose } = props;
  const outcome = useOutcome(language);
  const [rows, setRows] = useState<readonly VaultRow[]>(() => firstRows(language));
  const words = vaultWords(language).write;
  const [first] = customers;
  const send = (field: (name: string) => string): void => {
    const filled = fieldsOfRows(rows);
    if (filled.kind === 'unfit') return outcome.say(words.unfit[filled.why]);
    const site = field('site').trim();
    const body = {
      customer: customers.length === 1 ? first : field('customer'),
      ...(site === '' ? {} : { site }),
      label: field('label').trim(),
      fields: filled.fields,
      seen: entry?.version ?? 0,
    };
    const path = `/v1/vault/${encodeURIComponent(secret)}`;
    outcome.run(calls.send({ method: 'PUT', path, body }, isNothing), () => onDone(words.saved));
  };
  return (
    <FormDialog
      title={titleOf(props)}
      text={entry === undefined ? words.addText : words.changeText}
      yes={words.save}
      no={hubWords(language).cancel}
      isBlocked={first === undefined}
      outcome={outcome}
      onYes={send}
      onNo={onClose}
    >
      {first === undefined && <Notice tone="warning" {...words.noCustomers} />}
      {customers.length > 1 && <CustomerField {...{ language, customers }} />}
      <div class="form-columns">
        <Field
          label={vaultWords(language).label}
          name="label"
          value={entry?.label ?? ''}
          hint={words.labelHint}
        />
        <Field
          label={vaultWords(language).site}
          name="site"
          value={entry?.site ?? ''}
          isRequired={false}
        />
      </div>
      <RowFields {...{ language, rows }} onRows={setRows} />
    </FormDialog>
  );
}

function titleOf({ language, entry, customers }: VaultWriteDialogProps): string {
  const words = vaultWords(language).write;
  const [first] = customers;
  if (entry !== undefined) return words.changeTitle(`${entry.label} · ${entry.customer}`);
  const isTheirs = customers.length === 1 && first !== undefined;
  return isTheirs ? words.addTitleOf(first) : words.addTitle;
}

type CustomerFieldProps = Pick<VaultWriteDialogProps, 'language' | 'customers'>;

function CustomerField({ language, customers }: CustomerFieldProps): JSX.Element {
  const options = customers.map((customer) => ({ value: customer, text: customer }));
  return (
    <ChoiceField
      label={vaultWords(language).customer}
      name="customer"
      options={[{ value: '', text: '–' }, ...options]}
    />
  );
}

function firstRows(language: Language): readonly VaultRow[] {
  return vaultWords(language).write.usual.map((name, id) => ({ id, name, value: '' }));
}

interface RowFieldsProps {
  readonly language: Language;
  readonly rows: readonly VaultRow[];
  readonly onRows: (rows: readonly VaultRow[]) => void;
}

/** Names and values; no browser keeps, completes or checks the spelling of them. */
function RowFields({ language, rows, onRows }: RowFieldsProps): JSX.Element {
  const words = vaultWords(language).write;
  const change = (id: number, to: Partial<VaultRow>): void =>
    onRows(rows.map((row) => (row.id === id ? { ...row, ...to } : row)));
  const nextId = Math.max(0, ...rows.map(({ id }) => id)) + 1;
  return (
    <fieldset class="vault-rows">
      <legend class="field-label">{words.fields}</legend>
      {rows.map(({ id, name, value }) => (
        <div key={id} class="vault-row">
          <input
            class="field-input"
            aria-label={words.fieldName}
            placeholder={words.fieldName}
            name={`name-${id}`}
            value={name}
            maxLength={NAME_MAX_CHARS}
            autoComplete="off"
            spellcheck={false}
            onInput={({ currentTarget }) => change(id, { name: currentTarget.value })}
          />
          <textarea
            class="field-input"
            aria-label={`${words.value}: ${name}`}
            placeholder={words.value}
            name={`value-${id}`}
            value={value}
            rows={1}
            autoComplete="off"
            spellcheck={false}
            onInput={({ currentTarget }) => change(id, { value: currentTarget.value })}
          />
          <ActionButton onPress={() => onRows(rows.filter((row) => row.id !== id))}>
            {words.dropField}
          </ActionButton>
        </div>
      ))}
      <div class="vault-row-more">
        {rows.length < ROWS_MAX && (
          <ActionButton onPress={() => onRows([...rows, { id: nextId, name: '', value: '' }])}>
            {words.moreFields}
          </ActionButton>
        )}
        <span class="field-hint">{words.fieldsHint}</span>
      </div>
    </fieldset>
  );
}
