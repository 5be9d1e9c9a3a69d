import { z } from 'zod';

const VALUE_MAX_MINOR = 100_000_000;

const cursorSchema = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('none') }),
  z.object({
    phase: z.literal('ordered'),
    valueMinor: z.int().min(1).max(VALUE_MAX_MINOR),
    mark: z.int().min(0).max(1),
  }),
  z.object({ phase: z.literal('dealt') }),
]);

/**
 * What has been ordered of a validator and is not settled. `ordered`: this note may be stacked any
 * time; durable before the command leaves. `dealt`: its end has been reported, and what the device
 * says of it from now on is a repetition.
 */
export type BillCursor = z.infer<typeof cursorSchema>;

export function encodeBillCursor(cursor: BillCursor): string {
  return JSON.stringify(cursor);
}

/** Nothing ordered, where there is no cursor or none of this driver's. */
export function parseBillCursor(text: string | undefined): BillCursor {
  if (text === undefined) return { phase: 'none' };
  try {
    return cursorSchema.safeParse(JSON.parse(text)).data ?? { phase: 'none' };
  } catch {
    return { phase: 'none' };
  }
}
