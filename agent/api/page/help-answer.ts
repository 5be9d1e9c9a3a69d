/** What a request for help has come to, so that a tired cashier understands it: what now, whom to call, what it costs. */
import type { HelpAccount, HelpHeadline, HelpWords } from '../../words/help-text.ts';
import { helpWords } from '../../words/help-words.ts';
import type { Language } from '../../words/language.ts';
import { moneyText } from '../../words/money.ts';
import { dueText } from '../../words/time.ts';
import type { TicketSummaryView, TicketView } from '../support-schema.ts';

export interface AnswerText {
  readonly headline: string;
  readonly tone: 'good' | 'plain' | 'warning';
  /** What somebody has to do now. */
  readonly advice: readonly string[];
  /** What the contract says to it, and whether it costs. */
  readonly lead: string;
  readonly callTitle: string;
  readonly contacts: readonly ContactText[];
  readonly facts: readonly Fact[];
  readonly clauses: readonly { readonly id: string; readonly sentence: string }[];
}

interface ContactText {
  readonly name: string;
  readonly role: string | undefined;
  readonly phone: string | undefined;
}

interface Fact {
  readonly label: string;
  readonly sentences: readonly string[];
}

type DecisionView = NonNullable<TicketView['deskDecision']>;
type Contact = NonNullable<TicketView['answer']>['contacts'][number];
type RouteTarget = NonNullable<DecisionView['routeTo']>['to'];

/** More than two numbers are a telephone book. */
const CONTACTS_MAX = 2;
/** Where nobody has to be called it is one: the first choice. */
const OTHERS_MAX = 1;

const ROLES_OF: Readonly<Record<RouteTarget, readonly Contact['role'][]>> = {
  distributor: ['distributor'],
  'machine-service': ['machine-service'],
  admin: ['admin', 'deputy'],
  implementer: ['implementer'],
  replacement: ['implementer'],
  chosen: ['implementer'],
  preferred: ['implementer'],
  vendor: ['vendor'],
  'managing-implementer': ['implementer'],
};

interface Shown {
  readonly language: Language;
  /** Of the till; a wallet is kept in it. */
  readonly currency: string;
}

export function answerText(ticket: TicketView, shown: Shown): AnswerText {
  const words = helpWords(shown.language);
  const decision = decisionOf(ticket);
  const routed = routedTo(ticket, decision);
  const others = (ticket.answer?.contacts ?? []).slice(0, OTHERS_MAX);
  const headline = headlineOf(ticket, decision);
  return {
    headline: words.headlines[headline](
      namedIn(headline, { ticket, decision, routed, language: shown.language }),
    ),
    tone: toneOf(headline),
    advice: isOver(ticket) ? [] : adviceFor(ticket, decision, words),
    lead: isOver(ticket) ? '' : leadOf(ticket, decision, words),
    callTitle: routed.length > 0 ? words.callFirst : words.callInAHurry,
    contacts: isOver(ticket)
      ? []
      : (routed.length > 0 ? routed : others).map((contact) => contactText(contact, words)),
    facts: factsOf(ticket, decision, shown),
    clauses: decision?.text.clauses ?? [],
  };
}

/** Of a request in a list, where what the contract says is not at hand. */
export function summaryHeadline(ticket: TicketSummaryView, language: Language): string {
  const headline = ticket.state === 'waiting' ? 'needs' : headlineOf(ticket, undefined);
  const naming = { ticket, decision: undefined, routed: [], language };
  return helpWords(language).headlines[headline](namedIn(headline, naming));
}

/** The name by which both ends speak of it. */
export function ticketName({ number }: Pick<TicketView, 'number'>, language: Language): string {
  const words = helpWords(language);
  return number === null ? words.fromDesk : words.numbered(number);
}

export function isOver({ state }: Pick<TicketView, 'state'>): boolean {
  return state === 'resolved' || state === 'withdrawn';
}

/** The desk knows the balance: what it says stands over what the till has decided. */
function decisionOf({ answer, deskDecision }: TicketView): DecisionView | undefined {
  if (deskDecision !== null) return deskDecision;
  return answer?.kind === 'decided' ? answer.decision : undefined;
}

function headlineOf(
  ticket: Pick<TicketView, 'state' | 'isDelivered'>,
  decision: DecisionView | undefined,
): HelpHeadline {
  switch (ticket.state) {
    case 'resolved':
    case 'withdrawn':
      return ticket.state;
    case 'scheduled':
      return 'scheduled';
    case 'assigned':
      return 'assigned';
    case 'waiting':
      return decision?.outcome === 'NEEDS' ? 'needs' : openHeadline(ticket, decision);
    case 'open':
      return openHeadline(ticket, decision);
  }
}

function openHeadline(
  { isDelivered }: Pick<TicketView, 'isDelivered'>,
  decision: DecisionView | undefined,
) {
  if (decision === undefined) return isDelivered ? 'desk-decides' : 'desk-decides-later';
  switch (decision.outcome) {
    case 'COVERED':
      return isDelivered ? 'covered' : 'covered-later';
    case 'ROUTE':
      return 'routed';
    case 'SCHEDULE':
      return 'scheduled';
    case 'NEEDS':
      return 'needs';
    case 'CHARGEABLE':
      return 'charge';
    case 'QUOTE':
      return 'quote';
    case 'REFUSE':
      return 'refused';
    default:
      return 'manual';
  }
}

function toneOf(headline: HelpHeadline): AnswerText['tone'] {
  switch (headline) {
    case 'covered':
    case 'assigned':
    case 'scheduled':
    case 'resolved':
      return 'good';
    case 'covered-later':
    case 'routed':
    case 'quote':
    case 'manual':
    case 'desk-decides':
    case 'desk-decides-later':
    case 'withdrawn':
      return 'plain';
    case 'needs':
    case 'charge':
    case 'refused':
      return 'warning';
  }
}

interface Naming {
  readonly ticket: Pick<TicketView, 'handler' | 'scheduledAt'>;
  readonly decision: DecisionView | undefined;
  readonly routed: readonly Contact[];
  readonly language: Language;
}

/** Whom or what the headline names. */
function namedIn(
  headline: HelpHeadline,
  { ticket, decision, routed, language }: Naming,
): string | undefined {
  if (headline === 'routed') return routed[0]?.name;
  if (headline !== 'scheduled') return ticket.handler?.name;
  const due = ticket.scheduledAt ?? decision?.scheduledAt;
  return due === undefined ? undefined : dueText(Date.parse(due), language);
}

function routedTo({ answer }: TicketView, decision: DecisionView | undefined): readonly Contact[] {
  const route = decision?.routeTo;
  if (route === undefined || decision?.outcome !== 'ROUTE') return [];
  const contacts = answer?.contacts ?? [];
  const named = contacts.filter(({ id, name }) => (id ?? name) === route.party);
  if (named.length > 0) return named.slice(0, CONTACTS_MAX);
  return contacts.filter(({ role }) => ROLES_OF[route.to].includes(role)).slice(0, CONTACTS_MAX);
}

function contactText({ name, role, phone }: Contact, words: HelpWords): ContactText {
  const known = Object.entries(words.contactRoles).find(([one]) => one === role);
  return { name, role: known?.[1], phone };
}

function adviceFor(
  { deskText }: TicketView,
  decision: DecisionView | undefined,
  words: HelpWords,
): readonly string[] {
  const need = decision?.outcome === 'NEEDS' ? decision.needs?.what : undefined;
  return [
    ...(need === undefined ? [] : [words.whoMust[need]]),
    ...(deskText === null ? [] : [deskText]),
  ];
}

function leadOf(
  { answer }: TicketView,
  decision: DecisionView | undefined,
  words: HelpWords,
): string {
  if (decision !== undefined) return decision.text.what.join(' ');
  if (answer === null) return '';
  return answer.kind === 'line-needed' ? words.balanceUnknown : words.noContractHere;
}

function factsOf(
  ticket: TicketView,
  decision: DecisionView | undefined,
  shown: Shown,
): readonly Fact[] {
  const words = helpWords(shown.language);
  const charged = chargedLines(ticket, shown);
  const due = dueLines(ticket, shown.language);
  if (decision === undefined) {
    return filled([
      { label: words.whenTitle, sentences: due },
      { label: words.costTitle, sentences: charged ?? [words.costsNothingYet] },
    ]);
  }
  const { labels, who, when, cost, why } = decision.text;
  // What is covered has said so already.
  const none = decision.outcome === 'COVERED' ? [] : [words.costsNothingYet];
  return filled([
    { label: labels.when, sentences: due.length > 0 ? due : when },
    { label: labels.who, sentences: who },
    { label: labels.cost, sentences: charged ?? (cost.length > 0 ? cost : none) },
    { label: labels.why, sentences: why },
  ]);
}

function filled(facts: readonly Fact[]): readonly Fact[] {
  return facts.filter(({ sentences }) => sentences.length > 0);
}

function dueLines({ scheduledAt }: TicketView, language: Language): readonly string[] {
  return scheduledAt === null ? [] : [dueText(Date.parse(scheduledAt), language)];
}

/** Undefined before it is solved. */
function chargedLines(
  { state, balances }: TicketView,
  shown: Shown,
): readonly string[] | undefined {
  if (state !== 'resolved' || balances.length === 0) return undefined;
  const words = helpWords(shown.language);
  return balances.map(({ account, charged, available }) => {
    const name = isHelpAccount(account) ? words.accounts[account] : account;
    const text = (amount: number): string => amountText(account, amount, shown);
    return words.charged(name, text(charged), text(available));
  });
}

function isHelpAccount(account: string): account is HelpAccount {
  return ['credits', 'wallet', 'pool-remote', 'pool-on-site'].includes(account);
}

function amountText(account: string, amount: number, { language, currency }: Shown): string {
  if (account === 'wallet') return moneyText(amount, currency, language);
  return account.startsWith('pool-') ? `${amount} min` : String(amount);
}
