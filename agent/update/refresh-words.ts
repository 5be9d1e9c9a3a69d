/** What the till asks the process that reads metadata, and what that answers: one JSON line each. */
import { z } from 'zod';
import { UPDATE_FAULTS } from '../core/update/updating.ts';
import { releaseSchema } from '../../sync/trust/release-schema.ts';

/** Metadata comes from the hub or, with files beside it, from a folder such as a USB stick's. */
const sourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('network'),
    /** Of the metadata, not of the hub. */
    url: z.string(),
    ca: z.string().optional(),
    pins: z.array(z.string()),
  }),
  z.strictObject({ kind: z.literal('medium'), folder: z.string() }),
]);

export type MetadataSource = z.infer<typeof sourceSchema>;

export const refreshQuestionSchema = z.strictObject({
  source: sourceSchema,
  /** Where what was verified is kept. */
  folder: z.string(),
  /** Folders of other sources: a newer root that one of them knows counts here too. */
  otherFolders: z.array(z.string()),
  /** Emptied first, and gone afterwards. */
  scratch: z.string(),
  /** The first root metadata, of the trust file. */
  trustedRoot: z.record(z.string(), z.unknown()),
  /** By the till's reckoning. */
  nowMs: z.number(),
  /** Targets that are asked for by name. */
  paths: z.array(z.string()),
  /** Whose releases are wanted too, all of them. */
  releasesOf: z.strictObject({ channel: z.string(), platform: z.string() }).optional(),
});

export type RefreshQuestion = z.infer<typeof refreshQuestionSchema>;

const targetSchema = z.strictObject({
  kind: z.literal('target'),
  path: z.string(),
  lengthBytes: z.number(),
  /** Lower-case hexadecimal; absent: signed with other hashes only. */
  sha256: z.string().optional(),
  custom: z.record(z.string(), z.unknown()),
});

/** A file that the repository's own side has signed. */
export type FoundTarget = z.infer<typeof targetSchema>;

export const refreshLineSchema = z.discriminatedUnion('kind', [
  targetSchema,
  z.strictObject({ kind: z.literal('release'), release: releaseSchema }),
  z.strictObject({ kind: z.literal('faulted'), code: z.enum(UPDATE_FAULTS), detail: z.string() }),
  /** The last line of a refresh that came to its end. */
  z.strictObject({ kind: z.literal('done') }),
]);

export type RefreshLine = z.infer<typeof refreshLineSchema>;
