import { z } from 'zod';
import {
  PARAMETER_SPECS,
  type ParameterSpec,
  type PlanParameters,
} from '../../agent/core/contract/parameters.ts';

/** The parameters that a plan or a contract states: none of them is a must, and no other is known. */
export const parametersSchema: z.ZodType<Partial<PlanParameters>> = z
  .strictObject(
    Object.fromEntries(
      Object.entries(PARAMETER_SPECS).map(([name, spec]) => [name, schemaOf(spec).optional()]),
    ),
  )
  .transform((parameters) => (areParameters(parameters) ? parameters : z.NEVER));

function schemaOf(spec: ParameterSpec): z.ZodType<string | number | boolean> {
  switch (spec.type) {
    case 'boolean':
      return z.boolean();
    case 'choice':
      return z.enum(spec.choices);
    case 'count':
      return z.int().min(spec.min).max(spec.max);
  }
}

/** The schema above has proved it; the type cannot follow a shape that is made from data. */
function areParameters(_parameters: object): _parameters is Partial<PlanParameters> {
  return true;
}
