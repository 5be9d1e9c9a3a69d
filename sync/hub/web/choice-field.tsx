import type { JSX } from 'preact';

export interface ChoiceFieldProps {
  readonly label: string;
  readonly name: string;
  readonly options: readonly { readonly value: string; readonly text: string }[];
}

/** One of several that are there. */
export function ChoiceField({ label, name, options }: ChoiceFieldProps): JSX.Element {
  return (
    <label class="field">
      <span class="field-label">{label}</span>
      <select class="field-input" name={name} required>
        {options.map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
