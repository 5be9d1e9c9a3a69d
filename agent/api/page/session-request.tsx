import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { ActionButton } from '../../ui/action-button.tsx';
import { helpWords } from '../../words/help-words.ts';
import type { Language } from '../../words/language.ts';
import type { SessionView } from '../support-schema.ts';
import { ticketName } from './help-answer.ts';
import { secondsLeft } from './seconds-left.ts';
import { useNow } from './session-clock.ts';
import type { SessionDesk } from './use-session-desk.ts';

export interface SessionRequestProps {
  readonly session: SessionView;
  readonly desk: SessionDesk;
  readonly language: Language;
  /** A customer pays: it must not stand before their money. */
  readonly isBeside: boolean;
}

/** A technician wants to look: who it is, the code that tells it is them, and yes or no. */
export function SessionRequest(props: SessionRequestProps): JSX.Element {
  return props.isBeside ? (
    <section class="request request-beside" aria-label={titleOf(props)}>
      <Content {...props} />
    </section>
  ) : (
    <RequestDialog {...props} />
  );
}

function RequestDialog(props: SessionRequestProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class="question request"
      aria-label={titleOf(props)}
      onCancel={(event) => {
        // Escape says no, and the dialog goes when the till says that it is over.
        event.preventDefault();
        props.desk.answer('decline');
      }}
    >
      <Content {...props} />
    </dialog>
  );
}

function titleOf({ session: { technician }, language }: SessionRequestProps): string {
  return helpWords(language).session.wants(technician.name, technician.company);
}

function Content(props: SessionRequestProps): JSX.Element {
  const { session, desk, language } = props;
  const words = helpWords(language).session;
  const left = secondsLeft(session, useNow());
  const isMatched = session.phase === 'matched';
  return (
    <>
      <header class="request-head">
        <h2 class="question-title">{titleOf(props)}</h2>
        <p class="request-where">
          {ticketName(session, language)} · <span role="timer">{words.secondsLeft(left)}</span>
        </p>
      </header>
      {isMatched ? <Matched language={language} /> : <Code session={session} language={language} />}
      {desk.failure !== undefined && (
        <p class="sign-in-failure" role="alert">
          {desk.failure.title} {desk.failure.text}
        </p>
      )}
      <div class="question-answers">
        <ActionButton size="large" onPress={() => desk.answer('decline')}>
          {words.decline}
        </ActionButton>
        <ActionButton
          size="large"
          tone="primary"
          isDisabled={!isMatched}
          onPress={() => desk.answer('accept')}
        >
          {words.accept}
        </ActionButton>
      </div>
    </>
  );
}

interface PartProps {
  readonly session: SessionView;
  readonly language: Language;
}

function Code({ session: { code, triesLeft, triesMax }, language }: PartProps): JSX.Element {
  const words = helpWords(language).session;
  const isWrong = triesLeft !== null && triesLeft < triesMax;
  return (
    <div class="request-body">
      <p class="request-advice">{words.readCode}</p>
      <p class="request-code" translate={false}>
        {spaced(code ?? '')}
      </p>
      {isWrong && (
        <p class="sign-in-failure" role="alert">
          {words.codeWrong(triesLeft)}
        </p>
      )}
      <p class="request-note">{words.waitForCode}</p>
    </div>
  );
}

function Matched({ language }: Pick<PartProps, 'language'>): JSX.Element {
  const words = helpWords(language).session;
  return (
    <div class="request-body">
      <p class="request-advice request-right">{words.codeRight}</p>
      <p class="request-note">{words.onlyLooks}</p>
    </div>
  );
}

/** In two threes, as it is read out. */
function spaced(code: string): string {
  return code.replace(/^(...)(...)$/, '$1 $2');
}
