/** The shapes on the wire: what the API takes, strictly, and what it answers. */
import { z } from 'zod';
import { CLOCK_STANDINGS } from '../core/entitlement/clock-evidence.ts';
import { LEVELS } from '../core/cash/levels.ts';
import { OWN_COVERAGES } from '../core/contract/own-coverage.ts';
import { supportStatusSchema } from './support-schema.ts';
import { updateStatusSchema } from './update-schema.ts';
import { LICENCE_FLAGS, LICENCE_STATES } from '../core/entitlement/licence-status.ts';
import {
  currencySchema,
  minorSchema,
  instantSchema,
  cashCountSchema,
  enteredSchema,
  referenceSchema,
  saleStateSchema,
  waitSecondsSchema,
} from './basic-schema.ts';
import { depositSchema } from './deposit-schema.ts';
import { AMOUNT_DUE_MAX_MINOR, PARAM_MAX_CHARS } from './limits.ts';
import { peripheralSchema } from './peripheral-schema.ts';
import { HIDDEN } from './shift-schema.ts';

export const saleRequestSchema = z
  .strictObject({
    amountDueMinor: z.int().min(1).max(AMOUNT_DUE_MAX_MINOR),
    currency: currencySchema,
    reference: referenceSchema.optional(),
    waitSeconds: waitSecondsSchema,
  })
  .readonly();

export const saleParamsSchema = z.strictObject({ saleId: z.uuid() }).readonly();

export const salesQuerySchema = z
  .strictObject({ filter: z.enum(['all', 'unacknowledged']).default('all') })
  .readonly();

export const placeParamsSchema = z
  .strictObject({ place: z.string().min(1).max(PARAM_MAX_CHARS) })
  .readonly();

export const countRequestSchema = z.discriminatedUnion('reason', [
  z.strictObject({ reason: z.literal('fill'), added: enteredSchema(1).min(1) }).readonly(),
  z
    .strictObject({
      reason: z.literal('take'),
      taken: enteredSchema(1).min(1),
      note: referenceSchema.describe('Why, in the words of whoever takes it.'),
    })
    .readonly(),
  z
    .strictObject({
      reason: z.literal('count'),
      counted: enteredSchema(0),
      isDeviceGone: z
        .boolean()
        .default(false)
        .describe('The device is out of service for good: settle an open payout by this count.'),
    })
    .readonly(),
]);

export const debtParamsSchema = z
  .strictObject({
    debtId: z
      .string()
      .max(PARAM_MAX_CHARS)
      .regex(/^[\w-]+\/(owed|unassigned)$/, 'an id from /v1/debts, URL-encoded'),
  })
  .readonly();

export const receiptSchema = z
  .strictObject({ lines: z.array(z.string()).readonly().describe('At most 32 characters each.') })
  .readonly()
  .meta({ id: 'Receipt' });

export const debtPaymentSchema = z.strictObject({ by: z.enum(['hand', 'machine']) }).readonly();

export const saleSchema = z
  .strictObject({
    saleId: z.string(),
    state: saleStateSchema,
    /** The API client that started it. */
    client: z.string(),
    reference: z.string().optional(),
    amountDueMinor: minorSchema.describe('As asked for.'),
    cashDueMinor: minorSchema.describe('To be paid: rounded to the coins there are, if so set.'),
    currency: currencySchema,
    insertedMinor: minorSchema,
    inserted: z.array(cashCountSchema).readonly(),
    restMinor: minorSchema.describe('Still to be inserted; 0 once paid or given up.'),
    isPaid: z.boolean().describe('True once enough was inserted; it stays true.'),
    changeDueMinor: minorSchema.describe('0 until the sale is paid.'),
    differenceMinor: z
      .int()
      .describe('What a whole machine took more (positive) or less than was due, by rounding.'),
    paidOutMinor: minorSchema.describe('Change or money back the machine has paid out so far.'),
    owedMinor: minorSchema.describe('Change or money back that is still owed to the customer.'),
    unresolvedMinor: minorSchema.describe('May or may not have come out of the machine.'),
    isAcknowledged: z.boolean(),
    startedAt: instantSchema,
  })
  .readonly()
  .meta({ id: 'Sale' });

export const salesSchema = z.strictObject({ sales: z.array(saleSchema).readonly() }).readonly();

export const deviceSchema = z
  .strictObject({
    device: z.string(),
    currency: currencySchema,
    kind: z.enum([
      'coin-acceptor',
      'bill-acceptor',
      'coin-dispenser',
      'bill-dispenser',
      'value-dispenser',
      'cash-changer',
    ]),
    state: z.enum(['starting', 'up', 'down', 'fault']),
    detail: z.string(),
    valueMinor: minorSchema.optional(),
    valuesMinor: z
      .array(minorSchema)
      .readonly()
      .describe('What it can take or pay out; none until it has been identified.'),
    hasEscrow: z.boolean().describe('It asks before it takes, and gives back what it holds.'),
    canCollect: z.boolean().describe('It can move what it holds into its cashbox by itself.'),
    denominations: z
      .array(
        z
          .strictObject({
            valueMinor: minorSchema,
            isNote: z.boolean(),
            isRecycled: z.boolean().describe('It pays it out again.'),
          })
          .readonly(),
      )
      .readonly()
      .optional()
      .describe('Of a whole machine, by its own word.'),
    alerts: z
      .array(
        z
          .strictObject({
            code: z.enum([
              'piece-critical',
              'piece-inhibited',
              'piece-below-minimum',
              'piece-above-maximum',
              'piece-empty',
              'alerts-at-machine',
            ]),
            valueMinor: minorSchema.optional(),
            count: z.int().optional(),
          })
          .readonly(),
      )
      .readonly()
      .optional()
      .describe('Of a whole machine: what it asks to be looked at.'),
  })
  .readonly()
  .meta({ id: 'Device' });

export const debtSchema = z
  .strictObject({
    debtId: z.string(),
    cause: z.enum(['owed', 'unassigned']),
    saleId: z.string().optional(),
    currency: currencySchema,
    amountMinor: minorSchema,
    remainingMinor: minorSchema,
    isBeingPaid: z.boolean(),
    recordedAt: instantSchema,
  })
  .readonly()
  .meta({ id: 'Debt' });

export const debtsSchema = z
  .strictObject({ currency: currencySchema, debts: z.array(debtSchema).readonly() })
  .readonly();

export const unresolvedSchema = z
  .strictObject({
    device: z.string(),
    currency: currencySchema,
    amountMinor: minorSchema
      .nullable()
      .describe('Null where counts are blind and it would tell what lay in the machine.'),
    saleId: z.string().optional(),
    debtId: z.string().optional(),
    operationId: z.string().optional(),
  })
  .readonly()
  .meta({
    id: 'Unresolved',
    description: 'A payout of which the device cannot yet say how much came out.',
  });

export const activitySchema = z.enum([
  'not-ready',
  'idle',
  'collecting',
  'counting',
  'paying-out',
  'unresolved',
]);

const levelSchema = z.enum(LEVELS);

const licenceSchema = z
  .strictObject({
    state: z.enum(LICENCE_STATES),
    flags: z.array(z.enum(LICENCE_FLAGS)).readonly(),
    clock: z.enum(CLOCK_STANDINGS),
    isTimeSigned: z
      .boolean()
      .describe('True when a signed time has come since the clock was last set back.'),
    newSales: z.boolean().describe('Whether a new sale may begin.'),
    graceLeftMs: z.int().describe('Running time left in which a till without a licence sells.'),
    today: z.iso.date().optional().describe('In the zone of the licence.'),
    lastCoveredDay: z.iso.date().optional(),
    newLicenceFrom: z.iso.date().optional(),
    heldRefusal: z
      .string()
      .nullable()
      .describe('Why the licence the till holds does not count; null where it does.'),
    vendor: z.string().nullable().describe('null: the installation has no trust file.'),
    isDemo: z.boolean(),
  })
  .readonly()
  .meta({ id: 'Licence' });

const hubSchema = z
  .strictObject({
    station: z.string(),
    isOnline: z.boolean(),
    unsentLines: z.int().describe('Journal lines that the hub has not acknowledged yet.'),
  })
  .readonly()
  .meta({ id: 'Hub' });

const foreignSchema = z
  .strictObject({ currency: currencySchema, isReady: z.boolean(), exactChangeOnly: z.boolean() })
  .readonly();

export const statusSchema = z
  .strictObject({
    till: z.string(),
    currency: currencySchema.describe('The till’s own.'),
    activity: activitySchema,
    isReady: z.boolean().describe('True when something is there that takes cash.'),
    sale: saleSchema.nullable().describe('The sale under way, or the last one there was.'),
    deposit: depositSchema.nullable().describe('The deposit under way.'),
    exactChangeOnly: z.boolean().describe('In the till’s own currency.'),
    foreign: z.array(foreignSchema).readonly().describe('The other currencies it works in.'),
    devices: z.array(deviceSchema).readonly(),
    debts: z.array(debtSchema).readonly(),
    unresolved: z.array(unresolvedSchema).readonly(),
    claimedBy: z
      .string()
      .nullable()
      .describe('The client that holds the machine for itself alone; null: nobody.'),
    journal: z
      .strictObject({
        seq: z.int(),
        hash: z
          .string()
          .nullable()
          .describe(
            'null where counts are blind: whoever knows all of a line but a count could try them.',
          ),
      })
      .readonly(),
    operators: z
      .enum(['ready', 'none', 'unusable'])
      .describe(
        '`none`: nobody is entered yet; `unusable`: their file is broken, nobody can sign in.',
      ),
    licence: licenceSchema,
    update: updateStatusSchema,
    latestEntitled: z
      .string()
      .nullable()
      .describe('The latest release this till is entitled to; null where it is not known.'),
    support: supportStatusSchema,
    coverage: z
      .enum(OWN_COVERAGES)
      .nullable()
      .describe(
        'Whether the contract covers this till; null: it names no stations, or there is none.',
      ),
    levels: z
      .array(
        z
          .strictObject({
            place: z.string(),
            currency: currencySchema,
            valueMinor: minorSchema,
            level: levelSchema,
          })
          .readonly(),
      )
      .readonly()
      .describe('Places that should be looked after: those that are not `ok`.'),
    hub: hubSchema.nullable().describe('null: this till is no hub’s station.'),
    peripherals: z
      .array(peripheralSchema)
      .readonly()
      .describe('Cash drawers, scales, scanners and card readers.'),
  })
  .readonly()
  .meta({ id: 'Status' });

/** What `/v1/events` sends: at once, after each change, and with each heartbeat. */
export const statusMessageSchema = z
  .strictObject({ kind: z.literal('status'), status: statusSchema })
  .readonly();

const countsShape = {
  currency: currencySchema,
  places: z
    .array(
      z
        .strictObject({
          place: z.string(),
          currency: currencySchema,
          valueMinor: minorSchema.optional().describe('The only value this place can hold.'),
          counts: z.array(cashCountSchema).readonly().nullable().describe(HIDDEN),
          totalMinor: minorSchema.nullable().describe(HIDDEN),
          level: levelSchema.nullable().describe('null: nothing is known of how much it holds.'),
          toFloat: z
            .int()
            .nullable()
            .describe('Pieces to put in (or, negative, to take out) for the start float.'),
        })
        .readonly(),
    )
    .readonly(),
};

export const countsSchema = z.strictObject(countsShape).readonly().meta({ id: 'Counts' });

const countSchema = z
  .strictObject({
    place: z.string(),
    currency: currencySchema,
    values: z
      .array(
        z
          .strictObject({
            valueMinor: minorSchema,
            expectedCount: z.int(),
            countedCount: z.int(),
            differenceCount: z.int(),
          })
          .readonly(),
      )
      .readonly(),
    expectedMinor: minorSchema.describe('By the journal, before the count.'),
    countedMinor: minorSchema,
    differenceMinor: minorSchema.describe('Found more (positive) or less (negative).'),
  })
  .readonly()
  .meta({ id: 'Count' });

export const countedSchema = z
  .strictObject({
    ...countsShape,
    count: countSchema
      .nullable()
      .describe(`What a count has found; null for a fill and a take, and for who may not see it.`),
  })
  .readonly()
  .meta({ id: 'Counted' });

export const healthSchema = z
  .strictObject({
    status: z.enum(['ok', 'degraded']),
    version: z.string(),
    devices: z.array(deviceSchema).readonly().optional().describe('Only with a token.'),
  })
  .readonly();

export const errorSchema = z
  .strictObject({
    error: z
      .strictObject({
        code: z.string(),
        message: z.string().describe('What happened, in the language asked for.'),
        safe: z.string().describe('What has not been lost or changed by it.'),
        action: z.string().describe('What to do now.'),
        details: z.record(z.string(), z.unknown()),
      })
      .readonly(),
  })
  .readonly()
  .meta({ id: 'Error' });

export type SaleView = z.output<typeof saleSchema>;
export type DeviceView = z.output<typeof deviceSchema>;
export type DebtView = z.output<typeof debtSchema>;
export type UnresolvedView = z.output<typeof unresolvedSchema>;
export type Activity = z.output<typeof activitySchema>;
export type StatusView = z.output<typeof statusSchema>;
export type StatusMessage = z.output<typeof statusMessageSchema>;
export type CountView = z.output<typeof countSchema>;
export type CountsView = z.output<typeof countsSchema>;
export type ErrorBody = z.output<typeof errorSchema>;
