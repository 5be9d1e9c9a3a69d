/** What a notice of termination does, to a contract with its parameters and for whoever gives it. */
import { anniversary, dateOfInstant, type PlainDate } from '../calendar.ts';
import { termRule, type Case } from './case.ts';
import { latestNotice, noticeVerdict, termOf, type NoticeVerdict, type TermRule } from './term.ts';

/** What a notice does, by the day that counts; undefined where there is nothing to end. */
export function noticeOf(of: Case): NoticeVerdict | undefined {
  const { facts, parameters, request } = of;
  if (facts.contract === undefined) return undefined;
  const day = noticeDay(of);
  const rule = termRule(facts.contract, of);
  const lastCoveredDay = fixedEnd(of);
  if (lastCoveredDay !== undefined) {
    const cutOff = latestNotice(rule, lastCoveredDay);
    return day > lastCoveredDay ? undefined : { kind: 'ends', lastCoveredDay, cutOff };
  }
  return facts.customer?.isConsumer === true && request.noticeBy !== 'vendor'
    ? consumerVerdict(of, rule, day)
    : noticeVerdict(rule, day, parameters.firstNotice);
}

/** When the contract ends whatever the notice says: it was ended before, or never renews itself. */
export function fixedEnd(of: Case): PlainDate | undefined {
  const { contract } = of.facts;
  if (contract === undefined || contract.endsOn !== undefined) return contract?.endsOn;
  return of.parameters.autoRenew ? undefined : termOf(termRule(contract, of), 1).lastCoveredDay;
}

function noticeDay({ request, parameters, plan }: Case): PlainDate {
  const { receivedMs = request.atMs, sentMs = receivedMs } = request;
  return dateOfInstant(parameters.noticeDay === 'receipt' ? receivedMs : sentMs, plan.zone);
}

/**
 * After its first term a consumer's contract goes on for an open time, and a month is enough to end
 * it at any time (§ 309 no. 9 BGB): no notice of theirs is late for a year.
 */
function consumerVerdict({ parameters }: Case, rule: TermRule, day: PlainDate): NoticeVerdict {
  const { lastCoveredDay, noticeCutOff: cutOff } = termOf(rule, 1);
  if (day <= cutOff) return { kind: 'ends', lastCoveredDay, cutOff };
  const monthOn = anniversary(day, parameters.consumerNoticeMonths);
  const end = monthOn < lastCoveredDay ? lastCoveredDay : monthOn;
  return { kind: 'ends', lastCoveredDay: end, cutOff: day };
}
