import { z } from 'zod';

const cause = z.enum(['complete', 'empty', 'jam', 'not-executed', 'power-lost', 'fault']);

const cursorSchema = z
  .object({
    /** Orders that the unit has been told to carry out, each counted before it was told. */
    orders: z.int().min(0),
    /** Notes in the cassette before the last of them. */
    level: z.int().min(0),
    /** What the unit said, after a loss of power or of its host, that it had been doing. */
    end: z
      .discriminatedUnion('kind', [
        z.object({ kind: z.literal('none') }),
        z.object({
          kind: z.literal('dispense'),
          requested: z.int().min(0),
          paid: z.int().min(0),
        }),
        z.object({ kind: z.literal('unload') }),
        /** The record was of a note; one that tells of the payout may still come. */
        z.object({ kind: z.literal('untold') }),
      ])
      .readonly()
      .optional(),
    /** What became of the last of them; until then nothing may be added to the cassette. */
    settled: z
      .object({ paid: z.int().min(0), cause })
      .readonly()
      .optional(),
  })
  .readonly();

/** What has been ordered from a cassette; made durable before the command leaves. */
export type CassetteCursor = z.infer<typeof cursorSchema>;

export function encodeCassetteCursor(cursor: CassetteCursor): string {
  return JSON.stringify(cursor);
}

/** Nothing ordered yet, where there is no cursor or none of this driver's. */
export function parseCassetteCursor(text: string | undefined): CassetteCursor {
  const fresh: CassetteCursor = { orders: 0, level: 0 };
  if (text === undefined) return fresh;
  try {
    return cursorSchema.safeParse(JSON.parse(text)).data ?? fresh;
  } catch {
    return fresh;
  }
}
