import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { Notice } from '../../../agent/ui/notice.tsx';
import { remoteWords } from '../../../agent/words/remote-words.ts';
import { instantText } from '../../../agent/words/time.ts';
import type { RemoteSessionView } from '../api/remote-schema.ts';
import { ConsoleView } from './console-view.tsx';
import { Field, onForm, SubmitButton } from './fields.tsx';
import { hasField, isNothing } from './hub-calls.ts';
import { useOutcome, type Outcome } from './outcome.tsx';
import { ScreenView } from './screen-view.tsx';
import type { TicketPanelProps } from './ticket-screen.tsx';

const MINUTE_MS = 60_000;

/** A technician's session at the till: asked for, let in by the cashier, and seen here. */
export function SessionPanel(props: TicketPanelProps): JSX.Element | null {
  const { language, remote, file } = props;
  const outcome = useOutcome(language);
  const words = remoteWords(language);
  const open = remote.sessions.find(({ state }) => state !== 'ended');
  const over = remote.sessions.filter(({ state }) => state === 'ended');
  if (open === undefined && over.length === 0 && !file.may.connect) return null;
  return (
    <section class="card card-stack">
      <h2 class="sub-heading">{words.title}</h2>
      {outcome.notice}
      {open?.isMine === true && <OpenSession {...props} {...{ outcome }} open={open} />}
      {open?.isMine === false && (
        <Notice tone="plain" {...words.others(open.technician.name, open.technician.company)} />
      )}
      {open === undefined && file.may.connect && <AskSession {...props} {...{ outcome }} />}
      <EarlierSessions {...{ over, language }} />
    </section>
  );
}

interface InPanelProps extends Omit<TicketPanelProps, 'outcome'> {
  readonly outcome: Outcome;
}

const STREAMS = ['screen', 'console'] as const;

function AskSession({ language, calls, at, outcome, onChanged }: InPanelProps): JSX.Element {
  const words = remoteWords(language);
  const ask = onForm((field) => {
    const streams = STREAMS.filter((stream) => field(stream) === 'yes');
    if (streams.length === 0) return outcome.say(words.streamMissing);
    const order = { path: `${at}/sessions`, body: { streams } };
    outcome.run(calls.send(order, isSession), onChanged);
  });
  return (
    <form class="form" onSubmit={ask}>
      <p class="card-text">{words.text}</p>
      <div class="checks">
        {STREAMS.map((stream) => (
          <label key={stream} class="check">
            <input type="checkbox" name={stream} value="yes" defaultChecked />
            <span>{words.streams[stream]}</span>
          </label>
        ))}
      </div>
      <div>
        <SubmitButton isDisabled={outcome.isBusy}>{words.ask}</SubmitButton>
      </div>
    </form>
  );
}

interface OpenSessionProps extends InPanelProps {
  readonly open: RemoteSessionView;
}

function OpenSession(props: OpenSessionProps): JSX.Element {
  const { language, calls, open, outcome, onChanged } = props;
  const words = remoteWords(language);
  const path = `/v1/remote/${encodeURIComponent(open.session)}/stop`;
  return (
    <>
      <div class="session-head">
        <SessionState open={open} language={language} />
        <ActionButton
          tone="danger"
          size="large"
          isDisabled={outcome.isBusy}
          onPress={() => outcome.run(calls.send({ path, body: {} }, isNothing), onChanged)}
        >
          {words.stop}
        </ActionButton>
      </div>
      {open.state === 'asked' && <CodeForm {...props} />}
      {open.state === 'live' && open.streams.includes('screen') && (
        <ScreenView session={open.session} control={open.control} language={language} />
      )}
      {open.state === 'live' && open.streams.includes('console') && (
        <ConsoleView
          session={open.session}
          hasControl={open.control === 'granted'}
          language={language}
        />
      )}
    </>
  );
}

function SessionState({ open, language }: Pick<OpenSessionProps, 'open' | 'language'>) {
  const words = remoteWords(language);
  switch (open.state) {
    case 'asked':
      return <Notice tone="warning" {...words.asked} />;
    case 'code-matched':
      return <Notice tone="plain" {...words.matched} />;
    case 'live':
      return (
        <Notice
          tone={open.control === 'none' ? 'plain' : 'warning'}
          {...words.live[open.control]}
        />
      );
    case 'ended':
      return null;
  }
}

const CODE = /^\d{6}$/;

/** The till alone knows whether it is right: what comes of it is seen in the session. */
function CodeForm({ language, calls, open, outcome, onChanged }: OpenSessionProps): JSX.Element {
  /** How many tries there were when one was sent: the till has not answered while there are as many. */
  const [sentAt, setSentAt] = useState<number | undefined>(undefined);
  const words = remoteWords(language);
  const path = `/v1/remote/${encodeURIComponent(open.session)}/code`;
  const send = onForm((field) => {
    const code = field('code').replaceAll(/\s/g, '');
    if (!CODE.test(code)) return outcome.say(words.codeUnfit);
    outcome.run(calls.send({ path, body: { code } }, isNothing), () => {
      setSentAt(open.triesLeft);
      onChanged();
    });
  });
  return (
    <form key={open.triesLeft} class="form-line" onSubmit={send}>
      <Field
        label={words.code}
        name="code"
        type="number"
        hint={sentAt === open.triesLeft ? words.codeSent : words.triesLeft(String(open.triesLeft))}
      />
      <SubmitButton isDisabled={outcome.isBusy}>{words.sendCode}</SubmitButton>
    </form>
  );
}

interface EarlierProps extends Pick<TicketPanelProps, 'language'> {
  readonly over: readonly RemoteSessionView[];
}

function EarlierSessions({ over, language }: EarlierProps): JSX.Element | null {
  if (over.length === 0) return null;
  const words = remoteWords(language);
  return (
    <div>
      <h3 class="part-name">{words.earlier}</h3>
      <ul class="plain-list lines">
        {over.map(({ session, technician, askedAt, end, durationMs }) => (
          <li key={session}>
            {end === undefined ? '' : words.ended(words.ends[end])}
            <span class="sub-line">
              {[
                instantText(Date.parse(askedAt), language),
                technician.name,
                words.lasted(String(Math.ceil(durationMs / MINUTE_MS))),
              ].join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function isSession(body: unknown): body is RemoteSessionView {
  return hasField(body, 'session') && hasField(body, 'streams');
}
