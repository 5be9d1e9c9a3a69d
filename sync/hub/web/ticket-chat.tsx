import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { deskWords } from '../../../agent/words/desk-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { instantText } from '../../../agent/words/time.ts';
import type { TicketFileView } from '../api/ticket-schema.ts';
import { LongField, onForm, SubmitButton } from './fields.tsx';
import { isNothing } from './hub-calls.ts';
import { useOutcome } from './outcome.tsx';
import { isTicket } from './ticket-guards.ts';
import type { TicketPanelProps } from './ticket-screen.tsx';

type TicketChatProps = Pick<TicketPanelProps, 'file' | 'language' | 'calls' | 'at' | 'onChanged'>;

/** What both sides have written, the newest at the bottom. */
export function TicketChat(props: TicketChatProps): JSX.Element {
  const { file, language, calls, at, onChanged } = props;
  const { messages } = file;
  const end = useRef<HTMLOListElement>(null);
  const outcome = useOutcome(language);
  /** What may not have arrived: the same text that is sent again is the same message. */
  const sent = useRef<{ readonly id: string; readonly text: string } | undefined>(undefined);
  const [written, setWritten] = useState(0);
  const words = deskWords(language).chat;
  useEffect(() => end.current?.scrollTo({ top: end.current.scrollHeight }), [messages.length]);
  useRead(props);
  const send = onForm((field) => {
    const text = field('text').trim();
    if (text === '') return;
    const body = sent.current?.text === text ? sent.current : { id: crypto.randomUUID(), text };
    sent.current = body;
    outcome.run(calls.send({ path: `${at}/messages`, body }, isTicket), () => {
      sent.current = undefined;
      setWritten(written + 1);
      onChanged();
    });
  });
  return (
    <section class="card card-stack">
      <h2 class="sub-heading">{words.title}</h2>
      {messages.length === 0 && <p class="card-text">{words.none}</p>}
      {messages.length > 0 && (
        <ol ref={end} class="chat">
          {messages.map((message) => (
            <ChatMessage key={message.message} {...{ message, language }} />
          ))}
        </ol>
      )}
      {outcome.notice}
      {file.may.write && (
        <form key={written} class="form" onSubmit={send}>
          <LongField label={words.label} name="text" rows={2} />
          <div>
            <SubmitButton isDisabled={outcome.isBusy}>{words.send}</SubmitButton>
          </div>
        </form>
      )}
    </section>
  );
}

/** Says how much was shown to somebody, and nothing of a page that is not looked at. */
function useRead({ file, calls, at }: Pick<TicketChatProps, 'file' | 'calls' | 'at'>): void {
  const said = useRef(0);
  const messages = file.messages.length;
  useEffect(() => {
    if (document.hidden || said.current >= messages) return;
    said.current = messages;
    const order = { path: `${at}/read`, body: { messages } };
    const say = async (): Promise<void> => {
      const { kind } = await calls.send(order, isNothing);
      if (kind !== 'done') said.current = 0;
    };
    void say();
  });
}

interface ChatMessageProps {
  readonly message: TicketFileView['messages'][number];
  readonly language: Language;
}

function ChatMessage({ message, language }: ChatMessageProps): JSX.Element {
  const { side, name, company, text, at } = message;
  const words = deskWords(language).chat;
  const who = [name === '' ? words.sides[side] : name, company].filter((part) => part !== '');
  return (
    <li class={side === 'desk' || side === 'partner' ? 'chat-line chat-ours' : 'chat-line'}>
      <p class="chat-who">
        <strong>{who.join(' · ')}</strong> {words.sides[side]},{' '}
        {instantText(Date.parse(at), language)}
      </p>
      <p class="chat-text">{text}</p>
    </li>
  );
}
