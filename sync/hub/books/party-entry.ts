import { z } from 'zod';
import { PARTY_KINDS } from '../../../agent/core/contract/parties.ts';
import { textSchema } from '../../trust/fields.ts';
import { partyField } from './entry-fields.ts';

const AREA_KM2_MAX = 510_000_000;

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
  })
  .readonly();
