/** Licences that were bought, and every act upon them: both are only ever added to. */
import { z } from 'zod';
import { daySchema, idSchema, textSchema } from '../../trust/fields.ts';

export const LIFE_ACTS = [
  'install',
  'renew',
  'decline',
  'reinstate',
  'new-licence',
  'move',
  'rebind',
  'revoke',
  'take-back',
] as const;

export const licenceEntrySchema = z
  .strictObject({
    id: idSchema,
    customer: textSchema,
    product: textSchema,
    edition: textSchema,
    distributor: textSchema.optional(),
    purchasedOn: daySchema,
  })
  .readonly();
export type LicenceEntry = z.output<typeof licenceEntrySchema>;

/** An act by the id of whoever asked for it: the same again changes nothing. */
export const licenceActEntrySchema = z
  .strictObject({
    station: idSchema,
    kind: z.enum(LIFE_ACTS),
    licence: idSchema,
    /** The last covered day after it. */
    lastCoveredDay: daySchema,
    atMs: z.int(),
  })
  .readonly();
export type LicenceActEntry = z.output<typeof licenceActEntrySchema>;
