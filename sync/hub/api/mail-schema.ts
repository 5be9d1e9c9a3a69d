/** The shapes of mails, webhooks and the vault, as admins see them. */
import { z } from 'zod';
import { partyField, reasonField } from '../books/entry-fields.ts';
import { WEBHOOK_KINDS } from '../store/announcements.ts';
import { DELIVERY_STATES } from '../store/webhooks.ts';
import { idSchema, textSchema } from '../../trust/fields.ts';
import { secretFieldsSchema } from '../vault/vault.ts';

const URL_MAX_CHARS = 500;
const instantSchema = z.iso.datetime();

export const mailParamsSchema = z.strictObject({ mail: idSchema });

const mailInSchema = z
  .strictObject({
    mail: z.string(),
    from: z.string(),
    subject: z.string(),
    receivedAt: instantSchema.describe('When the server took it in; for a notice this counts.'),
    sentAt: instantSchema.optional(),
    effect: z.string(),
    reason: z.string().optional(),
    ticket: z.string().optional(),
  })
  .readonly();
const mailOutSchema = z
  .strictObject({
    mail: z.string(),
    to: z.string(),
    subject: z.string(),
    state: z.string(),
    attempts: z.int(),
    queuedAt: instantSchema,
    dueAt: instantSchema,
    sentAt: instantSchema.optional(),
    lastError: z.string().optional(),
    ticket: z.string().optional(),
  })
  .readonly();
export const mailsSchema = z
  .strictObject({
    in: z.array(mailInSchema).readonly(),
    out: z.array(mailOutSchema).readonly(),
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
    url: z.string().max(URL_MAX_CHARS),
    kinds: z.array(z.enum(WEBHOOK_KINDS)).min(1).max(WEBHOOK_KINDS.length).readonly(),
  })
  .readonly();
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
  .strictObject({ webhooks: z.array(webhookSchema).readonly() })
  .readonly();
export const madeWebhookSchema = z
  .strictObject({
    webhook: webhookSchema,
    secret: z.string().describe('Shown this once: what deliveries are signed with.'),
  })
  .readonly();
export const deliveriesSchema = z
  .strictObject({
    deliveries: z
      .array(
        z
          .strictObject({
            delivery: z.string(),
            kind: z.string(),
            at: instantSchema,
            state: z.enum(DELIVERY_STATES),
            attempts: z.int(),
            dueAt: instantSchema,
            lastError: z.string().optional(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();

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
