/** What only its registration says of a distributor: the book shows it, and does not move it. */
import { isDeepStrictEqual } from 'node:util';
import type { FieldFault } from './field-fault.ts';
import { distributorEntrySchema, type DistributorEntry } from './standing-entry.ts';

const REGISTRATION = [
  'registeredOn',
  'payment',
  'paymentAgreedBy',
  'firstOrderLicences',
] as const satisfies readonly (keyof DistributorEntry)[];

/** Where an entry would say of a registration what it has not said before, or no longer. */
export function registrationFaults(before: unknown, after: unknown): readonly FieldFault[] {
  const [old, next] = [before, after].map((body) => distributorEntrySchema.safeParse(body).data);
  const moved = REGISTRATION.filter((field) => !isDeepStrictEqual(old?.[field], next?.[field]));
  return moved.map((field) => ({ field, message: 'only a registration says it' }));
}
