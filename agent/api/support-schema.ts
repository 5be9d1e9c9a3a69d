/** The shapes on the wire of help, chat and a technician's session. */
import { z } from 'zod';
import {
  ACCEPTABLES,
  CALLER_ROLES,
  CHANNELS,
  HELP_MODES,
  SERVICE_CLASSES,
  TOPICS,
} from '../core/contract/request.ts';
import { TICKET_STATES } from '../core/support/help.ts';
import { CONTROL_CAUSES, SESSION_ENDS, STREAM_KINDS } from '../core/support/remote-session.ts';
import { instantSchema } from './basic-schema.ts';
import { decisionAnswerSchema, decisionSchema, noteSchema } from './decision-schema.ts';

/** What a person writes at once. */
const TEXT_MAX_CHARS = 2_000;
const ID_MAX_CHARS = 64;
const WINDOWS_MAX = 20;
const PIN_MAX_CHARS = 64;

/** Several lines, and no other control characters. */
const textSchema = z
  .string()
  .min(1)
  .max(TEXT_MAX_CHARS)
  .regex(/^(?:[^\p{Cc}\p{Cs}]|\n|\t)*$/u, 'no control characters but line breaks');

export const technicianSchema = z
  .strictObject({ name: z.string(), company: z.string() })
  .readonly();

export const helpRequestSchema = z
  .strictObject({
    caller: z
      .enum(CALLER_ROLES)
      .optional()
      .describe('Who asks, where no operator is signed in; a cashier where nothing is said.'),
    topic: z.enum(TOPICS).optional(),
    channel: z.enum(CHANNELS).optional(),
    class: z.enum(SERVICE_CLASSES).optional(),
    mode: z.enum(HELP_MODES).optional(),
    words: textSchema.optional().describe('In the asker’s own words.'),
    firstLineNote: noteSchema.optional(),
    accepted: z.array(z.enum(ACCEPTABLES)).max(ACCEPTABLES.length).readonly().optional(),
    hasConsent: z.boolean().optional(),
    sameForSeconds: z
      .int()
      .min(1)
      .max(3_600)
      .optional()
      .describe('Of a button: asked again within this time, it is the same request.'),
  })
  .readonly();
export type HelpBody = z.output<typeof helpRequestSchema>;

export const ticketParamsSchema = z.strictObject({ ticket: z.string().min(1).max(ID_MAX_CHARS) });

export const messageBodySchema = z
  .strictObject({
    message: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,64}$/)
      .optional()
      .describe('Your own id of it: sent again, it is the same message.'),
    text: textSchema,
  })
  .readonly();

const messageSchema = z
  .strictObject({
    message: z.string(),
    text: z.string(),
    at: instantSchema,
    from: technicianSchema.nullable().describe('null: it was said at this till.'),
    isDelivered: z.boolean().describe('Whether the other side has it.'),
  })
  .readonly();

const ticketShape = {
  ticket: z.string(),
  number: z.int().nullable().describe('Of this till; null: it was opened at the desk.'),
  state: z.enum(TICKET_STATES),
  isDelivered: z.boolean().describe('false: it is kept here until the hub is back.'),
  askedAt: instantSchema.nullable(),
  handler: technicianSchema.nullable().describe('Who has it now.'),
  scheduledAt: instantSchema.nullable(),
  messages: z.int().describe('How many there are in its chat.'),
} as const;

const ticketSummarySchema = z.strictObject(ticketShape).readonly().meta({ id: 'HelpSummary' });

export const ticketSchema = z
  .strictObject({
    ...ticketShape,
    topic: z.enum(TOPICS).nullable(),
    words: z.string().nullable(),
    answer: decisionAnswerSchema
      .nullable()
      .describe('What the contract says to it, decided at this till; null: opened at the desk.'),
    deskDecision: decisionSchema.nullable().describe('Where the desk has decided anew.'),
    deskText: z.string().nullable(),
    balances: z
      .array(
        z.strictObject({ account: z.string(), charged: z.int(), available: z.int() }).readonly(),
      )
      .readonly()
      .describe('Of a resolution: what the customer has left.'),
    chat: z.array(messageSchema).readonly(),
  })
  .readonly()
  .meta({ id: 'Help' });

export const ticketsSchema = z
  .strictObject({ tickets: z.array(ticketSummarySchema).readonly().describe('Newest first.') })
  .readonly();

const sessionSchema = z
  .strictObject({
    session: z.string(),
    ticket: z.string(),
    number: z.int().nullable(),
    technician: technicianSchema,
    streams: z.array(z.enum(STREAM_KINDS)).readonly(),
    phase: z.enum(['asked', 'matched', 'live']),
    code: z.string().nullable().describe('To be read out; null once it was typed right.'),
    triesLeft: z.int().nullable(),
    triesMax: z.int().describe('Codes that a technician may type.'),
    askedAt: instantSchema,
    expiresAt: instantSchema.describe('Where it is not accepted by then, it is over.'),
    consentedAt: instantSchema.nullable(),
    control: z.enum(['none', 'granted', 'suspended']),
    suspendedFor: z.enum(CONTROL_CAUSES).nullable().describe('Why control is suspended.'),
    canControl: z.boolean().describe('Whether control can be granted at all.'),
    isPaused: z.boolean().describe('Somebody counts: nothing is shown until it is resumed.'),
    isUnattended: z.boolean(),
    isExternal: z.boolean().describe('Another maker’s tool shows the screen, with control.'),
  })
  .readonly()
  .meta({ id: 'RemoteSession' });

const endedSchema = z
  .strictObject({
    session: z.string(),
    technician: technicianSchema,
    end: z.enum(SESSION_ENDS),
    at: instantSchema,
  })
  .readonly();

const windowsSchema = z
  .array(z.strictObject({ from: instantSchema, until: instantSchema }).readonly())
  .max(WINDOWS_MAX)
  .readonly();

export const standingSchema = z
  .strictObject({
    session: sessionSchema.nullable(),
    ended: endedSchema.nullable().describe('The last one there was.'),
    unattended: windowsSchema.describe('Hours in which one may begin with nobody at the till.'),
  })
  .readonly()
  .meta({ id: 'RemoteStanding' });

export const controlBodySchema = z
  .strictObject({
    control: z.enum(['granted', 'withdrawn', 'suspended']),
    cause: z.enum(CONTROL_CAUSES).default('cashier'),
  })
  .readonly();

export const unattendedBodySchema = z
  .strictObject({
    operatorId: z.string().min(1).max(ID_MAX_CHARS),
    pin: z.string().min(1).max(PIN_MAX_CHARS).describe('Of an admin, proved for this alone.'),
    windows: windowsSchema.describe('In place of those there are; none: all are withdrawn.'),
  })
  .readonly();

export const supportStatusSchema = z
  .strictObject({
    tickets: z.array(ticketSummarySchema).readonly().describe('Those that are open, newest first.'),
    session: sessionSchema.nullable(),
    ended: endedSchema.nullable(),
  })
  .readonly()
  .describe('Calls for help, and the technician who is, or wants to be, connected.');

export const bundleRequestSchema = z
  .strictObject({
    withTrace: z
      .boolean()
      .default(false)
      .describe('With the last frames of the ports, as `devices watch` records them.'),
  })
  .nullish();

export const bundleSchema = z
  .strictObject({
    path: z.string().describe('Where it lies on this computer.'),
    sizeBytes: z.int(),
    sha256: z.string(),
  })
  .readonly()
  .meta({ id: 'LogBundle' });

export type TicketSummaryView = z.output<typeof ticketSummarySchema>;
export type TicketView = z.output<typeof ticketSchema>;
export type SessionView = z.output<typeof sessionSchema>;
export type StandingView = z.output<typeof standingSchema>;
export type SupportStatusView = z.output<typeof supportStatusSchema>;
