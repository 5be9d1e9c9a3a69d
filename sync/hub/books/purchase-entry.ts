import { z } from 'zod';
import { daySchema } from '../../trust/fields.ts';
import type { Book } from './book.ts';
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

/** What distributors have bought of the vendor. */
export const purchasesBook: Book<PurchaseEntry> = {
  name: 'purchases',
  schema: purchaseEntrySchema,
  keyOf: ({ id }) => id,
  concerns: ({ distributor }) => [distributor],
  columns: [
    { field: 'id', type: 'text', isRequired: true },
    { field: 'distributor', type: 'text', isRequired: true },
    { field: 'on', type: 'text', isRequired: true },
    { field: 'licences', type: 'number', isRequired: true },
    { field: 'purpose', type: 'text', isRequired: true, choices: PURPOSES },
  ],
  read: 'read-books',
  write: 'write-books',
};
