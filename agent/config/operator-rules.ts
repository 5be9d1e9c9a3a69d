/** What the configuration says of operators; who they are lies apart, in their own file. */
import { z } from 'zod';

export const roleSchema = z.enum(['cashier', 'supervisor', 'admin', 'technician']);

const rightSchema = z.enum([
  'fill',
  'take',
  'count',
  'see-counts',
  'collect',
  'empty',
  'float',
  'refund',
  'exchange',
  'dispense',
  'pay-debt',
  'open-drawer',
  'shift',
  'manage-operators',
  'service',
]);

export const operatorRulesSchema = z
  .strictObject({
    /** The operators and the hashes of their PINs; relative to the configuration file. */
    file: z.string().min(1).default('operators.json'),
    /** Whether an operator is needed only where cash leaves the till outside a sale. */
    required: z.enum(['cash-out', 'always']).default('cash-out'),
    hideExpectedCounts: z.boolean().default(false),
    /** By role: all that it may do. A role that is not named has its usual rights. */
    rights: z.partialRecord(roleSchema, z.array(rightSchema).readonly()).default({}),
  })
  // What is refused for want of coins tells how many there are.
  .refine(
    ({ hideExpectedCounts, rights }) =>
      !hideExpectedCounts ||
      Object.values(rights).every((own) => !own.includes('take') || own.includes('see-counts')),
    'with hideExpectedCounts, a role that may take must have see-counts',
  );
