/** What a decision is asked with, as files: the request, and the facts that are known. */
import { z } from 'zod';
import { EDGE_KINDS, PARTY_KINDS } from '../../agent/core/contract/parties.ts';
import {
  ACCEPTABLES,
  CALLER_ROLES,
  CHANNELS,
  COMPLICATIONS,
  HELP_MODES,
  REQUEST_KINDS,
  SERVICE_CLASSES,
  TIMERS,
  TOPICS,
  type DecisionFacts,
  type DecisionRequest,
} from '../../agent/core/contract/request.ts';
import { daySchema, idSchema, textSchema } from './fields.ts';
import { parametersSchema } from './parameters-schema.ts';
import { hoursSchema } from './plan-schema.ts';
import { priceCodeSchema } from './row-schema.ts';

const STATIONS_MAX = 1_000;
const SLOTS_MAX = 10_000;
const PARTIES_MAX = 100_000;
const EDGES_MAX = 200_000;
const PURCHASES_MAX = 10_000;
const INTERVALS_MAX = 64;
const CLOSURES_MAX = 2_000;
const TIERS_MAX = 64;
const ORDERS_MAX = 1_000;
const CONTACTS_MAX = 64;
const NOTE_CHARS_MAX = 2_000;

/** An amount, a count or a price; a sum of many stays exact. */
const amountSchema = z.int().min(0).max(1_000_000_000_000);

/** From 1970 to the end of 2999, in milliseconds since 1970. */
const instantMsSchema = z.int().min(0).max(32_503_679_999_999);

const noteSchema = z.string().max(NOTE_CHARS_MAX);

/** A request as a file: what it leaves out is said beside it. */
export interface WrittenRequest extends Omit<DecisionRequest, 'kind' | 'atMs'> {
  readonly kind?: DecisionRequest['kind'] | undefined;
  readonly atMs?: number | undefined;
}

/** What is asked; its kind and instant may be said beside it. */
export const decisionRequestSchema: z.ZodType<WrittenRequest> = z.strictObject({
  kind: z.enum(REQUEST_KINDS).optional(),
  atMs: instantMsSchema.optional(),
  caller: z.enum(CALLER_ROLES).optional(),
  station: idSchema.optional(),
  topic: z.enum(TOPICS).optional(),
  channel: z.enum(CHANNELS).optional(),
  serviceClass: z.enum(SERVICE_CLASSES).optional(),
  mode: z.enum(HELP_MODES).optional(),
  slotMs: instantMsSchema.optional(),
  minutes: amountSchema.optional(),
  firstLineNote: noteSchema.optional(),
  hasConsent: z.boolean().optional(),
  accepted: z.array(z.enum(ACCEPTABLES)).max(8).optional(),
  complications: z.array(z.enum(COMPLICATIONS)).max(8).optional(),
  justification: noteSchema.optional(),
  chosen: idSchema.optional(),
  leadSource: idSchema.optional(),
  isApproved: z.boolean().optional(),
  releasedMs: instantMsSchema.optional(),
  licences: amountSchema.optional(),
  stations: amountSchema.optional(),
  receivedMs: instantMsSchema.optional(),
  sentMs: instantMsSchema.optional(),
  noticeBy: z.enum(['customer', 'vendor']).optional(),
  used: amountSchema.optional(),
  openedAs: z.enum(SERVICE_CLASSES).optional(),
  isForConduct: z.boolean().optional(),
  person: idSchema.optional(),
  securityBackdatedMs: instantMsSchema.optional(),
  timer: z.enum(TIMERS).optional(),
});

const purchaseSchema = z.strictObject({
  id: idSchema,
  on: daySchema,
  licences: amountSchema,
  purpose: z.enum(['registration', 'resale', 'integration']),
});

const distributorSchema = z.strictObject({
  id: idSchema,
  payment: z.enum(['mandate', 'agreed-alternative']).optional(),
  paymentAgreedBy: textSchema.optional(),
  firstOrderLicences: amountSchema,
  registeredOn: daySchema.optional(),
  purchases: z.array(purchaseSchema).max(PURCHASES_MAX).optional(),
  trainingsGiven: amountSchema.optional(),
  installations: amountSchema.optional(),
});

const licenceSchema = z.strictObject({
  installedOn: daySchema.optional(),
  maintenance: z
    .array(
      z
        .strictObject({ from: daySchema, to: daySchema })
        .refine(({ from, to }) => from < to, 'it must begin before it ends'),
    )
    .max(INTERVALS_MAX)
    .refine(
      (intervals) =>
        intervals.every(({ from }, n) => n === 0 || (intervals[n - 1]?.to ?? '') <= from),
      'each interval must not begin before the last has ended',
    ),
});

const contactSchema = z.strictObject({ id: idSchema, isAbsent: z.boolean().optional() });

const contractSchema = z.strictObject({
  start: daySchema,
  endsOn: daySchema.optional(),
  variant: idSchema.optional(),
  stations: z.array(idSchema).max(STATIONS_MAX),
  stationsMax: amountSchema.optional(),
  parameters: parametersSchema.optional(),
  contacts: z.array(contactSchema).max(CONTACTS_MAX).optional(),
});

const accountNameSchema = z
  .string()
  .regex(
    /^(credits|wallet|pool-remote|pool-on-site)$/,
    'use credits, wallet, pool-remote or pool-on-site',
  );

const accountSchema = z.strictObject({
  available: amountSchema,
  held: amountSchema.optional(),
  expiring: amountSchema.optional(),
});

/** A price for each from so many on. */
const tierSchema = z.strictObject({ from: amountSchema, priceMinor: amountSchema });

const orderSchema = z.strictObject({ implementer: idSchema, licences: amountSchema });

const partySchema = z.strictObject({
  id: idSchema,
  kind: z.enum(PARTY_KINDS),
  name: textSchema,
  at: z
    .strictObject({
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
    })
    .optional(),
  areaKm2: z.number().min(0).max(600_000_000).optional(),
});

const edgeSchema = z.strictObject({
  kind: z.enum(EDGE_KINDS),
  from: idSchema,
  to: idSchema,
  sinceMs: instantMsSchema,
  untilMs: instantMsSchema.optional(),
  endReason: idSchema.optional(),
  product: idSchema.optional(),
  role: idSchema.optional(),
});

/** Everything that may be known when something is asked; what is not, is left out. */
export const decisionFactsSchema: z.ZodType<DecisionFacts> = z.strictObject({
  customer: z
    .strictObject({ isGroup: z.boolean().optional(), isConsumer: z.boolean().optional() })
    .optional(),
  distributor: distributorSchema.optional(),
  licence: licenceSchema.optional(),
  contract: contractSchema.optional(),
  closures: z.array(daySchema).max(CLOSURES_MAX).optional(),
  hours: hoursSchema.optional(),
  prices: z.record(priceCodeSchema, amountSchema).optional(),
  volumePrices: z.record(priceCodeSchema, z.array(tierSchema).min(1).max(TIERS_MAX)).optional(),
  groupPurchase: z
    .strictObject({ isGlobal: z.boolean(), orders: z.array(orderSchema).max(ORDERS_MAX) })
    .optional(),
  accounts: z.record(accountNameSchema, accountSchema).optional(),
  graph: z
    .strictObject({
      parties: z.array(partySchema).max(PARTIES_MAX),
      edges: z.array(edgeSchema).max(EDGES_MAX),
    })
    .optional(),
  site: idSchema.optional(),
  product: idSchema.optional(),
  slots: z.array(instantMsSchema).max(SLOTS_MAX).optional(),
});
