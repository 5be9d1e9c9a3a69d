/** The shapes of the UnifiedPOS CashChanger on the wire; names and numbers are the standard's. */
import { z } from 'zod';
import {
  currencySchema,
  minorSchema,
  referenceSchema,
  waitSecondsSchema,
} from '../basic-schema.ts';
import { AMOUNT_DUE_MAX_MINOR, PARAM_MAX_CHARS } from '../limits.ts';

const COUNTS_MAX_CHARS = 2_048;

const resultShape = {
  resultName: z.string().describe('Such as OPOS_SUCCESS.'),
  resultCode: z.int(),
  resultCodeExtended: z.int(),
};

const countsTextSchema = z
  .string()
  .describe('`value:count` pairs, coins, then `;` and notes: `5:30,10:30;1000:5`.');

const currencyCodeSchema = currencySchema
  .optional()
  .describe('CurrencyCode, one of CurrencyCodeList; the till’s own if left out.');

export const currencyQuerySchema = z.strictObject({ currencyCode: currencyCodeSchema }).readonly();

export const claimSchema = z.strictObject({ waitSeconds: waitSecondsSchema }).readonly();

export const enabledSchema = z.strictObject({ deviceEnabled: z.boolean() }).readonly();

export const asyncModeSchema = z.strictObject({ asyncMode: z.boolean() }).readonly();

export const adjustSchema = z
  .strictObject({
    cashCounts: countsTextSchema.max(COUNTS_MAX_CHARS).describe('What lies there now; 0 counts.'),
    currencyCode: currencyCodeSchema,
  })
  .readonly();

export const directIoSchema = z
  .strictObject({
    device: z.string().min(1).max(PARAM_MAX_CHARS),
    command: z.string().min(1).max(PARAM_MAX_CHARS),
  })
  .readonly();

export const checkHealthSchema = z
  .strictObject({
    level: z.literal([1, 2, 3]).describe('1 INTERNAL. 2 EXTERNAL and 3 INTERACTIVE are refused.'),
  })
  .readonly();

export const pauseSchema = z
  .strictObject({
    control: z.literal([11, 12]).describe('11 CHAN_DEPOSIT_PAUSE, 12 CHAN_DEPOSIT_RESTART.'),
  })
  .readonly();

export const endSchema = z.discriminatedUnion('success', [
  z
    .strictObject({
      success: z.literal(1).describe('CHAN_DEPOSIT_CHANGE: keep the amount due, pay out the rest.'),
      amountDueMinor: z.int().min(1).max(AMOUNT_DUE_MAX_MINOR),
    })
    .readonly(),
  z
    .strictObject({ success: z.literal(2).describe('CHAN_DEPOSIT_NOCHANGE: keep all of it.') })
    .readonly(),
  z
    .strictObject({ success: z.literal(3).describe('CHAN_DEPOSIT_REPAY: give all of it back.') })
    .readonly(),
]);

export const dispenseChangeSchema = z
  .strictObject({
    amountMinor: z.int().min(1).max(AMOUNT_DUE_MAX_MINOR),
    currencyCode: currencyCodeSchema,
    reason: referenceSchema,
  })
  .readonly();

export const dispenseCashSchema = z
  .strictObject({
    cashCounts: countsTextSchema.max(COUNTS_MAX_CHARS),
    currencyCode: currencyCodeSchema,
    reason: referenceSchema,
  })
  .readonly();

export const resultSchema = z.strictObject(resultShape).readonly().meta({ id: 'Result' });

export const adjustResultSchema = z
  .strictObject({
    ...resultShape,
    places: z.array(z.string()).readonly().describe('What was entered as counted.'),
    isIgnored: z.boolean().describe('The machine counts by itself: nothing was entered.'),
  })
  .readonly()
  .meta({ id: 'AdjustResult' });

export const directIoResultSchema = z
  .strictObject({
    ...resultShape,
    reason: z.string().optional().describe('Why the device did not do it, in a word.'),
    data: z.record(z.string(), z.union([z.string(), z.number()])),
  })
  .readonly()
  .meta({ id: 'DirectIoResult' });

export const checkHealthResultSchema = z
  .strictObject({ ...resultShape, checkHealthText: z.string() })
  .readonly()
  .meta({ id: 'CheckHealthResult' });

export const depositResultSchema = z
  .strictObject({
    ...resultShape,
    depositId: z.string(),
    depositStatus: z.int().describe('1 START, 2 END, 3 NONE, 4 COUNT, 5 JAM.'),
    depositAmount: minorSchema,
    depositCounts: countsTextSchema,
    paidOutMinor: minorSchema,
    owedMinor: minorSchema,
    isEnded: z.boolean().describe('False: still paying out; the events tell when it has ended.'),
    unanswered: z
      .array(z.string())
      .readonly()
      .describe(
        'Devices that are to be closed and have not said so: they may take more, which stays with this deposit until it is ended, and is unassigned after that.',
      ),
  })
  .readonly()
  .meta({ id: 'DepositResult' });

export const dispenseResultSchema = z
  .strictObject({
    ...resultShape,
    operationId: z.string(),
    paidMinor: minorSchema,
    shortMinor: minorSchema,
    isEnded: z.boolean().describe('False: it is still paying, or nobody can tell yet.'),
  })
  .readonly()
  .meta({ id: 'DispenseResult' });

export const cashCountsSchema = z
  .strictObject({
    ...resultShape,
    cashCounts: countsTextSchema,
    discrepancy: z.boolean().describe('The counts may be wrong until the machine is counted.'),
  })
  .readonly()
  .meta({ id: 'CashCounts' });

export const changerSchema = z
  .strictObject({
    claimed: z.boolean().describe('By this client.'),
    deviceEnabled: z.boolean(),
    currencyCode: currencySchema,
    currencyCodeList: z.string().describe('The till’s own first.'),
    currencyCashList: countsListSchema('What the machine can take or pay out.'),
    depositCashList: countsListSchema('What it can take.'),
    exitCashList: countsListSchema('What it can pay out.'),
    deviceExits: z.int(),
    currentExit: z.int(),
    asyncMode: z.boolean(),
    asyncResultCode: z.int().describe('Of the last dispense of this client in AsyncMode.'),
    asyncResultCodeExtended: z.int(),
    depositCodeList: z.string(),
    deviceStatus: z.int().describe('0 OK, 11 EMPTY, 12 NEAREMPTY, 31 JAM.'),
    fullStatus: z.int().describe('0 OK, 21 FULL, 22 NEARFULL.'),
    depositStatus: z.int().describe('1 START, 2 END, 3 NONE, 4 COUNT, 5 JAM.'),
    depositAmount: minorSchema,
    depositCounts: countsTextSchema,
    capDeposit: z.boolean(),
    capDepositDataEvent: z.boolean(),
    capPauseDeposit: z.boolean(),
    capRepayDeposit: z
      .boolean()
      .describe('Whether the very pieces go back: CHAN_DEPOSIT_REPAY pays their value.'),
    capDiscrepancy: z.boolean(),
    capEmptySensor: z.boolean(),
    capNearEmptySensor: z.boolean(),
    capFullSensor: z.boolean(),
    capNearFullSensor: z.boolean(),
    capJamSensor: z.boolean(),
    capRealTimeData: z.boolean(),
  })
  .readonly()
  .meta({ id: 'CashChanger' });

function countsListSchema(what: string) {
  return z.string().describe(`${what} Values: coins, then \`;\` and notes, as in \`5,10;1000\`.`);
}

/** What `/v1/events` sends to the client that has claimed and enabled the changer. */
export const changerMessageSchema = z.discriminatedUnion('event', [
  z
    .strictObject({
      kind: z.literal('cash-changer'),
      event: z.literal('status-update'),
      status: z
        .int()
        .describe(
          '11 EMPTY, 12 NEAREMPTY, 13 EMPTYOK, 21 FULL, 22 NEARFULL, 23 FULLOK, 31 JAM, 32 JAMOK, 91 ASYNC.',
        ),
      operationId: z.string().optional().describe('Of 91: the dispense that has ended.'),
      asyncResultCode: z.int().optional().describe('Of 91.'),
      asyncResultCodeExtended: z.int().optional().describe('Of 91.'),
    })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('cash-changer'),
      event: z.literal('data'),
      depositAmount: minorSchema,
      depositCounts: countsTextSchema,
    })
    .readonly(),
]);

export type ChangerMessage = z.output<typeof changerMessageSchema>;

export type ChangerView = z.output<typeof changerSchema>;
