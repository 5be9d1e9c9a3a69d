/** The request for help this screen shows: asked by one press, read again whenever something comes of it. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { helpWords } from '../../words/help-words.ts';
import type { Language } from '../../words/language.ts';
import type { NoticeText } from '../../words/page-text.ts';
import type { StatusView } from '../schema.ts';
import type { TicketSummaryView, TicketView } from '../support-schema.ts';
import type { Answered, ApiCalls, HelpMessage, OperatorSession } from './api-calls.ts';
import { failureText } from './failure-text.ts';
import { useHelpNews, type HelpNewsDesk } from './use-help-news.ts';

export interface HelpDesk {
  readonly ticket: TicketView | undefined;
  readonly open: readonly TicketSummaryView[];
  readonly isAsking: boolean;
  readonly failure: NoticeText | undefined;
  readonly news: HelpNewsDesk;
  /** What the large button does: the request that is open already, or a new one. */
  readonly press: () => void;
  readonly ask: () => void;
  readonly show: (ticket: string) => void;
  /** Whether the till has it now. */
  readonly say: (text: string) => Promise<boolean>;
  readonly withdraw: () => void;
}

interface DeskParts {
  readonly calls: ApiCalls;
  readonly session: OperatorSession | undefined;
  readonly status: StatusView | undefined;
  readonly language: Language;
  readonly isShown: boolean;
}

export function useHelpDesk(parts: DeskParts): HelpDesk {
  const { calls, status, language, isShown } = parts;
  const [ticket, setTicket] = useState<TicketView | undefined>(undefined);
  const [failure, setFailure] = useState<NoticeText | undefined>(undefined);
  const take = (result: Answered<TicketView>): boolean => {
    if (result.kind === 'done') setTicket(result.body);
    setFailure(failureText(result, language));
    return result.kind === 'done';
  };
  const asking = useAsking(parts, (result) => {
    take(result);
    if (result.kind === 'unknown') setFailure(helpWords(language).notAsked);
  });
  const sayOnce = useSaying(calls);
  useFollowed(parts, ticket, setTicket);
  const open = status?.support.tickets ?? [];
  const show = (id: string): void => {
    asking.forget();
    void calls.help(id).then(take);
  };
  const ask = (): void => {
    setTicket(undefined);
    asking.ask();
  };
  const [newest] = open;
  return {
    ticket,
    open,
    isAsking: asking.isAsking,
    failure,
    news: useHelpNews({ calls, status, shown: isShown ? ticket : undefined }),
    press: () => (newest === undefined ? ask() : show(newest.ticket)),
    ask,
    show,
    say: async (text) => ticket !== undefined && take(await sayOnce(ticket.ticket, text)),
    withdraw: () => {
      if (ticket !== undefined) void calls.withdrawHelp(ticket.ticket).then(take);
    },
  };
}

interface Asking {
  readonly isAsking: boolean;
  readonly ask: () => void;
  /** Whoever looks at another one has given up on this: the next is a new one. */
  readonly forget: () => void;
}

/** Without an answer the next press asks under the same key: it is one request however often it is pressed. */
function useAsking(
  { calls, session }: DeskParts,
  onResult: (result: Answered<TicketView>) => void,
): Asking {
  const [isAsking, setIsAsking] = useState(false);
  const key = useRef<string | undefined>(undefined);
  const send = async (): Promise<void> => {
    key.current ??= crypto.randomUUID();
    setIsAsking(true);
    const result = await calls.askHelp(key.current, session);
    if (result.kind !== 'unknown') key.current = undefined;
    setIsAsking(false);
    onResult(result);
  };
  return {
    isAsking,
    ask: () => {
      if (!isAsking) void send();
    },
    forget: () => {
      key.current = undefined;
    },
  };
}

type Saying = (ticket: string, text: string) => Promise<Answered<TicketView>>;

/** What got no answer goes out under the same id when it is sent again. */
function useSaying(calls: ApiCalls): Saying {
  const unanswered = useRef<(HelpMessage & { readonly ticket: string }) | undefined>(undefined);
  return async (ticket, text) => {
    const last = unanswered.current;
    const isSame = last !== undefined && last.ticket === ticket && last.text === text;
    const sending = isSame ? last : { ticket, text, message: crypto.randomUUID() };
    unanswered.current = sending;
    const result = await calls.say(ticket, { message: sending.message, text });
    if (result.kind !== 'unknown') unanswered.current = undefined;
    return result;
  };
}

/** The status names what has changed; its words are read from the till, in the language of the page. */
function useFollowed(
  { calls, status, language, isShown }: DeskParts,
  ticket: TicketView | undefined,
  setTicket: (ticket: TicketView) => void,
): void {
  const shown = isShown ? ticket?.ticket : undefined;
  const summary = status?.support.tickets.find((one) => one.ticket === shown);
  useEffect(() => {
    if (shown === undefined) return;
    let isCurrent = true;
    const read = async (): Promise<void> => {
      const result = await calls.help(shown);
      if (isCurrent && result.kind === 'done') setTicket(result.body);
    };
    void read();
    return () => {
      isCurrent = false;
    };
  }, [shown, language, JSON.stringify(summary), JSON.stringify(status?.hub)]);
}
