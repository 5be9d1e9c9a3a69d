/** The shapes of the books' API; what a body is, its own book says. */
import { z } from 'zod';
import { instantSchema } from '../../trust/fields.ts';
import { CASE_OUTCOMES } from '../books/case-entry.ts';
import { partyField, reasonField } from '../books/entry-fields.ts';

export const CSV_MAX_CHARS = 2 * 1_024 * 1_024;
const BOOK_NAME_MAX_CHARS = 64;

const bookName = z.string().max(BOOK_NAME_MAX_CHARS);

export const bookParamsSchema = z.strictObject({ book: bookName }).readonly();
export const entryParamsSchema = z.strictObject({ book: bookName, entry: partyField }).readonly();
export const caseParamsSchema = z.strictObject({ entry: partyField }).readonly();

export const asOfSchema = z
  .strictObject({
    at: instantSchema.optional().meta({ description: 'When is asked about; now where it is not.' }),
    knownAt: instantSchema.optional().meta({ description: 'As far as was written down by then.' }),
  })
  .readonly();

const columnSchema = z
  .strictObject({
    field: z.string(),
    type: z.enum(['text', 'number', 'list', 'json']),
    isRequired: z.boolean(),
    choices: z.array(z.string()).readonly().optional(),
  })
  .readonly();
export type ColumnView = z.output<typeof columnSchema>;

export const booksSchema = z
  .strictObject({
    books: z
      .array(
        z
          .strictObject({
            book: z.string(),
            columns: z.array(columnSchema).readonly(),
            /** Its entries have names of their own, which no field says. */
            hasFreeNames: z.boolean(),
            mayWrite: z.boolean(),
            mayDecide: z.boolean(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();
export type BooksView = z.output<typeof booksSchema>;

const versionShape = {
  entry: z.string(),
  version: z.int(),
  since: z.string(),
  recordedAt: z.string(),
  recordedBy: z.string(),
};

export const entriesSchema = z
  .strictObject({
    book: z.string(),
    at: z.string(),
    entries: z.array(z.strictObject({ ...versionShape, body: z.unknown() }).readonly()).readonly(),
  })
  .readonly();
export type EntriesView = z.output<typeof entriesSchema>;

export const historySchema = z
  .strictObject({
    versions: z
      .array(
        z
          .strictObject({ ...versionShape, isEnd: z.boolean(), body: z.unknown().optional() })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();

export const writeSchema = z
  .strictObject({ since: instantSchema, body: z.record(z.string(), z.unknown()) })
  .readonly();
export const endSchema = z.strictObject({ since: instantSchema }).readonly();
export const writtenSchema = z
  .strictObject({
    written: z.int().min(0).meta({ description: 'Versions added; none where it said so already.' }),
  })
  .readonly();

export const importSchema = z
  .strictObject({
    since: instantSchema,
    csv: z.string().max(CSV_MAX_CHARS),
    isDryRun: z.boolean().default(false),
  })
  .readonly();
const lineFaultSchema = z
  .strictObject({
    line: z.int(),
    entry: z.string(),
    field: z.string(),
    code: z.string(),
    about: z.string(),
  })
  .readonly();
export type LineFaultView = z.output<typeof lineFaultSchema>;
export const importedSchema = z
  .strictObject({
    rows: z.int(),
    written: z.int(),
    isDryRun: z.boolean(),
    /** Only of a dry run; else they refuse the file. */
    faults: z.array(lineFaultSchema).readonly(),
  })
  .readonly();
export type ImportedView = z.output<typeof importedSchema>;

export const decisionSchema = z
  .strictObject({ outcome: z.enum(CASE_OUTCOMES), reason: reasonField })
  .readonly();
