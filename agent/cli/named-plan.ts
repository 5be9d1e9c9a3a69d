import { existsSync } from 'node:fs';
import type { Plan } from '../core/contract/plan.ts';
import { EXAMPLE_PLANS, PLANS } from '../plans/plans.ts';
import { planSchema } from '../../sync/trust/plan-schema.ts';
import { UsageError } from './command.ts';
import { readStrict } from './read-strict.ts';

/** A plan that comes with the program, or an example, by its id, or one from a file. Throws `UsageError`. */
export function namedPlan(name: string): Plan {
  const known = [...PLANS, ...EXAMPLE_PLANS];
  const found = known.find(({ id }) => id === name);
  if (found !== undefined) return found;
  if (existsSync(name)) return readStrict(name, planSchema);
  const ids = known.map(({ id }) => id).join(', ');
  throw new UsageError(`there is no plan ${name}: say ${ids}, or a file`);
}
