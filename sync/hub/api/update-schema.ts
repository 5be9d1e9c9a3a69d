import { z } from 'zod';
import { RELEASE_CLASSES } from '../../../agent/core/update/release.ts';
import { idSchema, textSchema } from '../../trust/fields.ts';
import { versionSchema } from '../../trust/release-schema.ts';
import { ROLLOUT_ACTS } from '../rollouts/act.ts';
import { PARDONS } from '../rollouts/outlook.ts';
import { ROLLOUT_STATES, type RolloutPlan } from '../rollouts/rollout.ts';

const TAGS_MAX = 32;

const instantField = z.iso.datetime();
const text = z.string();

export const rolloutParamsSchema = z.strictObject({ rollout: idSchema });
export const releaseParamsSchema = z.strictObject({ channel: idSchema, version: versionSchema });
export const siteParamsSchema = z.strictObject({ site: textSchema });
export const channelQuerySchema = z.strictObject({ channel: idSchema.default('stable') });
export const reasonSchema = z.strictObject({ reason: textSchema }).readonly();
export const tagsSchema = z
  .strictObject({ tags: z.array(idSchema).max(TAGS_MAX).readonly() })
  .readonly();

export const rolloutActSchema = z
  .strictObject({
    act: z.enum(ROLLOUT_ACTS),
    pardon: z
      .enum(PARDONS)
      .optional()
      .describe('Of `resume`: stations that failed are told again, or left alone.'),
  })
  .readonly();

const releaseSchema = z
  .strictObject({
    channel: text,
    version: text,
    platform: text,
    class: z.enum(RELEASE_CLASSES),
    releasedAt: text,
    inForceOn: text.optional(),
    floor: text,
    securityFloor: text,
    lengthBytes: z.int(),
    yanked: text.optional().describe('Why it was withdrawn.'),
  })
  .readonly();

export const releasesSchema = z
  .strictObject({ releases: z.array(releaseSchema).readonly() })
  .readonly()
  .meta({ id: 'Releases' });

const stationUpdateSchema = z
  .strictObject({
    station: text,
    name: text,
    site: text,
    tags: z.array(text).readonly(),
    platform: text.nullable(),
    running: text,
    isOnTrial: z.boolean(),
    mayRun: text.nullable().describe('The newest that its entitlement covers.'),
    newest: text.nullable(),
    bar: z
      .strictObject({ reason: text, step: text.nullable() })
      .readonly()
      .nullable()
      .describe('Why it may not have the newest now.'),
    told: z
      .strictObject({
        rollout: text,
        version: text,
        at: instantField,
        isWithdrawn: z.boolean(),
        isStranded: z.boolean().describe('It should have been called back, and cannot be.'),
      })
      .readonly()
      .nullable(),
    lock: z
      .strictObject({ client: text, reason: text, until: instantField })
      .readonly()
      .nullable()
      .describe('A program at the till holds updates up.'),
    said: z
      .strictObject({
        word: text,
        version: text,
        code: text.optional(),
        detail: text.optional(),
        at: instantField,
      })
      .readonly()
      .nullable(),
  })
  .readonly();

export const stationUpdatesSchema = z
  .strictObject({ updates: z.array(stationUpdateSchema).readonly() })
  .readonly()
  .meta({ id: 'StationUpdates' });

const lackingSchema = z
  .strictObject({
    station: text,
    site: text,
    running: text,
    reason: text,
    latest: text.optional(),
    step: text.optional(),
  })
  .readonly();

export const deadlinesSchema = z
  .strictObject({
    deadlines: z
      .array(
        z
          .strictObject({
            channel: text,
            version: text,
            inForceOn: text,
            have: z.int(),
            lacking: z.array(lackingSchema).readonly(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly()
  .meta({ id: 'FiscalDeadlines' });

const tallySchema = z
  .strictObject({ size: z.int(), successes: z.int(), errors: z.int() })
  .readonly();

const rolloutFields = {
  rollout: text,
  state: z.enum(ROLLOUT_STATES),
  channel: text,
  version: text,
  mode: text,
  madeBy: text,
  madeAt: instantField,
  approvedBy: text.nullable(),
  halt: z.enum(['errors', 'yanked']).nullable(),
  waiting: z
    .enum(['nobody-picked', 'nobody-reachable'])
    .nullable()
    .describe('Why the next group does not open, where nobody is there to open it.'),
  groups: z
    .array(
      z.strictObject({ name: text, isOpen: z.boolean(), ...tallySchema.unwrap().shape }).readonly(),
    )
    .readonly(),
};

export const rolloutsSchema = z
  .strictObject({ rollouts: z.array(z.strictObject(rolloutFields).readonly()).readonly() })
  .readonly()
  .meta({ id: 'Rollouts' });

export const rolloutSchema = z
  .strictObject({
    ...rolloutFields,
    plan: z.unknown().describe('As it was written.'),
    stations: z
      .array(
        z
          .strictObject({
            station: text,
            group: z.int(),
            standing: text,
            version: text.optional(),
            reason: text.optional(),
            code: text.optional(),
            step: text.optional(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly()
  .meta({ id: 'Rollout' });

export const ordersSchema = z
  .strictObject({
    orders: z
      .array(z.strictObject({ station: text, version: text, document: text }).readonly())
      .readonly(),
  })
  .readonly()
  .meta({ id: 'DirectorOrders' });

export type ReleasesView = z.infer<typeof releasesSchema>;
export type StationUpdatesView = z.infer<typeof stationUpdatesSchema>;
export type DeadlinesView = z.infer<typeof deadlinesSchema>;
export type RolloutsView = z.infer<typeof rolloutsSchema>;
export type RolloutDetailsView = z.infer<typeof rolloutSchema>;
/** What a rollout’s draft is written with, and has as its `plan`. */
export type RolloutPlanView = RolloutPlan;
