import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { businessWords } from '../../../agent/words/business-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { instantText } from '../../../agent/words/time.ts';
import type { StatementView } from '../api/balance-schema.ts';
import { accountText, amountText, type AmountUnit } from './account-amount.ts';
import type { ContractBalanceView } from './balances-screen.tsx';
import { DayField } from './entry-form.tsx';
import { hasField, type HubCalls } from './hub-calls.ts';
import { LinkNotice } from './link-notice.tsx';
import { dayAgo, periodQuery } from './period.ts';
import { usePolled } from './use-polled.ts';

export interface StatementPanelProps {
  readonly language: Language;
  readonly calls: HubCalls;
  readonly customer: string;
  readonly contracts: readonly ContractBalanceView[];
  readonly round: number;
}

const DAYS_SHOWN = 365;

/** Every entry of a customer's balances in a time, the newest first. */
export function StatementPanel(props: StatementPanelProps): JSX.Element {
  const { language, calls, customer, contracts, round } = props;
  const [period, setPeriod] = useState(() => ({ from: dayAgo(DAYS_SHOWN), to: dayAgo(0) }));
  const query = periodQuery(period);
  const at = `/v1/customers/${encodeURIComponent(customer)}`;
  const statement = usePolled(calls, `${at}/statement?${query}`, isStatement);
  useEffect(() => (round === 0 ? undefined : statement.refresh()), [round]);
  const words = businessWords(language).statement;
  return (
    <section class="card card-stack">
      <div class="screen-head">
        <h2 class="sub-heading">{words.title}</h2>
        <a
          class="button button-plain button-normal"
          href={`${at}/statement.csv?${query}`}
          download={`${customer}.csv`}
        >
          {words.file}
        </a>
      </div>
      <div class="form-line">
        <DayField
          label={words.from}
          name="from"
          day={period.from}
          onDay={(from) => setPeriod({ ...period, from })}
        />
        <DayField
          label={words.to}
          name="to"
          day={period.to}
          onDay={(to) => setPeriod({ ...period, to })}
        />
      </div>
      <LinkNotice polled={statement} language={language} />
      {statement.view?.accounts.length === 0 && <p class="card-text">{words.none}</p>}
      {statement.view?.accounts.map((account) => (
        <AccountTable
          key={account.account}
          {...{ account, language }}
          unit={unitOf(account.account, contracts)}
        />
      ))}
    </section>
  );
}

/** Contracts of one customer share a balance: their plans reckon in one currency. */
export function unitOf(account: string, contracts: readonly ContractBalanceView[]): AmountUnit {
  const uses = contracts.find(({ accounts }) => accounts.some((each) => each.account === account));
  return { account, currency: uses?.currency };
}

interface AccountTableProps {
  readonly account: StatementView['accounts'][number];
  readonly unit: AmountUnit;
  readonly language: Language;
}

function AccountTable({ account, unit, language }: AccountTableProps): JSX.Element {
  const words = businessWords(language).statement;
  const amount = (count: number): string => amountText(count, unit, language);
  return (
    <>
      <h3 class="sub-heading">{accountText(account.account, language)}</h3>
      {account.overdraft > 0 && (
        <p class="card-text tone-warning">{words.overdraft(amount(account.overdraft))}</p>
      )}
      <table class="table table-plain">
        <thead>
          <tr>
            <th scope="col">{words.when}</th>
            <th scope="col">{words.what}</th>
            <th scope="col">{words.about}</th>
            <th scope="col" class="number">
              {words.change}
            </th>
            <th scope="col" class="number">
              {words.balance}
            </th>
          </tr>
        </thead>
        <tbody>
          {account.lines.toReversed().map((line) => (
            <tr key={`${line.kind} ${line.id}`}>
              <td class="nowrap">{instantText(Date.parse(line.bookedAt), language)}</td>
              <td class="text-cell">{kindText(line.kind, language)}</td>
              <td class="text-cell quiet">{aboutText(line, language)}</td>
              <td class="number">{line.change === 0 ? '' : amount(line.change)}</td>
              <td class="number">{amount(line.balance)}</td>
            </tr>
          ))}
          <tr>
            <td class="quiet" colSpan={4}>
              {account.isCut ? words.cut : words.opening}
            </td>
            <td class="number quiet">{account.isCut ? '' : amount(account.opening)}</td>
          </tr>
        </tbody>
      </table>
    </>
  );
}

type Line = StatementView['accounts'][number]['lines'][number];

function aboutText({ ticket, source, lease, id }: Line, language: Language): string {
  if (source !== undefined) {
    const { sources } = businessWords(language).statement;
    return Object.entries(sources).find(([name]) => name === source)?.[1] ?? source;
  }
  const about = ticket ?? lease ?? id;
  return about.length <= ABOUT_MAX_CHARS ? about : `${about.slice(0, ABOUT_MAX_CHARS)}…`;
}

/** The file has it whole. */
const ABOUT_MAX_CHARS = 20;

/** A newer hub may have one that this page does not know. */
function kindText(kind: string, language: Language): string {
  const { kinds } = businessWords(language).statement;
  return Object.entries(kinds).find(([name]) => name === kind)?.[1] ?? kind;
}

function isStatement(body: unknown): body is StatementView {
  return hasField(body, 'accounts');
}
