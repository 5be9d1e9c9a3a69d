import type { z } from 'zod';

/** What is wrong with which field; an empty field is the whole entry. */
export interface FieldFault {
  readonly field: string;
  readonly message: string;
}

/** The faults a schema has found, by the field's path. */
export function fieldFaults({ issues }: z.ZodError): readonly FieldFault[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code !== 'unrecognized_keys') return [faultAt(path, issue.message)];
    return issue.keys.map((key) => faultAt([...path, key], 'there is no such field'));
  });
}

function faultAt(path: readonly string[], message: string): FieldFault {
  return { field: path.join('.'), message };
}
