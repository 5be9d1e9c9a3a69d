import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { businessWords } from '../../../agent/words/business-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import type { LeasesView } from '../api/balance-schema.ts';
import type { SessionView } from '../api/schema.ts';
import { amountText } from './account-amount.ts';
import type { ContractBalanceView } from './balances-screen.tsx';
import { hasField, isNothing, type HubCalls, type Order } from './hub-calls.ts';
import { LeaseDialog, lendablePlaces, type Lease, type LeaseTask } from './lease-dialog.tsx';
import { LinkNotice } from './link-notice.tsx';
import { useOutcome } from './outcome.tsx';
import { unitOf } from './statement-panel.tsx';
import { usePolled } from './use-polled.ts';

export interface LeasePanelProps {
  readonly language: Language;
  readonly calls: HubCalls;
  readonly session: SessionView;
  readonly customer: string;
  readonly contracts: readonly ContractBalanceView[];
  readonly round: number;
  readonly onDone: () => void;
}

/** What tills were lent of a customer's balances, and what is left of it. */
export function LeasePanel(props: LeasePanelProps): JSX.Element {
  const { language, calls, session, customer, contracts, round, onDone } = props;
  const leases = usePolled(calls, `/v1/customers/${encodeURIComponent(customer)}/leases`, isLeases);
  useEffect(() => (round === 0 ? undefined : leases.refresh()), [round]);
  const outcome = useOutcome(language);
  const [task, setTask] = useState<LeaseTask | undefined>(undefined);
  const words = businessWords(language).leases;
  const mayLend = session.actions.includes('manage-leases') && lendablePlaces(contracts).length > 0;
  const send = (order: Order, of: LeaseTask): void =>
    outcome.run(calls.send(order, isNothing), () => {
      setTask(undefined);
      outcome.say(saidOf(of, language, contracts));
      onDone();
    });
  return (
    <section class="card card-stack">
      <div class="screen-head">
        <h2 class="sub-heading">{words.title}</h2>
        {mayLend && (
          <ActionButton onPress={() => setTask({ kind: 'lend', id: crypto.randomUUID() })}>
            {words.lend.button}
          </ActionButton>
        )}
      </div>
      <p class="card-text">{words.text}</p>
      {task === undefined ? (
        outcome.notice
      ) : (
        <LeaseDialog
          {...{ language, customer, contracts, task, outcome }}
          onSend={(order) => send(order, task)}
          onNo={() => setTask(undefined)}
        />
      )}
      <LinkNotice polled={leases} language={language} />
      {leases.view?.leases.length === 0 && <p class="card-text">{words.none}</p>}
      {leases.view !== undefined && leases.view.leases.length > 0 && (
        <LeaseTable
          {...{ language, session, contracts }}
          leases={leases.view.leases}
          onTask={setTask}
        />
      )}
    </section>
  );
}

function saidOf(task: LeaseTask, language: Language, contracts: readonly ContractBalanceView[]) {
  const words = businessWords(language);
  switch (task.kind) {
    case 'lend':
      return words.balances.posted;
    case 'askBack':
      return words.leases.asked;
    case 'writeOff': {
      const { left, account } = task.lease;
      return words.leases.writtenOff(amountText(left, unitOf(account, contracts), language));
    }
  }
}

interface LeaseTableProps extends Pick<LeasePanelProps, 'language' | 'session' | 'contracts'> {
  readonly leases: readonly Lease[];
  readonly onTask: (task: LeaseTask) => void;
}

function LeaseTable({ leases, onTask, ...props }: LeaseTableProps): JSX.Element {
  const { language, contracts } = props;
  const words = businessWords(language).leases;
  return (
    <table class="table table-plain">
      <thead>
        <tr>
          <th scope="col">{words.till}</th>
          <th scope="col" class="number">
            {words.lent}
          </th>
          <th scope="col" class="number">
            {words.left}
          </th>
          <th scope="col" class="number">
            {words.promised}
          </th>
          <th scope="col">{words.state}</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {leases.toReversed().map((lease) => {
          const unit = unitOf(lease.account, contracts);
          return (
            <tr key={lease.lease}>
              <td class="text-cell">{lease.station}</td>
              <td class="number">{amountText(lease.amount, unit, language)}</td>
              <td class="number">{amountText(lease.left, unit, language)}</td>
              <td class="number">{amountText(lease.promised, unit, language)}</td>
              <td>{words.states[stateOf(lease)]}</td>
              <td>
                <div class="row-actions">
                  <LeaseActions {...{ lease, onTask }} {...props} />
                </div>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function stateOf({ state, isTaken }: Lease): 'open' | 'not-taken' | 'closed' | 'written-off' {
  return state === 'open' && !isTaken ? 'not-taken' : state;
}

type LeaseActionsProps = Pick<LeaseTableProps, 'language' | 'session' | 'onTask'> & {
  readonly lease: Lease;
};

function LeaseActions({ language, session, lease, onTask }: LeaseActionsProps): JSX.Element | null {
  const words = businessWords(language).leases;
  if (lease.state !== 'open') return null;
  return (
    <>
      {session.actions.includes('manage-leases') && (
        <ActionButton onPress={() => onTask({ kind: 'askBack', lease })}>
          {words.askBack.button}
        </ActionButton>
      )}
      {session.actions.includes('write-off-lease') && (
        <ActionButton tone="danger" onPress={() => onTask({ kind: 'writeOff', lease })}>
          {words.writeOff.button}
        </ActionButton>
      )}
    </>
  );
}

function isLeases(body: unknown): body is LeasesView {
  return hasField(body, 'leases');
}
