/** The shapes on the wire of the devices that are no part of the cash machine. */
import { z } from 'zod';
import { DATA_EVENTS } from '../shell/claims.ts';
import { PARAM_MAX_CHARS, REFERENCE_MAX_CHARS } from './limits.ts';

/** UnifiedPOS has FOREVER; here every wait ends before the request does. */
const CLAIM_WAIT_MAX_MS = 5_000;
const WEIGH_WAIT_MAX_MS = 5_000;

export const peripheralSchema = z
  .strictObject({
    device: z.string(),
    kind: z.enum(['cash-drawer', 'scale', 'scanner', 'msr']),
    state: z.enum(['starting', 'up', 'down', 'fault']),
    detail: z.string(),
    drawer: z
      .strictObject({
        state: z
          .enum(['open', 'closed', 'unknown'])
          .describe('`unknown`: the drawer cannot tell, or has not yet.'),
        isLeftOpen: z.boolean().describe('Open for longer than the till is set to find right.'),
      })
      .readonly()
      .optional(),
  })
  .readonly()
  .meta({ id: 'Peripheral' });

export const peripheralsSchema = z
  .strictObject({ peripherals: z.array(peripheralSchema).readonly() })
  .readonly();

export const deviceParamsSchema = z
  .strictObject({ device: z.string().min(1).max(PARAM_MAX_CHARS) })
  .readonly();

export const drawerOpenSchema = z
  .strictObject({
    saleId: z
      .uuid()
      .optional()
      .describe('The sale it is part of, of the same client and not acknowledged yet.'),
    note: z
      .string()
      .min(1)
      .max(REFERENCE_MAX_CHARS)
      .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'no control characters')
      .optional()
      .describe('Why, in the words of whoever opens it outside a sale.'),
  })
  .readonly();

export const weighQuerySchema = z
  .strictObject({
    timeoutMs: z.coerce.number().int().min(0).max(WEIGH_WAIT_MAX_MS).default(0),
  })
  .readonly();

export const weightSchema = z
  .strictObject({
    device: z.string(),
    weight: z.string().describe('A decimal number with the digits that the scale shows.'),
    unit: z.string().describe('Such as `gram`, `kilogram`, `ounce` or `pound`.'),
  })
  .readonly()
  .meta({ id: 'Weight' });

export const claimSchema = z
  .strictObject({
    timeoutMs: z
      .int()
      .min(0)
      .max(CLAIM_WAIT_MAX_MS)
      .default(0)
      .describe('How long to wait for another program to release it.'),
    dataEvents: z.enum(DATA_EVENTS).default('off'),
  })
  .readonly();

export const dataEventsSchema = z
  .strictObject({
    dataEvents: z
      .enum(DATA_EVENTS)
      .describe(
        '`one`: the next event turns it off again (DataEventEnabled). A card reader is turned off ' +
          'by each card; a card that comes while it is off is forgotten, a scan is kept.',
      ),
  })
  .readonly();

/** What `/v1/events` sends of these devices, beside the status. */
export const peripheralMessageSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('scan'),
      device: z.string(),
      dataBase64: z.string(),
      text: z.string().nullable().describe('null: the data is no UTF-8 text.'),
      aim: z.string().nullable().describe('The AIM identifier, such as `]E0`.'),
      symbology: z.string().nullable(),
    }),
    z.strictObject({
      kind: z.literal('swipe'),
      device: z.string(),
      tracks: z
        .array(
          z.strictObject({ track: z.enum(['1', '2', '3', 'jis']), text: z.string() }).readonly(),
        )
        .readonly(),
    }),
    z.strictObject({
      kind: z.literal('drawer'),
      device: z.string(),
      state: z.enum(['open', 'closed']),
    }),
  ])
  .readonly();

export type PeripheralView = z.output<typeof peripheralSchema>;
export type PeripheralMessage = z.output<typeof peripheralMessageSchema>;
