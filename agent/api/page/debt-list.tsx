import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../ui/action-button.tsx';
import { QuestionDialog } from '../../ui/question-dialog.tsx';
import type { Language } from '../../words/language.ts';
import { moneyText } from '../../words/money.ts';
import { moneyViewWords } from '../../words/money-view-words.ts';
import { pageWords } from '../../words/page-words.ts';
import { instantText } from '../../words/time.ts';
import type { DebtView, StatusView } from '../schema.ts';
import { ControlGuard } from './control-guard.tsx';

export interface DebtListProps {
  readonly status: StatusView;
  readonly language: Language;
  /** False while what is shown may be old: then nothing can be pressed. */
  readonly isLive: boolean;
  readonly onPay: (debtId: string, by: 'hand' | 'machine') => void;
  readonly onReceipt: (debtId: string) => void;
}

interface Asked {
  readonly debtId: string;
  readonly by: 'hand' | 'machine';
}

/** Money that is still to be given to somebody, and the two ways to give it. */
export function DebtList(props: DebtListProps): JSX.Element {
  const { status, language, isLive, onPay, onReceipt } = props;
  const [asked, setAsked] = useState<Asked | undefined>(undefined);
  const words = pageWords(language);
  const { debts } = status;
  const money = ({ remainingMinor, currency }: DebtView): string =>
    moneyText(remainingMinor, currency, language);
  const inQuestion = debts.find((debt) => debt.debtId === asked?.debtId && !debt.isBeingPaid);
  const question = asked?.by === 'machine' ? words.payByMachineQuestion : words.payByHandQuestion;
  const answer = (): void => {
    if (asked !== undefined) onPay(asked.debtId, asked.by);
    setAsked(undefined);
  };
  return (
    <aside class="debts">
      <h2 class="debts-heading">{words.debts}</h2>
      <ul class="debts-list">
        {debts.map((debt) => (
          <DebtItem
            key={debt.debtId}
            debt={debt}
            amount={money(debt)}
            language={language}
            isLive={isLive}
            canMachinePay={canMachinePay(status)}
            onAsk={(by) => setAsked({ debtId: debt.debtId, by })}
            onReceipt={() => onReceipt(debt.debtId)}
          />
        ))}
      </ul>
      {inQuestion !== undefined && isLive && (
        <ControlGuard cause="cash-out">
          <QuestionDialog
            {...question(money(inQuestion))}
            onYes={answer}
            onNo={() => setAsked(undefined)}
          />
        </ControlGuard>
      )}
    </aside>
  );
}

interface DebtItemProps {
  readonly debt: DebtView;
  readonly amount: string;
  readonly language: Language;
  readonly isLive: boolean;
  readonly canMachinePay: boolean;
  readonly onAsk: (by: 'hand' | 'machine') => void;
  readonly onReceipt: () => void;
}

function DebtItem(props: DebtItemProps): JSX.Element {
  const { debt, amount, language, isLive, canMachinePay: canPay, onAsk, onReceipt } = props;
  const words = pageWords(language);
  return (
    <li class="debt">
      <p class="debt-amount">{amount}</p>
      <p class="debt-cause">
        {words.debtCauses[debt.cause]}, {instantText(Date.parse(debt.recordedAt), language)}
      </p>
      {debt.isBeingPaid ? (
        <p class="debt-paying">{words.debtBeingPaid}</p>
      ) : (
        <div class="debt-actions">
          <p class="debt-advice">{words.debtAdvice[debt.cause]}</p>
          <ActionButton isDisabled={!isLive} onPress={() => onAsk('hand')}>
            {words.payByHand}
          </ActionButton>
          <ActionButton isDisabled={!isLive || !canPay} onPress={() => onAsk('machine')}>
            {words.payByMachine}
          </ActionButton>
          <ActionButton isDisabled={!isLive} onPress={onReceipt}>
            {moneyViewWords(language).receipt}
          </ActionButton>
        </div>
      )}
    </li>
  );
}

/** The machine pays a debt only between sales. */
function canMachinePay({ activity }: StatusView): boolean {
  return activity === 'idle' || activity === 'not-ready';
}
