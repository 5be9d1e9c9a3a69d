import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ActionButton } from '../../ui/action-button.tsx';
import { HELP_SUBJECTS } from '../../words/help-text.ts';
import { helpWords } from '../../words/help-words.ts';
import type { Language } from '../../words/language.ts';
import { instantText } from '../../words/time.ts';
import type { TicketView } from '../support-schema.ts';
import { isOver } from './help-answer.ts';

/** As much as the till takes at once. */
const TEXT_MAX_CHARS = 2_000;

export interface HelpChatProps {
  readonly ticket: TicketView;
  readonly language: Language;
  readonly onSay: (text: string) => Promise<boolean>;
}

/** What this till and the desk have said to each other; the first word is there to be pressed. */
export function HelpChat({ ticket, language, onSay }: HelpChatProps): JSX.Element {
  const words = helpWords(language);
  const isSilent = ticket.chat.every(({ from }) => from !== null);
  return (
    <section class="help-chat" aria-label={words.chat}>
      <Messages ticket={ticket} language={language} />
      {!isOver(ticket) && (
        <>
          {isSilent && <Subjects language={language} onSay={onSay} />}
          <Writing language={language} onSay={onSay} />
        </>
      )}
    </section>
  );
}

type MessagesProps = Omit<HelpChatProps, 'onSay'>;

function Messages({ ticket, language }: MessagesProps): JSX.Element {
  const list = useRef<HTMLOListElement>(null);
  const { chat } = ticket;
  useEffect(
    () => list.current?.lastElementChild?.scrollIntoView({ block: 'nearest' }),
    [chat.length],
  );
  const words = helpWords(language);
  return (
    <ol ref={list} class="help-messages" aria-live="polite">
      {chat.map(({ message, text, at, from, isDelivered }) => (
        <li key={message} class={from === null ? 'help-message help-message-own' : 'help-message'}>
          <p class="help-message-from">
            {from === null ? words.you : `${from.name} (${from.company})`}
            {', '}
            {instantText(Date.parse(at), language)}
            {isDelivered ? '' : ` · ${words.messageKept}`}
          </p>
          <p class="help-message-text">{text}</p>
        </li>
      ))}
    </ol>
  );
}

type SayingProps = Omit<HelpChatProps, 'ticket'>;

function Subjects({ language, onSay }: SayingProps): JSX.Element {
  const words = helpWords(language);
  return (
    <fieldset class="help-subjects" aria-label={words.about}>
      <p class="help-about">{words.about}</p>
      {HELP_SUBJECTS.map((subject) => (
        <button
          key={subject}
          type="button"
          class="choice-item"
          onClick={() => void onSay(words.subjects[subject])}
        >
          {words.subjects[subject]}
        </button>
      ))}
    </fieldset>
  );
}

function Writing({ language, onSay }: SayingProps): JSX.Element {
  const [text, setText] = useState('');
  const words = helpWords(language);
  const send = async (): Promise<void> => {
    const said = text.trim();
    if (said !== '' && (await onSay(said))) setText('');
  };
  return (
    <form
      class="help-writing"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <p class="help-hint">{words.noCustomerData}</p>
      <input
        class="text-input"
        autocomplete="off"
        maxLength={TEXT_MAX_CHARS}
        placeholder={words.writeHere}
        aria-label={words.writeHere}
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      <ActionButton tone="primary" isDisabled={text.trim() === ''} onPress={() => void send()}>
        {words.send}
      </ActionButton>
    </form>
  );
}
