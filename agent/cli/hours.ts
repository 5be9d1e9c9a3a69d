import { parseArgs } from 'node:util';
import { calendarOf } from '../core/contract/case.ts';
import {
  addCovered,
  closingAfter,
  coveredBetween,
  isOpen,
  nextOpening,
  type CoverageCalendar,
} from '../core/contract/hours.ts';
import { calendarFileSchema, readCalendar } from './calendar-file.ts';
import { UsageError, type Command, type CommandIo } from './command.ts';
import { isoDurationOf, isoDurationText, isoInstantOf, isoText } from './iso-time.ts';
import { namedPlan } from './named-plan.ts';
import { jsonSchemaText } from './read-strict.ts';
import { required } from './values.ts';

export const hoursCommand: Command = {
  usage: `hours --calendar FILE|--plan ID|FILE at TIME [--json]
  hours --calendar FILE|--plan ID|FILE add --from TIME --covered PT2H [--json]
  hours --calendar FILE|--plan ID|FILE between --from TIME --to TIME [--json]
  hours schema                          what a calendar file looks like, as a JSON Schema`,
  summary:
    'Reckon with hours in which somebody is there: open now, an end, the covered time between.',
  run,
};

const OPTIONS = {
  calendar: { type: 'string' },
  plan: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  covered: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

type Flags = ReturnType<typeof parse>['values'];

/** Each day between is looked at. */
const BETWEEN_YEARS_MAX = 100;
const YEAR_MS = 366 * 86_400_000;

/** What no opening or end is found beyond; a place that never closes in it does not close. */
const NEVER_CLOSES_MS = 1_095 * 86_400_000;

const MINUTE_MS = 60_000;

function parse(argv: readonly string[]) {
  return parseArgs({ args: [...argv], allowPositionals: true, options: OPTIONS });
}

async function run(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parse(argv);
  const [action, time, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError(`what is ${rest.join(' ')}?`);
  if (action === 'schema') {
    io.stdout.write(jsonSchemaText(calendarFileSchema));
    return 0;
  }
  if (action !== 'at' && action !== 'add' && action !== 'between') {
    throw new UsageError('say hours at, hours add, hours between or hours schema');
  }
  if (action !== 'at' && time !== undefined) throw new UsageError(`what is ${time}?`);
  const calendar = calendarIn(values);
  const told = answer(action, { calendar, values, time });
  io.stdout.write(values.json ? `${JSON.stringify(told.json)}\n` : `${told.text}\n`);
  return 0;
}

function calendarIn({ calendar, plan }: Flags): CoverageCalendar {
  if (plan === undefined) {
    return readCalendar(required(calendar, '--calendar FILE, or --plan ID|FILE'));
  }
  if (calendar !== undefined) throw new UsageError('say --calendar or --plan, not both');
  return calendarOf(namedPlan(plan), {});
}

interface Asked {
  readonly calendar: CoverageCalendar;
  readonly values: Flags;
  readonly time: string | undefined;
}

interface Told {
  readonly json: object;
  readonly text: string;
}

function answer(action: 'at' | 'add' | 'between', asked: Asked): Told {
  switch (action) {
    case 'at':
      return at(asked);
    case 'add':
      return add(asked);
    case 'between':
      return between(asked);
  }
}

function at({ calendar, time }: Asked): Told {
  const { zone } = calendar;
  const atMs = isoInstantOf('hours at', required(time, 'hours at TIME'), zone);
  const opensMs = nextOpening(calendar, atMs);
  const closesMs = closingAfter(calendar, atMs);
  const doesClose = closesMs !== undefined && closesMs - atMs < NEVER_CLOSES_MS;
  const isOpenThen = isOpen(calendar, atMs);
  const json = {
    at: isoText(atMs, zone),
    isOpen: isOpenThen,
    nextOpening: opensMs === undefined ? null : isoText(opensMs, zone),
    closes: doesClose ? isoText(closesMs, zone) : null,
  };
  const open = `open${json.closes === null ? ', and does not close' : ` until ${json.closes}`}`;
  const closed = `closed; ${json.nextOpening === null ? NOT_AGAIN : `opens ${json.nextOpening}`}`;
  return { json, text: `${json.at}: ${isOpenThen ? open : closed}` };
}

const NOT_AGAIN = 'not open again within three years';

function add({ calendar, values }: Asked): Told {
  const { zone } = calendar;
  const fromMs = isoInstantOf('--from', required(values.from, '--from TIME'), zone);
  const coveredMs = isoDurationOf('--covered', required(values.covered, '--covered PT2H'));
  const endMs = addCovered(calendar, fromMs, coveredMs);
  const json = {
    from: isoText(fromMs, zone),
    covered: isoDurationText(coveredMs),
    end: endMs === undefined ? null : isoText(endMs, zone),
  };
  const end = json.end === null ? 'not within three years' : `over at ${json.end}`;
  return { json, text: `${json.covered} of covered time from ${json.from}: ${end}` };
}

function between({ calendar, values }: Asked): Told {
  const { zone } = calendar;
  const fromMs = isoInstantOf('--from', required(values.from, '--from TIME'), zone);
  const toMs = isoInstantOf('--to', required(values.to, '--to TIME'), zone);
  if (toMs < fromMs) throw new UsageError('--to must not lie before --from');
  if (toMs - fromMs > BETWEEN_YEARS_MAX * YEAR_MS) {
    throw new UsageError(`--to must lie within ${BETWEEN_YEARS_MAX} years of --from`);
  }
  const coveredMs = coveredBetween(calendar, fromMs, toMs);
  const json = {
    from: isoText(fromMs, zone),
    to: isoText(toMs, zone),
    coveredMinutes: coveredMs / MINUTE_MS,
    covered: isoDurationText(coveredMs),
  };
  return { json, text: `${json.covered} of covered time from ${json.from} to ${json.to}` };
}
