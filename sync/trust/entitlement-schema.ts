import { z } from 'zod';
import { isZone } from '../../agent/core/calendar.ts';
import type { Entitlement } from '../../agent/core/entitlement/entitlement.ts';
import { contractSchema } from './contract-schema.ts';
import { daySchema, idSchema, instantSchema, textSchema } from './fields.ts';

const INTERVALS_MAX = 64;
const COMPONENTS_MAX = 16;

/** Counters stay far below what a number can hold exactly. */
export const GENERATION_MAX = 2 ** 31;

const intervalsSchema = z
  .array(z.strictObject({ from: daySchema, to: daySchema }))
  .max(INTERVALS_MAX)
  .refine(areInOrder, 'each interval must begin before it ends, and not before the last has ended');

const fingerprintSchema = z
  .strictObject({
    k: z.int().min(1).max(COMPONENTS_MAX),
    salt: z.string().min(1).max(64),
    hashes: z.array(z.string().min(1).max(64)).min(1).max(COMPONENTS_MAX),
  })
  .refine(
    ({ k, hashes }) => k <= new Set(hashes).size,
    'k is more than there are parts: it would hold on no computer',
  );

/** The content of an entitlement; anything it does not name is refused. */
export const entitlementSchema: z.ZodType<Entitlement> = z.strictObject({
  licence: z.strictObject({
    id: idSchema,
    product: textSchema,
    edition: textSchema,
    issuedTo: z.strictObject({ customer: textSchema, site: textSchema, station: idSchema }),
  }),
  generation: z.strictObject({
    keyEpoch: z.int().min(1).max(GENERATION_MAX),
    n: z.int().min(1).max(GENERATION_MAX),
  }),
  installedOn: daySchema,
  zone: z.string().max(64).refine(isZone, 'use the name of a time zone such as Europe/Madrid'),
  maintenance: intervalsSchema,
  contract: contractSchema.optional(),
  fingerprint: fingerprintSchema.optional(),
  revocation: z.strictObject({ on: daySchema, reason: textSchema }).optional(),
  issuedAt: instantSchema,
  refreshBy: instantSchema.optional(),
});

function areInOrder(intervals: readonly { readonly from: string; readonly to: string }[]): boolean {
  return intervals.every(({ from, to }, index) => {
    const before = intervals[index - 1];
    return from < to && (before === undefined || before.to <= from);
  });
}
