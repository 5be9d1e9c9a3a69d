import { z } from 'zod';
import { daySchema, textSchema } from '../../trust/fields.ts';
import type { Book } from './book.ts';

export const closureEntrySchema = z.strictObject({ day: daySchema, name: textSchema }).readonly();
export type ClosureEntry = z.output<typeof closureEntrySchema>;

/** Days on which nobody of the vendor's is there. */
export const closuresBook: Book<ClosureEntry> = {
  name: 'closures',
  schema: closureEntrySchema,
  keyOf: ({ day }) => day,
  concerns: () => [],
  columns: [
    { field: 'day', type: 'text', isRequired: true },
    { field: 'name', type: 'text', isRequired: true },
  ],
  read: 'read-books',
  write: 'write-books',
};
