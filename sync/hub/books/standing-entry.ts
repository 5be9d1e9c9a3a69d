/** What the vendor's own people note of parties and plans, beside who they are. */
import { z } from 'zod';
import { windowSchema } from '../../trust/contract-schema.ts';
import { daySchema, textSchema } from '../../trust/fields.ts';

const WINDOWS_MAX = 50;
const SLOTS_MAX = 500;
const countSchema = z.int().min(0);

/** A distributor, by the party: how it pays, and since when it is registered. */
export const distributorEntrySchema = z.strictObject({
  payment: z.enum(['mandate', 'agreed-alternative']).optional(),
  paymentAgreedBy: textSchema.optional(),
  registeredOn: daySchema.optional(),
  /** In the order that it registered with. */
  firstOrderLicences: countSchema.optional(),
  trainingsGiven: countSchema.optional(),
  installations: countSchema.optional(),
});
export type DistributorEntry = Readonly<z.output<typeof distributorEntrySchema>>;

/** A customer, by the party. */
export const customerEntrySchema = z.strictObject({
  isGroup: z.boolean().optional(),
  isConsumer: z.boolean().optional(),
});

/** When somebody is there, by the plan: in place of its own hours, with the free times of the week plan. */
export const scheduleEntrySchema = z.strictObject({
  hours: z.array(windowSchema).max(WINDOWS_MAX).readonly().optional(),
  slots: z.array(z.int()).max(SLOTS_MAX).readonly().optional(),
});
