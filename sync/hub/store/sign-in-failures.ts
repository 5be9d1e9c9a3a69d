import { createHash } from 'node:crypto';
import {
  lockedForMs,
  NAME_RULES,
  NO_FAILURES,
  withAttempt,
  withoutAttempt,
  type Failures,
} from '../users/lock-out.ts';
import { nameKey } from '../users/person.ts';
import type { HubDatabase } from './hub-database.ts';

/** Names that nobody has, remembered at once; the oldest go. */
const UNKNOWN_NAMES_MAX = 10_000;

export interface NameAttempt {
  readonly name: string;
  /** Whether somebody has it; it changes nothing but who may be forgotten first. */
  readonly isKnown: boolean;
  readonly atMs: number;
}

/** Counts one attempt, or says how long to wait and counts none. */
export function takeNameAttempt(database: HubDatabase, attempt: NameAttempt): Promise<number> {
  return database.transaction().execute(async (transaction) => {
    const { name, isKnown, atMs } = attempt;
    const before = await failuresOf(transaction, name);
    const waitMs = lockedForMs(before, NAME_RULES, atMs);
    if (waitMs > 0) return waitMs;
    await put(transaction, attempt, withAttempt(before, NAME_RULES, atMs));
    if (!isKnown) await forgetOldest(transaction);
    return 0;
  });
}

/** The attempt was never looked at. */
export function giveNameAttemptBack(database: HubDatabase, attempt: NameAttempt): Promise<void> {
  return database.transaction().execute(async (transaction) => {
    const before = await failuresOf(transaction, attempt.name);
    await put(transaction, attempt, withoutAttempt(before));
  });
}

/** How long this name is locked from now on. */
export async function nameLockedForMs(
  database: HubDatabase,
  { name, atMs }: NameAttempt,
): Promise<number> {
  return lockedForMs(await failuresOf(database, name), NAME_RULES, atMs);
}

export async function clearFailures(database: HubDatabase, name: string): Promise<void> {
  await database
    .deleteFrom('sign_in_failures')
    .where('name_sha256_hex', '=', nameSha256Hex(name))
    .execute();
}

async function failuresOf(database: HubDatabase, name: string): Promise<Failures> {
  const row = await database
    .selectFrom('sign_in_failures')
    .select(['failures', 'last_at_ms'])
    .where('name_sha256_hex', '=', nameSha256Hex(name))
    .executeTakeFirst();
  return row === undefined ? NO_FAILURES : { count: row.failures, lastAtMs: row.last_at_ms };
}

async function put(
  database: HubDatabase,
  { name, isKnown }: NameAttempt,
  { count, lastAtMs }: Failures,
): Promise<void> {
  const standing = { is_known: isKnown ? 1 : 0, failures: count, last_at_ms: lastAtMs };
  await database
    .insertInto('sign_in_failures')
    .values({ name_sha256_hex: nameSha256Hex(name), ...standing })
    .onConflict((conflict) => conflict.column('name_sha256_hex').doUpdateSet(standing))
    .execute();
}

async function forgetOldest(database: HubDatabase): Promise<void> {
  const overflowing = database
    .selectFrom('sign_in_failures')
    .select('name_sha256_hex')
    .where('is_known', '=', 0)
    .orderBy('last_at_ms', 'desc')
    .limit(-1)
    .offset(UNKNOWN_NAMES_MAX);
  await database
    .deleteFrom('sign_in_failures')
    .where('name_sha256_hex', 'in', overflowing)
    .execute();
}

function nameSha256Hex(name: string): string {
  return createHash('sha256').update(nameKey(name)).digest('hex');
}
