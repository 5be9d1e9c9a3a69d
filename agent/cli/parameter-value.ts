/** A parameter of a plan as a person writes it. */
import {
  PARAMETER_SPECS,
  type ParameterName,
  type ParameterSpec,
} from '../core/contract/parameters.ts';
import { UsageError } from './command.ts';

/** All parameters, in the order in which they are asked for. */
export const PARAMETER_NAMES: readonly ParameterName[] =
  Object.keys(PARAMETER_SPECS).filter(isParameterName);

/** What was written behind `--set`: a parameter's name and its value. */
export function parameterSet(text: string): readonly [ParameterName, string | number | boolean] {
  const at = text.indexOf('=');
  const name = at < 0 ? text : text.slice(0, at);
  if (!isParameterName(name)) {
    throw new UsageError(`there is no parameter ${name}: use ${PARAMETER_NAMES.join(', ')}`);
  }
  const written = at < 0 ? '' : text.slice(at + 1);
  const value = parameterValue(name, written);
  if (value !== undefined) return [name, value];
  throw new UsageError(`${name} takes ${wantedText(PARAMETER_SPECS[name])}, not ${written}`);
}

/** Undefined where this cannot be written for the parameter. */
export function parameterValue(
  name: ParameterName,
  text: string,
): string | number | boolean | undefined {
  const spec = PARAMETER_SPECS[name];
  switch (spec.type) {
    case 'boolean':
      return BOOLEANS.get(text.toLowerCase());
    case 'choice':
      return spec.choices.find((choice) => choice === text);
    case 'count': {
      const count = /^\d{1,9}$/.test(text) ? Number(text) : -1;
      return spec.min <= count && count <= spec.max ? count : undefined;
    }
  }
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['yes', true],
  ['false', false],
  ['no', false],
]);

/** What may be written. */
export function wantedText(spec: ParameterSpec): string {
  switch (spec.type) {
    case 'boolean':
      return 'yes or no';
    case 'choice':
      return spec.choices.join(', ');
    case 'count':
      return `a number from ${spec.min} to ${spec.max}`;
  }
}

function isParameterName(name: string): name is ParameterName {
  return Object.hasOwn(PARAMETER_SPECS, name);
}
