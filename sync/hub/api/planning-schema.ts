/** The shapes of the weekly plan, as people ask for and see it. */
import { z } from 'zod';
import { idSchema } from '../../trust/fields.ts';
import { TICKET_KINDS } from '../desk/ticket.ts';
import { ENTRY_MINUTES_MAX } from '../store/plan-entries.ts';

const MINUTES_MIN = 5;

const instantSchema = z.iso.datetime();

export const visitParamsSchema = z.strictObject({ visit: idSchema });

export const planningQuerySchema = z
  .strictObject({
    from: instantSchema.optional().describe('Now, where it is not said.'),
    to: instantSchema.optional().describe('A week later, where it is not said.'),
    technician: idSchema.optional().describe('Whose week; without one everybody’s.'),
  })
  .readonly();
export type PlanningQuery = z.output<typeof planningQuerySchema>;

export const newVisitSchema = z
  .strictObject({
    id: idSchema.describe('Made by whoever plans it, and kept on a retry.'),
    ticket: idSchema,
    at: instantSchema,
    technician: idSchema.optional().describe('Who goes or calls; without one whoever plans it.'),
    minutes: z.int().min(MINUTES_MIN).max(ENTRY_MINUTES_MAX).optional(),
  })
  .readonly();

export const visitSchema = z
  .strictObject({
    visit: z.string(),
    ticket: z.string(),
    technician: z.strictObject({ user: z.string(), name: z.string() }).readonly(),
    at: instantSchema,
    minutes: z.int(),
    plan: z.string().optional().describe('The plan whose published time it takes.'),
  })
  .readonly()
  .meta({ id: 'Visit' });

export const planningSchema = z
  .strictObject({
    entries: z
      .array(
        z
          .strictObject({
            ...visitSchema.unwrap().shape,
            kind: z.enum(TICKET_KINDS).optional(),
            title: z.string().optional().describe('Where whoever asks sees the ticket.'),
            number: z.int().optional(),
            customer: z.string().optional(),
            site: z.string().optional(),
          })
          .readonly(),
      )
      .readonly(),
    free: z
      .array(z.strictObject({ plan: z.string(), at: instantSchema }).readonly())
      .readonly()
      .describe('Published times that nobody has.'),
    technicians: z
      .array(z.strictObject({ user: z.string(), name: z.string() }).readonly())
      .readonly(),
    waiting: z
      .array(
        z
          .strictObject({
            ticket: z.string(),
            number: z.int(),
            kind: z.enum(TICKET_KINDS),
            title: z.string(),
            customer: z.string().optional(),
            site: z.string().optional(),
          })
          .readonly(),
      )
      .readonly()
      .describe('Open tickets that have no time yet.'),
  })
  .readonly();
export type PlanningView = z.output<typeof planningSchema>;
