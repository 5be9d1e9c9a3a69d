import type { JSX } from 'preact';

export interface ChoiceBarProps<Value extends string> {
  readonly label: string;
  readonly options: readonly Value[];
  /** Undefined while none of them is. */
  readonly chosen: Value | undefined;
  /** How a value is shown; in capitals unless said otherwise. */
  readonly textOf?: (value: Value) => string;
  readonly onChoose: (value: Value) => void;
}

/** A few values side by side, of which one is chosen. */
export function ChoiceBar<Value extends string>(props: ChoiceBarProps<Value>): JSX.Element {
  const { label, options, chosen, onChoose, textOf = inCapitals } = props;
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
          {textOf(option)}
        </button>
      ))}
    </fieldset>
  );
}

function inCapitals(value: string): string {
  return value.toUpperCase();
}
