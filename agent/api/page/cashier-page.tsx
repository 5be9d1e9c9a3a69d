import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ChoiceBar } from '../../ui/choice-bar.tsx';
import { LANGUAGES, type Language } from '../../words/language.ts';
import { licenceWords } from '../../words/licence-words.ts';
import { moneyViewWords } from '../../words/money-view-words.ts';
import { pageWords } from '../../words/page-words.ts';
import { createApiCalls } from './api-calls.ts';
import { chosenLanguage, keepLanguage } from './chosen-language.ts';
import { HelpButton } from './help-button.tsx';
import { followStatus, NOT_YET, type LiveStatus } from './live-status.ts';
import { Message } from './message.tsx';
import { Till, TABS, type View } from './till.tsx';
import { useHelpDesk } from './use-help-desk.ts';
import { useOperator } from './use-operator.ts';
import { SessionContext, useSessionDesk } from './use-session-desk.ts';

/** All that a cashier sees of the till. */
export function CashierPage({ token }: { readonly token: string | undefined }): JSX.Element {
  const [language, setLanguage] = useState(chosenLanguage);
  useEffect(() => {
    keepLanguage(language);
    document.documentElement.lang = language;
    document.title = pageWords(language).title;
  }, [language]);
  if (token !== undefined) return <TillPage {...{ token, language }} onLanguage={setLanguage} />;
  return (
    <div class="page">
      <TopBar {...{ live: NOT_YET, language, view: 'sale' }} onLanguage={setLanguage} />
      <Message {...pageWords(language).tokenMissing} />
    </div>
  );
}

interface TillPageProps {
  readonly token: string;
  readonly language: Language;
  readonly onLanguage: (language: Language) => void;
}

/** Help stands in the bar above everything, whatever the till is doing or cannot do. */
function TillPage({ token, language, onLanguage }: TillPageProps): JSX.Element {
  const [view, setView] = useState<View>('sale');
  const live = useLiveStatus(token);
  const { status } = live;
  const calls = createApiCalls(token, language);
  const operator = useOperator(calls);
  const isShown = view === 'help';
  const help = useHelpDesk({ calls, session: operator.session, status, language, isShown });
  const session = useSessionDesk({ calls, status, language });
  const pressHelp = (): void => {
    setView('help');
    help.press();
  };
  const isWatched = session.session?.phase === 'live';
  return (
    <SessionContext value={session}>
      <div
        class={`${view === 'sale' ? 'page' : 'page page-full'}${isWatched ? ' page-watched' : ''}`}
      >
        <TopBar {...{ live, language, view, onLanguage }} onView={setView}>
          <HelpButton {...{ desk: help, language, isShown }} onPress={pressHelp} />
        </TopBar>
        <Till {...{ live, language, calls, operator, help, session, view }} onView={setView} />
      </div>
    </SessionContext>
  );
}

function useLiveStatus(token: string): LiveStatus {
  const [live, setLive] = useState(NOT_YET);
  useEffect(() => followStatus(token, setLive), [token]);
  return live;
}

interface TopBarProps {
  readonly live: LiveStatus;
  readonly language: Language;
  readonly view: View;
  readonly onLanguage: (language: Language) => void;
  readonly onView?: (view: View) => void;
  readonly children?: ComponentChildren;
}

function TopBar(props: TopBarProps): JSX.Element {
  const { live, language, view, onLanguage, onView, children } = props;
  const words = pageWords(language);
  const isLive = live.link === 'live';
  return (
    <header class="top">
      <p class="top-till">{live.status?.till ?? words.title}</p>
      {live.status !== undefined && onView !== undefined && (
        <ChoiceBar
          label={moneyViewWords(language).view}
          options={TABS}
          chosen={TABS.find((tab) => tab === view)}
          onChoose={onView}
          textOf={(one) => moneyViewWords(language).tabs[one]}
        />
      )}
      {live.status?.licence.isDemo === true && (
        <p class="top-demo" title={licenceWords(language).demo.text}>
          {licenceWords(language).demo.title}
        </p>
      )}
      <p class={isLive ? 'top-link top-link-live' : 'top-link'}>
        <span class="top-link-text">{isLive ? words.live : words.notLive}</span>
      </p>
      <ChoiceBar
        label={words.language}
        options={LANGUAGES}
        chosen={language}
        onChoose={onLanguage}
      />
      {children}
    </header>
  );
}
