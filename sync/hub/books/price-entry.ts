import { z } from 'zod';

/** What something costs before tax, as the book `prices` keeps it under its code. */
export const priceEntrySchema = z.strictObject({
  minor: z.int().min(0),
  currency: z.string().regex(/^[A-Z]{3}$/),
});
