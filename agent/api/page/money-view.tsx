import type { JSX } from 'preact';
import { ActionButton } from '../../ui/action-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { Language } from '../../words/language.ts';
import { moneyViewWords } from '../../words/money-view-words.ts';
import { pageWords } from '../../words/page-words.ts';
import type { StatusView } from '../schema.ts';
import { ActionForm } from './action-form.tsx';
import { ActionMenu } from './action-menu.tsx';
import type { ApiCalls } from './api-calls.ts';
import { ControlGuard } from './control-guard.tsx';
import { DepositPanel } from './deposit-panel.tsx';
import { failureText } from './failure-text.ts';
import { expectedMinorAt, operationText } from './money-outcome.ts';
import { isAtMachine } from './money-actions.ts';
import { PlaceTable } from './place-table.tsx';
import { guardOf } from './session-guard.ts';
import { ShiftReport } from './shift-report.tsx';
import type { DepositDesk } from './use-deposit-desk.ts';
import type { MoneyDesk } from './use-money-desk.ts';
import { useMoneyFacts, type MoneyFacts } from './use-money-facts.ts';
import type { OperatorDesk } from './use-operator.ts';

export interface MoneyViewProps {
  readonly status: StatusView;
  readonly calls: ApiCalls;
  readonly operator: OperatorDesk;
  readonly desk: MoneyDesk;
  readonly depositDesk: DepositDesk;
  readonly language: Language;
  readonly isLive: boolean;
}

/** The machine's money, and what whoever is signed in may do with it. */
export function MoneyView(props: MoneyViewProps): JSX.Element {
  const { status, calls, operator } = props;
  const facts = useMoneyFacts(calls, operator, status.journal.seq);
  return (
    <main class="money">
      <Person operator={operator} language={props.language} />
      <DeskNotice {...props} />
      <Content {...props} facts={facts} />
    </main>
  );
}

interface PersonProps {
  readonly operator: OperatorDesk;
  readonly language: Language;
}

function Person({ operator, language }: PersonProps): JSX.Element {
  const words = pageWords(language);
  const { session } = operator;
  return (
    <div class="person">
      <p class="person-name">
        {session === undefined
          ? moneyViewWords(language).signInFirst
          : words.signedIn(session.operator.name).title}
      </p>
      {session === undefined ? (
        <ActionButton tone="primary" onPress={operator.askToSignIn}>
          {words.signIn}
        </ActionButton>
      ) : (
        <ActionButton onPress={operator.signOut}>{words.signOut}</ActionButton>
      )}
    </div>
  );
}

/** How it stands with what was begun last. */
function DeskNotice({ desk, language, isLive }: MoneyViewProps): JSX.Element | null {
  const words = moneyViewWords(language);
  const { state } = desk;
  switch (state.kind) {
    case 'ready':
    case 'report':
      return null;
    case 'sending':
      return <p class="money-sending">{words.sending}</p>;
    case 'unknown':
      return (
        <Notice tone="alert" {...words.unknown}>
          <ActionButton
            tone="primary"
            isDisabled={!isLive}
            onPress={() => desk.perform(state.order)}
          >
            {words.tryAgain}
          </ActionButton>
        </Notice>
      );
    case 'moving':
      return (
        <Notice {...operationText(state.deed, state.operation, language)}>
          {isAtMachine(state.deed.action) && (
            <ActionButton isDisabled={!isLive} onPress={() => desk.endAtMachine(state)}>
              {words.endAtMachine}
            </ActionButton>
          )}
        </Notice>
      );
    case 'said':
      return (
        <Notice {...state.said}>
          <ActionButton onPress={() => desk.show({ kind: 'ready' })}>
            {pageWords(language).dismiss}
          </ActionButton>
        </Notice>
      );
  }
}

type ContentProps = MoneyViewProps & { readonly facts: MoneyFacts };

function Content(props: ContentProps): JSX.Element {
  const { status, desk, depositDesk, language, isLive, facts } = props;
  const { deposit, ending, finish } = depositDesk;
  const { state, action, draft } = desk;
  if (deposit !== undefined) {
    return <DepositPanel {...{ deposit, ending, language, isLive }} onFinish={finish} />;
  }
  if (state.kind === 'report') {
    const { currency } = status;
    return (
      <ShiftReport
        {...{ report: state.report, currency, language }}
        onClose={() => desk.show({ kind: 'ready' })}
      />
    );
  }
  if (action === undefined) return <Overview {...props} />;
  const form = (
    <ActionForm
      {...{ action, draft, status, language, counts: facts.counts }}
      isReady={isLive && isFree(desk)}
      onDraft={desk.setDraft}
      onBack={() => desk.choose(undefined)}
      onPerform={(deed) =>
        desk.perform({ deed, expectedMinor: expectedMinorAt(facts.counts, deed.place) })
      }
    />
  );
  const cause = guardOf(action);
  return cause === undefined ? form : <ControlGuard cause={cause}>{form}</ControlGuard>;
}

/** What lies where, and beside it all that can be begun. */
function Overview(props: ContentProps): JSX.Element {
  const { status, calls, operator, desk, language, isLive, facts } = props;
  const words = moneyViewWords(language);
  const { session } = operator;
  const lastReport = (): void =>
    operator.perform(async (who) => {
      const result = await calls.shifts(who);
      const failure = failureText(result, language);
      const report = result.kind === 'done' ? result.body.shifts[0] : undefined;
      if (report !== undefined) desk.show({ kind: 'report', report });
      else {
        const said = { tone: 'plain', ...(failure ?? words.shift.noReport) } as const;
        desk.show({ kind: 'said', said });
      }
      return result;
    });
  return (
    <div class="money-overview">
      {facts.counts !== undefined && <PlaceTable counts={facts.counts} language={language} />}
      {session !== undefined && (
        <ActionMenu
          {...{ status, language }}
          rights={session.rights}
          isShiftOpen={facts.shift === undefined ? undefined : facts.shift !== null}
          isLive={isLive && isFree(desk)}
          onChoose={desk.choose}
          onLastReport={lastReport}
        />
      )}
    </div>
  );
}

/** One thing at a time; what got no answer is settled first. */
function isFree({ state }: MoneyDesk): boolean {
  return state.kind === 'ready' || state.kind === 'said';
}
