import type { JSX } from 'preact';
import { ActionButton } from '../../ui/action-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { helpWords } from '../../words/help-words.ts';
import type { Language } from '../../words/language.ts';
import { pageWords } from '../../words/page-words.ts';
import type { SessionView } from '../support-schema.ts';
import { ticketName } from './help-answer.ts';
import { durationText, useNow } from './session-clock.ts';
import { adviceText, titleText } from './session-text.ts';
import type { SessionDesk } from './use-session-desk.ts';

export interface SessionBannerProps {
  readonly desk: SessionDesk;
  readonly language: Language;
}

/** Stands over everything as long as somebody looks in from outside, with the button that ends it. */
export function SessionBanner({ desk, language }: SessionBannerProps): JSX.Element | null {
  const { session, failure } = desk;
  if (session?.phase !== 'live') return <Over desk={desk} language={language} />;
  return (
    <>
      <Live {...{ session, desk, language }} />
      {failure !== undefined && <Notice tone="alert" {...failure} />}
    </>
  );
}

interface LiveProps extends SessionBannerProps {
  readonly session: SessionView;
}

function Live({ session, desk, language }: LiveProps): JSX.Element {
  const words = helpWords(language).session;
  const isControlled = session.control === 'granted' || session.isExternal;
  const since = Date.parse(session.consentedAt ?? session.askedAt);
  const advice = adviceText(session, language);
  return (
    <section class={isControlled ? 'watch watch-control' : 'watch'} role="status">
      <div class="watch-words">
        <p class="watch-title">{titleText(session, language)}</p>
        <p class="watch-text">
          {session.technician.company} · {ticketName(session, language)} ·{' '}
          <Duration sinceMs={since} />
          {advice === undefined ? '' : ` · ${advice}`}
        </p>
      </div>
      <ControlButton {...{ session, desk, language }} />
      <ActionButton tone="danger" size="large" onPress={() => desk.answer('stop')}>
        {words.stop}
      </ActionButton>
    </section>
  );
}

function Duration({ sinceMs }: { readonly sinceMs: number }): JSX.Element {
  return <span role="timer">{durationText(sinceMs, useNow())}</span>;
}

function ControlButton({ session, desk, language }: LiveProps): JSX.Element | null {
  const words = helpWords(language).session;
  if (session.isPaused) {
    return <ActionButton onPress={() => desk.answer('resume')}>{words.resume}</ActionButton>;
  }
  if (session.control === 'granted') {
    return (
      <ActionButton tone="primary" onPress={() => desk.control('withdrawn')}>
        {words.takeBack}
      </ActionButton>
    );
  }
  if (!session.canControl) return null;
  return <ActionButton onPress={() => desk.control('granted')}>{words.letControl}</ActionButton>;
}

/** Whoever looks up a moment later reads how it ended. */
function Over({ desk, language }: SessionBannerProps): JSX.Element | null {
  const { ended } = desk;
  if (ended === null) return null;
  const words = helpWords(language).session;
  return (
    <Notice tone="plain" title={words.over(ended.technician.name)} text={words.ends[ended.end]}>
      <ActionButton onPress={desk.dismiss}>{pageWords(language).dismiss}</ActionButton>
    </Notice>
  );
}
