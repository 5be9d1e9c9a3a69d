import { parseArgs } from 'node:util';
import { anniversary, monthsOfPeriod } from '../core/calendar.ts';
import { parametersOf, type PlanParameters } from '../core/contract/parameters.ts';
import {
  noticeVerdict,
  termOf,
  type FirstNotice,
  type NoticeVerdict,
  type TermRule,
} from '../core/contract/term.ts';
import { UsageError, type Command, type CommandIo } from './command.ts';
import { namedPlan } from './named-plan.ts';
import { tableText } from './table.ts';
import { countOf, dayOf, required } from './values.ts';

export const termCommand: Command = {
  usage: `term --start DATE --every P1Y|P6M|--plan ID|FILE --count N [--notice-days 14]
      [--notice-months 3] [--include-anniversary-day] [--notice DATE] [--first-notice beforeMinTermEnd|afterMinTerm]
      [--json]`,
  summary:
    'The terms of a contract with their last days and notice cut-offs, and what a notice does.',
  run,
};

const OPTIONS = {
  start: { type: 'string' },
  every: { type: 'string' },
  plan: { type: 'string' },
  count: { type: 'string', default: '1' },
  'notice-days': { type: 'string' },
  'notice-months': { type: 'string' },
  'include-anniversary-day': { type: 'boolean' },
  notice: { type: 'string' },
  'first-notice': { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

const COUNT_MAX = 1_200;
const NOTICE_DAYS_MAX = 3_660;
const NOTICE_MONTHS_MAX = 120;

/** Where nobody says how long a notice is; one that is told in months has no days beside them. */
const NOTICE_DAYS = '14';

/** A thousand years: every day that is reckoned has a year of four digits. */
const MONTHS_MAX = 12_000;

async function run(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values } = parseArgs({ args: [...argv], options: OPTIONS });
  const { rule, every, firstNotice } = ruleIn(values);
  const count = countOf('--count', values.count, { min: 1, max: COUNT_MAX });
  if (rule.months * count > MONTHS_MAX) {
    throw new UsageError('--every times --count must not be more than a thousand years');
  }
  const terms = Array.from({ length: count }, (_, index) => termWithAnniversary(rule, index + 1));
  const notice =
    values.notice === undefined
      ? undefined
      : verdictOn(rule, dayOf('--notice', values.notice), firstNotice);
  const told = { start: rule.start, every, terms, ...(notice && { notice }) };
  io.stdout.write(
    values.json ? `${JSON.stringify(told)}\n` : tableOf(terms) + (notice ? sentence(notice) : ''),
  );
  return 0;
}

interface TermFlags {
  readonly start?: string | undefined;
  readonly every?: string | undefined;
  readonly plan?: string | undefined;
  readonly 'notice-days'?: string | undefined;
  readonly 'notice-months'?: string | undefined;
  readonly 'include-anniversary-day'?: boolean | undefined;
  readonly 'first-notice'?: string | undefined;
}

interface AskedTerms {
  readonly rule: TermRule;
  readonly every: string;
  readonly firstNotice: FirstNotice;
}

/** What the flags say; what they leave unsaid is the plan's, where one is named. */
function ruleIn(flags: TermFlags): AskedTerms {
  const { plan, 'include-anniversary-day': includesDay } = flags;
  const own = plan === undefined ? undefined : parametersOf(namedPlan(plan).parameters);
  const stated = own === undefined ? flags.every : (flags.every ?? `P${own.termMonths}M`);
  const text = required(stated, '--every P1Y, or --plan ID|FILE');
  const start = dayOf('--start', required(flags.start, '--start DATE'));
  return {
    rule: {
      start,
      months: monthsOf(text),
      ...noticeIn(flags, own),
      includeAnniversaryDay: includesDay ?? own?.includeAnniversaryDay ?? false,
    },
    every: text,
    firstNotice: firstNoticeOf(flags['first-notice'] ?? own?.firstNotice ?? 'beforeMinTermEnd'),
  };
}

function noticeIn(
  { 'notice-months': months, 'notice-days': days }: TermFlags,
  own: PlanParameters | undefined,
): Pick<TermRule, 'noticeDays' | 'noticeMonths'> {
  if (own !== undefined && months === undefined && days === undefined) {
    const { noticeDays, noticeMonths } = own;
    return { noticeDays, noticeMonths };
  }
  const usualDays = months === undefined ? NOTICE_DAYS : '0';
  return {
    noticeDays: countOf('--notice-days', days ?? usualDays, { min: 0, max: NOTICE_DAYS_MAX }),
    noticeMonths: countOf('--notice-months', months ?? '0', { min: 0, max: NOTICE_MONTHS_MAX }),
  };
}

function monthsOf(text: string): number {
  const months = monthsOfPeriod(text);
  if (months !== undefined) return months;
  throw new UsageError(
    `--every takes whole months or years such as P1Y, P6M or P1Y6M, not ${text}`,
  );
}

function firstNoticeOf(text: string): FirstNotice {
  if (text === 'beforeMinTermEnd' || text === 'afterMinTerm') return text;
  throw new UsageError(`--first-notice takes beforeMinTermEnd or afterMinTerm, not ${text}`);
}

function termWithAnniversary(rule: TermRule, n: number) {
  return { ...termOf(rule, n), anniversary: anniversary(rule.start, n * rule.months) };
}

type Judged = { readonly receivedOn: string } & NoticeVerdict;

function verdictOn(rule: TermRule, receivedOn: string, firstNotice: FirstNotice): Judged {
  return { receivedOn, ...noticeVerdict(rule, receivedOn, firstNotice) };
}

function tableOf(terms: readonly ReturnType<typeof termWithAnniversary>[]): string {
  return tableText([
    ['term', 'start', 'last day', 'anniversary', 'notice by'],
    ...terms.map((term) => [
      String(term.n),
      term.start,
      term.lastCoveredDay,
      term.anniversary,
      term.noticeCutOff,
    ]),
  ]);
}

function sentence(judged: Judged): string {
  const notice = `A notice received on ${judged.receivedOn}`;
  switch (judged.kind) {
    case 'ends':
      return `${notice} is in time (by ${judged.cutOff}): the last covered day is ${judged.lastCoveredDay}.\n`;
    case 'late':
      return (
        `${notice} does not end that term (cut-off ${judged.cutOff}): the contract goes on, ` +
        `and its last covered day is ${judged.lastCoveredDay}.\n`
      );
  }
}
