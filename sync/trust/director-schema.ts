import { z } from 'zod';
import { isZone } from '../../agent/core/calendar.ts';
import type { CoverageCalendar } from '../../agent/core/contract/hours.ts';
import { UPDATE_MODES, type UpdateOrder } from '../../agent/core/update/update-order.ts';
import { GENERATION_MAX } from './entitlement-schema.ts';
import { daySchema, idSchema, instantSchema } from './fields.ts';
import { versionSchema } from './release-schema.ts';

/** Far more than any release; what a till may be made to download is bounded by what is signed. */
const FILE_BYTES_MAX = 2_000_000_000;
const PATH_CHARS_MAX = 200;
const WINDOWS_MAX = 28;
const CLOSURES_MAX = 400;
const DAY_MINUTES = 1_440;

const fileSchema = {
  path: z
    .string()
    .max(PATH_CHARS_MAX)
    .regex(/^[a-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/, 'use a relative path'),
  lengthBytes: z.int().min(1).max(FILE_BYTES_MAX),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'use 64 hexadecimal digits'),
};

export const windowSchema: z.ZodType<CoverageCalendar> = z.strictObject({
  zone: z.string().max(64).refine(isZone, 'use the name of a time zone such as Europe/Madrid'),
  weekly: z
    .array(
      z
        .strictObject({
          days: z.array(z.int().min(1).max(7)).min(1).max(7),
          fromMinute: z.int().min(0).max(DAY_MINUTES),
          toMinute: z.int().min(0).max(DAY_MINUTES),
        })
        .refine(({ fromMinute, toMinute }) => fromMinute < toMinute, {
          error: 'a window must end after it begins; split one that goes over midnight',
        }),
    )
    .min(1)
    .max(WINDOWS_MAX),
  closures: z.array(daySchema).max(CLOSURES_MAX),
});

/** The content of a director document; anything it does not name is refused. */
export const directorSchema: z.ZodType<UpdateOrder> = z.strictObject({
  station: idSchema,
  counter: z.strictObject({
    keyEpoch: z.int().min(1).max(GENERATION_MAX),
    n: z.int().min(1).max(GENERATION_MAX),
  }),
  rollout: idSchema,
  mode: z.enum(UPDATE_MODES),
  application: z.strictObject({ ...fileSchema, version: versionSchema }),
  runtime: z.strictObject({ ...fileSchema, version: idSchema }),
  window: windowSchema.optional(),
  issuedAt: instantSchema,
});
