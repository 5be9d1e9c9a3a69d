import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../ui/action-button.tsx';
import { Keypad } from '../../ui/keypad.tsx';
import { QuestionDialog } from '../../ui/question-dialog.tsx';
import type { Language } from '../../words/language.ts';
import { moneyText } from '../../words/money.ts';
import type { MoneyAction } from '../../words/money-view-text.ts';
import { moneyViewWords } from '../../words/money-view-words.ts';
import type { CountsView, StatusView } from '../schema.ts';
import { ActionField } from './action-field.tsx';
import { placeText } from './place-text.ts';
import { deleted, typed, type KeypadTarget } from './draft-typing.ts';
import { ACTION_TERMS, deedOf, valuesAt, type Deed, type Draft } from './money-actions.ts';

export interface ActionFormProps {
  readonly action: MoneyAction;
  readonly draft: Draft;
  readonly status: StatusView;
  readonly counts: CountsView | undefined;
  readonly language: Language;
  /** False while it is sent, or what is shown may be old. */
  readonly isReady: boolean;
  readonly onDraft: (draft: Draft) => void;
  readonly onBack: () => void;
  readonly onPerform: (deed: Deed) => void;
}

/** Asks for what an action needs, and then once more before it is done. */
export function ActionForm(props: ActionFormProps): JSX.Element {
  const { action, draft, status, counts, language, isReady, onDraft, onBack, onPerform } = props;
  const [asked, setAsked] = useState<Deed | undefined>(undefined);
  const [wanted, setWanted] = useState<KeypadTarget | undefined>(undefined);
  const words = moneyViewWords(language);
  const { fields } = ACTION_TERMS[action];
  const target = wanted ?? firstTarget(props);
  const currency = draft.currency ?? status.currency;
  const deed = deedOf(action, draft, { currency, key: '' });
  return (
    <section class="form" aria-label={words.actions[action]}>
      <header class="form-head">
        <h1 class="form-title">{words.actions[action]}</h1>
        <p class="form-advice">{words.advice[action]}</p>
      </header>
      <div class="form-body">
        <div class="form-fields">
          {fields.map((field) => (
            <ActionField
              key={field}
              field={field}
              {...{ action, draft, currency, status, counts, language, target, onDraft }}
              onTarget={setWanted}
            />
          ))}
        </div>
        {target !== undefined && (
          <Keypad
            label={words.keypad}
            deleteLabel={words.deleteKey}
            onDigits={(digits) => onDraft(typed(draft, target, digits))}
            onDelete={() => onDraft(deleted(draft, target))}
          />
        )}
      </div>
      <footer class="form-foot">
        <ActionButton onPress={onBack}>{words.back}</ActionButton>
        <ActionButton
          tone="primary"
          isDisabled={!isReady || deed === undefined}
          onPress={() => setAsked(deedOf(action, draft, { currency, key: crypto.randomUUID() }))}
        >
          {words.next}
        </ActionButton>
      </footer>
      {asked !== undefined && isReady && (
        <QuestionDialog
          title={words.questions[action](
            moneyText(asked.amountMinor, asked.currency, language),
            placeText(asked.place, language),
          )}
          text={ACTION_TERMS[action].isMachineWork ? words.movesNow : words.isWrittenDown}
          yes={words.yes}
          no={words.no}
          onNo={() => setAsked(undefined)}
          onYes={() => {
            setAsked(undefined);
            onPerform(asked);
          }}
        />
      )}
    </section>
  );
}

/** Where the number keys write before anything was pressed. */
function firstTarget({ action, draft, status, counts }: ActionFormProps): KeypadTarget | undefined {
  const { fields } = ACTION_TERMS[action];
  if (fields.includes('amount')) return { kind: 'amount' };
  if (!fields.includes('pieces') || draft.place === undefined) return undefined;
  const place = counts?.places.find((one) => one.place === draft.place);
  const [valueMinor] = valuesAt(place, status);
  return valueMinor === undefined ? undefined : { kind: 'pieces', valueMinor };
}
