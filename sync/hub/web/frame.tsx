import type { ComponentChildren, JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { ChoiceBar } from '../../../agent/ui/choice-bar.tsx';
import { businessWords } from '../../../agent/words/business-words.ts';
import { deskWords } from '../../../agent/words/desk-words.ts';
import { fieldWords } from '../../../agent/words/field-words.ts';
import { hubWords } from '../../../agent/words/hub-words.ts';
import { LANGUAGES, type Language } from '../../../agent/words/language.ts';
import { licenceWords } from '../../../agent/words/licence-words.ts';
import { mailPageWords } from '../../../agent/words/mail-page-words.ts';
import { updateWords } from '../../../agent/words/update-words.ts';
import { vaultWords } from '../../../agent/words/vault-words.ts';
import type { SessionView } from '../api/schema.ts';
import { areaOf, FIRST_BOOK, hashOf, type Area, type Place } from './place.ts';

const BRAND = 'Tillwarden';
/** The build puts it beside the page. */
const NOTICES = '/notices.txt';

export interface FrameProps {
  readonly language: Language;
  readonly session: SessionView | undefined;
  readonly isDemo: boolean;
  readonly place: Place;
  readonly onLanguage: (language: Language) => void;
  readonly onSignOut: () => void;
  readonly children: ComponentChildren;
}

/** What stands around every screen: where one is, who one is, and what must not be forgotten. */
export function Frame(props: FrameProps): JSX.Element {
  const { language, session, isDemo, place, onLanguage, onSignOut, children } = props;
  const words = hubWords(language);
  useEffect(() => {
    document.title =
      session === undefined ? BRAND : `${titleOf(areaOf(place), language)} · ${BRAND}`;
  }, [language, place, session]);
  return (
    <div class="page">
      {isDemo && <Demo language={language} />}
      <header class="top">
        <p class="top-brand">{BRAND}</p>
        {session !== undefined && <Areas {...{ language, session, place }} />}
        <span class="top-gap" />
        {session !== undefined && (
          <p class="top-user">
            <strong>{session.user.name}</strong>
            <span>{words.users.roles[session.user.role]}</span>
          </p>
        )}
        <ChoiceBar
          label={words.language}
          options={LANGUAGES}
          chosen={language}
          onChoose={onLanguage}
        />
        {session !== undefined && (
          <ActionButton onPress={onSignOut}>{words.signIn.signOut}</ActionButton>
        )}
      </header>
      <main class="screen">{children}</main>
      <footer class="foot">
        {words.onlyCopy}{' '}
        <a class="foot-link" href={NOTICES}>
          {words.notices}
        </a>
      </footer>
    </div>
  );
}

function Demo({ language }: { readonly language: Language }): JSX.Element {
  const { title, text } = licenceWords(language).demo;
  return (
    <p class="demo">
      <strong>{title}</strong> <span>{text}</span>
    </p>
  );
}

type AreasProps = Pick<FrameProps, 'language' | 'place'> & { readonly session: SessionView };

function Areas({ language, session, place }: AreasProps): JSX.Element {
  const areas = AREAS.filter(({ action }) => session.actions.includes(action));
  return (
    <nav class="areas">
      {areas.map(({ area }) => (
        <a
          key={area}
          class="area"
          href={hashOf(area === 'books' ? { screen: area, book: FIRST_BOOK } : { screen: area })}
          aria-current={areaOf(place) === area ? 'page' : undefined}
        >
          {titleOf(area, language)}
        </a>
      ))}
    </nav>
  );
}

/** In their order, each with what one must be allowed to do to see it. */
const AREAS = [
  { area: 'fleet', action: 'read-fleet' },
  { area: 'tickets', action: 'read-tickets' },
  { area: 'callbacks', action: 'answer-tickets' },
  { area: 'work', action: 'order-work' },
  { area: 'planning', action: 'plan-work' },
  { area: 'licences', action: 'read-licences' },
  { area: 'coverage', action: 'read-licences' },
  { area: 'updates', action: 'read-updates' },
  { area: 'balances', action: 'read-balance' },
  { area: 'books', action: 'read-books' },
  { area: 'mail', action: 'manage-mail' },
  { area: 'webhooks', action: 'manage-mail' },
  { area: 'users', action: 'manage-users' },
  { area: 'audit', action: 'read-audit' },
  { area: 'vault', action: 'read-vault' },
] as const;

function titleOf(area: Area, language: Language): string {
  const words = {
    ...hubWords(language).nav,
    ...fieldWords(language).nav,
    ...businessWords(language).nav,
    ...deskWords(language).nav,
    ...mailPageWords(language).nav,
    updates: updateWords(language).nav,
    vault: vaultWords(language).nav,
  };
  return words[area];
}
