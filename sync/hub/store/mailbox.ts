/** The mirror of a till's journal: a numbered log of commands for each station. */
import { expressionBuilder } from 'kysely';
import type { Command } from '../../protocol/commands.ts';
import { COMMANDS_BATCH_MAX } from '../../protocol/limits.ts';
import type { HubDatabase } from './hub-database.ts';
import type { HubTables } from './tables.ts';

export interface NewCommand {
  readonly station: string;
  readonly kind: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly notAfterMs: number | undefined;
  readonly issuedAtMs: number;
}

/** Puts a command into the mailbox, in the caller's transaction; its number there. */
export async function addCommand(database: HubDatabase, command: NewCommand): Promise<number> {
  const seq = (await lastCommand(database, command.station)) + 1;
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

/** Whether a station was ever sent this very command. */
export async function wasCommanded(
  database: HubDatabase,
  { station, kind, body }: Pick<NewCommand, 'station' | 'kind' | 'body'>,
): Promise<boolean> {
  const found = await database
    .selectFrom('commands')
    .select('seq')
    .where('station_id', '=', station)
    .where('kind', '=', kind)
    .where('body', '=', JSON.stringify(body))
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/**
 * Puts a command into the mailbox that takes the place of all of its kind. Those that the till has
 * not taken in yet say the same from now on: one may be on its way, and would otherwise be the last.
 */
export async function addDesired(database: HubDatabase, command: NewCommand): Promise<number> {
  await database
    .updateTable('commands')
    .set({ body: JSON.stringify(command.body) })
    .where('station_id', '=', command.station)
    .where('kind', '=', command.kind)
    .where('seq', '>', takenTo(command.station))
    .execute();
  return addCommand(database, command);
}

/** What the till has not taken in yet of this kind is not to be done any more; whether there was any. */
export async function expireUntaken(
  database: HubDatabase,
  { station, kind }: Pick<NewCommand, 'station' | 'kind'>,
): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('commands')
    .set({ not_after_ms: 0 })
    .where('station_id', '=', station)
    .where('kind', '=', kind)
    .where('seq', '>', takenTo(station))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

function takenTo(station: string) {
  return expressionBuilder<HubTables>()
    .selectFrom('stations')
    .select('mailbox_to')
    .where('station_id', '=', station);
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

/**
 * Notes how far the till says that it has taken its commands in, and gives that back. A till that
 * tells of more than there is speaks of another mailbox: none of this one is taken for delivered.
 */
export async function noteMailboxTo(
  database: HubDatabase,
  station: string,
  saidTo: number,
): Promise<number> {
  const takenTo = saidTo <= (await lastCommand(database, station)) ? saidTo : 0;
  await database
    .updateTable('stations')
    .set({ mailbox_to: takenTo })
    .where('station_id', '=', station)
    .execute();
  return takenTo;
}

async function lastCommand(database: HubDatabase, station: string): Promise<number> {
  const last = await database
    .selectFrom('commands')
    .select(({ fn }) => fn.max('seq').as('seq'))
    .where('station_id', '=', station)
    .executeTakeFirst();
  return last?.seq ?? 0;
}

/** What `addCommand` wrote; anything else in its place is an empty body. */
function parseBody(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
