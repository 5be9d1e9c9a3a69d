import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { businessWords } from '../../../agent/words/business-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import type { SessionView } from '../api/schema.ts';
import { accountText, amountText } from './account-amount.ts';
import { BalanceDialog, type BalanceTask } from './balance-dialog.tsx';
import {
  contractText,
  isBalances,
  type BalancesScreenProps,
  type ContractBalanceView,
} from './balances-screen.tsx';
import { isNothing, type Order } from './hub-calls.ts';
import { LeasePanel } from './lease-panel.tsx';
import { LinkNotice } from './link-notice.tsx';
import { useOutcome } from './outcome.tsx';
import { hashOf } from './place.ts';
import { StatementPanel } from './statement-panel.tsx';
import { usePolled } from './use-polled.ts';

export interface CustomerScreenProps extends BalancesScreenProps {
  readonly customer: string;
}

/** The balances of one customer: what is left, what it was used for, and what tills were lent. */
export function CustomerScreen(props: CustomerScreenProps): JSX.Element {
  const { language, calls, session, customer } = props;
  const balances = usePolled(calls, '/v1/balances', isBalances);
  const outcome = useOutcome(language);
  const [task, setTask] = useState<BalanceTask | undefined>(undefined);
  /** Counts what was done: the panels below ask again. */
  const [round, setRound] = useState(0);
  const words = businessWords(language).balances;
  const contracts = (balances.view?.contracts ?? []).filter((each) => each.customer === customer);
  const done = (): void => {
    setRound(round + 1);
    balances.refresh();
  };
  const send = (order: Order): void =>
    outcome.run(calls.send(order, isNothing), () => {
      setTask(undefined);
      outcome.say(words.posted);
      done();
    });
  return (
    <>
      <a class="back" href={hashOf({ screen: 'balances' })}>
        {words.back}
      </a>
      <div class="screen-head">
        <h1 class="heading">{customer}</h1>
        <Orders {...{ language, session, contracts }} onTask={setTask} />
      </div>
      {task === undefined ? (
        outcome.notice
      ) : (
        <BalanceDialog
          {...{ language, customer, task, outcome }}
          onSend={send}
          onSay={outcome.say}
          onNo={() => setTask(undefined)}
        />
      )}
      <LinkNotice polled={balances} language={language} />
      <ul class="plain-list contracts">
        {contracts.map((contract) => (
          <ContractLine key={contract.contract} {...{ contract, language }} />
        ))}
      </ul>
      <LeasePanel {...{ language, calls, session, customer, contracts, round }} onDone={done} />
      <StatementPanel {...{ language, calls, customer, contracts, round }} />
    </>
  );
}

interface OrdersProps {
  readonly language: Language;
  readonly session: SessionView;
  readonly contracts: readonly ContractBalanceView[];
  readonly onTask: (task: BalanceTask) => void;
}

/** What may be credited, as far as the contracts in force work with it. */
function Orders({ language, session, contracts, onTask }: OrdersProps): JSX.Element | null {
  const words = businessWords(language).balances;
  if (!session.actions.includes('manage-balance')) return null;
  const using = (...names: readonly string[]) =>
    contracts.filter(
      ({ isInForce, accounts }) =>
        isInForce && accounts.some(({ account }) => names.includes(account)),
    );
  const tasks = [
    { kind: 'orderPack', contracts: using('credits').filter(({ packs }) => packs.length > 0) },
    { kind: 'topUp', contracts: using('wallet') },
    { kind: 'openPools', contracts: using('pool-remote', 'pool-on-site') },
  ] as const;
  return (
    <>
      {tasks
        .filter((task) => task.contracts.length > 0)
        .map((task) => (
          <ActionButton
            key={task.kind}
            onPress={() => onTask({ ...task, id: crypto.randomUUID() })}
          >
            {words[task.kind].button}
          </ActionButton>
        ))}
    </>
  );
}

function ContractLine(props: {
  readonly contract: ContractBalanceView;
  readonly language: Language;
}): JSX.Element {
  const { contract, language } = props;
  const words = businessWords(language).balances;
  const { currency, isInForce, accounts } = contract;
  return (
    <li class="card contract">
      <p class="contract-name">
        {contractText(contract)}
        {!isInForce && <span class="mark mark-inline">{words.ended}</span>}
      </p>
      {accounts.map(({ account, left, held, isLow }) => (
        <p key={account} class="contract-account">
          <span class="quiet">{accountText(account, language)}</span>
          <strong class="contract-left">{amountText(left, { account, currency }, language)}</strong>
          {held > 0 && (
            <span class="quiet">
              {`${words.held}: ${amountText(held, { account, currency }, language)}`}
            </span>
          )}
          {isLow && <span class="mark mark-warning">{words.low}</span>}
        </p>
      ))}
    </li>
  );
}
