/** What `decide` is asked: the request file, and over it the flags. */
import type { Plan } from '../core/contract/plan.ts';
import type { DecisionRequest } from '../core/contract/request.ts';
import { decisionRequestSchema } from '../../sync/trust/decision-schema.ts';
import { UsageError } from './command.ts';
import type { DecideFlags } from './decide-options.ts';
import { problemsOf } from './explain-issues.ts';
import { isoInstantOf } from './iso-time.ts';
import { readStrict } from './read-strict.ts';
import { countOf } from './values.ts';

const COUNT_MAX = 1_000_000_000;

/** Throws `UsageError` where something was said that nobody can ask. */
export function decideRequest(flags: DecideFlags, plan: Plan): DecisionRequest {
  const file = flags.request === undefined ? {} : readStrict(flags.request, decisionRequestSchema);
  const said = Object.fromEntries(
    Object.entries(fieldsOf(flags, plan)).filter(([, value]) => value !== undefined),
  );
  const parsed = decisionRequestSchema.safeParse(said);
  if (!parsed.success) {
    const lines = problemsOf(parsed.error, said).map(
      ({ field, problem }) => `${flagOf(field)}: ${problem}`,
    );
    throw new UsageError(lines.join('\n'));
  }
  const { kind, atMs, ...rest } = { ...file, ...parsed.data };
  if (kind === undefined) throw new UsageError('say what is asked: --kind contact, update, …');
  if (atMs === undefined) throw new UsageError('say when it is asked: --at 2026-11-23T15:00');
  return { ...rest, kind, atMs };
}

function fieldsOf(flags: DecideFlags, { zone }: Plan): Readonly<Record<string, unknown>> {
  const instant = (flag: string, text: string | undefined) =>
    text === undefined ? undefined : isoInstantOf(flag, text, zone);
  return {
    kind: flags.kind,
    atMs: instant('--at', flags.at),
    caller: flags.caller,
    station: flags.station,
    topic: flags.topic,
    channel: flags.channel,
    serviceClass: flags.class,
    mode: flags.mode,
    slotMs: instant('--slot', flags.slot),
    minutes: count('--minutes', flags.minutes),
    firstLineNote: flags['first-line-note'],
    hasConsent: flags.consent,
    accepted: flags.accept,
    complications: flags.complication,
    justification: flags.justification,
    chosen: flags.chosen,
    leadSource: flags['lead-source'],
    isApproved: flags.approved,
    releasedMs: instant('--released', flags.released),
    licences: count('--licences', flags.licences),
    stations: count('--stations-after', flags['stations-after']),
    receivedMs: instant('--received', flags.received),
    sentMs: instant('--sent', flags.sent),
    noticeBy: flags['notice-by'],
    used: count('--used', flags.used),
    timer: flags.timer,
  };
}

function count(flag: string, text: string | undefined): number | undefined {
  return text === undefined ? undefined : countOf(flag, text, { min: 0, max: COUNT_MAX });
}

/** Fields that are not called as their flags are. */
const FLAGS: Readonly<Record<string, string>> = {
  serviceClass: 'class',
  accepted: 'accept',
  complications: 'complication',
  firstLineNote: 'first-line-note',
  leadSource: 'lead-source',
  noticeBy: 'notice-by',
};

function flagOf(field: string): string {
  const name = field.replace(/[[.].*$/, '');
  return `--${FLAGS[name] ?? name}`;
}
