/** The shapes of mails, webhooks and the vault, as admins see them. */
import { z } from 'zod';
import { partyField, reasonField } from '../books/entry-fields.ts';
import { TICKET_KINDS } from '../desk/ticket.ts';
import { WEBHOOK_KINDS } from '../store/announcements.ts';
import { MAIL_EFFECTS } from '../store/mails-in.ts';
import { MAIL_STATES } from '../store/mails-out.ts';
import { DELIVERY_STATES } from '../store/webhooks.ts';
import { idSchema, textSchema } from '../../trust/fields.ts';
import { secretFieldsSchema } from '../vault/vault.ts';

const URL_MAX_CHARS = 500;
const instantSchema = z.iso.datetime();

export const mailParamsSchema = z.strictObject({ mail: idSchema });
export const mailQuerySchema = z
  .strictObject({
    inBefore: idSchema.optional().describe('The mail that came after those that are asked for.'),
    outBefore: idSchema.optional(),
  })
  .readonly();

/** The ticket of a mail, as a list names it. */
const mentionSchema = z
  .strictObject({
    number: z.int(),
    kind: z.enum(TICKET_KINDS),
    isOpen: z.boolean(),
    customer: z.string().optional(),
  })
  .readonly();
const mailInSchema = z
  .strictObject({
    mail: z.string(),
    from: z.string(),
    subject: z.string().describe('Without the mark of its ticket.'),
    receivedAt: instantSchema.describe('When the server took it in; for a notice this counts.'),
    sentAt: instantSchema.optional(),
    effect: z.enum(MAIL_EFFECTS),
    reason: z.string().optional(),
    ticket: z.string().optional(),
    about: mentionSchema.optional(),
  })
  .readonly();
const mailOutSchema = z
  .strictObject({
    mail: z.string(),
    to: z.string(),
    subject: z.string().describe('Without the mark of its ticket.'),
    state: z.enum(MAIL_STATES),
    attempts: z.int(),
    queuedAt: instantSchema,
    dueAt: instantSchema,
    sentAt: instantSchema.optional(),
    lastError: z.string().optional(),
    ticket: z.string().optional(),
    about: mentionSchema.optional(),
  })
  .readonly();
export const mailsSchema = z
  .strictObject({
    from: z.string().optional().describe('As whom the hub writes; absent where it sends no mail.'),
    isRead: z.boolean().describe('The hub reads a mailbox.'),
    in: z.array(mailInSchema).readonly(),
    /** Where the next, older ones begin; null at the end. */
    nextInBefore: z.string().nullable(),
    out: z.array(mailOutSchema).readonly(),
    nextOutBefore: z.string().nullable(),
  })
  .readonly();
export type MailsView = z.output<typeof mailsSchema>;

export const noticeBodySchema = z
  .strictObject({
    customer: partyField.optional().describe('Whose it is, where the address does not say.'),
  })
  .readonly();
export const confirmedSchema = z
  .strictObject({ contract: z.string(), endsOn: z.string() })
  .readonly();

export const webhookParamsSchema = z.strictObject({ webhook: idSchema });
export const newWebhookSchema = z
  .strictObject({
    id: idSchema
      .optional()
      .describe('Made by whoever asks: the same once more makes no second one, but a new secret.'),
    url: z.string().max(URL_MAX_CHARS),
    kinds: z.array(z.enum(WEBHOOK_KINDS)).min(1).max(WEBHOOK_KINDS.length).readonly(),
  })
  .readonly();
const deliveryStandingShape = {
  at: instantSchema,
  state: z.enum(DELIVERY_STATES),
  attempts: z.int(),
  dueAt: instantSchema,
  lastError: z.string().optional(),
};
const webhookSchema = z
  .strictObject({
    webhook: z.string(),
    url: z.string(),
    kinds: z.array(z.enum(WEBHOOK_KINDS)).readonly(),
    madeAt: instantSchema,
    madeBy: z.string(),
  })
  .readonly();
export type WebhookView = z.output<typeof webhookSchema>;
export const webhooksSchema = z
  .strictObject({
    webhooks: z
      .array(
        z
          .strictObject({
            ...webhookSchema.unwrap().shape,
            newest: z.strictObject(deliveryStandingShape).readonly().optional(),
          })
          .readonly(),
      )
      .readonly(),
    hasKey: z.boolean().describe('Without a vault key none is made, and none is told.'),
  })
  .readonly();
export type WebhooksView = z.output<typeof webhooksSchema>;
export const madeWebhookSchema = z
  .strictObject({
    webhook: webhookSchema,
    secret: z.string().describe('Shown this once: what deliveries are signed with.'),
  })
  .readonly();
export type MadeWebhookView = z.output<typeof madeWebhookSchema>;
export const deliveryQuerySchema = z.strictObject({ before: idSchema.optional() }).readonly();
export const deliveriesSchema = z
  .strictObject({
    webhook: webhookSchema,
    deliveries: z
      .array(
        z
          .strictObject({ delivery: z.string(), kind: z.string(), ...deliveryStandingShape })
          .readonly(),
      )
      .readonly(),
    /** Where the next, older ones begin; null at the end. */
    nextBefore: z.string().nullable(),
    hasKey: z.boolean(),
  })
  .readonly();
export type DeliveriesView = z.output<typeof deliveriesSchema>;

export const secretParamsSchema = z.strictObject({ secret: idSchema });
const SEEN = 'The version that was seen; if another is there now, nothing is done.';
export const removalQuerySchema = z
  .strictObject({ seen: z.coerce.number().int().min(1).optional().describe(SEEN) })
  .readonly();
export const vaultBodySchema = z
  .strictObject({
    customer: partyField,
    site: partyField.optional(),
    label: textSchema,
    fields: secretFieldsSchema.describe('Sealed; nothing but a reading shows them again.'),
    seen: z.int().min(0).optional().describe(`${SEEN} 0: there was none.`),
  })
  .readonly();
const vaultEntrySchema = z
  .strictObject({
    secret: z.string(),
    customer: z.string(),
    site: z.string().optional(),
    label: z.string(),
    version: z.int(),
    writtenAt: instantSchema,
    writtenBy: z.string(),
  })
  .readonly();
export type VaultEntryView = z.output<typeof vaultEntrySchema>;
export const oneVaultEntrySchema = z.strictObject({ entry: vaultEntrySchema }).readonly();
export const vaultSchema = z
  .strictObject({
    hasKey: z.boolean().describe('Without one, nothing can be sealed or read.'),
    entries: z.array(vaultEntrySchema).readonly(),
  })
  .readonly();
export type VaultView = z.output<typeof vaultSchema>;
export const readingBodySchema = z
  .strictObject({ reason: reasonField, ticket: idSchema.optional() })
  .readonly();
export const readingSchema = z
  .strictObject({ entry: vaultEntrySchema, fields: z.record(z.string(), z.string()) })
  .readonly();
export type ReadingView = z.output<typeof readingSchema>;
export const vaultAuditSchema = z
  .strictObject({
    notes: z
      .array(
        z
          .strictObject({
            at: instantSchema,
            act: z.string(),
            secret: z.string(),
            customer: z.string(),
            label: z.string(),
            version: z.int(),
            by: z.string(),
            address: z.string(),
            reason: z.string().optional(),
            ticket: z.string().optional(),
            ticketNumber: z.int().optional().describe('Absent where there is no such ticket.'),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();
export type VaultAuditView = z.output<typeof vaultAuditSchema>;
