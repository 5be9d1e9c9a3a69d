/** The shapes of a question to the contract, and of what it decides. */
import { z } from 'zod';
import { NEEDS, REASONS, ROUTE_TARGETS } from '../core/contract/plan.ts';
import {
  ACCEPTABLES,
  CALLER_ROLES,
  CHANNELS,
  COMPLICATIONS,
  HELP_MODES,
  SERVICE_CLASSES,
  TOPICS,
} from '../core/contract/request.ts';
import { instantSchema, minorSchema } from './basic-schema.ts';

const NOTE_MAX_CHARS = 500;
const TICKET_MAX_CHARS = 200;
const MINUTES_MAX = 100_000;
const AMOUNT_MAX = 1_000_000;
const STATIONS_MAX = 1_000;

/** What a till can be asked; what dates and settles contracts is asked at the hub. */
const KINDS = [
  'contact',
  'remote',
  'update',
  'renew',
  'reinstate',
  'change-stations',
  'integration',
  'training',
  'notice',
  'work',
] as const;

export const noteSchema = z
  .string()
  .max(NOTE_MAX_CHARS)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'no control characters');

export const decisionRequestSchema = z
  .strictObject({
    kind: z.enum(KINDS),
    caller: z
      .enum(CALLER_ROLES)
      .optional()
      .describe('Who asks, where no operator is signed in; a cashier where nothing is said.'),
    topic: z.enum(TOPICS).optional(),
    channel: z.enum(CHANNELS).optional(),
    class: z.enum(SERVICE_CLASSES).optional(),
    openedAs: z.enum(SERVICE_CLASSES).optional(),
    mode: z.enum(HELP_MODES).optional(),
    slot: instantSchema.optional().describe('The time that is asked for.'),
    minutes: z.int().min(1).max(MINUTES_MAX).optional(),
    firstLineNote: noteSchema.optional(),
    hasConsent: z.boolean().optional(),
    accepted: z.array(z.enum(ACCEPTABLES)).max(ACCEPTABLES.length).readonly().optional(),
    complications: z.array(z.enum(COMPLICATIONS)).max(COMPLICATIONS.length).readonly().optional(),
    releasedAt: instantSchema.optional().describe('When the release came out.'),
    stations: z.int().min(0).max(STATIONS_MAX).optional().describe('After a change.'),
    used: z.int().min(0).max(AMOUNT_MAX).optional().describe('What the ticket took so far.'),
    ticket: z
      .string()
      .min(1)
      .max(TICKET_MAX_CHARS)
      .optional()
      .describe('What it was promised counts as at hand.'),
  })
  .readonly();
export type DecisionBody = z.output<typeof decisionRequestSchema>;

const packsSchema = z
  .strictObject({
    packs: z
      .array(z.strictObject({ credits: z.int(), priceMinor: minorSchema }).readonly())
      .readonly(),
    credits: z.int(),
    priceMinor: minorSchema,
  })
  .readonly();

const routeSchema = z
  .strictObject({
    to: z.enum(ROUTE_TARGETS),
    party: z.string().optional(),
    copyTo: z.string().optional(),
    proposals: z.array(z.string()).readonly(),
    isBinding: z.boolean(),
  })
  .readonly();

const costLineSchema = z
  .strictObject({
    code: z.string(),
    quantity: z.int(),
    unit: z.enum(['piece', 'minute', 'credit', 'year']),
    totalMinor: minorSchema.describe('Before tax.'),
    currency: z.string(),
    payer: z.enum(['distributor', 'customer']),
  })
  .readonly();

const optionSchema = z
  .strictObject({
    code: z.string(),
    licences: z.int().optional(),
    priceMinor: minorSchema.optional().describe('For all of them; absent: it takes a quote.'),
    party: z.string().optional(),
  })
  .readonly();

const sentencesSchema = z.array(z.string()).readonly();

const decisionTextSchema = z
  .strictObject({
    labels: z
      .strictObject({
        who: z.string(),
        when: z.string(),
        cost: z.string(),
        why: z.string(),
        clauses: z.string(),
      })
      .readonly()
      .describe('What the parts are called.'),
    what: sentencesSchema,
    who: sentencesSchema,
    when: sentencesSchema,
    cost: sentencesSchema,
    why: sentencesSchema,
    clauses: z
      .array(z.strictObject({ id: z.string(), sentence: z.string() }).readonly())
      .readonly()
      .describe('What it rests on.'),
  })
  .readonly()
  .describe('The same in sentences for people, in the language of Accept-Language.');

export const decisionSchema = z
  .strictObject({
    outcome: z.string(),
    row: z.string().describe('The row of the plan that decided; `none` where none speaks of it.'),
    reasons: z.array(z.enum(REASONS)).readonly(),
    clauses: z.array(z.string()).readonly(),
    plan: z.string(),
    planVersion: z.int(),
    routeTo: routeSchema.optional(),
    scheduledAt: instantSchema.optional(),
    via: z.enum(['callback', 'answer']).optional(),
    mode: z.enum(HELP_MODES).optional(),
    minutes: z.int().optional(),
    costLines: z.array(costLineSchema).readonly(),
    holds: z.array(z.strictObject({ account: z.string(), amount: z.int() }).readonly()).readonly(),
    needs: z
      .strictObject({
        what: z.enum(NEEDS),
        missing: z.int().optional(),
        packs: packsSchema.optional(),
        accept: z.enum(ACCEPTABLES).optional(),
      })
      .readonly()
      .optional(),
    options: z.array(optionSchema).readonly(),
    checklist: z.array(z.string()).readonly(),
    day: z.string().optional(),
    cutOff: z.string().optional(),
    cover: z.strictObject({ from: z.string(), lastDay: z.string() }).readonly().optional(),
    count: z.int().optional(),
    because: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
      .describe('The facts the row looked at.'),
    text: decisionTextSchema,
  })
  .readonly()
  .meta({ id: 'Decision' });
export type DecisionView = z.output<typeof decisionSchema>;

const contactsSchema = z
  .array(
    z
      .strictObject({
        name: z.string(),
        id: z.string().optional(),
        role: z.string().optional(),
        isAbsent: z.boolean().optional(),
        phone: z.string().optional(),
        email: z.string().optional(),
      })
      .readonly(),
  )
  .readonly()
  .describe('Whom to call, first choice first; whoever is away is left out.');

export const decisionAnswerSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('decided'),
      decision: decisionSchema,
      contacts: contactsSchema,
    }),
    z.strictObject({
      kind: z.literal('line-needed').describe('Only the vendor knows whether the balance reaches.'),
      missing: z
        .array(z.strictObject({ account: z.string(), amount: z.int() }).readonly())
        .readonly(),
      contacts: contactsSchema,
    }),
    z.strictObject({
      kind: z.literal('no-plan').describe('The till holds no contract, or one it does not know.'),
      plan: z.strictObject({ id: z.string(), version: z.int() }).readonly().nullable(),
      contacts: contactsSchema,
    }),
  ])
  .readonly();
export type DecisionAnswerView = z.output<typeof decisionAnswerSchema>;
