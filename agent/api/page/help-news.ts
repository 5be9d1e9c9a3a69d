/** What has become of a request since somebody at this screen has looked at it. */
import type { HelpWords } from '../../words/help-text.ts';
import { dueText } from '../../words/time.ts';
import type { Language } from '../../words/language.ts';
import { helpWords } from '../../words/help-words.ts';
import type { TicketSummaryView } from '../support-schema.ts';

/** As it stood when somebody looked. */
export interface SeenTicket {
  readonly state: string;
  readonly handler: string | null;
  readonly scheduledAt: string | null;
  readonly messages: number;
}

export type SeenTickets = Readonly<Record<string, SeenTicket>>;

type NewsKind = keyof HelpWords['news'];

const AS_ASKED: SeenTicket = { state: 'open', handler: null, scheduledAt: null, messages: 0 };

export function seenOf(ticket: TicketSummaryView): SeenTicket {
  const { state, handler, scheduledAt, messages } = ticket;
  return { state, handler: handler?.name ?? null, scheduledAt, messages };
}

/** The one thing that matters most; undefined where nothing has happened that somebody has not seen. */
export function newsText(
  ticket: TicketSummaryView,
  seen: SeenTicket | undefined,
  language: Language,
): string | undefined {
  const kind = newsKind(ticket, seen);
  return kind === undefined
    ? undefined
    : helpWords(language).news[kind](whatOf(ticket, kind, language));
}

function newsKind(ticket: TicketSummaryView, seen: SeenTicket | undefined): NewsKind | undefined {
  const { state, handler, scheduledAt, messages, number } = ticket;
  const before = seen ?? AS_ASKED;
  if (state === 'withdrawn') return undefined;
  if (state === 'resolved') return before.state === 'resolved' ? undefined : 'resolved';
  if (messages > before.messages) return 'message';
  if (scheduledAt !== null && scheduledAt !== before.scheduledAt) return 'scheduled';
  if (handler !== null && handler.name !== before.handler) return 'assigned';
  if (state === 'waiting' && before.state !== 'waiting') return 'waiting';
  return number === null && seen === undefined ? 'opened' : undefined;
}

function whatOf({ handler, scheduledAt }: TicketSummaryView, kind: NewsKind, language: Language) {
  if (kind === 'scheduled' && scheduledAt !== null) {
    return dueText(Date.parse(scheduledAt), language);
  }
  return handler?.name ?? '';
}

/** Those that somebody has seen open, and that are open no more: how they ended is news. */
export function endedSince(
  open: readonly { readonly ticket: string }[],
  seen: SeenTickets,
): readonly string[] {
  const stillOpen = new Set(open.map(({ ticket }) => ticket));
  return Object.entries(seen)
    .filter(([ticket, { state }]) => !stillOpen.has(ticket) && !ENDS.includes(state))
    .map(([ticket]) => ticket);
}

const ENDS: readonly string[] = [
  'resolved',
  'withdrawn',
] satisfies readonly TicketSummaryView['state'][];

/** More than the till tells of at once. */
const SEEN_MAX = 20;

/** One more that was seen; of many the oldest are forgotten, those that are over first. */
export function withSeen(seen: SeenTickets, ticket: TicketSummaryView): SeenTickets {
  const { [ticket.ticket]: _, ...others } = seen;
  const kept = Object.entries({ ...others, [ticket.ticket]: seenOf(ticket) });
  if (kept.length <= SEEN_MAX) return Object.fromEntries(kept);
  const over = kept.findIndex(([, { state }]) => ENDS.includes(state));
  return Object.fromEntries(kept.toSpliced(Math.max(over, 0), 1));
}

export function isNews(ticket: TicketSummaryView, seen: SeenTicket | undefined): boolean {
  return newsKind(ticket, seen) !== undefined;
}
