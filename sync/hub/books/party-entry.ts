import { z } from 'zod';
import { PARTY_KINDS } from '../../../agent/core/contract/parties.ts';
import { textSchema } from '../../trust/fields.ts';
import { partyField } from './entry-fields.ts';
import type { Book } from './book.ts';

const AREA_KM2_MAX = 510_000_000;
const EMAIL_MAX_CHARS = 200;

/** As people write it down; a till shows it as it is. */
const phoneField = z.string().regex(/^\+?[0-9][0-9 ()/.-]{2,38}[0-9]$/, 'a telephone number');

export const partyEntrySchema = z
  .strictObject({
    id: partyField,
    kind: z.enum(PARTY_KINDS),
    name: textSchema,
    at: z
      .strictObject({
        latitude: z.number().min(-90).max(90),
        longitude: z.number().min(-180).max(180),
      })
      .readonly()
      .optional(),
    areaKm2: z.number().min(0).max(AREA_KM2_MAX).optional(),
    phone: phoneField.optional(),
    email: z.email().max(EMAIL_MAX_CHARS).optional(),
  })
  .readonly();
export type PartyEntry = z.output<typeof partyEntrySchema>;

/** Who there is; a site goes by the name it has at its tills. */
export const partiesBook: Book<PartyEntry> = {
  name: 'parties',
  schema: partyEntrySchema,
  keyOf: ({ id }) => id,
  concerns: ({ id }) => [id],
  columns: [
    { field: 'id', type: 'text', isRequired: true },
    { field: 'kind', type: 'text', isRequired: true, choices: PARTY_KINDS },
    { field: 'name', type: 'text', isRequired: true },
    { field: 'at.latitude', type: 'number' },
    { field: 'at.longitude', type: 'number' },
    { field: 'areaKm2', type: 'number' },
    { field: 'phone', type: 'text' },
    { field: 'email', type: 'text' },
  ],
  read: 'read-books',
  write: 'write-books',
};
