import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ChoiceBar } from '../../ui/choice-bar.tsx';
import { LANGUAGES, type Language } from '../../words/language.ts';
import { licenceWords } from '../../words/licence-words.ts';
import { moneyViewWords } from '../../words/money-view-words.ts';
import { pageWords } from '../../words/page-words.ts';
import { chosenLanguage, keepLanguage } from './chosen-language.ts';
import { followStatus, NOT_YET, type LiveStatus } from './live-status.ts';
import { Message } from './message.tsx';
import { Till, VIEWS, type View } from './till.tsx';

/** All that a cashier sees of the till. */
export function CashierPage({ token }: { readonly token: string | undefined }): JSX.Element {
  const [language, setLanguage] = useState(chosenLanguage);
  const [view, setView] = useState<View>('sale');
  const live = useLiveStatus(token);
  useEffect(() => {
    keepLanguage(language);
    document.documentElement.lang = language;
    document.title = pageWords(language).title;
  }, [language]);
  return (
    <div class={view === 'money' ? 'page page-money' : 'page'}>
      <TopBar {...{ live, language, view }} onLanguage={setLanguage} onView={setView} />
      {token === undefined ? (
        <Message {...pageWords(language).tokenMissing} />
      ) : (
        <Till live={live} language={language} token={token} view={view} onView={setView} />
      )}
    </div>
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
  readonly view: View;
  readonly onLanguage: (language: Language) => void;
  readonly onView: (view: View) => void;
}

function TopBar({ live, language, view, onLanguage, onView }: TopBarProps): JSX.Element {
  const words = pageWords(language);
  const isLive = live.link === 'live';
  return (
    <header class="top">
      <p class="top-till">{live.status?.till ?? words.title}</p>
      {live.status !== undefined && (
        <ChoiceBar
          label={moneyViewWords(language).view}
          options={VIEWS}
          chosen={view}
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
