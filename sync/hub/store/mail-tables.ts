/** The tables of mail, webhooks and the vault as queries see them; mail-migration.ts makes them. */
import type { Generated } from 'kysely';

export interface MailTables {
  readonly announcements: AnnouncementRow;
  readonly mails_out: MailOutRow;
  readonly mailboxes: MailboxRow;
  readonly mails_in: MailInRow;
  readonly webhooks: WebhookRow;
  readonly webhook_deliveries: WebhookDeliveryRow;
  readonly vault_entries: VaultEntryRow;
  readonly vault_audit: VaultAuditRow;
}

/** What happened that somebody outside is told of; written in the transaction that made it so. */
export interface AnnouncementRow {
  readonly announcement: string;
  readonly at_ms: number;
  readonly kind: string;
  readonly ticket: string | null;
  readonly customer: string | null;
  /** As JSON. */
  readonly body: string;
  /** It is in the queues of whoever is told. */
  readonly is_spread: number;
}

export interface MailOutRow {
  /** Of the cause and the address: there is one mail for both together. */
  readonly mail: string;
  readonly message_id: string;
  readonly ticket: string | null;
  readonly to_address: string;
  readonly subject: string;
  readonly text: string;
  readonly in_reply_to: string | null;
  readonly references_ids: string;
  readonly state: string;
  readonly attempts: number;
  readonly queued_at_ms: number;
  readonly due_at_ms: number;
  readonly sent_at_ms: number | null;
  readonly last_error: string | null;
}

/** How far a mailbox has been read. */
interface MailboxRow {
  readonly mailbox: string;
  readonly uid_validity: string;
  /** The highest UID that has had its effect. */
  readonly last_uid: number;
}

/** A mail that came, and what came of it. */
export interface MailInRow {
  readonly mail: string;
  readonly mailbox: string;
  readonly uid_validity: string;
  readonly uid: number;
  readonly message_id: string;
  readonly from_address: string;
  readonly from_name: string;
  readonly subject: string;
  /** When the server took it in: for notices this counts. */
  readonly received_at_ms: number;
  readonly sent_at_ms: number | null;
  readonly effect: string;
  readonly reason: string | null;
  readonly ticket: string | null;
}

export interface WebhookRow {
  readonly webhook: string;
  readonly url: string;
  /** As JSON. */
  readonly kinds: string;
  readonly key_id: string;
  readonly sealed_secret: string;
  readonly made_at_ms: number;
  readonly made_by: string;
}

export interface WebhookDeliveryRow {
  readonly delivery: string;
  readonly webhook: string;
  readonly kind: string;
  readonly at_ms: number;
  readonly body: string;
  readonly state: string;
  readonly attempts: number;
  readonly due_at_ms: number;
  readonly last_error: string | null;
}

export interface VaultEntryRow {
  readonly entry: string;
  readonly customer: string;
  readonly site: string | null;
  readonly label: string;
  readonly version: number;
  readonly key_id: string;
  readonly sealed: string;
  readonly written_at_ms: number;
  readonly written_by: string;
}

/** Written once, and never changed: the database itself forbids it. */
export interface VaultAuditRow {
  readonly seq: Generated<number>;
  readonly at_ms: number;
  readonly act: string;
  readonly entry: string;
  readonly customer: string;
  readonly label: string;
  readonly version: number;
  readonly user_id: string | null;
  readonly user_name: string;
  readonly address: string;
  readonly reason: string | null;
  readonly ticket: string | null;
}
