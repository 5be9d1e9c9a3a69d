/**
 * Somebody says who they are. The answer, and the time it takes, are the same whether the name is
 * unknown, disabled, or the password wrong; and an attempt counts as failed before it is looked at.
 */
import type { Clock } from '../../../hardware/kit/clock.ts';
import type { HubAct } from '../../../agent/words/hub-text.ts';
import { addAudit } from '../store/audit.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import {
  clearFailures,
  giveNameAttemptBack,
  nameLockedForMs,
  takeNameAttempt,
  type NameAttempt,
} from '../store/sign-in-failures.ts';
import { putUser, userById, userByName, type Account } from '../store/users.ts';
import { beginSession, endSession, forgetSessions } from '../store/web-sessions.ts';
import type { AddressFailures } from './address-failures.ts';
import type { PasswordHasher } from './password.ts';
import type { Person } from './person.ts';
import { SESSION_MAX_MS } from './session-life.ts';

export interface SignInParts {
  readonly database: HubDatabase;
  readonly clock: Clock;
  readonly hasher: PasswordHasher;
  readonly addresses: AddressFailures;
  /** Makes a token that nobody can guess. */
  readonly newNonce: () => string;
}

export interface Credentials {
  readonly name: string;
  readonly password: string;
  readonly address: string;
  /** The session the browser had before; it ends. */
  readonly tokenBefore: string | undefined;
}

export type SignInOutcome =
  | { readonly kind: 'signed-in'; readonly token: string; readonly person: Person }
  | { readonly kind: 'refused' }
  | { readonly kind: 'locked'; readonly waitMs: number }
  | { readonly kind: 'overloaded' };

export async function signIn(parts: SignInParts, given: Credentials): Promise<SignInOutcome> {
  const { database, clock, hasher, addresses } = parts;
  const { name, password, address } = given;
  const addressWaitMs = addresses.take(address, clock.monotonicMs());
  if (addressWaitMs > 0) return { kind: 'locked', waitMs: addressWaitMs };
  const account = await userByName(database, name);
  const attempt = { name, isKnown: account !== undefined, atMs: clock.wallMs() };
  const waitMs = await takeNameAttempt(database, attempt);
  if (waitMs > 0) return { kind: 'locked', waitMs };
  const verdict = await hasher.verify(password, account?.passwordHash);
  if (verdict === 'overloaded') {
    addresses.giveBack(address);
    await giveNameAttemptBack(database, attempt);
    return { kind: 'overloaded' };
  }
  const isRight = verdict === 'right' && account !== undefined;
  const outcome = isRight ? await begin(parts, account, given) : undefined;
  if (outcome === undefined) return failed(parts, { account, attempt, address });
  addresses.giveBack(address);
  return outcome;
}

/** Undefined where the user was disabled, or got another password, while this one was looked at. */
async function begin(
  { database, clock, hasher, newNonce }: SignInParts,
  seen: Account,
  { password, address, tokenBefore }: Credentials,
): Promise<SignInOutcome | undefined> {
  const fresh = hasher.isOutdated(seen.passwordHash) ? await hasher.hash(password) : undefined;
  const atMs = clock.wallMs();
  const token = newNonce();
  return database.transaction().execute(async (transaction) => {
    const account = await userById(transaction, seen.user);
    if (account === undefined || account.isDisabled) return undefined;
    if (account.passwordHash !== seen.passwordHash) return undefined;
    if (fresh !== undefined) await putUser(transaction, { ...account, passwordHash: fresh });
    await clearFailures(transaction, account.name);
    await forgetSessions(transaction, atMs - SESSION_MAX_MS);
    if (tokenBefore !== undefined) await endSession(transaction, tokenBefore);
    await beginSession(transaction, { token, user: account.user, atMs });
    const by = { user: account.user, name: account.name };
    await addAudit(transaction, { atMs, act: 'signed-in', by, address });
    const { passwordHash: _, ...person } = account;
    return { kind: 'signed-in', token, person };
  });
}

interface FailedAttempt {
  readonly account: Account | undefined;
  readonly attempt: NameAttempt;
  readonly address: string;
}

/** An unknown name is not written down: it may be a password, typed into the wrong field. */
async function failed(
  { database, clock, addresses }: SignInParts,
  { account, attempt, address }: FailedAttempt,
): Promise<SignInOutcome> {
  const atMs = clock.wallMs();
  const about = account === undefined ? {} : { subject: account.user };
  const known = account === undefined ? { isKnown: false } : { name: account.name };
  const note = (act: HubAct, details: Readonly<Record<string, unknown>>): Promise<void> =>
    addAudit(database, { atMs, act, by: undefined, address, ...about, details });
  await note('sign-in-failed', known);
  const nameWaitMs = await nameLockedForMs(database, { ...attempt, atMs });
  const addressWaitMs = addresses.lockedForMs(address, clock.monotonicMs());
  if (nameWaitMs > 0) await note('locked-out', { ...known, what: 'name', waitMs: nameWaitMs });
  if (addressWaitMs > 0) await note('locked-out', { what: 'address', waitMs: addressWaitMs });
  return { kind: 'refused' };
}
