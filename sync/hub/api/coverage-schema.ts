import { z } from 'zod';

const namesSchema = z.array(z.string()).readonly();

export const coverageSchema = z
  .strictObject({
    at: z.iso.datetime(),
    contracts: z
      .array(
        z
          .strictObject({
            contract: z.string(),
            customer: z.string(),
            site: z.string().nullable(),
            covered: namesSchema,
            uncovered: namesSchema.describe('Enrolled, and refused help until they are named.'),
            absent: namesSchema.describe('Named, and not enrolled.'),
            unseen: namesSchema.describe('Named and enrolled, and never seen.'),
            capacity: z.int(),
            spare: z.int(),
            over: z.int(),
            currency: z.string(),
            another: z
              .array(
                z.strictObject({ code: z.string(), priceMinor: z.int().optional() }).readonly(),
              )
              .readonly()
              .describe('What one more costs for a year; without a price it takes a quote.'),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly()
  .meta({ id: 'Coverage' });
export type CoverageView = z.output<typeof coverageSchema>;
