/**
 * The files of a TUF repository (specification 1.0.34) as far as they are ours: what a reader may
 * rely on. Fields that a later version adds are kept, because signatures cover them.
 */
import { z } from 'zod';

export const TUF_SPECIFICATION = '1.0.34';

/** Stands in the signed part of snapshot and timestamp of a medium: it is no network's. */
export const MEDIUM_FIELD = 'x-tillwarden-medium';

export const MEDIUM_USB = 'usb';

const versionSchema = z.int().min(1);

/** TUF writes moments without fractions. */
const momentSchema = z.iso.datetime({ precision: 0 });

const COMMON = { spec_version: z.string(), version: versionSchema, expires: momentSchema };

const keySchema = z.looseObject({
  keytype: z.string(),
  scheme: z.string(),
  keyval: z.looseObject({ public: z.string() }),
});

const keysSchema = z.record(z.string(), keySchema);

const roleSchema = z.looseObject({
  keyids: z.array(z.string()).min(1),
  threshold: z.int().min(1),
});

const hashesSchema = z.looseObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });

const fileSchema = z.looseObject({ length: z.int().min(0), hashes: hashesSchema });

const metaSchema = z.looseObject({
  version: versionSchema,
  length: z.int().min(0).optional(),
  hashes: hashesSchema.optional(),
});

const delegatedRoleSchema = roleSchema.extend({
  name: z.string().min(1),
  terminating: z.boolean(),
  paths: z.array(z.string()),
});

const rootPartSchema = z.looseObject({
  ...COMMON,
  _type: z.literal('root'),
  consistent_snapshot: z.literal(true),
  keys: keysSchema,
  roles: z.looseObject({
    root: roleSchema,
    targets: roleSchema,
    snapshot: roleSchema,
    timestamp: roleSchema,
  }),
});

const targetsPartSchema = z.looseObject({
  ...COMMON,
  _type: z.literal('targets'),
  targets: z.record(z.string(), fileSchema.extend({ custom: z.unknown().optional() })),
  delegations: z.looseObject({ keys: keysSchema, roles: z.array(delegatedRoleSchema) }).optional(),
});

const freshness = { ...COMMON, [MEDIUM_FIELD]: z.string().optional() };

const snapshotPartSchema = z.looseObject({
  ...freshness,
  _type: z.literal('snapshot'),
  meta: z.record(z.string(), metaSchema),
});

const timestampPartSchema = z.looseObject({
  ...freshness,
  _type: z.literal('timestamp'),
  meta: z.looseObject({ 'snapshot.json': metaSchema }),
});

const signaturesSchema = z.array(z.strictObject({ keyid: z.string(), sig: z.string() }));

export const rootFileSchema = z.looseObject({
  signatures: signaturesSchema,
  signed: rootPartSchema,
});
export const targetsFileSchema = z.looseObject({
  signatures: signaturesSchema,
  signed: targetsPartSchema,
});

export type TufKeys = z.infer<typeof keysSchema>;
export type TufRole = z.infer<typeof roleSchema>;
export type DelegatedRole = z.infer<typeof delegatedRoleSchema>;
export type TargetsPart = z.infer<typeof targetsPartSchema>;

/** What of a file is signed. */
export type SignedPart =
  | z.infer<typeof rootPartSchema>
  | TargetsPart
  | z.infer<typeof snapshotPartSchema>
  | z.infer<typeof timestampPartSchema>;

/** A file of the repository: its content, and who has signed it. */
export interface MetadataFile<Part extends SignedPart = SignedPart> {
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
  readonly signed: Part;
}

export type RootFile = MetadataFile<z.infer<typeof rootPartSchema>>;
export type TargetsFile = MetadataFile<TargetsPart>;
