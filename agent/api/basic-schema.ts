/** What the shapes on the wire are made of. */
import { z } from 'zod';
import {
  COUNT_ENTRIES_MAX,
  COUNT_MAX,
  IDEMPOTENCY_KEY_MAX_CHARS,
  REFERENCE_MAX_CHARS,
  VALUE_MAX_MINOR,
  WAIT_MAX_SECONDS,
} from './limits.ts';

export const currencySchema = z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code such as EUR');
export const minorSchema = z.int();
export const instantSchema = z.iso.datetime();

export const cashCountSchema = z
  .strictObject({ valueMinor: minorSchema, count: z.int() })
  .readonly()
  .meta({ id: 'CashCount', description: '`count` pieces of `valueMinor` each.' });

export const enteredSchema = (countMin: number) =>
  z
    .array(
      z
        .strictObject({
          valueMinor: z.int().min(1).max(VALUE_MAX_MINOR),
          count: z.int().min(countMin).max(COUNT_MAX),
        })
        .readonly(),
    )
    .max(COUNT_ENTRIES_MAX);

/** Printable, with no control characters and no broken UTF-16, so that every log can show it. */
export const referenceSchema = z
  .string()
  .min(1)
  .max(REFERENCE_MAX_CHARS)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'no control characters');

/** Without a key each request counts; with one, it counts once. */
export const operationHeadersSchema = z.looseObject({
  'idempotency-key': z
    .string()
    .max(IDEMPOTENCY_KEY_MAX_CHARS)
    .regex(/^[\x20-\x7e]+$/, 'printable ASCII characters')
    .optional(),
});

export const idempotencySchema = z.looseObject({
  'idempotency-key': z
    .string()
    .max(IDEMPOTENCY_KEY_MAX_CHARS)
    .regex(/^[\x20-\x7e]+$/, 'printable ASCII characters'),
});

export const saleStateSchema = z.enum([
  'collecting',
  'settling',
  'settled',
  'cancelled',
  'returning',
  'returned',
  'unresolved',
  'owed',
]);

export const waitSecondsSchema = z
  .int()
  .min(0)
  .max(WAIT_MAX_SECONDS)
  .default(0)
  .describe('How long to wait for a machine that is occupied; its turn comes in order.');
