import { parseArgs } from 'node:util';
import { decide } from '../core/contract/decide.ts';
import type { Decision } from '../core/contract/decision.ts';
import type { Plan } from '../core/contract/plan.ts';
import { decisionText, type DecisionText } from '../words/decision-text.ts';
import { decisionFactsSchema, decisionRequestSchema } from '../../sync/trust/decision-schema.ts';
import { UsageError, type Command, type CommandIo } from './command.ts';
import { decideFacts } from './decide-facts.ts';
import { DECIDE_OPTIONS } from './decide-options.ts';
import { decideRequest } from './decide-request.ts';
import { isoText } from './iso-time.ts';
import { languageOf } from './language-flag.ts';
import { namedPlan } from './named-plan.ts';
import { jsonSchemaText } from './read-strict.ts';
import { tillPlans } from './till-plans.ts';
import { required } from './values.ts';

export const decideCommand: Command = {
  usage: `decide --plan ID|FILE --at TIME --kind contact|update|notice|… [--lang es|de|it|en] [--json]
      what is asked: [--caller ROLE] [--topic T] [--channel C] [--class C] [--mode remote|on-site]
      [--slot TIME] [--minutes N] [--station ID] [--consent] [--accept WHAT ...] [--chosen ID]
      [--first-line-note TEXT] [--justification TEXT] [--released TIME] [--licences N]
      [--stations-after N] [--received TIME] [--sent TIME] [--notice-by WHO] [--used N]
      [--timer WHAT] [--complication WHAT ...] [--lead-source ID] [--approved] [--request FILE.json]
      what is known: [--installed DATE] [--covered-until DATE] [--contract-start DATE]
      [--contract-end DATE] [--variant V] [--stations A,B] [--credits N] [--wallet MINOR]
      [--pool MINUTES] [--closures FILE|DATE,DATE] [--price CODE=MINOR ...] [--distributor ID]
      [--payment mandate|agreed-alternative] [--first-order N] [--consumer] [--group]
      [--facts FILE.json]               flags go before files
      [--config FILE]                   knows the plans that this till was sent, too
  decide schema [facts|request]         what such a file looks like, as a JSON Schema`,
  summary:
    'What a contract plan says to a request: what happens, who, when, what it costs, and why.',
  run,
};

async function run(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: DECIDE_OPTIONS,
  });
  const [action, ...rest] = positionals;
  if (action === 'schema') return schema(rest, io);
  if (action !== undefined) throw new UsageError(`what is ${positionals.join(' ')}?`);
  const language = languageOf(values.lang);
  const plan = namedPlan(
    required(values.plan, '--plan ID|FILE'),
    await tillPlans(values.config, io),
  );
  const request = decideRequest(values, plan);
  const facts = decideFacts(values, { plan, mode: request.mode });
  const decision = decide(request, facts, plan);
  const text = decisionText(decision, plan, language);
  const { scheduledAtMs } = decision;
  const { zone } = plan;
  const told = {
    ...decision,
    at: isoText(request.atMs, zone),
    ...(scheduledAtMs === undefined ? {} : { scheduledAt: isoText(scheduledAtMs, zone) }),
    text,
  };
  io.stdout.write(values.json ? `${JSON.stringify(told)}\n` : spoken(decision, plan, text));
  return 0;
}

function schema([which = 'facts', ...rest]: readonly string[], { stdout }: CommandIo): number {
  if (rest.length > 0 || (which !== 'facts' && which !== 'request')) {
    throw new UsageError('say decide schema facts, or decide schema request');
  }
  stdout.write(jsonSchemaText(which === 'facts' ? decisionFactsSchema : decisionRequestSchema));
  return 0;
}

function spoken({ outcome, row }: Decision, { id, version }: Plan, text: DecisionText): string {
  const { labels, what, who, when, cost, why, clauses } = text;
  return [
    `${outcome}  (${id}, version ${version}, ${row})\n`,
    ...what.map((sentence) => `${sentence}\n`),
    ...part(labels.who, who),
    ...part(labels.when, when),
    ...part(labels.cost, cost),
    ...part(labels.why, why),
    ...part(
      labels.clauses,
      clauses.map(({ id: clause, sentence }) => `${clause}  ${sentence}`),
    ),
  ].join('');
}

function part(label: string, sentences: readonly string[]): readonly string[] {
  return sentences.length === 0
    ? []
    : [`${label}:\n`, ...sentences.map((sentence) => `  ${sentence}\n`)];
}
