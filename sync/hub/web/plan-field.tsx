import type { ComponentChildren, JSX } from 'preact';
import type { PlanFault } from '../../../agent/words/rollout-text.ts';
import { rolloutWords } from '../../../agent/words/rollout-words.ts';
import type { Language } from '../../../agent/words/language.ts';

interface FrameProps {
  readonly language: Language;
  readonly label: string;
  readonly hint?: string;
  readonly fault?: PlanFault | undefined;
}

export interface PlanFieldProps extends FrameProps {
  readonly name: string;
  readonly value: string;
  readonly isNumber?: boolean;
  readonly isFixed?: boolean;
  /** What may be meant; anything else can be typed too. */
  readonly suggestions?: readonly string[];
  readonly onText: (text: string) => void;
}

/** One line of a plan, with what is wrong about it below. */
export function PlanField(props: PlanFieldProps): JSX.Element {
  const { name, value, isNumber = false, isFixed = false, suggestions, fault, onText } = props;
  return (
    <label class="field">
      <Frame {...props}>
        <input
          class="field-input"
          {...{ name, value, 'aria-invalid': fault !== undefined }}
          type="text"
          inputMode={isNumber ? 'numeric' : 'text'}
          autoComplete="off"
          spellcheck={false}
          readOnly={isFixed}
          {...(suggestions === undefined ? {} : { list: `${name}-list` })}
          onInput={({ currentTarget }) => onText(currentTarget.value)}
        />
      </Frame>
      {suggestions !== undefined && (
        <datalist id={`${name}-list`}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
    </label>
  );
}

export interface PlanChoiceProps<Value extends string> extends FrameProps {
  readonly name: string;
  readonly value: Value;
  readonly options: readonly (readonly [value: Value, text: string])[];
  readonly onChoice: (value: Value) => void;
}

/** One of several that are there. */
export function PlanChoice<Value extends string>(props: PlanChoiceProps<Value>): JSX.Element {
  const { name, value, options, fault, onChoice } = props;
  return (
    <label class="field">
      <Frame {...props}>
        <select
          class="field-input"
          {...{ name, value, 'aria-invalid': fault !== undefined }}
          onChange={({ currentTarget }) => {
            const chosen = options.find(([one]) => one === currentTarget.value);
            if (chosen !== undefined) onChoice(chosen[0]);
          }}
        >
          {options.map(([one, text]) => (
            <option key={one} value={one} selected={one === value}>
              {text}
            </option>
          ))}
        </select>
      </Frame>
    </label>
  );
}

function Frame(props: FrameProps & { readonly children: ComponentChildren }): JSX.Element {
  const { language, label, hint, fault, children } = props;
  return (
    <>
      <span class="field-label">{label}</span>
      {children}
      {fault !== undefined && (
        <span class="field-fault">{rolloutWords(language).faults[fault]}</span>
      )}
      {hint !== undefined && fault === undefined && <span class="field-hint">{hint}</span>}
    </>
  );
}
