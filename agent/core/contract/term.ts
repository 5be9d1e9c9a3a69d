/**
 * Terms of a contract and the notices that end them. Every anniversary is reckoned from the day the
 * contract began, never from the one before it, so that 29 February comes back (contracts.md 1.6).
 */
import { addDays, anniversary, daysBetween, termEnd, type PlainDate } from '../calendar.ts';

export interface TermRule {
  /** The day the contract began. */
  readonly start: PlainDate;
  /** How long each term lasts. */
  readonly months: number;
  /** Days a notice must come before the last covered day; the cut-off day itself is in time. */
  readonly noticeDays: number;
  /** Whole months it must come before that, beside the days; a notice may be longer than a term. */
  readonly noticeMonths?: number | undefined;
  /** Whether the anniversary day itself is still covered. */
  readonly includeAnniversaryDay?: boolean | undefined;
  /** Where it is given, a cut-off on any other day moves on to the next such one. */
  readonly isWorkingDay?: ((day: PlainDate) => boolean) | undefined;
}

export interface Term {
  /** The first is 1. */
  readonly n: number;
  /** The day after the term before it; the anniversary, but where a month has no such day. */
  readonly start: PlainDate;
  readonly lastCoveredDay: PlainDate;
  /** The last day on which a notice for this term may arrive. */
  readonly noticeCutOff: PlainDate;
}

/** The n-th term; the first is 1. */
export function termOf(rule: TermRule, n: number): Term {
  const lastCoveredDay = lastDay(rule, n);
  return {
    n,
    start: n === 1 ? rule.start : addDays(lastDay(rule, n - 1), 1),
    lastCoveredDay,
    noticeCutOff: cutOff(rule, lastCoveredDay),
  };
}

/** The term that covers a day; undefined before the first. */
export function termAt(rule: TermRule, day: PlainDate): Term | undefined {
  if (day < rule.start) return undefined;
  let n = Math.max(1, Math.floor(monthsBetween(rule.start, day) / rule.months) - 1);
  while (lastDay(rule, n) < day) n += 1;
  return termOf(rule, n);
}

/** So many months have passed at least: a start for counting, which is never too far on. */
function monthsBetween(from: PlainDate, to: PlainDate): number {
  return Math.floor(daysBetween(from, to) / DAYS_A_MONTH_MAX);
}

const DAYS_A_MONTH_MAX = 31;

/** Whether a notice during the minimum term counts for its end, or only one after it (SDS-20). */
export type FirstNotice = 'beforeMinTermEnd' | 'afterMinTerm';

export type NoticeVerdict =
  /** It came in time: the contract ends with this day. */
  | { readonly kind: 'ends'; readonly lastCoveredDay: PlainDate; readonly cutOff: PlainDate }
  /** It came too late for this term, and ends the first one that it is early enough for. */
  | {
      readonly kind: 'late';
      readonly cutOff: PlainDate;
      readonly renewedTo: PlainDate;
      readonly lastCoveredDay: PlainDate;
    };

/** What a notice received on a day does; one from before the contract began is for its first term. */
export function noticeVerdict(
  rule: TermRule,
  receivedOn: PlainDate,
  firstNotice: FirstNotice,
): NoticeVerdict {
  const running = termInQuestion(rule, receivedOn);
  const { start } = running;
  const term = firstEnding(rule, running.n, receivedOn < start ? receivedOn : start);
  const isFirst = running.n === 1 && firstNotice === 'afterMinTerm';
  if (receivedOn <= term.noticeCutOff && !isFirst) {
    const { lastCoveredDay, noticeCutOff: cutOff } = term;
    return { kind: 'ends', lastCoveredDay, cutOff };
  }
  const next = firstEnding(rule, term.n + 1, receivedOn).lastCoveredDay;
  return { kind: 'late', cutOff: term.noticeCutOff, renewedTo: next, lastCoveredDay: next };
}

/**
 * The first term from `n` on that a notice of that day ends. Where the notice is longer than a term
 * that is never the running one, whose cut-off lay before it began: nobody is late for it.
 */
function firstEnding(rule: TermRule, n: number, day: PlainDate): Term {
  let term = termOf(rule, n);
  while (term.noticeCutOff < day) term = termOf(rule, term.n + 1);
  return term;
}

/** A cut-off that moved past the end of its term still ends that one. */
function termInQuestion(rule: TermRule, day: PlainDate): Term {
  const term = termAt(rule, day) ?? termOf(rule, 1);
  if (term.n === 1) return term;
  const before = termOf(rule, term.n - 1);
  return day <= before.noticeCutOff ? before : term;
}

/** Longer than any row of closures: where nobody ever works, no deadline moves. */
const ROLL_DAYS_MAX = 31;

/** The last day on which a notice for that end may arrive, whether or not anybody works on it. */
export function latestNotice(
  { noticeDays, noticeMonths = 0 }: TermRule,
  lastCoveredDay: PlainDate,
): PlainDate {
  return addDays(monthsBefore(lastCoveredDay, noticeMonths), -noticeDays);
}

/** The last day from which so many months are over by `day`: 31 January is three before 30 April. */
function monthsBefore(day: PlainDate, months: number): PlainDate {
  let before = anniversary(day, -months);
  while (anniversary(addDays(before, 1), months) <= day) before = addDays(before, 1);
  return before;
}

function cutOff(rule: TermRule, lastCoveredDay: PlainDate): PlainDate {
  const { isWorkingDay } = rule;
  const day = latestNotice(rule, lastCoveredDay);
  if (isWorkingDay === undefined) return day;
  for (let ahead = 0; ahead < ROLL_DAYS_MAX; ahead += 1) {
    if (isWorkingDay(addDays(day, ahead))) return addDays(day, ahead);
  }
  return day;
}

function lastDay({ start, months, includeAnniversaryDay }: TermRule, n: number): PlainDate {
  return includeAnniversaryDay === true
    ? anniversary(start, n * months)
    : termEnd(start, n * months);
}
