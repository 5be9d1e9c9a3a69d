import type { JSX } from 'preact';
import { ChoiceList } from '../../ui/choice-list.tsx';
import type { Language } from '../../words/language.ts';
import { moneyText } from '../../words/money.ts';
import type { FieldName, MoneyAction } from '../../words/money-view-text.ts';
import { moneyViewWords } from '../../words/money-view-words.ts';
import type { CountsView, StatusView } from '../schema.ts';
import { countOf, TEXT_MAX_CHARS, type KeypadTarget } from './draft-typing.ts';
import { placeText } from './place-text.ts';
import { currenciesAt, inCurrency, placesFor, valuesAt, type Draft } from './money-actions.ts';

export interface ActionFieldProps {
  readonly field: FieldName;
  readonly action: MoneyAction;
  readonly draft: Draft;
  /** Of all that is asked and shown. */
  readonly currency: string;
  readonly status: StatusView;
  readonly counts: CountsView | undefined;
  readonly language: Language;
  readonly target: KeypadTarget | undefined;
  readonly onDraft: (draft: Draft) => void;
  readonly onTarget: (target: KeypadTarget) => void;
}

/** One question of a form with what can be answered to it; none where there is one answer alone. */
export function ActionField(props: ActionFieldProps): JSX.Element | null {
  const { field, status, counts, language } = props;
  if (field === 'currency' && currenciesAt(status, counts).length === 1) return null;
  return (
    <div class="field">
      <h2 class="field-name">{moneyViewWords(language).fields[field]}</h2>
      <Answer {...props} />
    </div>
  );
}

function Answer(props: ActionFieldProps): JSX.Element {
  switch (props.field) {
    case 'currency':
      return <CurrencyAnswer {...props} />;
    case 'place':
    case 'cassette':
    case 'drawer':
    case 'program':
      return <PlaceAnswer {...props} />;
    case 'pieces':
      return <PiecesAnswer {...props} />;
    case 'amount':
      return <AmountAnswer {...props} />;
    case 'reason':
      return <ReasonAnswer {...props} />;
    case 'reference':
      return <ReferenceAnswer {...props} />;
    case 'extent':
      return <ExtentAnswer {...props} />;
  }
}

function CurrencyAnswer(props: ActionFieldProps): JSX.Element {
  const { draft, currency, status, counts, language, onDraft } = props;
  return (
    <ChoiceList
      label={moneyViewWords(language).fields.currency}
      options={currenciesAt(status, counts).map((value) => ({ value, text: value }))}
      chosen={currency}
      onChoose={(chosen) => onDraft(inCurrency(draft, chosen))}
    />
  );
}

function PlaceAnswer(props: ActionFieldProps): JSX.Element {
  const { field, draft, language, onDraft } = props;
  return (
    <ChoiceList
      label={moneyViewWords(language).fields[field]}
      options={placeOptions(props)}
      chosen={draft.place}
      onChoose={(place) => onDraft({ ...draft, place, pieces: [] })}
    />
  );
}

function placeOptions({ field, action, currency, status, counts, language }: ActionFieldProps) {
  if (field === 'drawer') {
    return status.peripherals
      .filter(({ kind }) => kind === 'cash-drawer')
      .map(({ device }) => ({ value: device, text: device }));
  }
  if (field === 'program') {
    return status.claimedBy === null ? [] : [{ value: status.claimedBy, text: status.claimedBy }];
  }
  const kind = field === 'cassette' ? field : 'place';
  const places = (counts?.places ?? []).filter((one) => one.currency === currency);
  return placesFor(action, kind, places).map(({ place, valueMinor }) => ({
    value: place,
    text:
      valueMinor === undefined
        ? placeText(place, language)
        : `${moneyText(valueMinor, currency, language)} · ${place}`,
  }));
}

function PiecesAnswer(props: ActionFieldProps): JSX.Element {
  const { draft, currency, status, counts, language, target, onTarget } = props;
  const place = counts?.places.find((one) => one.place === draft.place);
  const values = draft.place === undefined ? [] : valuesAt(place, status);
  return (
    <div class="pieces">
      {values.map((valueMinor) => (
        <button
          key={valueMinor}
          type="button"
          class="choice-item pieces-item"
          aria-pressed={target?.kind === 'pieces' && target.valueMinor === valueMinor}
          onClick={() => onTarget({ kind: 'pieces', valueMinor })}
        >
          {moneyText(valueMinor, currency, language)} × {countOf(draft, valueMinor) ?? '–'}
        </button>
      ))}
    </div>
  );
}

function AmountAnswer({
  draft,
  currency,
  language,
  target,
  onTarget,
}: ActionFieldProps): JSX.Element {
  return (
    <button
      type="button"
      class="choice-item amount-item"
      aria-pressed={target?.kind === 'amount'}
      onClick={() => onTarget({ kind: 'amount' })}
    >
      {moneyText(draft.amountMinor, currency, language)}
    </button>
  );
}

/** What is usual is one touch; anything else wants a keyboard. */
function ReasonAnswer({ action, draft, language, onDraft }: ActionFieldProps): JSX.Element {
  const words = moneyViewWords(language);
  const options = (words.reasons[action] ?? []).map((text) => ({ value: text, text }));
  return (
    <div class="reason">
      <ChoiceList
        label={words.fields.reason}
        options={options}
        chosen={draft.reason}
        onChoose={(reason) => onDraft({ ...draft, reason })}
      />
      <input
        class="text-input"
        aria-label={words.otherReason}
        placeholder={words.otherReason}
        maxLength={TEXT_MAX_CHARS}
        value={draft.reason}
        onInput={({ currentTarget }) => onDraft({ ...draft, reason: currentTarget.value })}
      />
    </div>
  );
}

function ReferenceAnswer({ draft, language, onDraft, onTarget }: ActionFieldProps): JSX.Element {
  return (
    <input
      class="text-input"
      aria-label={moneyViewWords(language).fields.reference}
      maxLength={TEXT_MAX_CHARS}
      value={draft.reference}
      onFocus={() => onTarget({ kind: 'reference' })}
      onInput={({ currentTarget }) => onDraft({ ...draft, reference: currentTarget.value })}
    />
  );
}

function ExtentAnswer({ draft, language, onDraft }: ActionFieldProps): JSX.Element {
  const words = moneyViewWords(language);
  return (
    <ChoiceList
      label={words.fields.extent}
      options={(['to-float', 'all'] as const).map((value) => ({
        value,
        text: words.extents[value],
      }))}
      chosen={draft.extent}
      onChoose={(extent) => onDraft({ ...draft, extent })}
    />
  );
}
