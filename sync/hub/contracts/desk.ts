import type { HubVendor } from '../licences/vendor.ts';
import type { AuditNote } from '../store/audit.ts';
import type { HubDatabase } from '../store/hub-database.ts';

/** What the business at the hub is done with; the office gives it, and writes down who did what. */
export interface Desk {
  readonly database: HubDatabase;
  readonly nowMs: () => number;
  /** Who does it, by name. */
  readonly doer: string;
  /** Which user that is; undefined: whoever sits at the hub's own computer and has not said. */
  readonly user?: string | undefined;
  readonly vendor: HubVendor | undefined;
  readonly onMail: (station: string) => void;
  /** Called when a ticket is taken up for good, before anybody is told of it. */
  readonly onTakenUp?: (() => void) | undefined;
  /** Writes an act down in the transaction that carries it out. */
  readonly note: (database: HubDatabase, note: DeskNote) => Promise<void>;
}

export type DeskNote = Pick<AuditNote, 'act' | 'subject' | 'details'>;
