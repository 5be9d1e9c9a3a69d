import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ChoiceBar } from '../../../agent/ui/choice-bar.tsx';
import { Notice } from '../../../agent/ui/notice.tsx';
import type { Language } from '../../../agent/words/language.ts';
import { mailPageWords } from '../../../agent/words/mail-page-words.ts';
import type { MailsView } from '../api/mail-schema.ts';
import { hasField, isNothing, type HubCalls } from './hub-calls.ts';
import { LinkNotice } from './link-notice.tsx';
import { MailInTable } from './mail-in-table.tsx';
import { MailOutTable } from './mail-out-table.tsx';
import { NoticeDialog, type NoticeTask } from './notice-dialog.tsx';
import { OlderButtons } from './older-buttons.tsx';
import { useOutcome } from './outcome.tsx';
import { isTicket } from './ticket-guards.ts';
import { usePolled } from './use-polled.ts';

export interface MailScreenProps {
  readonly language: Language;
  readonly calls: HubCalls;
}

const SIDES = ['out', 'in'] as const;
type Side = (typeof SIDES)[number];

/** The mails that go out, and those that came with what came of them. */
export function MailScreen({ language, calls }: MailScreenProps): JSX.Element {
  const [side, setSide] = useState<Side>('out');
  /** The mail after which the list begins; undefined: the newest. */
  const [before, setBefore] = useState<string | undefined>(undefined);
  const [task, setTask] = useState<NoticeTask | undefined>(undefined);
  const mails = usePolled(calls, pathOf(side, before), isMails);
  const outcome = useOutcome(language);
  const words = mailPageWords(language);
  const choose = (chosen: Side): void => {
    setSide(chosen);
    setBefore(undefined);
  };
  const again = (mail: string): void => {
    const order = { path: `/v1/mail/${encodeURIComponent(mail)}/again`, body: {} };
    outcome.run(calls.send(order, isNothing), () => {
      outcome.say(words.mail.queuedAgain);
      mails.refresh();
    });
  };
  const mark = (body: object): void => {
    if (task === undefined) return;
    const order = { path: `/v1/mail/${encodeURIComponent(task.mail.mail)}/notice`, body };
    outcome.run(calls.send(order, isTicket), ({ number }) => {
      setTask((now) => (now === task ? undefined : now));
      outcome.say(words.notice.marked(String(number)));
      mails.refresh();
    });
  };
  return (
    <>
      <div class="screen-head">
        <h1 class="heading">{words.nav.mail}</h1>
        <OlderButtons
          {...{ language, before, onBefore: setBefore }}
          next={
            (side === 'out' ? mails.view?.nextOutBefore : mails.view?.nextInBefore) ?? undefined
          }
        />
        <ChoiceBar
          label={words.mail.which}
          options={SIDES}
          chosen={side}
          textOf={(each) => words.mail.sides[each]}
          onChoose={choose}
        />
      </div>
      {task === undefined ? (
        outcome.notice
      ) : (
        <NoticeDialog
          {...{ language, calls, outcome, task }}
          onYes={mark}
          onNo={() => setTask(undefined)}
        />
      )}
      <LinkNotice polled={mails} language={language} />
      {mails.view !== undefined && (
        <>
          <SetUp {...{ language, side }} view={mails.view} />
          <List
            {...{ language, side, isOlder: before !== undefined, isBusy: outcome.isBusy }}
            view={mails.view}
            isOld={mails.link !== 'live'}
            onAgain={again}
            onNotice={(mail) => setTask({ mail })}
          />
        </>
      )}
    </>
  );
}

interface SideProps {
  readonly language: Language;
  readonly side: Side;
  readonly view: MailsView;
}

/** How mail is set up here, or that it is not. */
function SetUp({ language, side, view }: SideProps): JSX.Element {
  const words = mailPageWords(language).mail;
  if (view.from === undefined) return <Notice tone="warning" {...words.unset} />;
  if (side === 'out') return <p class="card-text">{words.from(view.from)}</p>;
  if (!view.isRead) return <Notice tone="warning" {...words.unread} />;
  return <p class="card-text">{words.reads}</p>;
}

interface ListProps extends SideProps {
  readonly isOlder: boolean;
  readonly isOld: boolean;
  readonly isBusy: boolean;
  readonly onAgain: (mail: string) => void;
  readonly onNotice: (mail: NoticeTask['mail']) => void;
}

function List(props: ListProps): JSX.Element | null {
  const { language, side, view, isOlder, onAgain, onNotice, ...shown } = props;
  const words = mailPageWords(language).mail;
  if (view[side].length === 0) {
    if (isOlder) return <Notice tone="plain" {...words.noneOlder} />;
    // Where nothing is set up, that is said, and nothing else.
    const isSetUp = side === 'out' ? view.from !== undefined : view.isRead;
    if (!isSetUp) return null;
    return <Notice tone="plain" {...(side === 'out' ? words.noneOut : words.noneIn)} />;
  }
  return side === 'out' ? (
    <MailOutTable
      {...{ language, ...shown, onAgain }}
      mails={view.out}
      isSending={view.from !== undefined}
    />
  ) : (
    <MailInTable {...{ language, ...shown, onNotice }} mails={view.in} />
  );
}

function pathOf(side: Side, before: string | undefined): string {
  return before === undefined ? '/v1/mail' : `/v1/mail?${side}Before=${encodeURIComponent(before)}`;
}

function isMails(body: unknown): body is MailsView {
  return hasField(body, 'nextInBefore');
}
