import { z } from 'zod';

const AMOUNT_MINOR_MAX = 1_000_000_000_000;

export const priceEntrySchema = z
  .strictObject({
    minor: z.int().min(0).max(AMOUNT_MINOR_MAX),
    currency: z.string().regex(/^[A-Z]{3}$/, 'three capital letters, such as EUR'),
  })
  .readonly();
