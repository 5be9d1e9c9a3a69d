import { z } from 'zod';
import { isZone } from '../../../agent/core/calendar.ts';
import { textSchema } from '../../trust/fields.ts';
import { HubError } from '../hub-error.ts';
import type { LicenceTerms } from './decide.ts';

const ZONE_CHARS_MAX = 64;

const termsSchema = z.object({
  customer: textSchema,
  product: textSchema,
  edition: textSchema,
  site: textSchema,
  zone: z
    .string()
    .max(ZONE_CHARS_MAX)
    .refine(isZone, 'use the name of a time zone such as Europe/Madrid'),
});

/** Throws `HubError` for what could never be signed: better now than when a till stands there. */
export function requireTerms(terms: LicenceTerms, site: string): void {
  const { error } = termsSchema.safeParse({ ...terms, site });
  if (error === undefined) return;
  const issues = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new HubError('terms-invalid', `this makes no licence: ${issues.join('; ')}`);
}
