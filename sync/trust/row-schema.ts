/** The rows of a plan's decision tables: conditions and verdicts, none of which may be unknown. */
import { z } from 'zod';
import {
  ACCOUNT_NAMES,
  MAINTENANCE_STANDINGS,
  NEEDS,
  REASONS,
  ROUTE_TARGETS,
  SIMPLE_CONDITIONS,
  type PlanRow,
} from '../../agent/core/contract/plan.ts';
import {
  ACCEPTABLES,
  CALLER_ROLES,
  CHANNELS,
  HELP_MODES,
  REQUEST_KINDS,
  SERVICE_CLASSES,
  TIMERS,
  TOPICS,
} from '../../agent/core/contract/request.ts';
import { idSchema } from './fields.ts';

const CONDITIONS_MAX = 16;
const CITED_MAX = 16;
const LINES_MAX = 16;
const VARIANTS_MAX = 16;
const LICENCES_MAX = 100_000;
const CHECKS_MAX = 16;
const WORDS_CHARS_MAX = 64;

/** The code of a price, as rows, prices and contracts name it. */
export const priceCodeSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'use a-z, 0-9 and -, beginning with a letter (at most 64)');

/** Names people give rows and clauses, such as `contact 3` or `SDS-06`. */
export const labelSchema = z
  .string()
  .max(WORDS_CHARS_MAX)
  .regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]*$/, 'use letters, digits, spaces and . _ -')
  .refine((text) => text.trim() === text, 'leave out the space at its end');

/** A list with something in it, and nothing twice. */
export function listOf<Item extends string | number>(
  item: z.ZodType<Item>,
  max: number,
): z.ZodType<readonly Item[]> {
  return z
    .array(item)
    .min(1)
    .max(max)
    .refine((items) => new Set(items).size === items.length, 'say each of them once');
}

const PLAIN_CONDITIONS = [
  z.strictObject({ is: z.literal('caller'), in: listOf(z.enum(CALLER_ROLES), 16) }),
  z.strictObject({ is: z.literal('topic'), in: listOf(z.enum(TOPICS), 32) }),
  z.strictObject({ is: z.literal('channel'), in: listOf(z.enum(CHANNELS), 16) }),
  z.strictObject({ is: z.literal('service-class'), in: listOf(z.enum(SERVICE_CLASSES), 16) }),
  z.strictObject({ is: z.literal('variant'), in: listOf(idSchema, VARIANTS_MAX) }),
  z.strictObject({ is: z.literal('timer'), of: z.enum(TIMERS) }),
  z.strictObject({ is: z.literal('notice-by'), who: z.enum(['customer', 'vendor']) }),
  z.strictObject({ is: z.literal('maintenance'), in: listOf(z.enum(MAINTENANCE_STANDINGS), 8) }),
  z.strictObject({ is: z.literal('accepted'), what: z.enum(ACCEPTABLES) }),
  z.strictObject({ is: z.literal('account-empty'), account: z.enum(ACCOUNT_NAMES) }),
  z.strictObject({ is: z.enum(SIMPLE_CONDITIONS) }),
] as const;

const CONDITION_NAMES =
  'caller, topic, channel, service-class, variant, timer, notice-by, maintenance, accepted, ' +
  `account-empty, ${SIMPLE_CONDITIONS.join(', ')}`;

const unknownCondition = { error: `use one of ${CONDITION_NAMES}` };

/** Nobody needs a `not` of a `not`, and without it no file nests deeper than a parser may go. */
const conditionSchema = z.discriminatedUnion(
  'is',
  [
    ...PLAIN_CONDITIONS,
    z.strictObject({
      is: z.literal('not'),
      that: z.discriminatedUnion('is', PLAIN_CONDITIONS, unknownCondition),
    }),
  ],
  { error: `use one of not, ${CONDITION_NAMES}` },
);

const hold = z.enum(['class-minimum', 'pool-then-wallet', 'wallet-gate']).optional();
const at = z.enum(['by-hours', 'next-opening', 'after-lead-time', 'asked-slot']);
const reason = z.enum(REASONS);
const codes = listOf(priceCodeSchema, LINES_MAX);
const options = z
  .array(
    z.strictObject({
      code: priceCodeSchema,
      licences: z
        .union([z.int().min(1).max(LICENCES_MAX), z.literal('integrationLicences')], {
          error: 'use a whole number above 0, or integrationLicences',
        })
        .optional(),
    }),
  )
  .max(LINES_MAX);

const VERDICTS = [
  z.strictObject({
    outcome: z.literal('COVERED'),
    mode: z.enum(HELP_MODES).optional(),
    minutes: z.literal('training').optional(),
    hold,
    checklist: listOf(labelSchema, CHECKS_MAX).optional(),
    reason: reason.optional(),
  }),
  z.strictObject({
    outcome: z.literal('CHARGEABLE'),
    lines: z.array(priceCodeSchema).max(LINES_MAX),
    payer: z.enum(['distributor', 'customer']),
    accept: z.enum(ACCEPTABLES).optional(),
    at: at.optional(),
    hold,
    mode: z.enum(HELP_MODES).optional(),
    cover: z.enum(['renewal', 'reinstatement']).optional(),
    reason: reason.optional(),
  }),
  z.strictObject({
    outcome: z.literal('ROUTE'),
    to: z.enum(ROUTE_TARGETS),
    reason: reason.optional(),
    isProposal: z.boolean().optional(),
  }),
  z.strictObject({
    outcome: z.literal('SCHEDULE'),
    at,
    via: z.enum(['callback', 'answer']).optional(),
    hold,
    reason: reason.optional(),
  }),
  z.strictObject({
    outcome: z.literal('NEEDS'),
    what: z.enum(NEEDS),
    reason: reason.optional(),
  }),
  z.strictObject({ outcome: z.literal('QUOTE'), options, reason: reason.optional() }),
  z.strictObject({
    outcome: z.literal('REFUSE'),
    reason,
    to: z.enum(ROUTE_TARGETS).optional(),
    offers: codes.optional(),
  }),
  z.strictObject({
    outcome: z.literal('MANUAL'),
    reason: reason.optional(),
    to: z.enum(ROUTE_TARGETS).optional(),
    groupPrice: priceCodeSchema.optional(),
  }),
  z.strictObject({ outcome: z.literal('CAPACITY') }),
  z.strictObject({ outcome: z.literal('SETTLE'), by: z.enum(['credits', 'minutes']) }),
  z.strictObject({ outcome: z.literal('FLAG'), reason }),
  z.strictObject({ outcome: z.literal('END') }),
  z.strictObject({ outcome: z.literal('RENEWED'), reason: reason.optional() }),
  z.strictObject({ outcome: z.literal('EXPIRE'), account: z.enum(ACCOUNT_NAMES) }),
] as const;

const OUTCOME_NAMES =
  'COVERED, CHARGEABLE, ROUTE, SCHEDULE, NEEDS, QUOTE, REFUSE, MANUAL, CAPACITY, SETTLE, ' +
  'FLAG, END, RENEWED, EXPIRE';

/** One row of a plan's tables. */
export const rowSchema: z.ZodType<PlanRow> = z.strictObject({
  id: labelSchema,
  kinds: listOf(z.enum(REQUEST_KINDS), 32),
  when: z.array(conditionSchema).max(CONDITIONS_MAX),
  then: z.discriminatedUnion('outcome', VERDICTS, {
    error: `use one of ${OUTCOME_NAMES}`,
  }),
  clauses: z.array(labelSchema).max(CITED_MAX),
});
