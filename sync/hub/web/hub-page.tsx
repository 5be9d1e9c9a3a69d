import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Language } from '../../../agent/words/language.ts';
import type { SessionView } from '../api/schema.ts';
import { AuditScreen } from './audit-screen.tsx';
import { BalancesScreen } from './balances-screen.tsx';
import { BooksScreen } from './books-screen.tsx';
import { CallbacksScreen } from './callbacks-screen.tsx';
import { chosenLanguage, keepLanguage } from './chosen-language.ts';
import { CoverageScreen } from './coverage-screen.tsx';
import { CustomerScreen } from './customer-screen.tsx';
import { FleetScreen } from './fleet-screen.tsx';
import { Frame } from './frame.tsx';
import { createHubCalls, hasField, isNothing, type HubCalls } from './hub-calls.ts';
import { LicencesScreen } from './licences-screen.tsx';
import { MailScreen } from './mail-screen.tsx';
import { PlanningScreen } from './planning-screen.tsx';
import { hashOf, placeOf, type Place } from './place.ts';
import { SignInScreen } from './sign-in-screen.tsx';
import { TicketScreen } from './ticket-screen.tsx';
import { TicketsScreen } from './tickets-screen.tsx';
import { TillScreen } from './till-screen.tsx';
import { UpdatesScreen } from './updates-screen.tsx';
import { UsersScreen } from './users-screen.tsx';
import { VaultScreen } from './vault-screen.tsx';
import { WebhookScreen } from './webhook-screen.tsx';
import { WebhooksScreen } from './webhooks-screen.tsx';
import { WorkScreen } from './work-screen.tsx';

/** Whether somebody is signed in is asked first; `ended`: somebody was. */
type Signed =
  | { readonly kind: 'asking' }
  | { readonly kind: 'out'; readonly hasEnded: boolean }
  | { readonly kind: 'in'; readonly session: SessionView };

/** All of the hub that people see. */
export function HubPage(): JSX.Element {
  const [language, setLanguage] = useState(chosenLanguage);
  const [signed, setSigned] = useState<Signed>({ kind: 'asking' });
  const place = usePlace();
  const isDemo = useIsDemo();
  const session = signed.kind === 'in' ? signed.session : undefined;
  const csrfToken = session?.csrfToken;
  const calls = useMemo(
    () =>
      createHubCalls({
        language,
        csrfToken,
        onSignedOut: () => setSigned({ kind: 'out', hasEnded: csrfToken !== undefined }),
      }),
    [language, csrfToken],
  );
  useEffect(() => {
    keepLanguage(language);
    document.documentElement.lang = language;
  }, [language]);
  useEffect(() => {
    const ask = async (): Promise<void> => {
      const answer = await calls.look('/v1/session', isSession);
      if (answer.kind === 'done') setSigned({ kind: 'in', session: answer.body });
      else setSigned({ kind: 'out', hasEnded: false });
    };
    void ask();
  }, []);
  const signOut = (): void => {
    void calls
      .send({ path: '/v1/session/end', body: {} }, isNothing)
      .then(({ kind }) =>
        kind === 'done' ? setSigned({ kind: 'out', hasEnded: true }) : undefined,
      );
  };
  return (
    <Frame {...{ language, session, isDemo, place }} onLanguage={setLanguage} onSignOut={signOut}>
      {signed.kind === 'out' && (
        <SignInScreen
          {...{ language, calls }}
          hasEnded={signed.hasEnded}
          isSession={isSession}
          onSignedIn={(begun) => setSigned({ kind: 'in', session: begun })}
        />
      )}
      {session !== undefined && <Screen {...{ place, language, calls, session }} />}
    </Frame>
  );
}

interface ScreenProps {
  readonly place: Place;
  readonly language: Language;
  readonly calls: HubCalls;
  readonly session: SessionView;
}

function Screen({ place, ...props }: ScreenProps): JSX.Element {
  switch (place.screen) {
    case 'fleet':
      return <FleetScreen {...props} />;
    case 'till':
      return <TillScreen key={place.station} {...props} station={place.station} />;
    case 'work':
      return <WorkScreen {...props} />;
    case 'planning':
      return <PlanningScreen {...props} />;
    case 'users':
      return <UsersScreen {...props} />;
    case 'audit':
      return <AuditScreen {...props} />;
    case 'vault': {
      const { customer, ticket } = place;
      return <VaultScreen key={hashOf(place)} {...props} {...{ customer, ticket }} />;
    }
    case 'balances':
      return <BalancesScreen {...props} />;
    case 'customer':
      return <CustomerScreen key={place.customer} {...props} customer={place.customer} />;
    case 'licences':
      return <LicencesScreen {...props} />;
    case 'coverage':
      return <CoverageScreen {...props} />;
    case 'updates':
      return <UpdatesScreen {...props} />;
    case 'tickets':
      return <TicketsScreen {...props} />;
    case 'ticket':
      return <TicketScreen key={place.ticket} {...props} ticket={place.ticket} />;
    case 'callbacks':
      return <CallbacksScreen {...props} />;
    case 'mail':
      return <MailScreen {...props} />;
    case 'webhooks':
      return <WebhooksScreen {...props} />;
    case 'webhook':
      return <WebhookScreen key={place.webhook} {...props} webhook={place.webhook} />;
    case 'books':
      return <BooksScreen key={place.book} {...props} book={place.book} />;
  }
}

function usePlace(): Place {
  const [place, setPlace] = useState(() => placeOf(location.hash));
  useEffect(() => {
    const moved = (): void => setPlace(placeOf(location.hash));
    window.addEventListener('hashchange', moved);
    return () => window.removeEventListener('hashchange', moved);
  }, []);
  return place;
}

/** Said before anybody signs in as well. */
function useIsDemo(): boolean {
  const [isDemo, setIsDemo] = useState(false);
  useEffect(() => {
    fetch('/health').then(
      async (response) => setIsDemo(isOfDemo(await response.json())),
      () => undefined,
    );
  }, []);
  return isDemo;
}

function isOfDemo(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'isDemo' in body && body.isDemo === true;
}

function isSession(body: unknown): body is SessionView {
  return hasField(body, 'csrfToken');
}
