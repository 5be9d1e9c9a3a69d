/** Fields that the entries of several books have. */
import { z } from 'zod';
import { idSchema, textSchema } from '../../trust/fields.ts';

const PARTY_CHARS_MAX = 64;
const REASON_CHARS_MAX = 500;
const AMOUNT_MINOR_MAX = 1_000_000_000_000;

/** As long and as free as the site of a till: a site of the fleet is a party by the same name. */
export const partyField = textSchema.max(PARTY_CHARS_MAX);

/** The name of a contract, a purchase, a price: it stands in addresses and files. */
export const entryIdField = idSchema;

/** Why somebody decided or asked for something. */
export const reasonField = z
  .string()
  .trim()
  .min(1)
  .max(REASON_CHARS_MAX)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'leave out control characters');

/** Money is whole minor units: cents, never fractions of them. */
export const minorField = z.int().min(0).max(AMOUNT_MINOR_MAX);

/** ISO 4217. */
export const currencyField = z.string().regex(/^[A-Z]{3}$/, 'three capital letters, such as EUR');

const MAIL_ADDRESS_MAX_CHARS = 254;

/** In small letters, as addresses are compared. */
export const mailAddressField = z
  .email()
  .max(MAIL_ADDRESS_MAX_CHARS)
  .transform((address) => address.toLowerCase());
