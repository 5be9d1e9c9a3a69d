/** The shapes of shifts and their reports on the wire. */
import { z } from 'zod';
import { currencySchema, instantSchema, minorSchema } from './basic-schema.ts';

export const HIDDEN = 'null where counts are blind and who asks may not see them.';

const hiddenMinor = minorSchema.nullable();
const hiddenCount = z.int().nullable();
const totalsSchema = z
  .strictObject({
    salesCount: z.int(),
    soldMinor: hiddenMinor,
    roundingMinor: hiddenMinor.describe('Brought in (positive) or cost by cash rounding.'),
    returnsCount: hiddenCount,
    insertedMinor: hiddenMinor,
    paidOutMinor: hiddenMinor,
    depositedMinor: hiddenMinor.describe('Kept of deposits, which are no sales.'),
    manualInMinor: hiddenMinor.describe('Put in through the machine by an operator.'),
    manualOutMinor: hiddenMinor.describe('Paid out by the machine for an operator.'),
    collectedMinor: hiddenMinor.describe('Moved into a cashbox by the machine itself.'),
    filledMinor: hiddenMinor,
    takenMinor: hiddenMinor,
    differenceMinor: hiddenMinor.describe('Found more (positive) or less (negative) by counts.'),
    onItsWayMinor: hiddenMinor.describe('Ordered from a device that has not told yet.'),
    paidByHandMinor: hiddenMinor,
    lostCreditsMax: hiddenCount.describe('Coins that devices may have lost, at most.'),
  })
  .readonly()
  .describe(HIDDEN);

const sumsShape = {
  openingMinor: hiddenMinor.describe(`By the journal, in all places. ${HIDDEN}`),
  totals: totalsSchema,
};

function foreignOf<Shape extends z.ZodRawShape>(shape: Shape) {
  return z
    .array(z.strictObject({ currency: currencySchema, ...shape }).readonly())
    .readonly()
    .describe('The same of every other currency: nothing of one is added to another.');
}

const shiftShape = {
  number: z.int().describe('Rises by one with each; never used twice.'),
  openedAt: instantSchema,
  openedBy: z.string(),
  openedByOperator: z.string().optional(),
  currency: currencySchema.describe('The till’s own.'),
  ...sumsShape,
};
const shiftSchema = z
  .strictObject({
    ...shiftShape,
    foreign: foreignOf(sumsShape),
  })
  .readonly()
  .meta({ id: 'Shift' });
export const openShiftSchema = z.strictObject({ shift: shiftSchema.nullable() }).readonly();
export const shiftReportSchema = z
  .strictObject({
    ...shiftShape,
    closedAt: instantSchema,
    closedBy: z.string(),
    closedByOperator: z.string().optional(),
    closingMinor: hiddenMinor,
    foreign: foreignOf({ ...sumsShape, closingMinor: hiddenMinor }),
  })
  .readonly()
  .meta({
    id: 'ShiftReport',
    description: 'opening + inserted + filled + difference - paidOut - taken - onItsWay = closing',
  });
export const shiftReportsSchema = z
  .strictObject({ shifts: z.array(shiftReportSchema).readonly() })
  .readonly();

export type ShiftTotalsView = z.output<typeof totalsSchema>;
export type ShiftView = z.output<typeof shiftSchema>;
export type ShiftReportView = z.output<typeof shiftReportSchema>;
