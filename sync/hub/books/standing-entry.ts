/** What the vendor's own people note of parties and plans, beside who they are. */
import { z } from 'zod';
import { LANGUAGES } from '../../../agent/words/language.ts';
import { windowSchema } from '../../trust/contract-schema.ts';
import { daySchema, textSchema } from '../../trust/fields.ts';
import type { Book } from './book.ts';
import { mailAddressField } from './entry-fields.ts';

const MAILS_MAX = 10;
const WINDOWS_MAX = 50;
const SLOTS_MAX = 500;
const COUNT_MAX = 1_000_000;
const countSchema = z.int().min(0).max(COUNT_MAX);
const YES_OR_NO = ['true', 'false'] as const;
const PAYMENTS = ['mandate', 'agreed-alternative'] as const;

/** A distributor, by the party: how it pays, and since when it is registered. */
export const distributorEntrySchema = z.strictObject({
  payment: z.enum(PAYMENTS).optional(),
  paymentAgreedBy: textSchema.optional(),
  registeredOn: daySchema.optional(),
  /** In the order that it registered with. */
  firstOrderLicences: countSchema.optional(),
  trainingsGiven: countSchema.optional(),
  installations: countSchema.optional(),
});
export type DistributorEntry = Readonly<z.output<typeof distributorEntrySchema>>;

/**
 * What the vendor notes of distributors, under the party's name; its own affair, as prices are. How it
 * pays and when it was registered is said by its registration alone, and only stands here.
 */
export const distributorsBook: Book<DistributorEntry> = {
  name: 'distributors',
  schema: distributorEntrySchema,
  concerns: (_, party) => [party],
  columns: [
    { field: 'trainingsGiven', type: 'number' },
    { field: 'installations', type: 'number' },
    { field: 'registeredOn', type: 'text' },
    { field: 'payment', type: 'text', choices: PAYMENTS },
    { field: 'paymentAgreedBy', type: 'text' },
    { field: 'firstOrderLicences', type: 'number' },
  ],
  read: 'read-prices',
  write: 'write-books',
};

/** A customer, by the party. */
export const customerEntrySchema = z.strictObject({
  isGroup: z.boolean().optional(),
  isConsumer: z.boolean().optional(),
  /** Whoever writes from these is this customer; to the first of them the hub writes. */
  mails: z.array(mailAddressField).max(MAILS_MAX).readonly().optional(),
  language: z.enum(LANGUAGES).optional(),
});
export type CustomerEntry = Readonly<z.output<typeof customerEntrySchema>>;

/** What kind of customer a party is, as far as contracts ask. */
export const customersBook: Book<CustomerEntry> = {
  name: 'customers',
  schema: customerEntrySchema,
  concerns: (_, party) => [party],
  columns: [
    { field: 'isGroup', type: 'json', choices: YES_OR_NO },
    { field: 'isConsumer', type: 'json', choices: YES_OR_NO },
    { field: 'mails', type: 'json' },
    { field: 'language', type: 'text', choices: LANGUAGES },
  ],
  read: 'read-books',
  write: 'write-books',
};

/** When somebody is there, by the plan: in place of its own hours, with the free times of the week plan. */
export const scheduleEntrySchema = z.strictObject({
  hours: z.array(windowSchema).max(WINDOWS_MAX).readonly().optional(),
  slots: z.array(z.int()).max(SLOTS_MAX).readonly().optional(),
});

export type ScheduleEntry = Readonly<z.output<typeof scheduleEntrySchema>>;

/** The hours and free times of plans, under the plan's name. */
export const schedulesBook: Book<ScheduleEntry> = {
  name: 'schedules',
  schema: scheduleEntrySchema,
  concerns: () => [],
  columns: [
    { field: 'hours', type: 'json' },
    { field: 'slots', type: 'json' },
  ],
  read: 'read-books',
  write: 'write-books',
};
