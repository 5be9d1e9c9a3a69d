import { z } from 'zod';
import type { JournalLine } from '../../agent/core/journal-line.ts';
import { epochField, hashField, seqField, wallMsField } from './fields.ts';
import { LINES_BATCH_MAX } from './limits.ts';

const KIND_MAX_CHARS = 64;

/**
 * One line of the journal, as it was hashed. The body is any object here: what the hub cannot make
 * use of it sets aside and acknowledges, so that it neither blocks the queue nor vanishes.
 */
export const lineSchema = z.strictObject({
  seq: z.int().min(1),
  atMs: wallMsField,
  kind: z.string().min(1).max(KIND_MAX_CHARS),
  body: z.record(z.string(), z.unknown()),
  prevHash: hashField,
  hash: hashField,
});
export type WireLine = z.infer<typeof lineSchema>;

/** Till to hub: lines in their order, `from` the first; the epoch stands outside the hash. */
export const lines = {
  action: 'Lines',
  request: z.strictObject({
    epoch: epochField,
    from: z.int().min(1),
    lines: z.array(lineSchema).min(1).max(LINES_BATCH_MAX),
  }),
  /** Everything up to here is committed to disk. */
  result: z.strictObject({ durableTo: seqField }),
} as const;

export type LinesRequest = z.infer<typeof lines.request>;

/** A line of the journal as it goes over the wire. */
export function wireLine({ seq, atMs, kind, body, prevHash, hash }: JournalLine): WireLine {
  return { seq, atMs, kind, body: { ...body }, prevHash, hash };
}
