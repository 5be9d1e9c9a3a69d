import { z } from 'zod';
import {
  PARAMETER_SPECS,
  type ParameterName,
  type ParameterSpec,
  type PlanParameters,
} from '../../../agent/core/contract/parameters.ts';
import { daySchema, idSchema } from '../../trust/fields.ts';

const STATIONS_MAX = 10_000;
const CONTACTS_MAX = 100;

/** Those parameters that differ from the plan's. */
const parametersSchema = z.custom<Partial<PlanParameters>>(isParameters, 'unknown parameters');

/** A contract of a customer, as the book `contracts` keeps it under its id. */
export const contractEntrySchema = z.strictObject({
  id: idSchema,
  customer: idSchema,
  site: z.string().optional(),
  plan: z.strictObject({ id: idSchema, version: z.int().min(1) }),
  variant: idSchema.optional(),
  start: daySchema,
  endsOn: daySchema.optional(),
  stations: z.array(idSchema).max(STATIONS_MAX),
  stationsMax: z.int().min(0).optional(),
  parameters: parametersSchema.optional(),
  contacts: z
    .array(z.strictObject({ id: idSchema, isAbsent: z.boolean().optional() }))
    .max(CONTACTS_MAX)
    .optional(),
});

export type ContractEntry = z.infer<typeof contractEntrySchema>;

function isParameters(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).every(
    ([name, of]) => isName(name) && isFit(PARAMETER_SPECS[name], of),
  );
}

function isName(name: string): name is ParameterName {
  return Object.hasOwn(PARAMETER_SPECS, name);
}

function isFit(spec: ParameterSpec, value: unknown): boolean {
  switch (spec.type) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'choice':
      return spec.choices.some((choice) => choice === value);
    case 'count':
      return (
        typeof value === 'number' &&
        Number.isInteger(value) &&
        value >= spec.min &&
        value <= spec.max
      );
  }
}
