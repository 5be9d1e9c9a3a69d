import type { JSX } from 'preact';

export interface ChoiceListProps<Value extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly text: string }[];
  readonly chosen: Value | undefined;
  readonly onChoose: (value: Value) => void;
}

/** Values under a question, each large enough to be pressed, of which one is chosen. */
export function ChoiceList<Value extends string>(props: ChoiceListProps<Value>): JSX.Element {
  const { label, options, chosen, onChoose } = props;
  return (
    <fieldset class="choice-list" aria-label={label}>
      {options.map(({ value, text }) => (
        <button
          key={value}
          type="button"
          class="choice-item"
          aria-pressed={value === chosen}
          onClick={() => onChoose(value)}
        >
          {text}
        </button>
      ))}
    </fieldset>
  );
}
