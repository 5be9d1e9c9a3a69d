/** The shapes of the people's API: what it takes, strictly, and what it answers. */
import { z } from 'zod';
import { CLOCK_STANDINGS, LICENCE_FLAGS, LICENCE_STATES } from '../fleet/licence-report.ts';
import { EDITION, PRODUCT } from '../../../agent/core/entitlement/licence-defaults.ts';
import { documentField, epochField, nameField, seqField } from '../../protocol/fields.ts';
import { textSchema as signedTextSchema } from '../../trust/fields.ts';
import type { QuarantineReason } from '../fleet/line-check.ts';
import { ACTIONS, ROLES } from '../users/roles.ts';

const NAME_MAX_CHARS = 64;
const NOTE_MAX_CHARS = 500;
const ZONE_MAX_CHARS = 64;
const SITES_MAX = 500;
const HOURS_MAX = 24 * 30;
/** Above the longest password there is: what is longer was meant as something else. */
const PASSWORD_TEXT_MAX_CHARS = 512;

const instantSchema = z.iso.datetime();
const countSchema = z.int().min(0);

/** Printable, with no control characters, no broken UTF-16, and nothing at its ends. */
function textSchema(maxChars: number) {
  return z
    .string()
    .min(1)
    .max(maxChars)
    .regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u, 'no control characters')
    .refine((text) => text.trim() === text, 'no space at either end');
}

const nameSchema = textSchema(NAME_MAX_CHARS);
const passwordSchema = z.string().max(PASSWORD_TEXT_MAX_CHARS);
const scopeSchema = z.union([z.literal('all'), z.array(nameSchema).max(SITES_MAX).readonly()]);
const roleSchema = z.enum(ROLES);

export const errorSchema = z
  .strictObject({
    error: z.strictObject({
      code: z.string(),
      message: z.string().meta({ description: 'What happened.' }),
      safe: z.string().meta({ description: 'What has not been lost or changed by it.' }),
      action: z.string().meta({ description: 'What to do now.' }),
      details: z.record(z.string(), z.unknown()),
    }),
  })
  .readonly()
  .meta({ id: 'Error' });
export type ErrorBody = z.output<typeof errorSchema>;

export const nothingSchema = z.strictObject({}).readonly();

export const signInSchema = z
  .strictObject({ name: z.string().min(1).max(NAME_MAX_CHARS), password: passwordSchema })
  .readonly();

const userSchema = z
  .strictObject({
    user: z.string(),
    name: z.string(),
    role: roleSchema,
    sites: scopeSchema,
    party: nameSchema.optional(),
    isDisabled: z.boolean(),
  })
  .readonly()
  .meta({ id: 'User' });
export type UserView = z.output<typeof userSchema>;

export const sessionSchema = z
  .strictObject({
    user: userSchema,
    actions: z.array(z.enum(ACTIONS)).readonly(),
    csrfToken: z.string().meta({
      description: 'Goes into the header x-tillwarden-csrf of everything that changes something.',
    }),
    endsAt: instantSchema,
    hub: z
      .strictObject({
        version: z.string(),
        isDemo: z.boolean(),
        canIssue: z.boolean().meta({ description: 'Codes may carry the terms of a licence.' }),
      })
      .readonly(),
  })
  .readonly()
  .meta({ id: 'Session' });
export type SessionView = z.output<typeof sessionSchema>;

const licenceSchema = z
  .strictObject({
    state: z.enum(LICENCE_STATES),
    flags: z.array(z.enum(LICENCE_FLAGS)).readonly(),
    clock: z.enum(CLOCK_STANDINGS),
    lastCoveredDay: z.string().optional(),
    newLicenceFrom: z.string().optional(),
  })
  .readonly()
  .meta({ id: 'Licence', description: 'As the till last told of it.' });

const summaryShape = {
  station: z.string(),
  name: z.string(),
  site: z.string(),
  isRevoked: z.boolean(),
  isConnected: z.boolean(),
  lastSeenAt: instantSchema.nullable(),
  enrolledAt: instantSchema,
  agentVersion: z.string(),
  licence: licenceSchema.nullable(),
  unexplainedForks: countSchema,
  quarantined: countSchema,
};
const summarySchema = z.strictObject(summaryShape).readonly().meta({ id: 'StationSummary' });
export type StationSummary = z.output<typeof summarySchema>;

export const stationsSchema = z
  .strictObject({
    at: instantSchema,
    stations: z.array(summarySchema).readonly(),
    /** There are more than one answer takes. */
    isCut: z.boolean(),
  })
  .readonly();
export type StationsView = z.output<typeof stationsSchema>;

const saleSchema = z
  .strictObject({
    saleId: z.string(),
    startedAt: instantSchema,
    amountDueMinor: z.int(),
    currency: z.string(),
    outcome: z.enum(['collecting', 'paid', 'cancelled', 'settled', 'returned']),
    insertedMinor: z.int(),
    paidOutMinor: z.int(),
    owedMinor: z.int(),
  })
  .readonly()
  .meta({ id: 'Sale' });
export type SaleView = z.output<typeof saleSchema>;

const branchSchema = z
  .strictObject({
    epoch: z.int(),
    parentEpoch: z.int().nullable(),
    forkSeq: countSchema,
    durableTo: countSchema,
    openedAt: instantSchema,
    standing: z.enum(['first', 'enrolled', 'fork-unexplained', 'fork-explained']),
  })
  .readonly()
  .meta({ id: 'Branch', description: 'One chain of lines.' });
export type BranchView = z.output<typeof branchSchema>;

const currencySumsSchema = z
  .strictObject({
    currency: z.string(),
    insertedMinor: z.int(),
    dispensedMinor: z.int(),
    salesSettled: countSchema,
  })
  .readonly()
  .meta({
    id: 'CurrencySums',
    description: 'Of a currency that is not the till’s own: nothing of one is added to another.',
  });
export type CurrencySumsView = z.output<typeof currencySumsSchema>;

export const stationSchema = z
  .strictObject({
    at: instantSchema,
    ...summaryShape,
    totals: z
      .strictObject({
        lines: countSchema,
        insertedMinor: z.int().meta({ description: 'Of the till’s own currency.' }),
        dispensedMinor: z.int().meta({ description: 'Of the till’s own currency.' }),
        salesSettled: countSchema.meta({ description: 'Of every currency.' }),
        foreign: z.array(currencySumsSchema).readonly(),
      })
      .readonly(),
    branches: z.array(branchSchema).readonly(),
    quarantine: z
      .array(z.strictObject({ epoch: z.int(), seq: countSchema, reason: z.string() }).readonly())
      .readonly(),
    sales: z.array(saleSchema).readonly(),
    licenceToldAt: instantSchema.nullable(),
    accepted: z
      .strictObject({
        licence: z.string(),
        generation: z.strictObject({ keyEpoch: z.int(), n: z.int() }).readonly(),
        source: z.string(),
        at: instantSchema,
      })
      .readonly()
      .nullable(),
    refused: z
      .strictObject({ code: z.string(), source: z.string(), at: instantSchema })
      .readonly()
      .nullable(),
  })
  .readonly();
/** As far as this release knows: a line may have been set aside by another one. */
export type SetAsideReason = QuarantineReason;
export type StationView = z.output<typeof stationSchema>;

export const stationParamsSchema = z.strictObject({ station: nameField }).readonly();
const epochParam = z
  .string()
  .regex(/^\d{1,10}$/)
  .transform(Number)
  .pipe(epochField);
export const branchParamsSchema = z
  .strictObject({ station: nameField, epoch: epochParam })
  .readonly();
export const lineParamsSchema = z
  .strictObject({
    station: nameField,
    epoch: epochParam,
    seq: z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number)
      .pipe(seqField),
  })
  .readonly();

const hoursSchema = z.int().min(1).max(HOURS_MAX);
/** The free time begins on the day the till enrols, in this zone. */
const termsSchema = z
  .strictObject({
    customer: signedTextSchema,
    zone: z
      .string()
      .min(1)
      .max(ZONE_MAX_CHARS)
      .meta({ description: 'As in the IANA database: Europe/Madrid.' }),
    product: signedTextSchema.default(PRODUCT),
    edition: signedTextSchema.default(EDITION),
  })
  .readonly();
export const codeRequestSchema = z
  .strictObject({
    name: nameSchema,
    site: nameSchema,
    hours: hoursSchema,
    licence: termsSchema.optional(),
  })
  .readonly();
export const replacementRequestSchema = z.strictObject({ hours: hoursSchema }).readonly();
export const codeSchema = z
  .strictObject({
    code: z.string().meta({ description: 'Shown this once.' }),
    expiresAt: instantSchema,
  })
  .readonly();
export type CodeView = z.output<typeof codeSchema>;

export const entitlementRequestSchema = z.strictObject({ document: documentField }).readonly();
export const sentSchema = z
  .strictObject({ command: z.int().min(1).meta({ description: 'Its number in the mailbox.' }) })
  .readonly();

export const explanationSchema = z.strictObject({ note: textSchema(NOTE_MAX_CHARS) }).readonly();

export const usersSchema = z.strictObject({ users: z.array(userSchema).readonly() }).readonly();
export type UsersView = z.output<typeof usersSchema>;
export const userParamsSchema = z.strictObject({ user: nameField }).readonly();
export const newUserSchema = z
  .strictObject({
    name: nameSchema,
    role: roleSchema,
    sites: scopeSchema,
    party: nameSchema.optional(),
    password: passwordSchema,
  })
  .readonly();
export const userChangeSchema = z
  .strictObject({
    role: roleSchema.optional(),
    sites: scopeSchema.optional(),
    party: nameSchema.nullable().optional(),
    isDisabled: z.boolean().optional(),
    password: passwordSchema.optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'nothing to change')
  .readonly();
export const oneUserSchema = z.strictObject({ user: userSchema }).readonly();

export const auditQuerySchema = z
  .strictObject({
    before: z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number)
      .optional(),
  })
  .readonly();
const auditEntrySchema = z
  .strictObject({
    seq: z.int(),
    at: instantSchema,
    act: z.string(),
    by: z.string().nullable(),
    address: z.string(),
    subject: z.string().nullable(),
    details: z.record(z.string(), z.unknown()),
  })
  .readonly()
  .meta({ id: 'AuditEntry' });
export type AuditEntryView = z.output<typeof auditEntrySchema>;
export const auditSchema = z
  .strictObject({
    entries: z.array(auditEntrySchema).readonly(),
    /** Where the next, older ones begin; null at the end. */
    nextBefore: z.int().nullable(),
  })
  .readonly();
export type AuditView = z.output<typeof auditSchema>;
