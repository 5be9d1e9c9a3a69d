/** Writes a plan file: as another plan with other parameters, or from answers on a terminal. */
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { PARAMETER_DEFAULTS, PARAMETER_SPECS } from '../core/contract/parameters.ts';
import type { Plan } from '../core/contract/plan.ts';
import { replaceFile } from '../config/replace-file.ts';
import { parameterQuestion } from '../words/parameter-text.ts';
import type { Language } from '../words/language.ts';
import { planSchema } from '../../sync/trust/plan-schema.ts';
import { hasTerminal } from './ask-hidden.ts';
import { UsageError, type CommandIo } from './command.ts';
import { languageOf } from './language-flag.ts';
import { namedPlan } from './named-plan.ts';
import { PARAMETER_NAMES, parameterSet, parameterValue, wantedText } from './parameter-value.ts';
import { parseStrict } from './read-strict.ts';
import { required } from './values.ts';

export interface NewPlanFlags {
  readonly out?: string | undefined;
  readonly from?: string | undefined;
  readonly set?: readonly string[] | undefined;
  readonly id?: string | undefined;
  readonly zone?: string | undefined;
  readonly currency?: string | undefined;
  readonly lang: string;
}

const PLAN_FILE_MODE = 0o644;
const ATTEMPTS_MAX = 5;

/** A plan without rows: a person decides everything, until somebody writes some. */
const BLANK: Plan = {
  id: 'plan',
  version: 1,
  title: { es: 'Plan nuevo', de: 'Neuer Plan', it: 'Piano nuovo', en: 'New plan' },
  zone: 'Europe/Madrid',
  currency: 'EUR',
  parameters: {},
  closures: [],
  variants: [],
  helpDefaults: { channel: 'phone', topic: 'software' },
  prices: {},
  packs: [],
  clauses: {},
  rows: [],
};

export async function newPlan(flags: NewPlanFlags, io: CommandIo): Promise<number> {
  const out = required(flags.out, '--out FILE');
  if (existsSync(out)) throw new UsageError(`${out} is there already; choose another --out`);
  const isAsked = flags.from === undefined && flags.set === undefined;
  if (isAsked && !hasTerminal(io)) {
    throw new UsageError('without a terminal to ask on, say --from ID|FILE or --set NAME=VALUE');
  }
  const base = flags.from === undefined ? BLANK : namedPlan(flags.from);
  const set = Object.fromEntries((flags.set ?? []).map(parameterSet));
  const named = { ...base, ...headOf(base, flags) };
  const answers = isAsked ? await ask(named, languageOf(flags.lang), io) : {};
  const parameters = { ...base.parameters, ...set };
  const plan = parseStrict({ ...named, parameters, ...answers }, 'the new plan', planSchema);
  replaceFile(out, `${JSON.stringify(plan, null, 2)}\n`, PLAN_FILE_MODE);
  io.stdout.write(
    `${out} is written: ${plan.id}, version ${plan.version}.\n` +
      `See: tillwarden plan show ${out}\n`,
  );
  return 0;
}

/** Under its own id it is the next version of the plan it came from; under another, a first one. */
function headOf(base: Plan, { id, zone, currency, from }: NewPlanFlags): Partial<Plan> {
  const isNext = from !== undefined && (id ?? base.id) === base.id;
  return {
    version: isNext ? base.version + 1 : 1,
    ...(id === undefined ? {} : { id }),
    ...(zone === undefined ? {} : { zone }),
    ...(currency === undefined ? {} : { currency }),
  };
}

interface Question {
  readonly ask: string;
  readonly proposed: string;
  /** What was answered; undefined where it cannot be that. */
  readonly read: (text: string) => string | number | boolean | undefined;
  readonly wanted: string;
}

async function ask(named: Plan, language: Language, io: CommandIo): Promise<object> {
  const terminal = createInterface({ input: io.stdin, signal: io.signal });
  const lines = terminal[Symbol.asyncIterator]();
  const answer = async (question: Question) => await answered(question, lines, io);
  try {
    const head: Record<string, string> = {};
    for (const name of ['id', 'zone', 'currency'] as const) {
      head[name] = String(await answer(headQuestion(name, named)));
    }
    const parameters: Record<string, string | number | boolean> = {};
    for (const name of PARAMETER_NAMES) {
      parameters[name] = await answer({
        ask: parameterQuestion(name, language),
        proposed: String(PARAMETER_DEFAULTS[name]),
        read: (text) => parameterValue(name, text),
        wanted: wantedText(PARAMETER_SPECS[name]),
      });
    }
    return { ...head, parameters };
  } finally {
    terminal.close();
  }
}

const HEAD = {
  id: { ask: 'What is the plan called?', wanted: 'letters, digits and . _ - (at most 64)' },
  zone: { ask: 'In which time zone are its hours?', wanted: 'a zone such as Europe/Madrid' },
  currency: { ask: 'Which currency are its prices in?', wanted: 'an ISO 4217 code such as EUR' },
} as const;

function headQuestion(name: keyof typeof HEAD, named: Plan): Question {
  const isGood = (text: string) => planSchema.safeParse({ ...named, [name]: text }).success;
  return {
    ...HEAD[name],
    proposed: named[name],
    read: (text) => (isGood(text) ? text : undefined),
  };
}

async function answered(
  { ask: question, proposed, read, wanted }: Question,
  lines: AsyncIterator<string>,
  { stderr }: CommandIo,
): Promise<string | number | boolean> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    stderr.write(`${question}\n  ${wanted} [${proposed}]: `);
    const line = await lines.next();
    if (line.done === true) throw new UsageError('the answers ended too early; nothing is written');
    const text = line.value.trim();
    const value = read(text === '' ? proposed : text);
    if (value !== undefined) return value;
    stderr.write(`  This takes ${wanted}.\n`);
  }
  throw new UsageError(`${question} That was no answer ${ATTEMPTS_MAX} times; nothing is written`);
}
