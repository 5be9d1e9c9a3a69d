import { existsSync } from 'node:fs';
import type { Plan } from '../core/contract/plan.ts';
import { PLANS } from '../plans/plans.ts';
import { planSchema } from '../../sync/trust/plan-schema.ts';
import { UsageError } from './command.ts';
import { readStrict } from './read-strict.ts';

/** A plan that comes with the program, by its id, or one from a file. Throws `UsageError`. */
export function namedPlan(name: string): Plan {
  const builtIn = PLANS.find(({ id }) => id === name);
  if (builtIn !== undefined) return builtIn;
  if (existsSync(name)) return readStrict(name, planSchema);
  const ids = PLANS.map(({ id }) => id).join(', ');
  throw new UsageError(`there is no plan ${name}: say ${ids}, or a file`);
}
