/** The mirror of a till's journal: a numbered log of commands for each station. */
import type { Command } from '../../protocol/commands.ts';
import { COMMANDS_BATCH_MAX } from '../../protocol/limits.ts';
import type { HubDatabase } from './hub-database.ts';

export interface NewCommand {
  readonly station: string;
  readonly kind: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly notAfterMs: number | undefined;
  readonly issuedAtMs: number;
}

/** Puts a command into the mailbox, in the caller's transaction; its number there. */
export async function addCommand(database: HubDatabase, command: NewCommand): Promise<number> {
  const last = await database
    .selectFrom('commands')
    .select(({ fn }) => fn.max('seq').as('seq'))
    .where('station_id', '=', command.station)
    .executeTakeFirst();
  const seq = (last?.seq ?? 0) + 1;
  await database
    .insertInto('commands')
    .values({
      station_id: command.station,
      seq,
      kind: command.kind,
      body: JSON.stringify(command.body),
      not_after_ms: command.notAfterMs ?? null,
      issued_at_ms: command.issuedAtMs,
    })
    .execute();
  return seq;
}

/** The next of a station's commands, in their order; at most a batch. */
export async function commandsAfter(
  database: HubDatabase,
  station: string,
  seq: number,
): Promise<readonly Command[]> {
  const rows = await database
    .selectFrom('commands')
    .select(['seq', 'kind', 'body', 'not_after_ms'])
    .where('station_id', '=', station)
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(COMMANDS_BATCH_MAX)
    .execute();
  return rows.map(({ seq: place, kind, body, not_after_ms: notAfterMs }) => ({
    seq: place,
    kind,
    body: parseBody(body),
    ...(notAfterMs === null ? {} : { notAfterMs }),
  }));
}

/** How far the till has taken its commands in. */
export async function noteMailboxTo(
  database: HubDatabase,
  station: string,
  seq: number,
): Promise<void> {
  await database
    .updateTable('stations')
    .set({ mailbox_to: seq })
    .where('station_id', '=', station)
    .execute();
}

/** What `addCommand` wrote; anything else in its place is an empty body. */
function parseBody(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
