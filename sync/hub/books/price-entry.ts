import { z } from 'zod';
import type { Book } from './book.ts';
import { currencyField, minorField } from './entry-fields.ts';

export const priceEntrySchema = z
  .strictObject({ minor: minorField, currency: currencyField })
  .readonly();
export type PriceEntry = z.output<typeof priceEntrySchema>;

/** What a code costs before tax, where the plan does not say or says otherwise. */
export const pricesBook: Book<PriceEntry> = {
  name: 'prices',
  schema: priceEntrySchema,
  concerns: () => [],
  columns: [
    { field: 'minor', type: 'number', isRequired: true },
    { field: 'currency', type: 'text', isRequired: true },
  ],
  read: 'read-prices',
  write: 'write-books',
};
