import { parseArgs } from 'node:util';
import type { Plan } from '../core/contract/plan.ts';
import { EXAMPLE_PLANS, PLANS } from '../plans/plans.ts';
import { planSchema } from '../../sync/trust/plan-schema.ts';
import { UsageError, type Command, type CommandIo } from './command.ts';
import { languageOf } from './language-flag.ts';
import { namedPlan } from './named-plan.ts';
import { checkPlan } from './plan-check.ts';
import { installPlan } from './plan-install.ts';
import { newPlan } from './plan-new.ts';
import { planText } from './plan-show.ts';
import { signPlan, verifyPlan } from './plan-sign.ts';
import { jsonSchemaText } from './read-strict.ts';
import { tableText } from './table.ts';
import { tillPlans } from './till-plans.ts';
import { required } from './values.ts';

export const planCommand: Command = {
  usage: `plan list [--config FILE] [--json]
  plan show ID|FILE [--config FILE] [--lang es|de|it|en] [--json]
                                        with the plans that this till was sent, where it is named
  plan new --out FILE [--lang LANG]     asks for each parameter on a terminal
  plan new --out FILE --from ID|FILE [--set NAME=VALUE ...] [--id ID] [--zone ZONE]
      [--currency EUR]                  as that plan, but for what is said
  plan check FILE [--json]              what is wrong with it, place by place
  plan schema                           what a plan file looks like, as a JSON Schema
  plan sign FILE --keys F [--out FILE] [--passphrase-file FILE ...]
  plan verify FILE --trust FILE [--json]
  plan install FILE [--config FILE] [--json]
                                        for this till, whose agent takes it in at once`,
  summary:
    'Contract plans as data: show those that come with the program, write, check and sign others.',
  run,
};

const OPTIONS = {
  out: { type: 'string' },
  from: { type: 'string' },
  set: { type: 'string', multiple: true },
  id: { type: 'string' },
  zone: { type: 'string' },
  currency: { type: 'string' },
  lang: { type: 'string', default: 'en' },
  keys: { type: 'string' },
  trust: { type: 'string' },
  config: { type: 'string' },
  'passphrase-file': { type: 'string', multiple: true },
  json: { type: 'boolean', default: false },
} as const;

async function run(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: OPTIONS,
  });
  const [action, file, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError(`what is ${rest.join(' ')}?`);
  const named = () => required(file, `which one: plan ${action} FILE`);
  switch (action) {
    case 'list':
      return list(values.json, await tillPlans(values.config, io), io);
    case 'show':
      return show(namedPlan(named(), await tillPlans(values.config, io)), values, io);
    case 'new':
      return await newPlan(values, io);
    case 'check':
      return checkPlan(named(), values.json, io);
    case 'schema':
      io.stdout.write(jsonSchemaText(planSchema));
      return 0;
    case 'sign':
      return await signPlan(named(), values, io);
    case 'verify':
      return await verifyPlan(named(), values, io);
    case 'install':
      return await installPlan(named(), values, io);
    default:
      throw new UsageError('say plan list, show, new, check, schema, sign, verify or install');
  }
}

function list(isJson: boolean, sent: readonly Plan[], { stdout }: CommandIo): number {
  const rows = [
    ...PLANS.map((plan) => listed(plan, 'built-in')),
    ...EXAMPLE_PLANS.map((plan) => listed(plan, 'example')),
    ...sent.map((plan) => listed(plan, 'sent')),
  ];
  const table = rows.map((row) => [
    row.id,
    String(row.version),
    row.source,
    row.zone,
    row.title.en,
  ]);
  stdout.write(
    isJson
      ? `${JSON.stringify(rows)}\n`
      : tableText([['plan', 'version', 'source', 'zone', 'title'], ...table]),
  );
  return 0;
}

function listed({ id, version, title, zone }: Plan, source: 'built-in' | 'example' | 'sent') {
  return { id, version, source, title, zone };
}

function show(
  plan: Plan,
  { json, lang }: { readonly json: boolean; readonly lang: string },
  { stdout }: CommandIo,
): number {
  stdout.write(json ? `${JSON.stringify(plan, null, 2)}\n` : planText(plan, languageOf(lang)));
  return 0;
}
