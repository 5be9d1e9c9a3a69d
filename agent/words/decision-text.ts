/** A decision in sentences, for a cashier or an admin: what happens, who, when, what it costs, and why. */
import type { CostLine, Decision, Hold, Need, PricedOption } from '../core/contract/decision.ts';
import type { PackChoice } from '../core/contract/packs.ts';
import type { Plan } from '../core/contract/plan.ts';
import { decisionWordsDe } from './decision-words-de.ts';
import { decisionWordsEn } from './decision-words-en.ts';
import { decisionWordsEs } from './decision-words-es.ts';
import { decisionWordsIt } from './decision-words-it.ts';
import type { AccountLabel, DecisionWords } from './decision-words.ts';
import { LOCALES, type Language } from './language.ts';
import { moneyText } from './money.ts';
import { dayText } from './time.ts';

export interface DecisionText {
  /** What each part is called. */
  readonly labels: DecisionWords['labels'];
  readonly what: readonly string[];
  readonly who: readonly string[];
  readonly when: readonly string[];
  readonly cost: readonly string[];
  readonly why: readonly string[];
  /** What it rests on. */
  readonly clauses: readonly { readonly id: string; readonly sentence: string }[];
}

const WORDS: Readonly<Record<Language, DecisionWords>> = {
  en: decisionWordsEn,
  de: decisionWordsDe,
  es: decisionWordsEs,
  it: decisionWordsIt,
};

/** What was decided, in one language; `plan` is the one it was decided by. */
export function decisionText(decision: Decision, plan: Plan, language: Language): DecisionText {
  const of: Spoken = { decision, plan, language, words: WORDS[language] };
  return {
    labels: WORDS[language].labels,
    what: what(of),
    who: who(of),
    when: when(of),
    cost: cost(of),
    why: why(of),
    clauses: decision.clauses.flatMap((id) => {
      const sentences = Object.entries(plan.clauses).find(([name]) => name === id)?.[1];
      return sentences === undefined ? [] : [{ id, sentence: sentences[language] }];
    }),
  };
}

/** What a code of a price is called, as it stands alone in a table. */
export function priceLabel(code: string, language: Language): string {
  return capital(priceName(WORDS[language], code));
}

/** What a reason of a decision means; undefined for one that these words do not know. */
export function reasonLabel(code: string, language: Language): string | undefined {
  return Object.entries(WORDS[language].reasons).find(([name]) => name === code)?.[1];
}

interface Spoken {
  readonly decision: Decision;
  readonly plan: Plan;
  readonly language: Language;
  readonly words: DecisionWords;
}

function what(of: Spoken): readonly string[] {
  const { decision, words } = of;
  const { outcome, mode, minutes, checklist, needs } = decision;
  return [
    words.outcomes[outcome],
    ...(needs === undefined ? [] : needed(of, needs)),
    ...(mode === undefined ? [] : [words.mode(words.modes[mode])]),
    ...(minutes === undefined ? [] : [words.minutes(minutes)]),
    ...(checklist.length === 0 ? [] : [words.checklist(checklist.join(', '))]),
    ...counted(of),
  ];
}

function needed(of: Spoken, { what: need, missing, packs, accept }: Need): readonly string[] {
  const { words, plan, language } = of;
  const isMoney = need === 'recharge';
  const amount = (count: number) =>
    isMoney ? moneyText(count, plan.currency, language) : words.credits(count);
  return [
    words.needs[need],
    ...(missing === undefined ? [] : [words.missing(amount(missing))]),
    ...(packs === undefined ? [] : [packsText(of, packs)]),
    ...(accept === undefined ? [] : [words.mustAccept(words.acceptables[accept])]),
  ];
}

function packsText({ words, plan, language }: Spoken, { packs, priceMinor }: PackChoice): string {
  const names = packs.map(({ credits }) => words.credits(credits)).join(' + ');
  return words.packs(names, moneyText(priceMinor, plan.currency, language));
}

/** The number an outcome is about. A settlement names it in its lines, an offer by its reason. */
function counted({ decision, words }: Spoken): readonly string[] {
  const { outcome, count, reasons } = decision;
  if (count === undefined) return [];
  if (reasons.includes('OVER_CAPACITY')) return [words.stationsCovered(count)];
  switch (outcome) {
    case 'FLAG':
      return [words.licencesShort(count)];
    case 'EXPIRE':
      return [words.expires(count)];
    case 'COVERED':
    case 'CHARGEABLE':
    case 'ROUTE':
    case 'SCHEDULE':
    case 'NEEDS':
    case 'QUOTE':
    case 'REFUSE':
    case 'MANUAL':
    case 'SETTLE':
    case 'END':
    case 'RENEWED':
      return [];
  }
}

function who({ decision, words }: Spoken): readonly string[] {
  const { routeTo } = decision;
  if (routeTo === undefined) return [];
  const { to, party, copyTo, proposals, isBinding } = routeTo;
  const name = party === undefined ? words.targets[to] : `${words.targets[to]}, ${party}`;
  const others = proposals.filter((id) => id !== party);
  return [
    isBinding ? words.goesTo(name) : words.proposed(name),
    ...(copyTo === undefined ? [] : [words.copyTo(copyTo)]),
    ...(others.length === 0 ? [] : [words.others(others.join(', '))]),
  ];
}

function when({ decision, plan, language, words }: Spoken): readonly string[] {
  const { scheduledAtMs, via, day, cutOff, cover } = decision;
  return [
    ...(scheduledAtMs === undefined
      ? []
      : [words.at(zonedInstantText(scheduledAtMs, plan.zone, language), plan.zone)]),
    ...(via === undefined ? [] : [words.via[via]]),
    ...(cover === undefined
      ? []
      : [words.covered(dayText(cover.from, language), dayText(cover.lastDay, language))]),
    ...(day === undefined ? [] : [words.lastDay(dayText(day, language))]),
    ...(cutOff === undefined ? [] : [words.cutOff(dayText(cutOff, language))]),
  ];
}

/** A day and a time in the vendor's zone: "Monday 23 November 2026 at 15:00". */
function zonedInstantText(atMs: number, timeZone: string, language: Language): string {
  const style = { dateStyle: 'full', timeStyle: 'short', timeZone } as const;
  return new Intl.DateTimeFormat(LOCALES[language], style).format(atMs);
}

function cost(of: Spoken): readonly string[] {
  const { costLines, options, holds } = of.decision;
  return [
    ...costLines.map((line) => costText(of, line)),
    ...options.map((option) => optionText(of, option)),
    ...holds.map((hold) => holdText(of, hold)),
  ];
}

function costText({ words, language }: Spoken, line: CostLine): string {
  const { code, quantity, unit, totalMinor, currency, payer } = line;
  const name = priceName(words, code);
  const named = quantity === 1 ? name : `${name}, ${quantity} ${words.units[unit]}`;
  const amount = moneyText(totalMinor, currency, language);
  return capital(words.costs(named, amount, words.payers[payer]));
}

function optionText(
  { words, language, plan }: Spoken,
  { code, licences, priceMinor, party }: PricedOption,
): string {
  const name = priceName(words, code);
  const many = licences === undefined ? name : `${name} (${words.licences(licences)})`;
  const named = party === undefined ? many : `${many}, ${party}`;
  const price =
    priceMinor === undefined ? undefined : moneyText(priceMinor, plan.currency, language);
  return capital(words.offered(named, price));
}

function holdText(of: Spoken, { account, amount }: Hold): string {
  const { words, decision } = of;
  const say = decision.outcome === 'SETTLE' ? words.taken : words.setAside;
  return isLabel(account)
    ? say(amountText(of, account, amount), words.accounts[account])
    : say(String(amount), account);
}

function amountText(
  { words, plan, language }: Spoken,
  account: AccountLabel,
  amount: number,
): string {
  switch (account) {
    case 'credits':
      return words.credits(amount);
    case 'wallet':
      return moneyText(amount, plan.currency, language);
    case 'pool-remote':
    case 'pool-on-site':
      return `${amount} ${words.units.minute}`;
  }
}

function isLabel(account: string): account is AccountLabel {
  return ['credits', 'wallet', 'pool-remote', 'pool-on-site'].includes(account);
}

/** A code that has no words of its own is still better than none. */
function priceName({ prices }: DecisionWords, code: string): string {
  return Object.entries(prices).find(([name]) => name === code)?.[1] ?? code;
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

function why({ decision, words }: Spoken): readonly string[] {
  return decision.reasons.map((reason) => words.reasons[reason]);
}
