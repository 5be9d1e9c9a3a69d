import type { JSX } from 'preact';

const DIGITS = ['7', '8', '9', '4', '5', '6', '1', '2', '3', '00', '0'] as const;

export interface KeypadProps {
  readonly label: string;
  readonly deleteLabel: string;
  /** Two zeros at once, for amounts. */
  readonly hasDoubleZero?: boolean;
  /** One digit, or two zeros at once. */
  readonly onDigits: (digits: string) => void;
  readonly onDelete: () => void;
}

/** Number keys for a screen that has no keyboard. */
export function Keypad(props: KeypadProps): JSX.Element {
  const { label, deleteLabel, hasDoubleZero = true, onDigits, onDelete } = props;
  const keys = hasDoubleZero ? DIGITS : DIGITS.filter((digits) => digits !== '00');
  return (
    <fieldset class={hasDoubleZero ? 'keypad' : 'keypad keypad-plain'} aria-label={label}>
      {keys.map((digits) => (
        <button key={digits} type="button" class="key" onClick={() => onDigits(digits)}>
          {digits}
        </button>
      ))}
      <button type="button" class="key key-delete" aria-label={deleteLabel} onClick={onDelete}>
        ⌫
      </button>
    </fieldset>
  );
}
