import { z } from 'zod';
import { daySchema, textSchema } from '../../trust/fields.ts';

export const closureEntrySchema = z.strictObject({ day: daySchema, name: textSchema }).readonly();
