import type { JSX } from 'preact';

export interface ChoiceFieldProps {
  readonly label: string;
  readonly name: string;
  readonly options: readonly { readonly value: string; readonly text: string }[];
  /** Undefined: it is; otherwise one of them may be empty. */
  readonly isRequired?: boolean;
  readonly onChoose?: (value: string) => void;
}

/** One of several that are there. */
export function ChoiceField(props: ChoiceFieldProps): JSX.Element {
  const { label, name, options, isRequired = true, onChoose } = props;
  return (
    <label class="field">
      <span class="field-label">{label}</span>
      <select
        class="field-input"
        name={name}
        required={isRequired}
        onChange={({ currentTarget }) => onChoose?.(currentTarget.value)}
      >
        {options.map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
