/** The shapes on the wire of the till's own update. */
import { z } from 'zod';
import { UPDATE_MODES } from '../core/update/update-order.ts';
import { ROLLBACK_CAUSES, UPDATE_FAULTS } from '../core/update/updating.ts';
import { instantSchema, referenceSchema } from './basic-schema.ts';
import { PARAM_MAX_CHARS } from './limits.ts';

/** Longer than any path a person types. */
const FOLDER_CHARS_MAX = 1_024;

const LOCK_SECONDS_MAX = 7 * 24 * 60 * 60;

const UPDATE_PHASES = [
  'idle',
  'checking',
  'fetching',
  'waiting-to-retry',
  'ready',
  'handing-over',
  'on-trial',
] as const;

export const UPDATE_WAITS = ['sale', 'lock', 'window', 'word', 'retry'] as const;

const lockSchema = z
  .strictObject({ client: z.string(), reason: z.string(), until: instantSchema })
  .readonly();

export const updateSchema = z
  .strictObject({
    version: z.string().describe('What runs.'),
    isInstalled: z
      .boolean()
      .describe('Whether it runs from an installed tree; only there anything can be installed.'),
    previous: z.string().nullable().describe('What a rollback would go back to.'),
    phase: z.enum(UPDATE_PHASES),
    ordered: z
      .strictObject({
        version: z.string(),
        rollout: z.string(),
        mode: z.enum(UPDATE_MODES),
        folder: z.string().nullable().describe('Where its files lie; null: they are downloaded.'),
      })
      .readonly()
      .nullable()
      .describe('The last order of the vendor’s director, be it done with or not.'),
    waitsFor: z
      .array(z.enum(UPDATE_WAITS))
      .readonly()
      .describe('What is in the way of installing it now; `word`: somebody must ask for it.'),
    retryAt: instantSchema.nullable(),
    lock: lockSchema.nullable(),
    latestEntitled: z
      .string()
      .nullable()
      .describe(
        'The latest release this till is entitled to, ordered or not, by its last look at what the vendor has signed; null: it has no licence, or nothing is known yet.',
      ),
    lookFault: z
      .enum(UPDATE_FAULTS)
      .nullable()
      .describe('Why the last look at what the vendor has signed came to nothing.'),
    rolledBack: z
      .strictObject({ version: z.string(), cause: z.enum(ROLLBACK_CAUSES) })
      .readonly()
      .nullable()
      .describe('The version it has come back from, and why.'),
  })
  .readonly()
  .meta({ id: 'Update' });

/** As the till's own status has it. */
export const updateStatusSchema = z
  .strictObject({ phase: z.enum(UPDATE_PHASES), version: z.string(), waitsForWord: z.boolean() })
  .readonly()
  .nullable()
  .describe('What is to be installed, and how far that is; null: nothing.');

export const updateLockSchema = z
  .strictObject({
    reason: referenceSchema,
    seconds: z.int().min(1).max(LOCK_SECONDS_MAX).describe('At most four hours; ask again.'),
  })
  .readonly();

export const updateMediumSchema = z
  .strictObject({
    folder: z
      .string()
      .min(1)
      .max(FOLDER_CHARS_MAX)
      .describe('Where the medium is on this computer, such as /media/usb.'),
  })
  .readonly();

export const updateTakenSchema = z
  .strictObject({
    isTaken: z.boolean(),
    reason: z
      .string()
      .max(PARAM_MAX_CHARS)
      .nullable()
      .describe('Why the order on the medium is not taken; null where it is.'),
  })
  .readonly()
  .meta({ id: 'UpdateTaken' });

export type UpdateView = z.output<typeof updateSchema>;
export type UpdateTakenView = z.output<typeof updateTakenSchema>;
