import { z } from 'zod';
import { daySchema } from '../../trust/fields.ts';
import { entryIdField, partyField } from './entry-fields.ts';

const LICENCES_MAX = 100_000;
const PURPOSES = ['registration', 'resale', 'integration'] as const;

export const purchaseEntrySchema = z
  .strictObject({
    id: entryIdField,
    distributor: partyField,
    on: daySchema,
    licences: z.int().min(1).max(LICENCES_MAX),
    purpose: z.enum(PURPOSES),
  })
  .readonly();
export type PurchaseEntry = z.output<typeof purchaseEntrySchema>;
