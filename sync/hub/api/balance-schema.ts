/** The shapes of balances, leases and costs: what the API takes, strictly, and what it answers. */
import { z } from 'zod';
import { nameField, seqField } from '../../protocol/fields.ts';
import { daySchema } from '../../trust/fields.ts';
import { partyField } from '../books/entry-fields.ts';
import { CHARGE_ORIGINS } from '../contracts/cost-line.ts';
import { ACCOUNTS } from '../contracts/plan-accounts.ts';

const AMOUNT_MAX = 1_000_000_000;
const REASON_MAX_CHARS = 500;
const TERM_MAX = 1_000;
const CHARGE_LINES_MAX = 100;
const SINCE_EVER = '1970-01-01T00:00:00Z';

const instantSchema = z.iso.datetime();
const amountSchema = z.int().min(1).max(AMOUNT_MAX);
const accountSchema = z.enum(ACCOUNTS);
const idempotencySchema = nameField.meta({
  description: 'Made by whoever asks, and kept on a retry: the same is done once.',
});
const contractSchema = nameField
  .optional()
  .meta({ description: 'Where several contracts of the customer speak of it.' });

export const csvSchema = z.string().meta({ description: 'As text/csv.' });

/** A customer goes by the name of its party. */
export const customerParamsSchema = z.strictObject({ customer: partyField }).readonly();
export const leaseParamsSchema = z.strictObject({ lease: nameField }).readonly();
export const exportParamsSchema = z
  .strictObject({ number: z.coerce.number().pipe(seqField) })
  .readonly();

const untilSchema = instantSchema.meta({ description: 'The first instant that is not in it.' });

export const periodQuerySchema = z
  .strictObject({ from: instantSchema.optional(), to: untilSchema.optional() })
  .readonly();

export const statementQuerySchema = z
  .strictObject({
    account: nameField.optional(),
    from: instantSchema.optional(),
    to: untilSchema.optional(),
  })
  .readonly();
export type StatementQuery = z.output<typeof statementQuerySchema>;

export const packRequestSchema = z
  .strictObject({
    id: idempotencySchema,
    pack: amountSchema.meta({ description: 'The pack of the customer’s plan, by its credits.' }),
    paidOn: daySchema.optional(),
    isRegistration: z.boolean().default(false),
    contract: contractSchema,
  })
  .readonly();

export const topUpRequestSchema = z
  .strictObject({ id: idempotencySchema, amountMinor: amountSchema, contract: contractSchema })
  .readonly();

export const poolRequestSchema = z
  .strictObject({ contract: contractSchema, term: z.int().min(1).max(TERM_MAX).optional() })
  .readonly();

const ticketShape = { id: idempotencySchema, account: accountSchema, ticket: nameField };

export const ticketRequestSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...ticketShape, kind: z.literal('hold'), amount: amountSchema }),
  z.strictObject({
    ...ticketShape,
    kind: z.literal('settle'),
    amount: amountSchema,
    onShort: z.enum(['refuse', 'overdraft']).default('refuse'),
  }),
  z.strictObject({ ...ticketShape, kind: z.literal('release') }),
  z.strictObject({ ...ticketShape, kind: z.literal('reverse') }),
]);

const allocationsSchema = z
  .array(z.strictObject({ grant: z.string(), amount: z.int() }).readonly())
  .readonly();

export const postedSchema = z
  .strictObject({
    answer: z.enum(['posted', 'repeated']),
    from: allocationsSchema,
    overdraft: z.int(),
  })
  .readonly()
  .meta({ id: 'Posted', description: 'What it was taken from, or goes back to.' });

const statementLineSchema = z
  .strictObject({
    kind: z.string(),
    id: z.string(),
    at: instantSchema,
    bookedAt: instantSchema,
    ticket: z.string().optional(),
    lease: z.string().optional(),
    source: z.string().optional(),
    amount: z.int(),
    change: z.int().meta({ description: 'To the balance.' }),
    balance: z.int(),
    held: z.int(),
    from: allocationsSchema,
    overdraft: z.int().meta({ description: 'Of a settlement: what no grant covered.' }),
  })
  .readonly();

export const statementSchema = z
  .strictObject({
    customer: z.string(),
    accounts: z
      .array(
        z
          .strictObject({
            account: z.string(),
            opening: z.int(),
            closing: z.int(),
            held: z.int(),
            overdraft: z.int(),
            isLow: z.boolean(),
            isCut: z.boolean().meta({ description: 'There are earlier lines in this period.' }),
            lines: z.array(statementLineSchema).readonly(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly()
  .meta({ id: 'Statement' });
export type StatementView = z.output<typeof statementSchema>;

export const balancesSchema = z
  .strictObject({
    at: instantSchema,
    contracts: z
      .array(
        z
          .strictObject({
            contract: z.string(),
            customer: z.string(),
            plan: z.string(),
            variant: z.string().optional(),
            start: daySchema,
            endsOn: daySchema.optional(),
            isInForce: z.boolean(),
            currency: z.string(),
            packs: z
              .array(z.strictObject({ credits: z.int(), priceMinor: z.int() }).readonly())
              .readonly(),
            stations: z.array(z.string()).readonly(),
            accounts: z
              .array(
                z
                  .strictObject({
                    account: accountSchema,
                    left: z.int().meta({ description: 'Free to be used or lent.' }),
                    held: z.int().meta({ description: 'Set aside for tickets, or lent to tills.' }),
                    isLow: z.boolean(),
                  })
                  .readonly(),
              )
              .readonly(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly()
  .meta({ id: 'Balances', description: 'Contracts of one customer share its balances.' });
export type BalancesView = z.output<typeof balancesSchema>;

export const leaseRequestSchema = z
  .strictObject({ id: idempotencySchema, account: accountSchema, amount: amountSchema })
  .readonly();

export const leaseCutSchema = z
  .strictObject({ lease: z.string(), customer: z.string(), isNew: z.boolean() })
  .readonly();

export const leaseAskedSchema = z.strictObject({ command: z.int() }).readonly();

export const writeOffRequestSchema = z
  .strictObject({ reason: z.string().trim().min(1).max(REASON_MAX_CHARS) })
  .readonly();

export const writtenOffSchema = z.strictObject({ amount: z.int(), isNew: z.boolean() }).readonly();

export const leasesSchema = z
  .strictObject({
    leases: z
      .array(
        z
          .strictObject({
            lease: z.string(),
            station: z.string(),
            account: z.string(),
            amount: z.int(),
            issuedAt: instantSchema,
            state: z.enum(['open', 'closed', 'written-off']),
            left: z.int().meta({ description: 'Not settled yet, as far as the hub has heard.' }),
            isTaken: z.boolean().meta({ description: 'The till has said that it has it.' }),
            promised: z.int().meta({ description: 'What the till has promised of what is left.' }),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly()
  .meta({ id: 'Leases' });
export type LeasesView = z.output<typeof leasesSchema>;

const costShape = {
  code: nameField,
  quantity: z.int(),
  unit: z.enum(['piece', 'minute', 'credit', 'year']),
  payer: z.enum(['distributor', 'customer']),
};

export const chargeRequestSchema = z
  .strictObject({
    decision: idempotencySchema,
    contract: contractSchema,
    lines: z
      .array(
        z.strictObject({
          ...costShape,
          totalMinor: z.int().min(0).max(AMOUNT_MAX),
          currency: z.string().regex(/^[A-Z]{3}$/),
        }),
      )
      .min(1)
      .max(CHARGE_LINES_MAX)
      .readonly(),
  })
  .readonly();

export const chargedSchema = z.strictObject({ added: z.int() }).readonly();

export const costLinesSchema = z
  .strictObject({
    lines: z
      .array(
        z
          .strictObject({
            line: z.string(),
            customer: z.string(),
            at: instantSchema,
            ...costShape,
            totalMinor: z
              .int()
              .optional()
              .meta({ description: 'Missing: nobody has set a price, and it is quoted.' }),
            currency: z.string().optional(),
            origin: z.enum(CHARGE_ORIGINS),
            about: z.string(),
            contract: z.string().optional(),
            export: z.int().optional(),
          })
          .readonly(),
      )
      .readonly(),
    isCut: z.boolean(),
  })
  .readonly()
  .meta({ id: 'CostLines' });
export type CostLinesView = z.output<typeof costLinesSchema>;

export const exportRequestSchema = z
  .strictObject({
    id: idempotencySchema,
    from: instantSchema.default(SINCE_EVER).meta({
      description: 'Left out, nothing that came late to an earlier period is missed.',
    }),
    to: untilSchema,
  })
  .readonly();

export const costExportSchema = z
  .strictObject({
    number: z.int(),
    from: instantSchema,
    to: instantSchema,
    madeAt: instantSchema,
    madeBy: z.string(),
    lines: z.int(),
  })
  .readonly()
  .meta({ id: 'CostExport' });

export const costExportsSchema = z
  .strictObject({ exports: z.array(costExportSchema).readonly() })
  .readonly();
export type CostExportsView = z.output<typeof costExportsSchema>;
