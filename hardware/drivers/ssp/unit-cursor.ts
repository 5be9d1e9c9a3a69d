import { z } from 'zod';

const transitSchema = z.object({ valueMinor: z.int().min(1), place: z.string() }).readonly();

const admittedSchema = z
  .object({
    valueMinor: z.int().min(1),
    /** Power failed since, or a reply was not read: nobody knows what became of it. */
    isDoubtful: z.boolean(),
  })
  .readonly();

const endSchema = z
  .object({
    kind: z.enum([
      'dispensed',
      'incomplete',
      'collected',
      'incomplete-collect',
      'halted',
      'timeout',
      'jammed',
      'error',
    ]),
    /** -1 where the unit spoke of a currency that is not its own. */
    paidMinor: z.int().min(-1),
    /** What the unit says it had been asked for; only after a power failure. */
    requestedMinor: z.int().min(0).optional(),
    /** Of an error during a payout. */
    code: z.int().min(0).max(255),
  })
  .readonly();

const cursorSchema = z
  .object({
    /** The unit that it speaks of. */
    serial: z.int().min(0),
    /** Events that have been dealt with and not yet been acknowledged: they will come once more. */
    unacked: z.array(z.string()).readonly(),
    /** The note that has been credited and is on its way to where it stays. */
    transit: transitSchema.optional(),
    /** The note that the unit was told to take, until it is credited or has come back. */
    admitted: admittedSchema.optional(),
    /** Whether cash may have been let in since. */
    isAccepting: z.boolean(),
    /** Power failed in a payout: notes found in the path are the till's own. */
    isPayoutCut: z.boolean(),
    /** Value of the till's own notes that have been told to go into the cash box, until they are there. */
    movingMinor: z.int().min(1).optional(),
    /** Orders that the unit has been told to pay, each counted before it was told. */
    orders: z.int().min(0),
    /** How the last of them ended, as the unit told it. */
    end: endSchema.optional(),
  })
  .readonly();

/** How far a unit's events have been dealt with; made durable before they are acknowledged. */
export type UnitCursor = z.infer<typeof cursorSchema>;
export type PayoutEnd = z.infer<typeof endSchema>;

export function encodeCursor(cursor: UnitCursor): string {
  return JSON.stringify(cursor);
}

/** Undefined when there is none, or none of this driver's. */
export function parseCursor(text: string | undefined): UnitCursor | undefined {
  if (text === undefined) return undefined;
  try {
    return cursorSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** What is known of a unit that has told nothing yet. */
export function freshCursor(serial: number): UnitCursor {
  return { serial, unacked: [], orders: 0, isAccepting: false, isPayoutCut: false };
}
