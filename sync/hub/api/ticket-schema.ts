/** The shapes of tickets, as people ask for and see them. */
import { z } from 'zod';
import {
  ACCEPTABLES,
  CHANNELS,
  HELP_MODES,
  SERVICE_CLASSES,
  TOPICS,
} from '../../../agent/core/contract/request.ts';
import { TICKET_STATES } from '../../../agent/core/support/help.ts';
import { CHAT_MAX_CHARS } from '../../protocol/limits.ts';
import { idSchema, textSchema } from '../../trust/fields.ts';
import { DIFFERENCE_CAUSES, DIFFERING_PARTS } from '../desk/told-difference.ts';
import { ASKED_KINDS, MESSAGE_SIDES, TICKET_KINDS, TICKET_SOURCES } from '../desk/ticket.ts';
import { decisionSchema } from './decision-schema.ts';

const MINUTES_MAX = 24 * 60;
const USED_MAX = 1_000_000;

const instantSchema = z.iso.datetime();
const wordsSchema = z
  .string()
  .min(1)
  .max(CHAT_MAX_CHARS)
  .regex(/^(?:[^\p{Cc}\p{Cs}]|[\t\n\r])*$/u, 'no control characters');

export const ticketParamsSchema = z.strictObject({ ticket: idSchema });

export const ticketQuerySchema = z
  .strictObject({
    open: z.enum(['true', 'false']).optional(),
    station: idSchema.optional(),
  })
  .readonly();

export const newTicketSchema = z
  .strictObject({
    id: idSchema.describe('Made by whoever opens it, and kept on a retry.'),
    kind: z.enum(ASKED_KINDS),
    station: idSchema.optional(),
    site: textSchema.optional(),
    customer: textSchema.optional(),
    distributor: textSchema.optional(),
    topic: z.enum(TOPICS).optional(),
    channel: z.enum(CHANNELS).optional(),
    class: z.enum(SERVICE_CLASSES).optional(),
    mode: z.enum(HELP_MODES).optional(),
    slot: instantSchema.optional(),
    words: wordsSchema.optional(),
    firstLineNote: wordsSchema.optional(),
    justification: wordsSchema.optional(),
  })
  .readonly();
export type NewTicketBody = z.output<typeof newTicketSchema>;

const ownIdSchema = idSchema.describe('Made by whoever sends it, and kept on a retry.');

export const messageBodySchema = z.strictObject({ id: ownIdSchema, text: wordsSchema }).readonly();
export const readBodySchema = z
  .strictObject({
    messages: z.int().min(0).describe('How many of its messages were shown.'),
  })
  .readonly();
export const noteBodySchema = z.strictObject({ id: ownIdSchema, text: wordsSchema }).readonly();
export const acceptanceBodySchema = z
  .strictObject({ accept: z.array(z.enum(ACCEPTABLES)).min(1).readonly() })
  .readonly();
export const timeBodySchema = z
  .strictObject({
    id: ownIdSchema,
    mode: z.enum(HELP_MODES),
    minutes: z.int().min(1).max(MINUTES_MAX),
    from: instantSchema,
  })
  .readonly();
export const assignmentBodySchema = z
  .strictObject({ to: z.enum(['me', 'nobody']).describe('Who works on it.') })
  .readonly();
export const handlerBodySchema = z
  .strictObject({
    company: idSchema.nullable().describe('A company of the chain; null: the vendor’s own desk.'),
  })
  .readonly();
export const scheduleBodySchema = z.strictObject({ at: instantSchema }).readonly();
export const resolutionBodySchema = z
  .strictObject({
    used: z.int().min(0).max(USED_MAX).optional().describe('Credits, where they are counted.'),
    class: z.enum(SERVICE_CLASSES).optional(),
    text: wordsSchema.optional().describe('For the customer.'),
  })
  .readonly();

const settledSchema = z
  .array(z.strictObject({ account: z.string(), amount: z.int(), fromTill: z.int() }).readonly())
  .readonly();

export const ticketSchema = z
  .strictObject({
    ticket: z.string(),
    number: z.int(),
    source: z.enum(TICKET_SOURCES),
    kind: z.enum(TICKET_KINDS),
    state: z.enum(TICKET_STATES),
    title: z.string(),
    station: z.string().optional(),
    site: z.string().optional(),
    customer: z.string().optional(),
    distributor: z.string().optional(),
    askedAt: instantSchema,
    scheduledAt: instantSchema.optional(),
    resolvedAt: instantSchema.optional(),
    outcome: z.string().optional(),
    unread: z
      .int()
      .optional()
      .describe('In lists: messages that whoever asks has not seen, their own left out.'),
    handler: z
      .strictObject({
        company: z.string().optional(),
        user: z.string().optional(),
        name: z.string().optional(),
      })
      .readonly(),
  })
  .readonly();
export type TicketView = z.output<typeof ticketSchema>;

export const ticketsSchema = z
  .strictObject({ tickets: z.array(ticketSchema).readonly() })
  .readonly();

const countdownSchema = z
  .strictObject({
    isOpenNow: z.boolean(),
    nextOpening: instantSchema.optional(),
    closesAt: instantSchema.optional(),
    coveredMinutes: z.int().describe('Covered time since it was asked.'),
  })
  .readonly();

const differenceSchema = z
  .strictObject({
    told: decisionSchema
      .optional()
      .describe('What the till has told its cashier; absent where the hub never had that plan.'),
    known: decisionSchema
      .optional()
      .describe('What the hub says of the same request at that instant; absent: no contract does.'),
    parts: z.array(z.enum(DIFFERING_PARTS)).readonly().describe('In what they differ.'),
    causes: z
      .array(z.enum(DIFFERENCE_CAUSES))
      .readonly()
      .describe('What the till probably did not know; none where nothing explains it.'),
  })
  .readonly()
  .describe(
    'Where the till has told its cashier something else than the hub says. Its word stands.',
  );

export const ticketFileSchema = z
  .strictObject({
    ticket: ticketSchema,
    may: z
      .strictObject({
        write: z.boolean(),
        note: z.boolean(),
        accept: z.boolean(),
        work: z.boolean(),
        connect: z.boolean(),
        confirm: z.boolean(),
      })
      .readonly()
      .describe('What whoever asks may do to it as it stands.'),
    request: z.record(z.string(), z.unknown()),
    decision: decisionSchema.optional(),
    difference: differenceSchema.optional(),
    firstLineNote: z.string().optional(),
    countdown: countdownSchema.optional().describe('Where the contract has hours.'),
    currency: z.string().optional().describe('What the contract reckons in.'),
    promised: z
      .array(z.strictObject({ account: z.string(), amount: z.int() }).readonly())
      .readonly(),
    settlement: settledSchema.optional(),
    history: z
      .array(
        z
          .strictObject({
            company: z.string().optional(),
            since: instantSchema,
            reason: z.string(),
          })
          .readonly(),
      )
      .readonly(),
    messages: z
      .array(
        z
          .strictObject({
            message: z.string(),
            at: instantSchema,
            side: z.enum(MESSAGE_SIDES),
            name: z.string(),
            company: z.string(),
            text: z.string(),
          })
          .readonly(),
      )
      .readonly(),
    events: z
      .array(
        z
          .strictObject({
            at: instantSchema,
            kind: z.string(),
            by: z.string(),
            body: z.record(z.string(), z.unknown()),
          })
          .readonly(),
      )
      .readonly(),
    time: z
      .array(
        z
          .strictObject({
            entry: z.string(),
            mode: z.enum(HELP_MODES),
            minutes: z.int(),
            from: instantSchema,
            by: z.string(),
            session: z.string().optional(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();
export type TicketFileView = z.output<typeof ticketFileSchema>;

export const resolvedSchema = z
  .strictObject({
    accounts: settledSchema,
    balances: z
      .array(
        z.strictObject({ account: z.string(), charged: z.int(), available: z.int() }).readonly(),
      )
      .readonly(),
    low: z.array(z.string()).readonly().describe('Accounts of which little is left.'),
  })
  .readonly();
