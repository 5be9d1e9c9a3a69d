import { existsSync } from 'node:fs';
import type { Plan } from '../core/contract/plan.ts';
import { EXAMPLE_PLANS, PLANS } from '../plans/plans.ts';
import { planSchema } from '../../sync/trust/plan-schema.ts';
import { UsageError } from './command.ts';
import { readStrict } from './read-strict.ts';

/**
 * A plan that comes with the program, is an example or was sent to the till, by its id and in its
 * newest version, or one from a file. Throws `UsageError`.
 */
export function namedPlan(name: string, sent: readonly Plan[] = []): Plan {
  const known = [...PLANS, ...EXAMPLE_PLANS, ...sent];
  const versions = known.filter(({ id }) => id === name);
  const found = versions.toSorted((a, b) => a.version - b.version).at(-1);
  if (found !== undefined) return found;
  if (existsSync(name)) return readStrict(name, planSchema);
  const ids = [...new Set(known.map(({ id }) => id))].join(', ');
  throw new UsageError(`there is no plan ${name}: say ${ids}, or a file`);
}
