import { z } from 'zod';
import { instantMs } from '../../../agent/core/calendar.ts';
import { EDGE_KINDS, type Edge } from '../../../agent/core/contract/parties.ts';
import { idSchema, instantSchema } from '../../trust/fields.ts';
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

/** The same as the engine takes it. */
export function edgeOf({ since, until, ...edge }: EdgeEntry): Edge {
  return {
    ...edge,
    sinceMs: instantMs(since),
    ...(until === undefined ? {} : { untilMs: instantMs(until) }),
  };
}
