import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ActionButton } from '../../ui/action-button.tsx';
import { ChoiceList } from '../../ui/choice-list.tsx';
import { helpWords } from '../../words/help-words.ts';
import type { Language } from '../../words/language.ts';
import { pageWords } from '../../words/page-words.ts';
import { instantText } from '../../words/time.ts';
import type { ApiCalls } from './api-calls.ts';
import { ControlGuard } from './control-guard.tsx';
import { PinDialog } from './pin-dialog.tsx';
import {
  DEFAULT_NIGHTS,
  FROM_HOURS,
  NIGHT_COUNTS,
  nightsFrom,
  UNTIL_HOURS,
  type HoursSpan,
  type NightChoice,
} from './unattended-windows.ts';

export interface UnattendedDialogProps {
  readonly calls: ApiCalls;
  readonly language: Language;
  readonly onClose: () => void;
}

/** Hours in which somebody may look at this till with nobody here; given and taken by an admin's PIN. */
export function UnattendedDialog(props: UnattendedDialogProps): JSX.Element {
  const { calls, language, onClose } = props;
  const [granted, setGranted] = useState<readonly HoursSpan[] | undefined>(undefined);
  const [wanted, setWanted] = useState<readonly HoursSpan[] | undefined>(undefined);
  const read = async (): Promise<void> => {
    const result = await calls.standing();
    if (result.kind === 'done') setGranted(result.body.unattended);
  };
  useEffect(() => void read(), []);
  if (wanted === undefined) {
    return (
      <ControlGuard cause="consent">
        <ChoiceDialog {...{ granted, language, onClose }} onWanted={setWanted} />
      </ControlGuard>
    );
  }
  return (
    <PinDialog
      title={helpWords(language).unattended.pinTitle}
      yes={helpWords(language).unattended[wanted.length === 0 ? 'withdraw' : 'grant']}
      {...{ calls, language }}
      onCancel={() => setWanted(undefined)}
      onPin={async (operatorId, pin) => {
        const result = await calls.grantHours({ operatorId, pin, windows: wanted });
        if (result.kind === 'done') {
          setGranted(result.body.unattended);
          setWanted(undefined);
        }
        return result;
      }}
    />
  );
}

interface ChoiceDialogProps {
  readonly granted: readonly HoursSpan[] | undefined;
  readonly language: Language;
  readonly onWanted: (windows: readonly HoursSpan[]) => void;
  readonly onClose: () => void;
}

function ChoiceDialog({ granted, language, onWanted, onClose }: ChoiceDialogProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const [choice, setChoice] = useState(DEFAULT_NIGHTS);
  useEffect(() => dialog.current?.showModal(), []);
  const words = helpWords(language).unattended;
  return (
    <dialog ref={dialog} class="question hours" aria-labelledby="hours" onCancel={onClose}>
      <h2 id="hours" class="question-title">
        {words.title}
      </h2>
      <p class="hours-text">{words.text}</p>
      {granted !== undefined && <p class="hours-granted">{grantedText(granted, language)}</p>}
      <Nights {...{ choice, language }} onChoice={setChoice} />
      <div class="question-answers">
        <ActionButton onPress={onClose}>{pageWords(language).dismiss}</ActionButton>
        <ActionButton isDisabled={(granted ?? []).length === 0} onPress={() => onWanted([])}>
          {words.withdraw}
        </ActionButton>
        <ActionButton tone="primary" onPress={() => onWanted(nightsFrom(Date.now(), choice))}>
          {words.grant}
        </ActionButton>
      </div>
    </dialog>
  );
}

interface NightsProps {
  readonly choice: NightChoice;
  readonly language: Language;
  readonly onChoice: (choice: NightChoice) => void;
}

function Nights({ choice, language, onChoice }: NightsProps): JSX.Element {
  const words = helpWords(language).unattended;
  return (
    <div class="hours-choice">
      <Numbers
        label={words.nights}
        options={NIGHT_COUNTS}
        chosen={choice.count}
        textOf={words.nightCount}
        onChoose={(count) => onChoice({ ...choice, count })}
      />
      <Numbers
        label={words.from}
        options={FROM_HOURS}
        chosen={choice.fromHour}
        textOf={hourText}
        onChoose={(fromHour) => onChoice({ ...choice, fromHour })}
      />
      <Numbers
        label={words.until}
        options={UNTIL_HOURS}
        chosen={choice.untilHour}
        textOf={hourText}
        onChoose={(untilHour) => onChoice({ ...choice, untilHour })}
      />
    </div>
  );
}

function hourText(hour: number): string {
  return `${hour}:00`;
}

interface NumbersProps {
  readonly label: string;
  readonly options: readonly number[];
  readonly chosen: number;
  readonly textOf: (value: number) => string;
  readonly onChoose: (value: number) => void;
}

function Numbers({ label, options, chosen, textOf, onChoose }: NumbersProps): JSX.Element {
  return (
    <div class="hours-row">
      <p class="hours-name">{label}</p>
      <ChoiceList
        label={label}
        options={options.map((value) => ({ value: String(value), text: textOf(value) }))}
        chosen={String(chosen)}
        onChoose={(value) => onChoose(Number(value))}
      />
    </div>
  );
}

/** The first and how many there are: a list of fourteen nights says no more. */
function grantedText(granted: readonly HoursSpan[], language: Language): string {
  const words = helpWords(language).unattended;
  const [first] = granted;
  const last = granted.at(-1);
  if (first === undefined || last === undefined) return words.none;
  const text = (at: string): string => instantText(Date.parse(at), language);
  const many = granted.length === 1 ? '' : ` (${words.nightCount(granted.length)})`;
  return words.granted(`${text(first.from)} – ${text(last.until)}${many}`);
}
