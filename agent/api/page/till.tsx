import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ActionButton } from '../../ui/action-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { Language } from '../../words/language.ts';
import { moneyViewWords } from '../../words/money-view-words.ts';
import type { NoticeText } from '../../words/page-text.ts';
import { pageWords } from '../../words/page-words.ts';
import type { StatusView } from '../schema.ts';
import type { ApiCalls, CallResult } from './api-calls.ts';
import { DebtList } from './debt-list.tsx';
import { failureText, needsOperator } from './failure-text.ts';
import { HelpNotices } from './help-notices.tsx';
import { HelpView } from './help-view.tsx';
import type { LiveStatus } from './live-status.ts';
import { Message } from './message.tsx';
import { MoneyView } from './money-view.tsx';
import { linkText, noticesFor } from './notices.ts';
import { ReceiptDialog } from './receipt-dialog.tsx';
import { SalePanel } from './sale-panel.tsx';
import { SessionBanner } from './session-banner.tsx';
import { SessionRequest } from './session-request.tsx';
import { SignInDialog } from './sign-in-dialog.tsx';
import { customerBusiness } from './taken-screen.ts';
import { useDepositDesk } from './use-deposit-desk.ts';
import type { HelpDesk } from './use-help-desk.ts';
import { useMoneyDesk } from './use-money-desk.ts';
import type { OperatorDesk } from './use-operator.ts';
import type { SessionDesk } from './use-session-desk.ts';

export const TABS = ['sale', 'money'] as const;
export type View = (typeof TABS)[number] | 'help';

export interface TillProps {
  readonly live: LiveStatus;
  readonly language: Language;
  readonly calls: ApiCalls;
  readonly operator: OperatorDesk;
  readonly help: HelpDesk;
  readonly session: SessionDesk;
  readonly view: View;
  readonly onView: (view: View) => void;
}

/** The till behind the page: the sale, the money or help, and whoever is signed in. */
export function Till(props: TillProps): JSX.Element {
  const { live, language, calls, operator, help, view, onView } = props;
  const [failure, setFailure] = useState<NoticeText | undefined>(undefined);
  const [receiptOf, setReceiptOf] = useState<string | undefined>(undefined);
  const { status } = live;
  const desk = useMoneyDesk({ calls, operator, language, status });
  const depositDesk = useDepositDesk({ calls, operator, language, status, show: desk.show });
  useTakenScreen(status, () => {
    onView('sale');
    operator.stopAsking();
    setReceiptOf(undefined);
  });
  const run = async (call: Promise<CallResult>): Promise<CallResult> => {
    setFailure(undefined);
    const result = await call;
    if (!needsOperator(result)) setFailure(failureText(result, language));
    return result;
  };
  const isLive = live.link === 'live';
  const currency = status?.currency ?? '';
  return (
    <>
      <NoticeList {...props} failure={failure} onDismiss={() => setFailure(undefined)} />
      {view === 'help' && (
        <HelpView {...{ desk: help, calls, language, currency }} onBack={() => onView('sale')} />
      )}
      {status === undefined && view !== 'help' && <Message {...linkText(live, language)} />}
      {status !== undefined && view === 'money' && (
        <MoneyView {...{ status, calls, operator, desk, depositDesk, language, isLive }} />
      )}
      {status !== undefined && view === 'sale' && (
        <Work
          {...{ status, language, isLive }}
          onCancel={(saleId) => void run(calls.cancelSale(saleId))}
          onPay={(debtId, by) => {
            const payment = { debtId, by, key: crypto.randomUUID() };
            operator.perform((who) => run(calls.payDebt(payment, who)));
          }}
          onReceipt={setReceiptOf}
        />
      )}
      <SignIn {...props} />
      {receiptOf !== undefined && (
        <ReceiptDialog
          {...{ calls, language }}
          debtId={receiptOf}
          onClose={() => setReceiptOf(undefined)}
        />
      )}
    </>
  );
}

function SignIn({ operator, view, calls, language }: TillProps): JSX.Element | null {
  if (!operator.isAsking) return null;
  return (
    <SignInDialog
      title={(view === 'money' ? moneyViewWords : pageWords)(language).signInTitle}
      why={operator.askedBecause}
      {...{ calls, language }}
      onCancel={operator.stopAsking}
      onSignedIn={operator.signedIn}
    />
  );
}

/** A customer who comes to the counter is never behind an operator's work. */
function useTakenScreen(status: StatusView | undefined, onTaken: () => void): void {
  const business = status === undefined ? undefined : customerBusiness(status);
  useEffect(() => {
    if (business !== undefined) onTaken();
  }, [business]);
}

interface NoticeListProps extends TillProps {
  readonly failure: NoticeText | undefined;
  readonly onDismiss: () => void;
}

function NoticeList(props: NoticeListProps): JSX.Element {
  const { live, language, view, failure, onDismiss, operator } = props;
  const words = pageWords(language);
  const { session, signOut } = operator;
  return (
    <div class="notices">
      <Support {...props} />
      {session !== undefined && view === 'sale' && (
        <Notice tone="plain" {...words.signedIn(session.operator.name)}>
          <ActionButton onPress={signOut}>{words.signOut}</ActionButton>
        </Notice>
      )}
      {failure !== undefined && (
        <Notice tone="alert" {...failure}>
          <ActionButton onPress={onDismiss}>{words.dismiss}</ActionButton>
        </Notice>
      )}
      {noticesFor(view, live, language).map(({ id, ...notice }) => (
        <Notice key={id} {...notice} />
      ))}
    </div>
  );
}

/** Who looks in from outside, or wants to, comes before all else; what became of a request after it. */
function Support({ live, language, help, session, view, onView }: TillProps): JSX.Element {
  const { status } = live;
  const asked = session.session;
  return (
    <>
      <SessionBanner desk={session} language={language} />
      {asked !== undefined && asked.phase !== 'live' && (
        <SessionRequest
          key={asked.session}
          {...{ session: asked, desk: session, language }}
          isBeside={status !== undefined && customerBusiness(status) !== undefined}
        />
      )}
      {view !== 'help' && (
        <HelpNotices
          desk={help}
          language={language}
          onShow={(ticket) => {
            onView('help');
            help.show(ticket);
          }}
        />
      )}
    </>
  );
}

interface WorkProps {
  readonly status: StatusView;
  readonly language: Language;
  readonly isLive: boolean;
  readonly onCancel: (saleId: string) => void;
  readonly onPay: (debtId: string, by: 'hand' | 'machine') => void;
  readonly onReceipt: (debtId: string) => void;
}

/** The sale, and beside it what is still to be given to somebody. */
function Work(props: WorkProps): JSX.Element {
  const { status, language, isLive, onCancel, onPay, onReceipt } = props;
  const hasDebts = status.debts.length > 0;
  return (
    <div class={hasDebts ? 'till till-with-debts' : 'till'}>
      <SalePanel {...{ status, language, isLive, onCancel }} />
      {hasDebts && <DebtList {...{ status, language, isLive, onPay, onReceipt }} />}
    </div>
  );
}
