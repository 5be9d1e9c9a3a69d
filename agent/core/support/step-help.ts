/** Requests for help, what is said of them, and the logs that go with them. */
import { canonicalJson } from '../canonical/canonical-json.ts';
import type { HelpNews } from './help.ts';
import { refuseStep, stepOf } from './support-step.ts';
import type {
  ChatMessage,
  HeldTicket,
  SupportAsk,
  SupportEvent,
  SupportFacts,
  SupportSaid,
  SupportStep,
  Supporting,
} from './supporting.ts';

/** The journal has all; this is what is shown at once. */
export const TICKETS_KEPT_MAX = 50;
export const MESSAGES_KEPT_MAX = 100;

/** A desk that asks for more at once than anybody reads gets the newest. */
export const BUNDLES_MAX = 8;

type EventOf<Kind extends SupportEvent['kind']> = Extract<SupportEvent, { readonly kind: Kind }>;
type HelpAsk = Extract<SupportAsk, { readonly kind: 'help-asked' }>;
type Said<Kind extends SupportSaid['kind']> = Extract<SupportSaid, { readonly kind: Kind }>;

/** The request this one repeats: under its client's key, or by a button that is pressed again. */
export function askedBefore(
  { tickets }: Supporting,
  { question, sameForMs = 0 }: HelpAsk,
  nowMs: number,
): HeldTicket | undefined {
  const { client, idempotencyKey } = question;
  return tickets.findLast((held) => {
    if (held.asked?.client !== client) return false;
    if (idempotencyKey !== undefined) return held.asked.idempotencyKey === idempotencyKey;
    // A clock that was set back must not keep a button dead.
    const agoMs = Math.abs(nowMs - held.asked.atMs);
    return isOpenTicket(held) && agoMs < sameForMs;
  });
}

export function isOpenTicket({ state }: HeldTicket): boolean {
  return state !== 'resolved' && state !== 'withdrawn';
}

export function ticketIn({ tickets }: Supporting, ticket: string): HeldTicket | undefined {
  return tickets.find((held) => held.ticket === ticket);
}

export function helpDecided(
  supporting: Supporting,
  { question, ticket, answer }: EventOf<'help-decided'>,
  { nowMs, nextSeq }: SupportFacts,
): SupportStep {
  const number = supporting.lastNumber + 1;
  const asked = { ...question, number, atMs: nowMs, seq: nextSeq, answer };
  const held: HeldTicket = { ticket, asked, state: 'open', messages: [] };
  const { idempotencyKey: _, ...told } = question;
  const body = { ticket, number, ...told, answer };
  return {
    ...stepOf(
      { ...withTicket(supporting, held), lastNumber: number },
      { lines: [{ kind: 'help-asked', body }] },
    ),
    answer: { kind: 'help', ticket: held, isNew: true },
  };
}

/** Repeating it does no harm. */
export function helpWithdrawn(
  supporting: Supporting,
  { ticket, client, operator }: EventOf<'help-withdrawn'>,
): SupportStep {
  const held = ticketIn(supporting, ticket);
  if (held === undefined) return refuseStep(supporting, 'ticket-not-found');
  if (held.state === 'withdrawn') return stepOf(supporting);
  if (held.state === 'resolved') return refuseStep(supporting, 'ticket-ended');
  return stepOf(withTicket(supporting, { ...held, state: 'withdrawn' }), {
    lines: [{ kind: 'help-withdrawn', body: { ticket, client, operator } }],
  });
}

/** The same message again is answered as it stands. */
export function said(
  supporting: Supporting,
  { ticket, message, text, client, operator }: EventOf<'said'>,
  { nowMs, nextSeq }: SupportFacts,
): SupportStep {
  const held = ticketIn(supporting, ticket);
  if (held === undefined) return refuseStep(supporting, 'ticket-not-found');
  const before = held.messages.find((one) => one.message === message);
  if (before !== undefined) {
    return { ...stepOf(supporting), answer: { kind: 'said', ticket, message: before } };
  }
  if (!isOpenTicket(held)) return refuseStep(supporting, 'ticket-ended');
  const added: ChatMessage = { message, text, atMs: nowMs, operator, seq: nextSeq };
  return {
    ...stepOf(withMessage(supporting, held, added), {
      lines: [{ kind: 'chat-said', body: { ticket, message, text, client, operator } }],
    }),
    answer: { kind: 'said', ticket, message: added },
  };
}

/** The newest replaces what was told before; what this till has withdrawn stays so. */
export function newsTold(supporting: Supporting, news: HelpNews): SupportStep {
  const held = ticketIn(supporting, news.ticket) ?? heardOf(news.ticket);
  if (isSame(held.news, news)) return stepOf(supporting);
  const state = held.state === 'withdrawn' ? held.state : news.state;
  return stepOf(withTicket(supporting, { ...held, state, news }), {
    lines: [{ kind: 'help-told', body: news }],
  });
}

export function chatTold(
  supporting: Supporting,
  { ticket, message, from, text, sentAtMs }: EventOf<'chat-told'>,
): SupportStep {
  const held = ticketIn(supporting, ticket) ?? heardOf(ticket);
  if (held.messages.some((one) => one.message === message)) return stepOf(supporting);
  return stepOf(withMessage(supporting, held, { message, text, from, atMs: sentAtMs }), {
    lines: [{ kind: 'chat-heard', body: { ticket, message, from, text, sentAtMs } }],
  });
}

/** Asked again for the same before it is sent, it is under way already. */
export function logsAsked(
  supporting: Supporting,
  { bundle, ticket, withTrace }: EventOf<'logs-asked'>,
  { nowMs }: SupportFacts,
): SupportStep {
  const order = { bundle, ticket, withTrace, askedAtMs: nowMs };
  if (supporting.bundles.some((one) => one.bundle === bundle)) return stepOf(supporting);
  const bundles = [...supporting.bundles, order].slice(-BUNDLES_MAX);
  return stepOf(
    { ...supporting, bundles },
    {
      lines: [{ kind: 'logs-asked', body: { bundle, ticket } }],
      effects: [{ kind: 'send-logs', ...order }],
    },
  );
}

export function logsSent(supporting: Supporting, told: Said<'logs-sent'>): SupportStep {
  const { bundle, sizeBytes, sha256 } = told;
  if (!supporting.bundles.some((one) => one.bundle === bundle)) return stepOf(supporting);
  return stepOf(withoutBundle(supporting, bundle), {
    lines: [{ kind: 'logs-sent', body: { bundle, sizeBytes, sha256 } }],
  });
}

export function logsFailed(supporting: Supporting, told: Said<'logs-failed'>): SupportStep {
  const { bundle, reason } = told;
  if (!supporting.bundles.some((one) => one.bundle === bundle)) return stepOf(supporting);
  return stepOf(withoutBundle(supporting, bundle), {
    lines: [{ kind: 'logs-failed', body: { bundle, reason } }],
  });
}

function withoutBundle(supporting: Supporting, bundle: string): Supporting {
  return { ...supporting, bundles: supporting.bundles.filter((one) => one.bundle !== bundle) };
}

/** Opened at the desk, where somebody has called. */
function heardOf(ticket: string): HeldTicket {
  return { ticket, state: 'open', messages: [] };
}

function withMessage(supporting: Supporting, held: HeldTicket, message: ChatMessage): Supporting {
  const messages = [...held.messages, message].slice(-MESSAGES_KEPT_MAX);
  return withTicket(supporting, { ...held, messages });
}

/** Those that are over are forgotten before those that are open. */
function withTicket(supporting: Supporting, changed: HeldTicket): Supporting {
  const isKnown = ticketIn(supporting, changed.ticket) !== undefined;
  const tickets = isKnown
    ? supporting.tickets.map((held) => (held.ticket === changed.ticket ? changed : held))
    : [...supporting.tickets, changed];
  if (tickets.length <= TICKETS_KEPT_MAX) return { ...supporting, tickets };
  const oldest = tickets.find((held) => !isOpenTicket(held)) ?? tickets[0];
  return { ...supporting, tickets: tickets.filter((held) => held !== oldest) };
}

function isSame(before: HelpNews | undefined, news: HelpNews): boolean {
  return before !== undefined && canonicalJson(before) === canonicalJson(news);
}
