/** The licence as the till last told of it; what a newer till says more, or otherwise, is left out. */
import { z } from 'zod';
import type { LicenceFlag, LicenceState } from '../../../agent/core/entitlement/licence-status.ts';
import type { ClockStanding } from '../../../agent/core/entitlement/clock-evidence.ts';
import type { KindLine } from '../store/fleet-lines.ts';

export const LICENCE_KINDS = [
  'licence-changed',
  'entitlement-accepted',
  'entitlement-refused',
] as const;

export const LICENCE_STATES = [
  'unlicensed',
  'active',
  'lapsed-reinstatable',
  'lapsed-new-licence',
  'revoked',
] as const satisfies readonly LicenceState[];
export const LICENCE_FLAGS = [
  'clock-suspect',
  'rebind-needed',
] as const satisfies readonly LicenceFlag[];
export const CLOCK_STANDINGS = [
  'trusted',
  'battery-dead',
  'behind',
  'ahead',
] as const satisfies readonly ClockStanding[];

const WORD_MAX_CHARS = 128;

const daySchema = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const changedSchema = z.object({
  state: z.enum(LICENCE_STATES),
  flags: z
    .array(z.string())
    .catch([])
    .default([])
    .transform((flags) => LICENCE_FLAGS.filter((flag) => flags.includes(flag))),
  clock: z.enum(CLOCK_STANDINGS).catch('trusted').default('trusted'),
  lastCoveredDay: daySchema.optional().catch(undefined),
  newLicenceFrom: daySchema.optional().catch(undefined),
});
const wordSchema = z.string().max(WORD_MAX_CHARS);
const acceptedSchema = z.object({
  licence: wordSchema,
  generation: z.object({ keyEpoch: z.int(), n: z.int() }),
  source: wordSchema.catch('').default(''),
});
const refusedSchema = z.object({ code: wordSchema, source: wordSchema.catch('').default('') });

export type LicenceStanding = z.infer<typeof changedSchema>;

/** Undefined for a body that tells of no state we know. */
export function licenceStanding(body: unknown): LicenceStanding | undefined {
  return changedSchema.safeParse(body).data;
}

export interface LicenceReport {
  readonly standing: (LicenceStanding & Told) | undefined;
  readonly accepted: (z.infer<typeof acceptedSchema> & Told) | undefined;
  readonly refused: (z.infer<typeof refusedSchema> & Told) | undefined;
}

interface Told {
  readonly atMs: number;
}

/** The newest of each kind, from lines that come newest first. */
export function licenceReport(newestFirst: readonly KindLine[]): LicenceReport {
  return {
    standing: newest(newestFirst, 'licence-changed', changedSchema),
    accepted: newest(newestFirst, 'entitlement-accepted', acceptedSchema),
    refused: newest(newestFirst, 'entitlement-refused', refusedSchema),
  };
}

function newest<Body extends object>(
  lines: readonly KindLine[],
  kind: (typeof LICENCE_KINDS)[number],
  schema: z.ZodType<Body>,
): (Body & Told) | undefined {
  const line = lines.find((one) => one.kind === kind);
  const body = line === undefined ? undefined : schema.safeParse(line.body).data;
  return line === undefined || body === undefined ? undefined : { ...body, atMs: line.atMs };
}
