import { z } from 'zod';
import { instantMs } from '../../../agent/core/calendar.ts';
import { EDGE_KINDS, type Edge } from '../../../agent/core/contract/parties.ts';
import { idSchema, instantSchema } from '../../trust/fields.ts';
import type { Book } from './book.ts';
import { partyField } from './entry-fields.ts';

export const edgeEntrySchema = z
  .strictObject({
    kind: z.enum(EDGE_KINDS),
    from: partyField,
    to: partyField,
    since: instantSchema,
    /** The first instant at which it does not hold any more. */
    until: instantSchema.optional(),
    endReason: idSchema.optional(),
    product: idSchema.optional(),
    role: idSchema.optional(),
  })
  .refine(({ since, until }) => until === undefined || since < until, {
    path: ['until'],
    message: 'it ends before it begins',
  })
  .readonly();
export type EdgeEntry = z.output<typeof edgeEntrySchema>;

/** Who belongs to, serves, certifies or chose whom, and from when to when. */
export const edgesBook: Book<EdgeEntry> = {
  name: 'edges',
  schema: edgeEntrySchema,
  concerns: ({ from, to }) => [from, to],
  columns: [
    { field: 'kind', type: 'text', isRequired: true, choices: EDGE_KINDS },
    { field: 'from', type: 'text', isRequired: true },
    { field: 'to', type: 'text', isRequired: true },
    { field: 'since', type: 'text', isRequired: true },
    { field: 'until', type: 'text' },
    { field: 'endReason', type: 'text' },
    { field: 'product', type: 'text' },
    { field: 'role', type: 'text' },
  ],
  read: 'read-books',
  write: 'write-books',
};

/** The same as the engine takes it. */
export function edgeOf({ since, until, ...edge }: EdgeEntry): Edge {
  return {
    ...edge,
    sinceMs: instantMs(since),
    ...(until === undefined ? {} : { untilMs: instantMs(until) }),
  };
}
