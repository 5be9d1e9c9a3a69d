import { z } from 'zod';
import { idSchema, instantSchema } from './fields.ts';

/** Far more than any balance, and far below what a number holds exactly. */
const LEASE_AMOUNT_MAX = 1_000_000_000;

/** What one station may promise while it is offline, cut from a customer's balance. */
export const leaseSchema = z.strictObject({
  id: idSchema,
  station: idSchema,
  /** The balance it was cut from, such as `credits`, `pool-remote` or `wallet`. */
  account: idSchema,
  /** Credits, minutes, or minor units of money. */
  amount: z.int().min(1).max(LEASE_AMOUNT_MAX),
  issuedAt: instantSchema,
});

export type LeaseDocument = z.infer<typeof leaseSchema>;
