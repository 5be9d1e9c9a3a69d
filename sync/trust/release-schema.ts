/** The custom part of a target in the vendor's TUF repository: what a release says of itself. */
import { z } from 'zod';
import { isVersion } from '../../agent/core/update/version.ts';
import { RELEASE_CLASSES, type Release } from '../../agent/core/update/release.ts';
import { daySchema, idSchema, instantSchema } from './fields.ts';

export const versionSchema = z.string().refine(isVersion, 'use three numbers such as 1.4.12');

export const releaseSchema: z.ZodType<Release> = z
  .strictObject({
    version: versionSchema,
    channel: idSchema,
    platform: idSchema,
    releasedAt: instantSchema,
    securityBackdatedTo: instantSchema.optional(),
    class: z.enum(RELEASE_CLASSES),
    inForceOn: daySchema.optional(),
    floor: versionSchema,
    securityFloor: versionSchema,
    runtime: idSchema,
  })
  .refine((release) => (release.class === 'fiscal') === (release.inForceOn !== undefined), {
    error: 'a fiscal release, and no other, says from when the law asks for it (inForceOn)',
  });

/** The custom part of a runtime target: Node and the packages the application needs. */
export const runtimeSchema = z.strictObject({ runtime: idSchema, platform: idSchema });
