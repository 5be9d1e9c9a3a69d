import { z } from 'zod';
import type { Book } from './book.ts';
import { entryIdField, partyField, reasonField } from './entry-fields.ts';

const CASE_KINDS = [
  /** A third party that would promote an implementer's position. */
  'deal',
  'change-implementer',
  'integration',
  'training',
] as const;

export const CASE_OUTCOMES = ['approve', 'refuse'] as const;

export const caseEntrySchema = z
  .strictObject({
    id: entryIdField,
    kind: z.enum(CASE_KINDS),
    /** Who asks. */
    by: partyField,
    customer: partyField.optional(),
    site: partyField.optional(),
    /** Whom it is about beside those: the implementer that is wanted, the third party of a deal. */
    about: partyField.optional(),
    reason: reasonField,
    /** The vendor's; until there is one, the case has no effect. */
    decision: z
      .strictObject({ outcome: z.enum(CASE_OUTCOMES), reason: reasonField })
      .readonly()
      .optional(),
  })
  .readonly();
export type CaseEntry = z.output<typeof caseEntrySchema>;

/** What partners and customers ask the vendor to decide. */
export const casesBook: Book<CaseEntry> = {
  name: 'cases',
  schema: caseEntrySchema,
  keyOf: ({ id }) => id,
  concerns: ({ by, customer, site }) => [
    by,
    ...(customer === undefined ? [] : [customer]),
    ...(site === undefined ? [] : [site]),
  ],
  columns: [
    { field: 'id', type: 'text', isRequired: true },
    { field: 'kind', type: 'text', isRequired: true, choices: CASE_KINDS },
    { field: 'by', type: 'text', isRequired: true },
    { field: 'customer', type: 'text' },
    { field: 'site', type: 'text' },
    { field: 'about', type: 'text' },
    { field: 'reason', type: 'text', isRequired: true },
    { field: 'decision.outcome', type: 'text', choices: CASE_OUTCOMES },
    { field: 'decision.reason', type: 'text' },
  ],
  read: 'read-books',
  write: 'write-cases',
};
