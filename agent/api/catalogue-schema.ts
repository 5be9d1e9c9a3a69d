import { z } from 'zod';

export const catalogueSchema = z
  .strictObject({
    errors: z
      .array(
        z
          .strictObject({
            code: z.string(),
            status: z.int(),
            message: z.string(),
            safe: z.string(),
            action: z.string(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();
export type ErrorCatalogue = z.output<typeof catalogueSchema>;
