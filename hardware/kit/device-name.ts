import { z } from 'zod';

const RESERVED = 'every object has something of this name already: use another';

/**
 * The name of a device as a configuration gives it. It is also the key under which money is kept, so
 * it must not be one that every object answers to, such as `constructor`.
 */
export const deviceNameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/)
  .refine(isFreeName, RESERVED);

/** The same for a name with no form of its own. */
export function freeName(schema: z.ZodString): z.ZodString {
  return schema.refine(isFreeName, RESERVED);
}

function isFreeName(name: string): boolean {
  return !(name in Object.prototype);
}
