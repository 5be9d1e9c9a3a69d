/** The shapes of operations and cassettes on the wire. */
import { z } from 'zod';
import {
  cashCountSchema,
  currencySchema,
  enteredSchema,
  instantSchema,
  minorSchema,
  referenceSchema,
  waitSecondsSchema,
} from './basic-schema.ts';
import { AMOUNT_DUE_MAX_MINOR, COUNT_ENTRIES_MAX, COUNT_MAX, PARAM_MAX_CHARS } from './limits.ts';

const orderSchema = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('amount'),
      amountMinor: z.int().min(1).max(AMOUNT_DUE_MAX_MINOR),
    })
    .readonly(),
  z
    .strictObject({ kind: z.literal('counts'), counts: enteredSchema(1).min(1) })
    .readonly()
    .describe('These pieces and no others.'),
]);

const common = {
  currency: currencySchema.optional().describe('Of what is to move; the till’s own if left out.'),
  waitSeconds: waitSecondsSchema,
};

const placeSchema = z.string().min(1).max(PARAM_MAX_CHARS);

const placeCountsSchema = z
  .array(
    z
      .strictObject({
        place: placeSchema,
        count: z.int().min(1).max(COUNT_MAX).optional().describe('Absent: all it holds.'),
      })
      .readonly(),
  )
  .min(1)
  .max(COUNT_ENTRIES_MAX)
  .refine(
    (places) => new Set(places.map(({ place }) => place)).size === places.length,
    'each place once',
  );

const placesSchema = z
  .strictObject({ kind: z.literal('places'), places: placeCountsSchema })
  .readonly();
const allSchema = z.strictObject({ kind: z.literal('all') }).readonly();
const toFloatSchema = z
  .strictObject({ kind: z.literal('to-float') })
  .readonly()
  .describe('All above the start float, where one is configured.');

const takenAtMachineSchema = z
  .strictObject({
    kind: z.literal('at-machine'),
    task: z.enum(['withdrawal', 'take-notes', 'take-coins']),
  })
  .readonly()
  .describe('A whole machine asks there which pieces are to leave it, or lets a cassette out.');
const movedAtMachineSchema = z
  .strictObject({ kind: z.literal('at-machine'), task: z.literal('to-cassette') })
  .readonly()
  .describe('A whole machine moves pieces into its cassettes, as it is set or asks there.');

export const operationRequestSchema = z.discriminatedUnion('purpose', [
  z
    .strictObject({
      purpose: z.literal('dispense'),
      ...common,
      order: orderSchema,
      reason: referenceSchema,
    })
    .readonly(),
  z
    .strictObject({
      purpose: z.literal('refund'),
      ...common,
      order: orderSchema,
      reason: referenceSchema,
      reference: referenceSchema,
    })
    .readonly(),
  z
    .strictObject({
      purpose: z.literal('float'),
      ...common,
      order: orderSchema,
      reason: referenceSchema.optional(),
    })
    .readonly(),
  z
    .strictObject({
      purpose: z.literal('empty'),
      ...common,
      order: z.union([placesSchema, allSchema, takenAtMachineSchema]),
      reason: referenceSchema.optional(),
    })
    .readonly(),
  z
    .strictObject({
      purpose: z.literal('collect'),
      ...common,
      order: z.union([placesSchema, allSchema, toFloatSchema, movedAtMachineSchema]),
      reason: referenceSchema.optional(),
    })
    .readonly(),
]);

export const operationParamsSchema = z.strictObject({ operationId: z.uuid() }).readonly();

const HIDDEN = 'Null where counts are blind and it would tell what lay in the machine.';
const hiddenMinor = minorSchema.nullable();

export const operationSchema = z
  .strictObject({
    operationId: z.string(),
    purpose: z.enum(['dispense', 'refund', 'float', 'empty', 'collect']),
    state: z
      .enum(['moving', 'unresolved', 'finished'])
      .describe('`unresolved`: the device cannot yet say how much moved. Nothing is sent again.'),
    client: z.string(),
    operator: z.string(),
    atMachine: z
      .enum(['withdrawal', 'to-cassette', 'take-notes', 'take-coins'])
      .optional()
      .describe('Goes on at the machine itself; how much it was is known at its end.'),
    reason: z.string().optional(),
    reference: z.string().optional(),
    currency: currencySchema,
    amountMinor: hiddenMinor.describe(HIDDEN),
    paidMinor: hiddenMinor.describe(`Moved so far. ${HIDDEN}`),
    shortMinor: hiddenMinor.describe(
      `Did not move; 0 until it is finished. Nobody is owed it. ${HIDDEN}`,
    ),
    short: z
      .array(cashCountSchema)
      .readonly()
      .nullable()
      .describe(`Of pieces that were asked for. ${HIDDEN}`),
    isAcknowledged: z.boolean(),
    startedAt: instantSchema,
  })
  .readonly()
  .meta({ id: 'Operation' });

export const operationsSchema = z
  .strictObject({ operations: z.array(operationSchema).readonly() })
  .readonly();

export const cassetteParamsSchema = z.strictObject({ place: placeSchema }).readonly();

export const cassetteReplacedSchema = z
  .strictObject({
    counted: enteredSchema(0).default([]).describe('What lies in the cassette that is put in.'),
  })
  .readonly();

export type OperationView = z.output<typeof operationSchema>;
