/** The shapes of a question to a contract, and of what it decides. */
import { z } from 'zod';
import { NEEDS, REASONS, ROUTE_TARGETS } from '../../../agent/core/contract/plan.ts';
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
} from '../../../agent/core/contract/request.ts';
import { idSchema, textSchema } from '../../trust/fields.ts';

const NOTE_MAX_CHARS = 500;
const TICKET_MAX_CHARS = 200;
const MINUTES_MAX = 100_000;
const AMOUNT_MAX = 1_000_000;

const instantSchema = z.iso.datetime();
const minorSchema = z.int();
const noteSchema = z
  .string()
  .max(NOTE_MAX_CHARS)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'no control characters');

const ABOUT = ['station', 'site', 'customer'] as const;

export const decisionRequestSchema = z
  .strictObject({
    station: idSchema.optional(),
    site: textSchema.optional(),
    customer: textSchema.optional(),
    product: textSchema.optional(),
    plan: idSchema.optional().describe('Where there is no contract yet, by which plan.'),
    at: instantSchema.optional().describe('When it is asked; now where nothing is said.'),
    kind: z.enum(REQUEST_KINDS),
    caller: z
      .enum(CALLER_ROLES)
      .optional()
      .describe('For whom the vendor’s own people ask; others always ask as what they are.'),
    topic: z.enum(TOPICS).optional(),
    channel: z.enum(CHANNELS).optional(),
    class: z.enum(SERVICE_CLASSES).optional(),
    openedAs: z.enum(SERVICE_CLASSES).optional(),
    mode: z.enum(HELP_MODES).optional(),
    slot: instantSchema.optional(),
    minutes: z.int().min(1).max(MINUTES_MAX).optional(),
    firstLineNote: noteSchema.optional(),
    hasConsent: z.boolean().optional(),
    accepted: z.array(z.enum(ACCEPTABLES)).max(ACCEPTABLES.length).readonly().optional(),
    complications: z.array(z.enum(COMPLICATIONS)).max(COMPLICATIONS.length).readonly().optional(),
    justification: noteSchema.optional(),
    chosen: textSchema.optional(),
    leadSource: textSchema.optional(),
    isApproved: z.boolean().optional(),
    releasedAt: instantSchema.optional(),
    licences: z.int().min(0).max(AMOUNT_MAX).optional(),
    stations: z.int().min(0).max(AMOUNT_MAX).optional(),
    receivedAt: instantSchema.optional(),
    sentAt: instantSchema.optional(),
    noticeBy: z.enum(['customer', 'vendor']).optional(),
    isForConduct: z.boolean().optional(),
    used: z.int().min(0).max(AMOUNT_MAX).optional(),
    timer: z.enum(TIMERS).optional(),
    ticket: z.string().min(1).max(TICKET_MAX_CHARS).optional(),
  })
  .refine((body) => ABOUT.filter((name) => body[name] !== undefined).length === 1, {
    message: 'name one station, one site or one customer',
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
