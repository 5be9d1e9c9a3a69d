import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../ui/action-button.tsx';
import { Figure } from '../../ui/figure.tsx';
import { Notice } from '../../ui/notice.tsx';
import { QuestionDialog } from '../../ui/question-dialog.tsx';
import type { Language } from '../../words/language.ts';
import { moneyText } from '../../words/money.ts';
import { moneyViewWords } from '../../words/money-view-words.ts';
import { notClosedText, type DepositEnd, type DepositState } from './money-outcome.ts';
import type { Ending } from './use-deposit-desk.ts';

export interface DepositPanelProps {
  readonly deposit: DepositState;
  readonly ending: Ending | undefined;
  readonly language: Language;
  readonly isLive: boolean;
  readonly onFinish: (end: DepositEnd) => void;
}

const ENDS: Readonly<Record<'fill' | 'exchange', readonly DepositEnd[]>> = {
  fill: ['repay', 'no-change'],
  exchange: ['repay', 'fewest', 'most'],
};

/** Cash that an operator is putting in, and what is to become of it. */
export function DepositPanel(props: DepositPanelProps): JSX.Element {
  const { deposit, ending, language, isLive, onFinish } = props;
  const [asked, setAsked] = useState<DepositEnd | undefined>(undefined);
  const { deposit: words, yes, no, movesNow } = moneyViewWords(language);
  const purpose = deposit.purpose === 'exchange' ? 'exchange' : 'fill';
  const amount = moneyText(deposit.insertedMinor, deposit.currency, language);
  const silent = notClosedText(deposit, language);
  const isOpen = isWaiting(deposit) && (ending === undefined || ending.stage === 'unanswered');
  const isPressable = isOpen && isLive;
  return (
    <section class="form" aria-label={words.titles[purpose]}>
      <header class="form-head">
        <h1 class="form-title">{words.titles[purpose]}</h1>
        <p class="form-advice">{isOpen ? words.texts[purpose] : words.waiting}</p>
      </header>
      <div class="deposit-body">
        <Figure isMain tone="active" label={words.inserted} amount={amount} />
        {silent !== undefined && <p class="form-advice">{silent}</p>}
        {ending?.stage === 'unanswered' && (
          <Unanswered language={language} onRetry={() => onFinish(ending.end)} />
        )}
      </div>
      <footer class="form-foot">
        {ENDS[purpose].map((end) => (
          <ActionButton
            key={end}
            size="large"
            tone={end === 'repay' ? 'plain' : 'primary'}
            isDisabled={!isPressable || (end !== 'repay' && deposit.insertedMinor === 0)}
            onPress={() => setAsked(end)}
          >
            {words.ends[end]}
          </ActionButton>
        ))}
      </footer>
      {asked !== undefined && isPressable && (
        <QuestionDialog
          title={words.questions[asked](amount)}
          text={movesNow}
          yes={yes}
          no={no}
          onNo={() => setAsked(undefined)}
          onYes={() => {
            setAsked(undefined);
            onFinish(asked);
          }}
        />
      )}
    </section>
  );
}

function Unanswered({
  language,
  onRetry,
}: {
  readonly language: Language;
  readonly onRetry: () => void;
}): JSX.Element {
  const words = moneyViewWords(language);
  return (
    <Notice tone="alert" {...words.unknown}>
      <ActionButton onPress={onRetry}>{words.tryAgain}</ActionButton>
    </Notice>
  );
}

/** Nothing has been decided about it yet. */
function isWaiting({ state }: DepositState): boolean {
  return state === 'collecting' || state === 'paused' || state === 'fixing' || state === 'fixed';
}
