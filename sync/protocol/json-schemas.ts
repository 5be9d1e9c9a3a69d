import { z } from 'zod';
import { ACTIONS } from './actions.ts';
import { enrolment } from './enrolment.ts';

const ENROLMENT_NAME = 'Enrolment';

/** A JSON Schema with the name by which OCPP-J programs look it up. */
export type NamedJsonSchema = Readonly<Record<string, unknown>> & { readonly $id: string };

/**
 * The schemas of every message for programs that are not ours, named as the Open Charge Alliance
 * names its own: `urn:<Action>.req` and `urn:<Action>.conf`. The enrolment goes over HTTP, before
 * there is a socket, and is guarded all the same.
 */
export function jsonSchemas(): readonly NamedJsonSchema[] {
  const messages = [...ACTIONS, { action: ENROLMENT_NAME, ...enrolment }];
  return messages.flatMap(({ action, request, result }) => [
    named(`urn:${action}.req`, request),
    named(`urn:${action}.conf`, result),
  ]);
}

function named($id: string, schema: z.ZodType): NamedJsonSchema {
  return { ...z.toJSONSchema(schema, { target: 'draft-7', io: 'input' }), $id };
}
