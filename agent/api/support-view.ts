/** Help and a session, as the API shows them. */
import type { Plan } from '../core/contract/plan.ts';
import { CODE_TRIES_MAX, CONSENT_EXPIRY_MS } from '../core/support/remote-session.ts';
import { isOpenTicket, ticketIn } from '../core/support/step-help.ts';
import type {
  ChatMessage,
  EndedSession,
  HeldTicket,
  RemoteSession,
  Supporting,
} from '../core/support/supporting.ts';
import type { TillView } from '../shell/till-view.ts';
import type { Language } from '../words/language.ts';
import { answerView, decisionView } from './decision-view.ts';
import type {
  SessionView,
  StandingView,
  SupportStatusView,
  TicketSummaryView,
  TicketView,
} from './support-schema.ts';

/** Of the open ones, what one look can take in. */
const TICKETS_IN_STATUS_MAX = 10;

export function supportStatus(view: TillView): SupportStatusView {
  const { supporting } = view.till;
  const open = supporting.tickets.filter(isOpenTicket).toReversed();
  const { session, ended } = standingView(supporting);
  return {
    tickets: open.slice(0, TICKETS_IN_STATUS_MAX).map((held) => summaryView(held, view)),
    session,
    ended,
  };
}

export function standingView(supporting: Supporting): StandingView {
  const { session, ended, unattended } = supporting;
  return {
    session: session === undefined ? null : sessionView(session, supporting),
    ended: ended === undefined ? null : endedView(ended),
    unattended: unattended.map(({ fromMs, untilMs }) => {
      return { from: instantOf(fromMs), until: instantOf(untilMs) };
    }),
  };
}

/** Newest first. */
export function summaryViews(view: TillView): readonly TicketSummaryView[] {
  return view.till.supporting.tickets.toReversed().map((held) => summaryView(held, view));
}

function summaryView(held: HeldTicket, { hub }: TillView): TicketSummaryView {
  const { ticket, asked, state, news, messages } = held;
  return {
    ticket,
    number: asked?.number ?? null,
    state,
    isDelivered: isDelivered(asked?.seq, hub?.durableTo),
    askedAt: asked === undefined ? null : instantOf(asked.atMs),
    handler: news?.handler ?? null,
    scheduledAt: news?.scheduledAtMs === undefined ? null : instantOf(news.scheduledAtMs),
    messages: messages.length,
  };
}

interface Reading {
  readonly view: TillView;
  readonly plans: readonly Plan[];
  readonly language: Language;
}

export function ticketView(held: HeldTicket, { view, plans, language }: Reading): TicketView {
  const { asked, news, messages } = held;
  const desk = news?.decision && decisionView(news.decision, plans, language);
  return {
    ...summaryView(held, view),
    topic: asked?.topic ?? null,
    words: asked?.words ?? null,
    answer: asked === undefined ? null : answerView(asked.answer, plans, language),
    deskDecision: desk ?? null,
    deskText: news?.text ?? null,
    balances: news?.balances ?? [],
    chat: messages.map((message) => messageView(message, view)),
  };
}

function messageView(
  { message, text, atMs, from, seq }: ChatMessage,
  { hub }: TillView,
): TicketView['chat'][number] {
  const at = instantOf(atMs);
  return { message, text, at, from: from ?? null, isDelivered: isDelivered(seq, hub?.durableTo) };
}

/** What came from the desk is there already. */
function isDelivered(seq: number | undefined, durableTo = 0): boolean {
  return seq === undefined || seq <= durableTo;
}

function sessionView(held: RemoteSession, supporting: Supporting): SessionView {
  const { session, ticket, technician, streams, askedAtMs, phase } = held;
  const live = phase.kind === 'live' ? phase : undefined;
  const isUnattended = live?.unattendedUntilMs !== undefined;
  const isExternal = live?.isExternal ?? false;
  return {
    session,
    ticket,
    number: ticketIn(supporting, ticket)?.asked?.number ?? null,
    technician,
    streams,
    phase: phase.kind,
    code: phase.kind === 'asked' ? phase.code : null,
    triesLeft: phase.kind === 'asked' ? phase.triesLeft : null,
    triesMax: CODE_TRIES_MAX,
    askedAt: instantOf(askedAtMs),
    expiresAt: instantOf(askedAtMs + CONSENT_EXPIRY_MS),
    consentedAt: live === undefined ? null : instantOf(live.consentedAtMs),
    control: live?.control ?? 'none',
    suspendedFor: live?.suspendedFor ?? null,
    canControl: streams.includes('screen') && !isUnattended && !isExternal,
    isPaused: live?.isPaused ?? false,
    isUnattended,
    isExternal,
  };
}

function endedView({ session, technician, end, atMs }: EndedSession): StandingView['ended'] {
  return { session, technician, end, at: instantOf(atMs) };
}

function instantOf(atMs: number): string {
  return new Date(atMs).toISOString();
}
