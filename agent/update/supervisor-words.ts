/**
 * What a program and its supervisor say to each other. They may be of different releases, so that
 * neither minds a field that it does not know.
 */
import { z } from 'zod';
import {
  SUPERVISOR_REFUSALS,
  type SupervisorAnswer,
  type SupervisorRequest,
} from '../core/update/supervisor-request.ts';
import { rollbackCauseSchema } from './rollback-cause.ts';

/** How a program ends that has handed over. */
export const HANDED_OVER_EXIT = 75;
/** How a supervisor ends in whose place a newer one is to be started. */
export const REPLACED_EXIT = 76;

const VERSION_CHARS_MAX = 40;
const REASON_CHARS_MAX = 2_000;
const VERSIONS_MAX = 50;

const id = z.int().min(0);
const version = z.string().max(VERSION_CHARS_MAX);

const requestSchema: z.ZodType<SupervisorRequest> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('standing') }),
  z.object({ kind: z.literal('hand-over'), version }),
  z.object({ kind: z.literal('confirm'), version }),
  z.object({ kind: z.literal('unhealthy'), reason: z.string().max(REASON_CHARS_MAX) }),
  z.object({ kind: z.literal('forget'), versions: z.array(version).max(VERSIONS_MAX) }),
]);

/** From the program. */
export const questionSchema = z.object({ id, request: requestSchema });

export type Question = z.infer<typeof questionSchema>;

const answerSchema: z.ZodType<SupervisorAnswer> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('written') }),
  z.object({ kind: z.literal('refused'), reason: z.enum(SUPERVISOR_REFUSALS) }),
  z.object({
    kind: z.literal('standing'),
    version,
    previous: version.optional(),
    trial: z.object({ version, from: version }).optional(),
    rollbacks: z.array(
      z.object({ version, to: version, cause: rollbackCauseSchema, evidence: z.string() }),
    ),
  }),
]);

/** From the supervisor, under the question's own number. */
export const replySchema = z.object({ id, answer: answerSchema });

export type Reply = z.infer<typeof replySchema>;

/** Shortens a reason to what the wire takes. */
export function shortReason(reason: string): string {
  return reason.slice(0, REASON_CHARS_MAX);
}
