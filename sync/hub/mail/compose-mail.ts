/** What the hub writes to a customer of something that happened; undefined where there is nothing to write. */
import { z } from 'zod';
import { dateOfInstant } from '../../../agent/core/calendar.ts';
import type { AccountBalance } from '../../../agent/core/support/help.ts';
import type { Language } from '../../../agent/words/language.ts';
import { mailWords, type MailBalance, type MailText } from '../../../agent/words/mail-text.ts';
import { moneyText } from '../../../agent/words/money.ts';
import { dayText } from '../../../agent/words/time.ts';
import type { Ticket } from '../desk/ticket.ts';
import type { Announcement } from '../store/announcements.ts';

export interface Composing {
  readonly announcement: Announcement;
  readonly ticket: Ticket;
  readonly language: Language;
  /** Of the contract: where its days begin, and what its money is. */
  readonly plan: { readonly zone: string; readonly currency: string } | undefined;
}

const balance = z.object({ account: z.string(), charged: z.number(), available: z.number() });
const answeredBody = z.object({
  text: z.string(),
  from: z.object({ name: z.string(), company: z.string() }),
});
const resolvedBody = z.object({ text: z.string().optional(), balances: z.array(balance) });
const lowBody = z.object({ balances: z.array(balance) });
const noticeBody = z.object({
  outcome: z.string(),
  day: z.string().optional(),
  cutOff: z.string().optional(),
});

export function composeMail(composing: Composing): MailText | undefined {
  const { announcement, ticket, language } = composing;
  const words = mailWords(language);
  switch (announcement.kind) {
    case 'ticket-opened':
      if (ticket.kind !== 'notice') return words.opened(ticket);
      // What was decided of a notice is written in a mail of its own.
      return ticket.decision === undefined ? words.undecided(receivedText(composing)) : undefined;
    case 'ticket-answered': {
      const { from, text } = answeredBody.parse(announcement.body);
      const who = from.company === '' ? from.name : `${from.name} (${from.company})`;
      return words.answered(ticket, who, text);
    }
    case 'ticket-resolved': {
      const { text, balances } = resolvedBody.parse(announcement.body);
      return words.resolved(ticket, text, shown(composing, balances));
    }
    case 'balance-low':
      return words.balanceLow(shown(composing, lowBody.parse(announcement.body).balances));
    case 'notice-decided':
      return noticeText(composing);
    case 'remote-started':
    case 'remote-ended':
      return undefined;
  }
}

function noticeText(composing: Composing): MailText {
  const { announcement, language } = composing;
  const words = mailWords(language);
  const { outcome, day, cutOff } = noticeBody.parse(announcement.body);
  const received = receivedText(composing);
  if (day === undefined || cutOff === undefined) return words.undecided(received);
  const days = [dayText(day, language), dayText(cutOff, language)] as const;
  if (outcome === 'END') return words.ends(received, ...days);
  if (outcome === 'RENEWED') return words.renewed(received, ...days);
  return words.undecided(received);
}

/** The day and the minute in the contract's zone: by them it is decided. */
function receivedText({ ticket, language, plan }: Composing): string {
  const atMs = ticket.request.receivedMs ?? ticket.askedAtMs;
  const zone = plan?.zone ?? 'UTC';
  const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: zone });
  return `${dayText(dateOfInstant(atMs, zone), language)}, ${time.format(atMs)} (${zone})`;
}

function shown(composing: Composing, balances: readonly AccountBalance[]): readonly MailBalance[] {
  const words = mailWords(composing.language);
  return balances.map(({ account, available }) => ({
    account: words.accounts[account] ?? account,
    available: amountText(composing, account, available),
  }));
}

function amountText({ language, plan }: Composing, account: string, amount: number): string {
  const words = mailWords(language);
  if (account === 'credits') return words.credits(amount);
  if (account !== 'wallet') return words.minutes(amount);
  return plan === undefined ? String(amount) : moneyText(amount, plan.currency, language);
}
