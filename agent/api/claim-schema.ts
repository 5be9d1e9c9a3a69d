/** The shapes on the wire of who holds the machine. */
import { z } from 'zod';
import { referenceSchema, waitSecondsSchema } from './basic-schema.ts';
import { PARAM_MAX_CHARS } from './limits.ts';

export const claimRequestSchema = z.strictObject({ waitSeconds: waitSecondsSchema }).readonly();

export const claimSchema = z
  .strictObject({
    claimedBy: z.string().nullable().describe('The client; null: nobody.'),
    waitingCount: z.int().describe('Requests that wait for their turn.'),
  })
  .readonly()
  .meta({ id: 'Claim' });

export const claimBreakSchema = z
  .strictObject({
    claimedBy: z.string().min(1).max(PARAM_MAX_CHARS).describe('The client that is to lose it.'),
    reason: referenceSchema,
  })
  .readonly();

/** What `/v1/events` sends to the client whose claim of the machine an operator has broken. */
export const claimLostMessageSchema = z
  .strictObject({
    kind: z.literal('claim-lost'),
    operator: z.string().describe('Who took it, by their id.'),
    reason: z.string(),
  })
  .readonly();

export type ClaimView = z.output<typeof claimSchema>;
export type ClaimLostMessage = z.output<typeof claimLostMessageSchema>;
