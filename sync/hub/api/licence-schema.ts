/** The shapes of licences and of the acts upon them. */
import { z } from 'zod';
import { LICENCE_STATES } from '../../../agent/core/entitlement/licence-status.ts';
import { EDITION, PRODUCT } from '../../../agent/core/entitlement/licence-defaults.ts';
import { idSchema, textSchema } from '../../trust/fields.ts';
import { LIFE_ACTS } from '../books/licence-entry.ts';

const textField = z.string();

const rowSchema = z
  .strictObject({
    licence: textField,
    customer: textField,
    site: textField,
    station: textField,
    distributor: textField,
    state: z.enum([...LICENCE_STATES, 'not-installed']),
    purchasedOn: textField,
    installedOn: textField,
    expiry: textField.describe('The last covered day; empty: its clock does not run yet.'),
    newLicenceFrom: textField,
    isDeclined: z.boolean(),
  })
  .readonly();

export const licencesSchema = z
  .strictObject({ at: z.iso.datetime(), licences: z.array(rowSchema).readonly() })
  .readonly()
  .meta({ id: 'Licences' });
export type LicencesView = z.output<typeof licencesSchema>;

export const purchaseSchema = z
  .strictObject({
    id: idSchema,
    customer: textSchema,
    product: textSchema.default(PRODUCT),
    edition: textSchema.default(EDITION),
    distributor: textSchema.optional(),
    plan: idSchema.optional().describe('In whose zone the day is taken.'),
  })
  .readonly();

export const licenceActSchema = z
  .strictObject({
    id: idSchema.describe('Kept on a retry: the same act counts once.'),
    kind: z.enum(LIFE_ACTS),
    plan: idSchema.optional(),
    paidAt: z.iso.datetime().optional(),
    licence: idSchema.optional(),
    from: idSchema.optional(),
    reason: textSchema.optional(),
  })
  .readonly();

export const licenceActDoneSchema = z
  .strictObject({
    kind: z.enum(['done', 'repeated']),
    licence: textField,
    lastCoveredDay: z.iso.date(),
    cover: z.strictObject({ from: textField, lastDay: textField }).readonly().optional(),
    costLines: z
      .array(
        z
          .strictObject({
            code: textField,
            quantity: z.int(),
            unit: textField,
            totalMinor: z.int(),
            currency: textField,
            payer: textField,
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();

export type LicenceActView = z.output<typeof licenceActDoneSchema>;
