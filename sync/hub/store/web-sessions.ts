/** Who is signed in. Only the hash of a token is kept: who reads the database signs in as nobody. */
import { createHash } from 'node:crypto';
import type { SessionTimes } from '../users/session-life.ts';
import type { HubDatabase } from './hub-database.ts';

/** Browsers one user is signed in with; the oldest goes. */
const SESSIONS_PER_USER_MAX = 10;

export interface WebSession extends SessionTimes {
  readonly user: string;
}

export async function beginSession(
  database: HubDatabase,
  { token, user, atMs }: { readonly token: string; readonly user: string; readonly atMs: number },
): Promise<void> {
  await database
    .insertInto('web_sessions')
    .values({
      token_sha256_hex: tokenSha256Hex(token),
      user_id: user,
      began_at_ms: atMs,
      used_at_ms: atMs,
    })
    .execute();
  const kept = database
    .selectFrom('web_sessions')
    .select('token_sha256_hex')
    .where('user_id', '=', user)
    .orderBy('began_at_ms', 'desc')
    .limit(SESSIONS_PER_USER_MAX);
  await database
    .deleteFrom('web_sessions')
    .where('user_id', '=', user)
    .where('token_sha256_hex', 'not in', kept)
    .execute();
}

export async function sessionOf(
  database: HubDatabase,
  token: string,
): Promise<WebSession | undefined> {
  const row = await database
    .selectFrom('web_sessions')
    .select(['user_id', 'began_at_ms', 'used_at_ms'])
    .where('token_sha256_hex', '=', tokenSha256Hex(token))
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return { user: row.user_id, beganAtMs: row.began_at_ms, usedAtMs: row.used_at_ms };
}

export async function noteUse(database: HubDatabase, token: string, atMs: number): Promise<void> {
  await database
    .updateTable('web_sessions')
    .set({ used_at_ms: atMs })
    .where('token_sha256_hex', '=', tokenSha256Hex(token))
    .execute();
}

export async function endSession(database: HubDatabase, token: string): Promise<void> {
  await database
    .deleteFrom('web_sessions')
    .where('token_sha256_hex', '=', tokenSha256Hex(token))
    .execute();
}

export async function endSessionsOf(database: HubDatabase, user: string): Promise<void> {
  await database.deleteFrom('web_sessions').where('user_id', '=', user).execute();
}

/** Takes away those that began before this moment. */
export async function forgetSessions(database: HubDatabase, beforeMs: number): Promise<void> {
  await database.deleteFrom('web_sessions').where('began_at_ms', '<=', beforeMs).execute();
}

function tokenSha256Hex(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
