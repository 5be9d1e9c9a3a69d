import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ActionButton } from '../../ui/action-button.tsx';
import { Keypad } from '../../ui/keypad.tsx';
import type { Language } from '../../words/language.ts';
import { moneyViewWords } from '../../words/money-view-words.ts';
import { pageWords } from '../../words/page-words.ts';
import type { ApiCalls, CallResult, OperatorList } from './api-calls.ts';
import { ControlGuard } from './control-guard.tsx';
import { failureText } from './failure-text.ts';
import { StopButton } from './stop-button.tsx';

const PIN_MAX_CHARS = 12;

export interface PinDialogProps {
  readonly title: string;
  /** Why it is asked for again. */
  readonly why?: string | undefined;
  readonly yes: string;
  readonly calls: ApiCalls;
  readonly language: Language;
  /** What it is proved for; a refusal is shown. */
  readonly onPin: (operatorId: string, pin: string) => Promise<CallResult>;
  readonly onCancel: () => void;
}

/** Asks who is there, and for their PIN. Neither is kept, and no technician's hand is on it. */
export function PinDialog(props: PinDialogProps): JSX.Element {
  return (
    <ControlGuard cause="sign-in">
      <Asking {...props} />
    </ControlGuard>
  );
}

function Asking(props: PinDialogProps): JSX.Element {
  const { title, why, yes, calls, language, onPin, onCancel } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const [operators, setOperators] = useState<OperatorList['operators']>([]);
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const [failure, setFailure] = useState(why);
  const words = pageWords(language);
  const readOperators = async (): Promise<void> => {
    const result = await calls.operators();
    if (result.kind === 'done') setOperators(result.body.operators);
    else setFailure(failureText(result, language)?.title);
  };
  useEffect(() => {
    dialog.current?.showModal();
    void readOperators();
  }, []);
  const prove = async (pin: string): Promise<void> => {
    setFailure(undefined);
    const result = await onPin(chosen ?? '', pin);
    setFailure(failureText(result, language)?.title);
  };
  return (
    <dialog ref={dialog} class="question sign-in" aria-labelledby="sign-in" onCancel={onCancel}>
      <h2 id="sign-in" class="question-title">
        {title}
      </h2>
      <div class="sign-in-body">
        <div>
          <Names operators={operators} chosen={chosen} onChoose={setChosen} />
          {operators.length === 0 && failure === undefined && <p>{words.noOperators}</p>}
          {failure !== undefined && (
            <p class="sign-in-failure" role="alert">
              {failure}
            </p>
          )}
        </div>
        <PinForm {...{ yes, language, onCancel }} isReady={chosen !== undefined} onPin={prove} />
      </div>
      <StopButton language={language} />
    </dialog>
  );
}

interface NamesProps {
  readonly operators: OperatorList['operators'];
  readonly chosen: string | undefined;
  readonly onChoose: (operatorId: string) => void;
}

function Names({ operators, chosen, onChoose }: NamesProps): JSX.Element {
  return (
    <div class="sign-in-names">
      {operators
        .filter(({ isDisabled }) => !isDisabled)
        .map(({ operatorId, name }) => (
          <ActionButton
            key={operatorId}
            tone={operatorId === chosen ? 'primary' : 'plain'}
            onPress={() => onChoose(operatorId)}
          >
            {name}
          </ActionButton>
        ))}
    </div>
  );
}

interface PinFormProps {
  readonly yes: string;
  readonly language: Language;
  readonly isReady: boolean;
  readonly onPin: (pin: string) => Promise<void>;
  readonly onCancel: () => void;
}

function PinForm({ yes, language, isReady, onPin, onCancel }: PinFormProps): JSX.Element {
  const [pin, setPin] = useState('');
  const words = pageWords(language);
  const submit = (): void => {
    setPin('');
    if (isReady && pin !== '') void onPin(pin);
  };
  return (
    <form
      class="sign-in-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <label class="sign-in-pin">
        {words.pin}
        <input
          type="password"
          inputMode="numeric"
          autocomplete="off"
          maxLength={PIN_MAX_CHARS}
          value={pin}
          onInput={({ currentTarget }) => setPin(currentTarget.value)}
        />
      </label>
      <Keypad
        label={moneyViewWords(language).keypad}
        deleteLabel={moneyViewWords(language).deleteKey}
        hasDoubleZero={false}
        onDigits={(digits) => setPin(`${pin}${digits}`.slice(0, PIN_MAX_CHARS))}
        onDelete={() => setPin(pin.slice(0, -1))}
      />
      <div class="question-answers">
        <ActionButton onPress={onCancel}>{words.cancel}</ActionButton>
        <ActionButton tone="primary" isDisabled={!isReady || pin === ''} onPress={submit}>
          {yes}
        </ActionButton>
      </div>
    </form>
  );
}
