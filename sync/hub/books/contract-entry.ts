import { z } from 'zod';
import {
  PARAMETER_SPECS,
  type ParameterName,
  type ParameterSpec,
  type PlanParameters,
} from '../../../agent/core/contract/parameters.ts';
import { daySchema, idSchema } from '../../trust/fields.ts';
import type { Book } from './book.ts';
import { entryIdField, partyField } from './entry-fields.ts';

const STATIONS_MAX = 500;
const CONTACTS_MAX = 50;
const PLAN_VERSION_MAX = 100_000;

const OVER_CAPACITY = ['accepted'] as const;

export const contractEntrySchema = z
  .strictObject({
    id: entryIdField,
    customer: partyField,
    /** Without it, it is for all of the customer's sites. */
    site: partyField.optional(),
    plan: z
      .strictObject({ id: idSchema, version: z.int().min(1).max(PLAN_VERSION_MAX) })
      .readonly(),
    variant: idSchema.optional(),
    start: daySchema,
    endsOn: daySchema.optional(),
    stations: z.array(idSchema).max(STATIONS_MAX).readonly(),
    stationsMax: z.int().min(0).max(STATIONS_MAX).optional(),
    /** Somebody has agreed to more stations than were bought. */
    overCapacity: z.enum(OVER_CAPACITY).optional(),
    parameters: z
      .custom<Partial<PlanParameters>>(areParameters, 'a parameter is unknown or unfit')
      .optional(),
    contacts: z
      .array(z.strictObject({ id: partyField, isAbsent: z.boolean().optional() }).readonly())
      .max(CONTACTS_MAX)
      .readonly()
      .optional(),
  })
  .refine(({ start, endsOn }) => endsOn === undefined || start <= endsOn, {
    path: ['endsOn'],
    message: 'it ends before it starts',
  })
  .refine(({ stations }) => new Set(stations).size === stations.length, {
    path: ['stations'],
    message: 'a station is named twice',
  })
  .readonly();
export type ContractEntry = z.output<typeof contractEntrySchema>;

/** What a customer has agreed, under which plan. */
export const contractsBook: Book<ContractEntry> = {
  name: 'contracts',
  schema: contractEntrySchema,
  keyOf: ({ id }) => id,
  concerns: ({ customer, site }) => [customer, ...(site === undefined ? [] : [site])],
  columns: [
    { field: 'id', type: 'text', isRequired: true },
    { field: 'customer', type: 'text', isRequired: true },
    { field: 'site', type: 'text' },
    { field: 'plan.id', type: 'text', isRequired: true },
    { field: 'plan.version', type: 'number', isRequired: true },
    { field: 'variant', type: 'text' },
    { field: 'start', type: 'text', isRequired: true },
    { field: 'endsOn', type: 'text' },
    { field: 'stations', type: 'list', isRequired: true },
    { field: 'stationsMax', type: 'number' },
    { field: 'overCapacity', type: 'text', choices: OVER_CAPACITY },
    { field: 'parameters', type: 'json' },
    { field: 'contacts', type: 'json' },
  ],
  read: 'read-books',
  write: 'write-books',
};

function areParameters(value: unknown): value is Partial<PlanParameters> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(([name, given]) => {
    return isParameter(name) && isAllowed(PARAMETER_SPECS[name], given);
  });
}

function isParameter(name: string): name is ParameterName {
  return Object.hasOwn(PARAMETER_SPECS, name);
}

function isAllowed(spec: ParameterSpec, value: unknown): boolean {
  switch (spec.type) {
    case 'choice':
      return typeof value === 'string' && spec.choices.includes(value);
    case 'count':
      return (
        typeof value === 'number' &&
        Number.isInteger(value) &&
        value >= spec.min &&
        value <= spec.max
      );
    case 'boolean':
      return typeof value === 'boolean';
  }
}
