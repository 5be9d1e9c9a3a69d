import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ActionButton } from '../../ui/action-button.tsx';
import { ChoiceBar } from '../../ui/choice-bar.tsx';
import { Notice } from '../../ui/notice.tsx';
import { LANGUAGES, type Language } from '../../words/language.ts';
import { licenceWords } from '../../words/licence-words.ts';
import type { NoticeText } from '../../words/page-text.ts';
import { pageWords } from '../../words/page-words.ts';
import type { StatusView } from '../schema.ts';
import { createApiCalls, type CallResult, type OperatorSession } from './api-calls.ts';
import { chosenLanguage, keepLanguage } from './chosen-language.ts';
import { DebtList } from './debt-list.tsx';
import { failureText, needsOperator } from './failure-text.ts';
import { followStatus, NOT_YET, type LiveStatus } from './live-status.ts';
import { linkText, notices } from './notices.ts';
import { SalePanel } from './sale-panel.tsx';
import { SignInDialog } from './sign-in-dialog.tsx';

/** All that a cashier sees of the till. */
export function CashierPage({ token }: { readonly token: string | undefined }): JSX.Element {
  const [language, setLanguage] = useState(chosenLanguage);
  const live = useLiveStatus(token);
  useEffect(() => {
    keepLanguage(language);
    document.documentElement.lang = language;
    document.title = pageWords(language).title;
  }, [language]);
  return (
    <div class="page">
      <TopBar live={live} language={language} onLanguage={setLanguage} />
      {token === undefined ? (
        <Message {...pageWords(language).tokenMissing} />
      ) : (
        <Till live={live} language={language} token={token} />
      )}
    </div>
  );
}

/** Stands where the till will be, as long as there is none to show. */
function Message({ title, text }: NoticeText): JSX.Element {
  return (
    <main class="sale sale-calm" aria-live="assertive">
      <h1 class="sale-headline">{title}</h1>
      <p class="sale-message">{text}</p>
    </main>
  );
}

function useLiveStatus(token: string | undefined): LiveStatus {
  const [live, setLive] = useState(NOT_YET);
  useEffect(() => (token === undefined ? undefined : followStatus(token, setLive)), [token]);
  return live;
}

interface TopBarProps {
  readonly live: LiveStatus;
  readonly language: Language;
  readonly onLanguage: (language: Language) => void;
}

function TopBar({ live, language, onLanguage }: TopBarProps): JSX.Element {
  const words = pageWords(language);
  const isLive = live.link === 'live';
  return (
    <header class="top">
      <p class="top-till">{live.status?.till ?? words.title}</p>
      {live.status?.licence.isDemo === true && (
        <p class="top-demo" title={licenceWords(language).demo.text}>
          {licenceWords(language).demo.title}
        </p>
      )}
      <p class={isLive ? 'top-link top-link-live' : 'top-link'}>
        {isLive ? words.live : words.notLive}
      </p>
      <ChoiceBar
        label={words.language}
        options={LANGUAGES}
        chosen={language}
        onChoose={onLanguage}
      />
    </header>
  );
}

interface TillProps {
  readonly live: LiveStatus;
  readonly language: Language;
  readonly token: string;
}

/** What waits for somebody to sign in. */
type Waiting = (session: OperatorSession) => Promise<CallResult>;

function Till({ live, language, token }: TillProps): JSX.Element {
  const [failure, setFailure] = useState<NoticeText | undefined>(undefined);
  const [session, setSession] = useState<OperatorSession | undefined>(undefined);
  const [waiting, setWaiting] = useState<Waiting | undefined>(undefined);
  const calls = createApiCalls(token, language);
  const { status } = live;
  const run = async (call: Promise<CallResult>): Promise<void> => {
    setFailure(undefined);
    setFailure(failureText(await call, language));
  };
  const runAs = async (who: OperatorSession, call: Waiting): Promise<void> => {
    setFailure(undefined);
    const result = await call(who);
    if (!needsOperator(result)) return setFailure(failureText(result, language));
    setSession(undefined);
    setWaiting(() => call);
  };
  const signOut = (who: OperatorSession): void => {
    setSession(undefined);
    void calls.signOut(who);
  };
  return (
    <>
      <NoticeList
        live={live}
        language={language}
        failure={failure}
        onDismiss={() => setFailure(undefined)}
        session={session}
        onSignOut={signOut}
      />
      {status === undefined ? (
        <Message {...linkText(live, language)} />
      ) : (
        <Work
          status={status}
          language={language}
          isLive={live.link === 'live'}
          onCancel={(saleId) => void run(calls.cancelSale(saleId))}
          onPay={(debtId, by) => {
            const pay: Waiting = (who) => calls.payDebt(debtId, by, who);
            if (session === undefined) setWaiting(() => pay);
            else void runAs(session, pay);
          }}
        />
      )}
      {waiting !== undefined && (
        <SignInDialog
          calls={calls}
          language={language}
          onCancel={() => setWaiting(undefined)}
          onSignedIn={(who) => {
            setSession(who);
            setWaiting(undefined);
            void runAs(who, waiting);
          }}
        />
      )}
    </>
  );
}

interface NoticeListProps {
  readonly live: LiveStatus;
  readonly language: Language;
  readonly failure: NoticeText | undefined;
  readonly onDismiss: () => void;
  readonly session: OperatorSession | undefined;
  readonly onSignOut: (session: OperatorSession) => void;
}

function NoticeList(props: NoticeListProps): JSX.Element {
  const { live, language, failure, onDismiss, session, onSignOut } = props;
  const words = pageWords(language);
  return (
    <div class="notices">
      {session !== undefined && (
        <Notice tone="plain" {...words.signedIn(session.operator.name)}>
          <ActionButton onPress={() => onSignOut(session)}>{words.signOut}</ActionButton>
        </Notice>
      )}
      {failure !== undefined && (
        <Notice tone="alert" {...failure}>
          <ActionButton onPress={onDismiss}>{words.dismiss}</ActionButton>
        </Notice>
      )}
      {notices(live, language).map(({ id, ...notice }) => (
        <Notice key={id} {...notice} />
      ))}
    </div>
  );
}

interface WorkProps {
  readonly status: StatusView;
  readonly language: Language;
  readonly isLive: boolean;
  readonly onCancel: (saleId: string) => void;
  readonly onPay: (debtId: string, by: 'hand' | 'machine') => void;
}

/** The sale, and beside it what is still to be given to somebody. */
function Work({ status, language, isLive, onCancel, onPay }: WorkProps): JSX.Element {
  const hasDebts = status.debts.length > 0;
  return (
    <div class={hasDebts ? 'till till-with-debts' : 'till'}>
      <SalePanel status={status} language={language} isLive={isLive} onCancel={onCancel} />
      {hasDebts && <DebtList status={status} language={language} isLive={isLive} onPay={onPay} />}
    </div>
  );
}
