/** A rollout's plan as somebody may ask for it. */
import { z } from 'zod';
import { UPDATE_MODES } from '../../../agent/core/update/update-order.ts';
import { windowSchema } from '../../trust/director-schema.ts';
import { idSchema } from '../../trust/fields.ts';
import { versionSchema } from '../../trust/release-schema.ts';
import type { GroupPick, RolloutPlan, Threshold } from './rollout.ts';

const GROUPS_MAX = 16;
const PICKS_MAX = 200;
const NAME_MAX_CHARS = 64;
const COUNT_MAX = 1_000_000;
const MINUTE_MS = 60_000;
const SILENCE_MIN_MS = MINUTE_MS;
const SILENCE_MAX_MS = 14 * 24 * 60 * MINUTE_MS;
/** Far above the health window of a till, and below the shift in which somebody notices. */
const SILENCE_DEFAULT_MS = 60 * MINUTE_MS;

const placeSchema = z.string().min(1).max(NAME_MAX_CHARS);
const percentSchema = z.int().min(1).max(100);

const pickSchema: z.ZodType<GroupPick> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('percent'), percent: percentSchema }),
  z.strictObject({ kind: z.literal('tag'), tag: idSchema }),
  z.strictObject({ kind: z.literal('partner'), partner: placeSchema }),
  z.strictObject({ kind: z.literal('site'), site: placeSchema }),
]);

const thresholdSchema: z.ZodType<Threshold> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('count'), count: z.int().min(1).max(COUNT_MAX) }),
  z.strictObject({ kind: z.literal('percent'), percent: percentSchema }),
]);

export const planSchema = z.strictObject({
  channel: idSchema,
  version: versionSchema,
  mode: z.enum(UPDATE_MODES),
  window: windowSchema.optional().describe('Reckoned at the till; absent: at any hour.'),
  silenceTimeoutMs: z.int().min(SILENCE_MIN_MS).max(SILENCE_MAX_MS).default(SILENCE_DEFAULT_MS),
  groups: z
    .array(
      z.strictObject({
        name: placeSchema,
        picks: z.array(pickSchema).min(1).max(PICKS_MAX),
        successes: thresholdSchema.describe('So many that run it open the next group.'),
        errors: thresholdSchema.describe('So many that failed stop everything.'),
      }),
    )
    .min(1)
    .max(GROUPS_MAX),
}) satisfies z.ZodType<RolloutPlan>;
