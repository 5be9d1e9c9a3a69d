import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ActionButton } from '../../ui/action-button.tsx';
import { ChoiceBar } from '../../ui/choice-bar.tsx';
import { Notice } from '../../ui/notice.tsx';
import { LANGUAGES, type Language } from '../../words/language.ts';
import { licenceWords } from '../../words/licence-words.ts';
import type { NoticeText } from '../../words/page-text.ts';
import { pageWords } from '../../words/page-words.ts';
import { createApiCalls, type CallResult } from './api-calls.ts';
import { chosenLanguage, keepLanguage } from './chosen-language.ts';
import { DebtList } from './debt-list.tsx';
import { followStatus, NOT_YET, type LiveStatus } from './live-status.ts';
import { linkText, notices } from './notices.ts';
import { SalePanel } from './sale-panel.tsx';

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

function Till({ live, language, token }: TillProps): JSX.Element {
  const [failure, setFailure] = useState<NoticeText | undefined>(undefined);
  const calls = createApiCalls(token, language);
  const { status } = live;
  const isLive = live.link === 'live';
  const run = (call: Promise<CallResult>): void => {
    setFailure(undefined);
    void call.then((result) => setFailure(failureText(result, language)));
  };
  return (
    <>
      <div class="notices">
        {failure !== undefined && (
          <Notice tone="alert" {...failure}>
            <ActionButton onPress={() => setFailure(undefined)}>
              {pageWords(language).dismiss}
            </ActionButton>
          </Notice>
        )}
        {notices(live, language).map(({ id, ...notice }) => (
          <Notice key={id} {...notice} />
        ))}
      </div>
      {status === undefined ? (
        <Message {...linkText(live, language)} />
      ) : (
        <div class={status.debts.length > 0 ? 'till till-with-debts' : 'till'}>
          <SalePanel
            status={status}
            language={language}
            isLive={isLive}
            onCancel={(saleId) => run(calls.cancelSale(saleId))}
          />
          {status.debts.length > 0 && (
            <DebtList
              status={status}
              language={language}
              isLive={isLive}
              onPay={(debtId, by) => run(calls.payDebt(debtId, by))}
            />
          )}
        </div>
      )}
    </>
  );
}

function failureText(result: CallResult, language: Language): NoticeText | undefined {
  switch (result.kind) {
    case 'done':
      return undefined;
    case 'refused':
      return { title: result.error.message, text: `${result.error.safe} ${result.error.action}` };
    case 'unknown':
      return pageWords(language).requestFailed;
  }
}
