import { z } from 'zod';
import { parametersSchema } from '../../trust/contract-schema.ts';
import { daySchema, idSchema } from '../../trust/fields.ts';
import { entryIdField, partyField } from './entry-fields.ts';

const STATIONS_MAX = 500;
const CONTACTS_MAX = 50;
const PLAN_VERSION_MAX = 100_000;

export const contractEntrySchema = z
  .strictObject({
    id: entryIdField,
    customer: partyField,
    /** Without it, it is for all of the customer's sites. */
    site: partyField.optional(),
    plan: z
      .strictObject({ id: idSchema, version: z.int().min(1).max(PLAN_VERSION_MAX) })
      .readonly(),
    variant: idSchema.optional(),
    start: daySchema,
    endsOn: daySchema.optional(),
    stations: z.array(idSchema).max(STATIONS_MAX).readonly(),
    stationsMax: z.int().min(0).max(STATIONS_MAX).optional(),
    parameters: parametersSchema.optional(),
    contacts: z
      .array(z.strictObject({ id: partyField, isAbsent: z.boolean().optional() }).readonly())
      .max(CONTACTS_MAX)
      .readonly()
      .optional(),
  })
  .readonly();
export type ContractEntry = z.output<typeof contractEntrySchema>;
