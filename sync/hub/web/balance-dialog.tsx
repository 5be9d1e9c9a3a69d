import type { JSX } from 'preact';
import { businessWords } from '../../../agent/words/business-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { moneyText } from '../../../agent/words/money.ts';
import type { NoticeText } from '../../../agent/words/page-text.ts';
import { typedAmount } from './account-amount.ts';
import { contractText, type ContractBalanceView } from './balances-screen.tsx';
import { ChoiceField } from './choice-field.tsx';
import { Field } from './fields.tsx';
import { FormDialog } from './form-dialog.tsx';
import type { Order } from './hub-calls.ts';
import type { Outcome } from './outcome.tsx';

/** What is credited; its id is made when it is begun, so that it counts once. */
export interface BalanceTask {
  readonly kind: 'orderPack' | 'topUp' | 'openPools';
  readonly id: string;
  /** Those it can be for; there is one at least. */
  readonly contracts: readonly ContractBalanceView[];
}

export interface BalanceDialogProps {
  readonly language: Language;
  readonly customer: string;
  readonly task: BalanceTask;
  readonly outcome: Outcome;
  readonly onSend: (order: Order) => void;
  readonly onSay: (text: NoticeText) => void;
  readonly onNo: () => void;
}

/** A pack, a top-up or the pools of a term, said in full before it is booked. */
export function BalanceDialog(props: BalanceDialogProps): JSX.Element {
  const { language, customer, task, outcome, onSend, onSay, onNo } = props;
  const { balances: words, no } = businessWords(language);
  const { title, text, yes } = words[task.kind];
  const send = (field: (name: string) => string): void => {
    const order = orderOf(props, field);
    if (order === undefined) onSay(words.amountUnfit);
    else onSend(order);
  };
  return (
    <FormDialog title={title(customer)} {...{ text, yes, no, outcome, onNo }} onYes={send}>
      <ChoiceField
        label={words.contract}
        name="contract"
        options={task.contracts.map((each) => ({ value: each.contract, text: contractText(each) }))}
      />
      <TaskFields {...{ task, language }} />
    </FormDialog>
  );
}

function TaskFields(props: {
  readonly task: BalanceTask;
  readonly language: Language;
}): JSX.Element | null {
  const { task, language } = props;
  const words = businessWords(language).balances;
  const [first] = task.contracts;
  if (first === undefined) return null;
  switch (task.kind) {
    case 'orderPack':
      return (
        <>
          <ChoiceField
            label={words.packLabel}
            name="pack"
            options={first.packs.map(({ credits, priceMinor }) => ({
              value: String(credits),
              text: words.pack(String(credits), moneyText(priceMinor, first.currency, language)),
            }))}
          />
          <label class="check">
            <input type="checkbox" name="registration" value="yes" />
            <span>{words.isRegistration}</span>
          </label>
        </>
      );
    case 'topUp':
      return <Field label={words.amount(first.currency)} name="amount" type="number" />;
    case 'openPools':
      return null;
  }
}

/** Undefined where the amount is none. */
function orderOf(
  { customer, task }: BalanceDialogProps,
  field: (name: string) => string,
): Order | undefined {
  const contract = field('contract');
  const { id } = task;
  const at = `/v1/customers/${encodeURIComponent(customer)}`;
  switch (task.kind) {
    case 'orderPack': {
      const isRegistration = field('registration') === 'yes';
      const body = { id, contract, pack: Number(field('pack')), isRegistration };
      return { path: `${at}/packs`, body };
    }
    case 'topUp': {
      const currency = task.contracts.find((each) => each.contract === contract)?.currency;
      const amountMinor = typedAmount(field('amount'), { account: 'wallet', currency });
      if (amountMinor === undefined) return undefined;
      return { path: `${at}/top-ups`, body: { id, contract, amountMinor } };
    }
    case 'openPools':
      return { path: `${at}/pools`, body: { contract } };
  }
}
