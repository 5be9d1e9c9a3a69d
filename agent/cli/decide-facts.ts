/** What `decide` knows: the facts file, and over it the flags for the most common facts. */
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { addDays, termEnd } from '../core/calendar.ts';
import { parametersOf } from '../core/contract/parameters.ts';
import type { Plan } from '../core/contract/plan.ts';
import type { DecisionFacts, HelpMode } from '../core/contract/request.ts';
import { decisionFactsSchema } from '../../sync/trust/decision-schema.ts';
import { closureSchema, daysOf } from './calendar-file.ts';
import { UsageError } from './command.ts';
import type { DecideFlags } from './decide-options.ts';
import { parseStrict, readStrict } from './read-strict.ts';
import { countOf, dayOf } from './values.ts';

const AMOUNT_MAX = 1_000_000_000;

interface Asked {
  readonly plan: Plan;
  /** How help is asked for: each way has a pool of its own. */
  readonly mode?: HelpMode | undefined;
}

/** Throws `UsageError` where something was said that cannot be a fact. */
export function decideFacts(flags: DecideFlags, asked: Asked): DecisionFacts {
  const file = flags.facts === undefined ? {} : readStrict(flags.facts, decisionFactsSchema);
  const facts = {
    ...file,
    ...customerIn(flags, file),
    ...distributorIn(flags, file),
    ...licenceIn(flags, asked.plan),
    ...contractIn(flags, file),
    ...accountsIn(flags, file, asked),
    ...pricesIn(flags, file),
    ...(flags.closures === undefined ? {} : { closures: closuresIn(flags.closures) }),
  };
  return parseStrict(facts, 'what is known', decisionFactsSchema);
}

function customerIn({ consumer, group }: DecideFlags, { customer }: DecisionFacts) {
  if (consumer === undefined && group === undefined) return {};
  return {
    customer: {
      ...customer,
      ...(consumer === undefined ? {} : { isConsumer: consumer }),
      ...(group === undefined ? {} : { isGroup: group }),
    },
  };
}

function distributorIn(flags: DecideFlags, { distributor }: DecisionFacts) {
  const { distributor: id, payment, 'first-order': firstOrder } = flags;
  if (id === undefined && payment === undefined && firstOrder === undefined) return {};
  const known = id ?? distributor?.id;
  if (known === undefined) throw new UsageError('say which distributor: --distributor ID');
  return {
    distributor: {
      ...distributor,
      id: known,
      firstOrderLicences:
        firstOrder === undefined
          ? (distributor?.firstOrderLicences ?? 0)
          : amountOf('--first-order', firstOrder),
      ...(payment === undefined ? {} : { payment }),
    },
  };
}

/** Without a last covered day it is the time that the plan gives free from the installation. */
function licenceIn(flags: DecideFlags, plan: Plan) {
  const { installed, 'covered-until': coveredUntil } = flags;
  if (installed === undefined) {
    if (coveredUntil === undefined) return {};
    throw new UsageError('say since when it is covered: --installed DATE');
  }
  const installedOn = dayOf('--installed', installed);
  const { freeMonths } = parametersOf(plan.parameters);
  const last =
    coveredUntil === undefined
      ? termEnd(installedOn, freeMonths)
      : dayOf('--covered-until', coveredUntil);
  const to = addDays(last, 1);
  const maintenance = installedOn < to ? [{ from: installedOn, to }] : [];
  return { licence: { installedOn, maintenance } };
}

function contractIn(flags: DecideFlags, { contract }: DecisionFacts) {
  const { 'contract-start': from, 'contract-end': until, variant, stations } = flags;
  if ([from, until, variant, stations].every((flag) => flag === undefined)) return {};
  const start = from === undefined ? contract?.start : dayOf('--contract-start', from);
  if (start === undefined) throw new UsageError('say since when: --contract-start DATE');
  return {
    contract: {
      ...contract,
      start,
      stations: stations === undefined ? (contract?.stations ?? []) : listOf(stations),
      ...(until === undefined ? {} : { endsOn: dayOf('--contract-end', until) }),
      ...(variant === undefined ? {} : { variant }),
    },
  };
}

function accountsIn(flags: DecideFlags, { accounts }: DecisionFacts, { plan, mode }: Asked) {
  const pool = `pool-${mode ?? plan.helpDefaults.mode ?? 'remote'}`;
  const said = [
    ['credits', '--credits', flags.credits],
    ['wallet', '--wallet', flags.wallet],
    [pool, '--pool', flags.pool],
  ] as const;
  const given = said.flatMap(([name, flag, text]) =>
    text === undefined ? [] : [[name, { available: amountOf(flag, text) }] as const],
  );
  return given.length === 0 ? {} : { accounts: { ...accounts, ...Object.fromEntries(given) } };
}

function pricesIn({ price }: DecideFlags, { prices }: DecisionFacts) {
  if (price === undefined) return {};
  const said = price.map((text) => {
    const [code = '', minor, ...rest] = text.split('=');
    if (minor === undefined || rest.length > 0) {
      throw new UsageError(`--price takes CODE=MINOR such as hour-remote=6000, not ${text}`);
    }
    return [code, amountOf('--price', minor)] as const;
  });
  return { prices: { ...prices, ...Object.fromEntries(said) } };
}

function closuresIn(text: string) {
  const days = existsSync(text)
    ? readStrict(text, z.array(closureSchema))
    : parseStrict(listOf(text), '--closures', z.array(closureSchema));
  return days.flatMap(daysOf);
}

function listOf(text: string): readonly string[] {
  return text.split(',').map((part) => part.trim());
}

function amountOf(flag: string, text: string): number {
  return countOf(flag, text, { min: 0, max: AMOUNT_MAX });
}
