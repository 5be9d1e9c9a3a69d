import type { ComponentChildren, JSX, TargetedSubmitEvent } from 'preact';

interface FieldProps {
  readonly label: string;
  readonly name: string;
  readonly type?: 'text' | 'password' | 'number';
  readonly value?: string;
  readonly hint?: string;
  readonly autoComplete?: string;
  /** Undefined: it is. */
  readonly isRequired?: boolean;
  /** What may be meant; anything else can be typed too. */
  readonly suggestions?: readonly string[];
}

/** One line to fill in. */
export function Field(props: FieldProps): JSX.Element {
  const { label, name, type = 'text', value = '', hint, autoComplete = 'off' } = props;
  const { isRequired = true, suggestions } = props;
  const list = suggestions === undefined ? {} : { list: `${name}-suggestions` };
  const shared = {
    class: 'field-input',
    name,
    defaultValue: value,
    autoComplete,
    spellcheck: false,
    required: isRequired,
    ...list,
  };
  return (
    <label class="field">
      <span class="field-label">{label}</span>
      {type === 'password' ? (
        <input {...shared} type="password" />
      ) : (
        <input {...shared} type="text" inputMode={type === 'number' ? 'numeric' : 'text'} />
      )}
      {suggestions !== undefined && (
        <datalist id={list.list}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
      {hint !== undefined && <span class="field-hint">{hint}</span>}
    </label>
  );
}

interface LongFieldProps {
  readonly label: string;
  readonly name: string;
  readonly rows?: number;
  readonly isRequired?: boolean;
}

/** Some lines to fill in. */
export function LongField({ label, name, rows = 3, isRequired = true }: LongFieldProps) {
  return (
    <label class="field">
      <span class="field-label">{label}</span>
      <textarea
        class="field-input"
        name={name}
        rows={rows}
        maxLength={TEXT_MAX_CHARS}
        required={isRequired}
      />
    </label>
  );
}

/** What the hub takes of a text. */
const TEXT_MAX_CHARS = 2_000;

/** The button that sends a form; Enter does too. */
export function SubmitButton(props: {
  readonly isDisabled?: boolean;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <button
      type="submit"
      class="button button-primary button-normal"
      disabled={props.isDisabled ?? false}
    >
      {props.children}
    </button>
  );
}

/** What a form says, once it is sent; the page stays. */
export function onForm(send: (field: (name: string) => string) => void) {
  return (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    send((name) => {
      const value = data.get(name);
      return typeof value === 'string' ? value : '';
    });
  };
}
