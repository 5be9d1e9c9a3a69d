import type { JSX } from 'preact';

export interface ChoiceBarProps<Value extends string> {
  readonly label: string;
  readonly options: readonly Value[];
  readonly chosen: Value;
  readonly onChoose: (value: Value) => void;
}

/** A few values side by side, of which one is chosen. */
export function ChoiceBar<Value extends string>(props: ChoiceBarProps<Value>): JSX.Element {
  const { label, options, chosen, onChoose } = props;
  return (
    <fieldset class="choice" aria-label={label}>
      {options.map((option) => (
        <button
          key={option}
          type="button"
          class="choice-option"
          aria-pressed={option === chosen}
          onClick={() => onChoose(option)}
        >
          {option.toUpperCase()}
        </button>
      ))}
    </fieldset>
  );
}
