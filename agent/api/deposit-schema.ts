/** The shapes of deposits on the wire. */
import { z } from 'zod';
import {
  cashCountSchema,
  currencySchema,
  enteredSchema,
  instantSchema,
  minorSchema,
  referenceSchema,
  saleStateSchema,
  waitSecondsSchema,
} from './basic-schema.ts';
import { AMOUNT_DUE_MAX_MINOR } from './limits.ts';

const common = {
  currency: currencySchema,
  reference: referenceSchema.optional(),
  waitSeconds: waitSecondsSchema,
};

export const depositRequestSchema = z.discriminatedUnion('purpose', [
  z.strictObject({ purpose: z.literal('deposit'), ...common }).readonly(),
  z
    .strictObject({ purpose: z.literal('fill'), ...common, reason: referenceSchema })
    .readonly()
    .describe('The cash becomes the till’s own. Needs an operator.'),
  z
    .strictObject({ purpose: z.literal('exchange'), ...common })
    .readonly()
    .describe('The same value is paid out again in other pieces. Needs an operator.'),
]);

export const depositParamsSchema = z.strictObject({ depositId: z.uuid() }).readonly();

export const depositEndSchema = z.discriminatedUnion('end', [
  z
    .strictObject({
      end: z.literal('change'),
      amountMinor: z.int().min(0).max(AMOUNT_DUE_MAX_MINOR).describe('What the till keeps.'),
    })
    .readonly(),
  z.strictObject({ end: z.literal('no-change') }).readonly(),
  z.strictObject({ end: z.literal('repay') }).readonly(),
  z
    .strictObject({
      end: z.literal('exchange'),
      counts: enteredSchema(1).min(1).optional().describe('These pieces, worth what was put in.'),
      pieces: z
        .enum(['fewest', 'most'])
        .default('fewest')
        .describe('Without `counts`: the coarsest or the finest pieces there are.'),
    })
    .readonly(),
]);

const depositStateSchema = z.enum(['paused', 'fixing', 'fixed', ...saleStateSchema.options]);

export const depositSchema = z
  .strictObject({
    depositId: z.string(),
    state: depositStateSchema,
    purpose: z.enum(['deposit', 'fill', 'exchange']),
    client: z.string(),
    operator: z.string().nullable(),
    reference: z.string().optional(),
    reason: z.string().optional(),
    currency: currencySchema,
    insertedMinor: minorSchema,
    inserted: z.array(cashCountSchema).readonly(),
    end: z
      .enum(['change', 'no-change', 'repay', 'exchange'])
      .nullable()
      .describe(
        'What became of it; null until it is ended. An exchange that could not be paid exactly is a `repay`.',
      ),
    keptMinor: minorSchema.describe('Of what came in, what the till keeps; 0 until it is ended.'),
    paidOutMinor: minorSchema,
    owedMinor: minorSchema.describe('Still owed to whoever put it in.'),
    unresolvedMinor: minorSchema.describe('May or may not have come out of the machine.'),
    mayEnd: z
      .boolean()
      .describe(
        'It is fixed, or a device that is to be closed does not answer: then it may be ended by what is known, and what that device tells later is unassigned.',
      ),
    unanswered: z
      .array(z.string())
      .readonly()
      .describe('Devices that are to be closed and have not said so: they may take more.'),
    isAcknowledged: z.boolean(),
    startedAt: instantSchema,
  })
  .readonly()
  .meta({ id: 'Deposit' });

export const depositsSchema = z
  .strictObject({ deposits: z.array(depositSchema).readonly() })
  .readonly();

export type DepositView = z.output<typeof depositSchema>;
