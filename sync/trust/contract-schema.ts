/**
 * The contract within an entitlement: all that a till decides by with no line to anybody. What older
 * documents do not say may be absent.
 */
import { z } from 'zod';
import { areParameters, type PlanParameters } from '../../agent/core/contract/parameters.ts';
import { EDGE_KINDS, PARTY_KINDS } from '../../agent/core/contract/parties.ts';
import { CONTACT_ROLES, type Contract } from '../../agent/core/entitlement/entitlement.ts';
import { daySchema, idSchema, textSchema } from './fields.ts';

const STATIONS_MAX = 1_000;
export const ROLES_MAX = 32;
export const CONTACTS_MAX = 16;
const CLOSURES_MAX = 200;
const PRICES_MAX = 200;
const WINDOWS_MAX = 50;
const SLOTS_MAX = 500;
const PARTIES_MAX = 200;
const EDGES_MAX = 500;
const PURCHASES_MAX = 500;
const MINUTES_OF_DAY = 1_440;

const countSchema = z.int().min(0);

export const parametersSchema = z.custom<Partial<PlanParameters>>(
  areParameters,
  'use only the named parameters of a plan, each with a value it may have',
);

const pricesSchema = z
  .record(idSchema, countSchema)
  .refine((prices) => Object.keys(prices).length <= PRICES_MAX, 'too many prices');

const contactSchema = z.strictObject({
  name: textSchema,
  id: textSchema.optional(),
  role: z.enum(CONTACT_ROLES).optional(),
  isAbsent: z.boolean().optional(),
  phone: textSchema.optional(),
  email: textSchema.optional(),
});

export const windowSchema = z
  .strictObject({
    days: z.array(z.int().min(1).max(7)).min(1).max(7),
    fromMinute: z.int().min(0).max(MINUTES_OF_DAY),
    toMinute: z.int().min(0).max(MINUTES_OF_DAY),
  })
  .refine(({ fromMinute, toMinute }) => fromMinute < toMinute, 'it ends before it begins');

const partySchema = z.strictObject({
  id: textSchema,
  kind: z.enum(PARTY_KINDS),
  name: textSchema,
  at: z
    .strictObject({
      latitudeMicrodegrees: z.int().min(-90_000_000).max(90_000_000),
      longitudeMicrodegrees: z.int().min(-180_000_000).max(180_000_000),
    })
    .optional(),
  areaM2: z.int().min(0).optional(),
});

const edgeSchema = z.strictObject({
  kind: z.enum(EDGE_KINDS),
  from: textSchema,
  to: textSchema,
  sinceMs: z.int(),
  untilMs: z.int().optional(),
  endReason: textSchema.optional(),
  product: textSchema.optional(),
  role: textSchema.optional(),
});

const purchaseSchema = z.strictObject({
  id: textSchema,
  on: daySchema,
  licences: countSchema,
  purpose: z.enum(['registration', 'resale', 'integration']),
});

const distributorSchema = z.strictObject({
  id: textSchema,
  payment: z.enum(['mandate', 'agreed-alternative']).optional(),
  paymentAgreedBy: textSchema.optional(),
  firstOrderLicences: countSchema,
  registeredOn: daySchema.optional(),
  purchases: z.array(purchaseSchema).max(PURCHASES_MAX).optional(),
  trainingsGiven: countSchema.optional(),
  installations: countSchema.optional(),
});

/** What a contract adds to the defaults. */
export const contractSchema: z.ZodType<Contract> = z.strictObject({
  plan: z.strictObject({ id: idSchema, version: z.int().min(1) }),
  variant: idSchema.optional(),
  start: daySchema.optional(),
  endsOn: daySchema.optional(),
  parameters: parametersSchema,
  stations: z.array(idSchema).max(STATIONS_MAX),
  stationsMax: countSchema.optional(),
  callerRoles: z.array(idSchema).max(ROLES_MAX),
  contacts: z.array(contactSchema).max(CONTACTS_MAX),
  closures: z.array(daySchema).max(CLOSURES_MAX).optional(),
  hours: z.array(windowSchema).max(WINDOWS_MAX).optional(),
  prices: pricesSchema.optional(),
  slots: z.array(z.int()).max(SLOTS_MAX).optional(),
  customer: z
    .strictObject({ isGroup: z.boolean().optional(), isConsumer: z.boolean().optional() })
    .optional(),
  distributor: distributorSchema.optional(),
  graph: z
    .strictObject({
      parties: z.array(partySchema).max(PARTIES_MAX),
      edges: z.array(edgeSchema).max(EDGES_MAX),
    })
    .optional(),
  product: textSchema.optional(),
});
