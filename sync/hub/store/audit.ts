/** What people did at the hub. Rows are only ever added; the database refuses anything else. */
import type { HubAct } from '../../../agent/words/hub-text.ts';
import type { HubDatabase } from './hub-database.ts';

/** Rows one answer has at most. */
export const AUDIT_PAGE_ROWS = 100;

export interface AuditNote {
  readonly atMs: number;
  readonly act: HubAct;
  /** Undefined where nobody known did it. */
  readonly by: { readonly user: string | undefined; readonly name: string } | undefined;
  /** From where; `console` for a command on the hub's own computer. */
  readonly address: string;
  /** The user, station or site it is about. */
  readonly subject?: string;
  /** Never a secret. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Who does something, and from where. */
export type Actor = Pick<AuditNote, 'by' | 'address'>;

const CONSOLE_ADDRESS = 'console';

/** Whoever gives commands on the hub's own computer. */
export const CONSOLE: Actor = {
  by: { user: undefined, name: CONSOLE_ADDRESS },
  address: CONSOLE_ADDRESS,
};

/** The same, with whose account on that computer it was: that is known, whatever name is claimed. */
export function consoleOf(account: string): Actor {
  return { ...CONSOLE, address: `${CONSOLE_ADDRESS}:${account}` };
}

export interface AuditEntry extends Omit<AuditNote, 'act'> {
  readonly seq: number;
  readonly act: string;
}

export async function addAudit(database: HubDatabase, note: AuditNote): Promise<void> {
  const { atMs, act, by, address, subject, details = {} } = note;
  await database
    .insertInto('audit')
    .values({
      at_ms: atMs,
      act,
      user_id: by?.user ?? null,
      user_name: by?.name ?? null,
      address,
      subject: subject ?? null,
      details: JSON.stringify(details),
    })
    .execute();
}

/** Newest first, those before a number. */
export async function auditBefore(
  database: HubDatabase,
  before: number | undefined,
): Promise<readonly AuditEntry[]> {
  const rows = await database
    .selectFrom('audit')
    .select(['seq', 'at_ms', 'act', 'user_id', 'user_name', 'address', 'subject', 'details'])
    .where('seq', '<', before ?? Number.MAX_SAFE_INTEGER)
    .orderBy('seq', 'desc')
    .limit(AUDIT_PAGE_ROWS)
    .execute();
  return rows.map((row) => ({
    seq: row.seq,
    atMs: row.at_ms,
    act: row.act,
    by:
      row.user_name === null ? undefined : { user: row.user_id ?? undefined, name: row.user_name },
    address: row.address,
    ...(row.subject === null ? {} : { subject: row.subject }),
    details: parseDetails(row.details),
  }));
}

function parseDetails(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
