/** The shapes on the wire of what concerns operators. A PIN comes in, and never goes out. */
import { z } from 'zod';
import { OPERATOR_RIGHTS, OPERATOR_ROLES } from '../core/operators/rights.ts';

const OPERATOR_NAME_MAX_CHARS = 60;
const PIN_MAX_CHARS = 12;

const operatorIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'use a-z, 0-9 and -, at most 32');
const nameSchema = z
  .string()
  .min(1)
  .max(OPERATOR_NAME_MAX_CHARS)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'no control characters');
const roleSchema = z.enum(OPERATOR_ROLES);
const pinSchema = z
  .string()
  .max(PIN_MAX_CHARS)
  .regex(/^\d{4,12}$/, '4 to 12 digits');

export const signInSchema = z.strictObject({ operatorId: operatorIdSchema, pin: pinSchema });

export const operatorParamsSchema = z.strictObject({ operatorId: operatorIdSchema }).readonly();

export const newOperatorSchema = z
  .strictObject({
    operatorId: operatorIdSchema,
    name: nameSchema,
    role: roleSchema,
    pin: pinSchema,
  })
  .readonly();

export const operatorChangeSchema = z
  .strictObject({
    name: nameSchema.optional(),
    role: roleSchema.optional(),
    isDisabled: z.boolean().optional(),
  })
  .readonly();

export const pinChangeSchema = z
  .strictObject({
    pin: pinSchema,
    currentPin: pinSchema.optional().describe('Needed for the own PIN.'),
  })
  .readonly();

const operatorSchema = z
  .strictObject({ operatorId: z.string(), name: z.string(), role: roleSchema })
  .readonly()
  .meta({ id: 'Operator' });

const presentShape = {
  operator: operatorSchema,
  rights: z.array(z.enum(OPERATOR_RIGHTS)).readonly(),
  expiresAtMs: z.int().describe('Unless it is used before; milliseconds since 1970.'),
};

export const presentSchema = z.strictObject(presentShape).readonly();

export const sessionSchema = z
  .strictObject({
    token: z.string().describe('For the header `x-tillwarden-operator`, from this client only.'),
    ...presentShape,
  })
  .readonly()
  .meta({ id: 'OperatorSession' });

export const operatorsSchema = z
  .strictObject({
    operators: z
      .array(
        z
          .strictObject({
            operatorId: z.string(),
            name: z.string(),
            role: roleSchema,
            isDisabled: z.boolean(),
            lockedForMs: z.int().describe('Running time of the till until they may try again.'),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();

export const doneSchema = z.strictObject({ kind: z.literal('done') }).readonly();

export type OperatorsView = z.output<typeof operatorsSchema>;
