import type { JSX } from 'preact';
import { businessWords } from '../../../agent/words/business-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import type { LeasesView } from '../api/balance-schema.ts';
import { accountText, typedAmount } from './account-amount.ts';
import type { ContractBalanceView } from './balances-screen.tsx';
import { ChoiceField } from './choice-field.tsx';
import { Field } from './fields.tsx';
import { FormDialog } from './form-dialog.tsx';
import type { Order } from './hub-calls.ts';
import type { Outcome } from './outcome.tsx';
import { unitOf } from './statement-panel.tsx';

export type Lease = LeasesView['leases'][number];

export type LeaseTask =
  /** Its id is made when it is begun, so that it counts once. */
  | { readonly kind: 'lend'; readonly id: string }
  | { readonly kind: 'askBack' | 'writeOff'; readonly lease: Lease };

export interface LeaseDialogProps {
  readonly language: Language;
  readonly customer: string;
  readonly contracts: readonly ContractBalanceView[];
  readonly task: LeaseTask;
  readonly outcome: Outcome;
  readonly onSend: (order: Order) => void;
  readonly onNo: () => void;
}

/** Lending to a till, asking it back or giving it up, said in full before it is done. */
export function LeaseDialog(props: LeaseDialogProps): JSX.Element {
  const { language, task, customer, outcome, onSend, onNo } = props;
  const words = businessWords(language);
  const { title, text, yes } = words.leases[task.kind];
  const send = (field: (name: string) => string): void => {
    const order = orderOf(props, field);
    if (order === undefined) outcome.say(words.balances.amountUnfit);
    else onSend(order);
  };
  return (
    <FormDialog
      title={title(task.kind === 'lend' ? customer : task.lease.station)}
      {...{ text, yes, outcome, onNo }}
      no={words.no}
      isDangerous={task.kind === 'writeOff'}
      onYes={send}
    >
      <TaskFields {...props} />
    </FormDialog>
  );
}

function TaskFields({ language, contracts, task }: LeaseDialogProps): JSX.Element | null {
  const words = businessWords(language);
  switch (task.kind) {
    case 'askBack':
      return null;
    case 'writeOff':
      return <Field label={words.leases.reason} name="reason" />;
    case 'lend':
      return (
        <>
          <ChoiceField
            label={words.leases.till}
            name="place"
            options={lendablePlaces(contracts).map(({ station, account }) => ({
              value: `${station} ${account}`,
              text: `${station} · ${accountText(account, language)}`,
            }))}
          />
          <Field
            label={words.balances.amount(unitsOf(contracts, language))}
            name="amount"
            type="number"
          />
        </>
      );
  }
}

interface LendablePlace {
  readonly station: string;
  readonly account: string;
}

/** The tills that contracts in force name, each with the balances it may draw on. */
export function lendablePlaces(
  contracts: readonly ContractBalanceView[],
): readonly LendablePlace[] {
  const places = contracts
    .filter(({ isInForce }) => isInForce)
    .flatMap(({ stations, accounts }) =>
      stations.flatMap((station) => accounts.map(({ account }) => ({ station, account }))),
    );
  return [...new Map(places.map((place) => [`${place.station} ${place.account}`, place])).values()];
}

/** In what the amount is typed, for whatever may be lent. */
function unitsOf(contracts: readonly ContractBalanceView[], language: Language): string {
  const units = lendablePlaces(contracts).map(({ account }) => {
    if (account === 'wallet') return unitOf(account, contracts).currency ?? '';
    return account === 'credits' ? accountText(account, language) : MINUTES;
  });
  return [...new Set(units)].join(', ');
}

const MINUTES = 'min';

/** Undefined where the amount is none. */
function orderOf(
  { task, contracts }: LeaseDialogProps,
  field: (name: string) => string,
): Order | undefined {
  switch (task.kind) {
    case 'lend': {
      const [station = '', account = ''] = field('place').split(' ');
      const amount = typedAmount(field('amount'), unitOf(account, contracts));
      if (amount === undefined) return undefined;
      const path = `/v1/stations/${station}/leases`;
      return { path, body: { id: task.id, account, amount } };
    }
    case 'askBack':
      return { path: `/v1/leases/${task.lease.lease}/ask-back`, body: {} };
    case 'writeOff': {
      const path = `/v1/leases/${task.lease.lease}/write-off`;
      return { path, body: { reason: field('reason').trim() } };
    }
  }
}
