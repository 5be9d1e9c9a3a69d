/** The shapes of work orders, as people ask for and see them. */
import { z } from 'zod';
import { HELP_MODES, SERVICE_CLASSES } from '../../../agent/core/contract/request.ts';
import { CHAT_MAX_CHARS } from '../../protocol/limits.ts';
import { idSchema, textSchema } from '../../trust/fields.ts';
import { ITEM_CODES, WORK_KINDS, WORK_STATES } from '../desk/work-order.ts';
import { resolvedSchema, timeBodySchema } from './ticket-schema.ts';

const ITEMS_MAX = 50;
const USED_MAX = 1_000_000;

const instantSchema = z.iso.datetime();
const detailsSchema = z
  .string()
  .max(CHAT_MAX_CHARS)
  .regex(/^(?:[^\p{Cc}\p{Cs}]|[\t\n\r])*$/u, 'no control characters');

export const workParamsSchema = z.strictObject({ order: idSchema });
export const workQuerySchema = z
  .strictObject({ open: z.enum(['true', 'false']).optional() })
  .readonly();

/** With its ticket, whose id it begins, it is still an id. */
const ORDER_ID_MAX_CHARS = 59;

export const newWorkSchema = z
  .strictObject({
    id: idSchema
      .max(ORDER_ID_MAX_CHARS)
      .describe('Made by whoever orders it, and kept on a retry.'),
    kind: z.enum(WORK_KINDS),
    customer: textSchema,
    site: textSchema.optional(),
    station: idSchema.optional(),
    ticket: idSchema.optional().describe('What it is done for; without one it gets its own.'),
    title: textSchema,
    details: detailsSchema.default(''),
    items: z
      .array(
        z
          .strictObject({
            text: textSchema,
            afterPrevious: z
              .boolean()
              .default(false)
              .describe('Not before everything above it is done.'),
          })
          .readonly(),
      )
      .max(ITEMS_MAX)
      .readonly()
      .default([]),
  })
  .readonly();
export type NewWorkBody = z.output<typeof newWorkSchema>;

export const workAssignmentSchema = z
  .union([
    z.strictObject({ user: idSchema }).readonly(),
    z.strictObject({ company: textSchema }).readonly(),
    z.strictObject({ nobody: z.literal(true) }).readonly(),
  ])
  .describe('One of the vendor’s own people, a company, or nobody.');

export const workTickSchema = z
  .strictObject({ item: z.int().min(0).max(ITEMS_MAX), done: z.boolean() })
  .readonly();
export const workTimeSchema = timeBodySchema;
export const workDoneSchema = z
  .strictObject({
    note: detailsSchema.min(1),
    used: z.int().min(0).max(USED_MAX).optional().describe('Credits, where they are counted.'),
    class: z.enum(SERVICE_CLASSES).optional(),
  })
  .readonly();
export const workCancelSchema = z.strictObject({ reason: textSchema }).readonly();

export const workSchema = z
  .strictObject({
    order: z.string(),
    number: z.int(),
    kind: z.enum(WORK_KINDS),
    state: z.enum(WORK_STATES),
    customer: z.string(),
    site: z.string().optional(),
    station: z.string().optional(),
    ticket: z.string(),
    title: z.string(),
    details: z.string(),
    assigned: z
      .strictObject({
        company: z.string().optional(),
        user: z.string().optional(),
        name: z.string().optional(),
      })
      .readonly(),
    plannedAt: instantSchema.optional(),
    note: z.string().optional(),
    madeBy: z.string(),
    madeAt: instantSchema,
    closedAt: instantSchema.optional(),
    items: z
      .array(
        z
          .strictObject({
            code: z.enum(ITEM_CODES).optional(),
            text: z.string(),
            afterPrevious: z.boolean(),
            doneBy: z.string().optional(),
            doneAt: instantSchema.optional(),
          })
          .readonly(),
      )
      .readonly(),
    may: z
      .strictObject({ work: z.boolean(), plan: z.boolean(), cancel: z.boolean() })
      .readonly()
      .describe('What whoever asks may do to it.'),
  })
  .readonly()
  .meta({ id: 'WorkOrder' });
export type WorkView = z.output<typeof workSchema>;

export const worksSchema = z.strictObject({ orders: z.array(workSchema).readonly() }).readonly();
export type WorksView = z.output<typeof worksSchema>;

export const workFileSchema = z
  .strictObject({
    order: workSchema,
    time: z
      .array(
        z
          .strictObject({
            entry: z.string(),
            mode: z.enum(HELP_MODES),
            minutes: z.int(),
            from: instantSchema,
            by: z.string(),
          })
          .readonly(),
      )
      .readonly()
      .describe('Of its ticket.'),
  })
  .readonly();
export type WorkFileView = z.output<typeof workFileSchema>;

export const workClosedSchema = z
  .strictObject({
    order: workSchema,
    settled: resolvedSchema.optional().describe('Where its ticket was solved with it.'),
  })
  .readonly();
