import type { JSX } from 'preact';
import { Notice } from '../../../agent/ui/notice.tsx';
import { businessWords } from '../../../agent/words/business-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { dayText } from '../../../agent/words/time.ts';
import type { BalancesView } from '../api/balance-schema.ts';
import type { SessionView } from '../api/schema.ts';
import { accountText, amountText } from './account-amount.ts';
import { CostPanel } from './cost-panel.tsx';
import { hasField, type HubCalls } from './hub-calls.ts';
import { LinkNotice } from './link-notice.tsx';
import { hashOf } from './place.ts';
import { usePolled } from './use-polled.ts';

export interface BalancesScreenProps {
  readonly language: Language;
  readonly calls: HubCalls;
  readonly session: SessionView;
}

export type ContractBalanceView = BalancesView['contracts'][number];

/** What every customer has left, by contract, and what is charged. */
export function BalancesScreen({ language, calls, session }: BalancesScreenProps): JSX.Element {
  const balances = usePolled(calls, '/v1/balances', isBalances);
  const words = businessWords(language);
  const { view } = balances;
  return (
    <>
      <h1 class="heading">{words.nav.balances}</h1>
      <LinkNotice polled={balances} language={language} />
      {view !== undefined && view.contracts.length === 0 && (
        <Notice tone="plain" {...words.balances.none} />
      )}
      {view !== undefined && view.contracts.length > 0 && (
        <>
          <BalanceTable
            contracts={view.contracts}
            language={language}
            isOld={balances.link !== 'live'}
          />
          <p class="card-text">{words.balances.shared}</p>
        </>
      )}
      {session.actions.includes('read-costs') && (
        <CostPanel {...{ language, calls }} mayExport={session.actions.includes('export-costs')} />
      )}
    </>
  );
}

interface BalanceTableProps {
  readonly contracts: readonly ContractBalanceView[];
  readonly language: Language;
  readonly isOld: boolean;
}

function BalanceTable({ contracts, language, isOld }: BalanceTableProps): JSX.Element {
  const words = businessWords(language).balances;
  return (
    <table class={isOld ? 'table table-old' : 'table'}>
      <thead>
        <tr>
          <th scope="col">{words.customer}</th>
          <th scope="col">{words.contract}</th>
          <th scope="col">{words.since}</th>
          <th scope="col">{words.left}</th>
        </tr>
      </thead>
      <tbody>
        {contracts.map((contract) => (
          <tr key={contract.contract}>
            <td>
              <a
                class="till-link"
                href={hashOf({ screen: 'customer', customer: contract.customer })}
              >
                {contract.customer}
              </a>
            </td>
            <td class="text-cell">
              {contractText(contract)}
              {!contract.isInForce && <span class="mark mark-inline">{words.ended}</span>}
            </td>
            <td class="nowrap">{dayText(contract.start, language)}</td>
            <td>
              <AccountsLeft {...{ contract, language }} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function AccountsLeft(props: {
  readonly contract: ContractBalanceView;
  readonly language: Language;
}): JSX.Element {
  const { contract, language } = props;
  const words = businessWords(language).balances;
  const { currency } = contract;
  return (
    <ul class="amounts">
      {contract.accounts.map(({ account, left, isLow }) => (
        <li key={account}>
          <span class="quiet">{accountText(account, language)}</span>
          <span class="amount">{amountText(left, { account, currency }, language)}</span>
          {isLow && <span class="mark mark-warning">{words.low}</span>}
        </li>
      ))}
    </ul>
  );
}

/** The contract with its plan: "c-7 · omn, presidio". */
export function contractText({ contract, plan, variant }: ContractBalanceView): string {
  return `${contract} · ${variant === undefined ? plan : `${plan}, ${variant}`}`;
}

export function isBalances(body: unknown): body is BalancesView {
  return hasField(body, 'contracts');
}
