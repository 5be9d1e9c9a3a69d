/** Fields that the entries of several books have. */
import { idSchema, textSchema } from '../../trust/fields.ts';

const PARTY_CHARS_MAX = 64;

/** As long and as free as the site of a till: a site of the fleet is a party by the same name. */
export const partyField = textSchema.max(PARTY_CHARS_MAX);

/** The name of a contract, a purchase, a price: it stands in addresses and files. */
export const entryIdField = idSchema;
