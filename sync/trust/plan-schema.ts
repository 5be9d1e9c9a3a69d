/** A contract plan as a file or a signed document: anything it does not name is refused. */
import { z } from 'zod';
import { isZone } from '../../agent/core/calendar.ts';
import type { WeeklyWindow } from '../../agent/core/contract/hours.ts';
import { NEED_MAX, type CreditPack } from '../../agent/core/contract/packs.ts';
import type { Condition, Localized, Plan, PlanVariant } from '../../agent/core/contract/plan.ts';
import {
  CHANNELS,
  HELP_MODES,
  SERVICE_CLASSES,
  TOPICS,
} from '../../agent/core/contract/request.ts';
import { GENERATION_MAX } from './entitlement-schema.ts';
import { daySchema, idSchema } from './fields.ts';
import { parametersSchema } from './parameters-schema.ts';
import { labelSchema, listOf, priceCodeSchema, rowSchema } from './row-schema.ts';

const WINDOWS_MAX = 64;
const CLOSURES_MAX = 2_000;
const VARIANTS_MAX = 16;
const PRICES_MAX = 200;
const PACKS_MAX = 32;
const CLAUSES_MAX = 200;
const ROWS_MAX = 200;
const SENTENCE_CHARS_MAX = 400;
const MINUTES_OF_DAY = 1_440;

/** Ten million of anything with two decimals: sums of many stay exact. */
const PRICE_MINOR_MAX = 1_000_000_000;

const sentenceSchema = z
  .string()
  .min(1)
  .max(SENTENCE_CHARS_MAX)
  .regex(/^\P{C}*$/u, 'leave out control characters')
  .refine((text) => text.trim() === text && text !== '', 'write it, with no space at its ends');

const localizedSchema: z.ZodType<Localized> = z.strictObject({
  es: sentenceSchema,
  de: sentenceSchema,
  it: sentenceSchema,
  en: sentenceSchema,
});

const minuteSchema = z.int().min(0).max(MINUTES_OF_DAY);

const windowSchema: z.ZodType<WeeklyWindow> = z
  .strictObject({
    days: listOf(z.int().min(1).max(7), 7),
    fromMinute: minuteSchema,
    toMinute: minuteSchema,
  })
  .refine(({ fromMinute, toMinute }) => fromMinute < toMinute, {
    message: 'it must begin before it ends; one across midnight is two of them',
    path: ['toMinute'],
  });

/** A week of hours. */
export const hoursSchema = z.array(windowSchema).min(1).max(WINDOWS_MAX);

const priceSchema = z.int().min(0).max(PRICE_MINOR_MAX);

const variantSchema: z.ZodType<PlanVariant> = z
  .strictObject({
    id: idSchema,
    title: localizedSchema,
    pricing: z.enum(['per-station', 'per-block']).optional(),
    yearPrice: priceCodeSchema.optional(),
  })
  .refine(({ pricing, yearPrice }) => pricing === undefined || yearPrice !== undefined, {
    message: 'say the code of its price, where it says what that is for',
    path: ['yearPrice'],
  });

const packSchema: z.ZodType<CreditPack> = z.strictObject({
  credits: z.int().min(1).max(NEED_MAX),
  priceMinor: priceSchema,
});

/** A zone by its IANA name. */
export const zoneSchema = z
  .string()
  .max(64)
  .refine(isZone, 'use the name of a time zone such as Europe/Madrid');

/** A plan whose rows, variants, clauses and prices fit each other. */
export const planSchema: z.ZodType<Plan> = z
  .strictObject({
    id: idSchema,
    version: z.int().min(1).max(GENERATION_MAX),
    title: localizedSchema,
    zone: zoneSchema,
    currency: z.string().regex(/^[A-Z]{3}$/, 'use an ISO 4217 code such as EUR'),
    parameters: parametersSchema,
    hours: hoursSchema.optional(),
    closures: z.array(daySchema).max(CLOSURES_MAX),
    variants: z.array(variantSchema).max(VARIANTS_MAX),
    helpDefaults: z.strictObject({
      channel: z.enum(CHANNELS),
      topic: z.enum(TOPICS),
      serviceClass: z.enum(SERVICE_CLASSES).optional(),
      mode: z.enum(HELP_MODES).optional(),
    }),
    prices: recordOf(priceCodeSchema, priceSchema, PRICES_MAX),
    packs: z.array(packSchema).max(PACKS_MAX),
    clauses: recordOf(labelSchema, localizedSchema, CLAUSES_MAX),
    rows: z.array(rowSchema).max(ROWS_MAX),
  })
  .superRefine((plan, context) => {
    for (const { path, message } of misfits(plan)) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
  });

function recordOf<Value>(key: z.ZodString, value: z.ZodType<Value>, max: number) {
  return z
    .record(key, value)
    .refine((record) => Object.keys(record).length <= max, `use at most ${max} of them`);
}

interface Misfit {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

function misfits(plan: Plan): readonly Misfit[] {
  const { rows, variants, packs } = plan;
  return [
    ...repeated(rows.map(({ id }) => id)).map((index) => ({
      path: ['rows', index, 'id'],
      message: 'an earlier row has this id: give each its own',
    })),
    ...repeated(variants.map(({ id }) => id)).map((index) => ({
      path: ['variants', index, 'id'],
      message: 'an earlier variant has this id: give each its own',
    })),
    ...repeated(packs.map(({ credits }) => credits)).map((index) => ({
      path: ['packs', index, 'credits'],
      message: 'an earlier pack has as many credits: say one price for it',
    })),
    ...uncited(plan),
    ...unknownVariants(plan),
  ];
}

/** Where something stands that stood before. */
function repeated(items: readonly (string | number)[]): readonly number[] {
  return items.flatMap((item, index) => (items.indexOf(item) < index ? [index] : []));
}

function uncited({ rows, clauses }: Plan): readonly Misfit[] {
  return rows.flatMap((row, index) =>
    row.clauses.flatMap((clause, place) =>
      Object.hasOwn(clauses, clause)
        ? []
        : {
            path: ['rows', index, 'clauses', place],
            message: `write the sentences of ${clause} under clauses, in es, de, it and en`,
          },
    ),
  );
}

function unknownVariants({ rows, variants }: Plan): readonly Misfit[] {
  const known = variants.map(({ id }) => id);
  return rows.flatMap(({ when }, index) =>
    when.flatMap((condition, place) =>
      variantsIn(condition)
        .filter((id) => !known.includes(id))
        .map((id) => ({
          path: ['rows', index, 'when', place],
          message: `there is no variant ${id}: use one of ${known.join(', ') || 'variants'}`,
        })),
    ),
  );
}

function variantsIn(condition: Condition): readonly string[] {
  if (condition.is === 'not') return variantsIn(condition.that);
  return condition.is === 'variant' ? condition.in : [];
}
