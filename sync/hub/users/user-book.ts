/** Users are added and changed, each change together with its audit and with the end of sessions. */
import { addAudit, type AuditNote } from '../store/audit.ts';
import { entryAt } from '../store/book-entries.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { clearFailures } from '../store/sign-in-failures.ts';
import { addUser, otherAdmins, putUser, userById, type Account } from '../store/users.ts';
import { endSessionsOf } from '../store/web-sessions.ts';
import { PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS, type PasswordHasher } from './password.ts';
import { nameKey, type Person } from './person.ts';
import { scopeFits, type Role, type Scope } from './roles.ts';

export type UserProblem =
  | 'name-taken'
  | 'password-unfit'
  | 'scope-unfit'
  | 'party-unknown'
  | 'last-admin'
  | 'not-found'
  | 'overloaded';

export type UserOutcome =
  | { readonly kind: 'done'; readonly person: Person }
  | { readonly kind: 'refused'; readonly code: UserProblem };

export interface BookParts {
  readonly database: HubDatabase;
  readonly hasher: PasswordHasher;
  /** Makes a name that cannot be guessed. */
  readonly newNonce: () => string;
}

/** Who does it, from where and when. */
export type Doer = Pick<AuditNote, 'by' | 'address' | 'atMs'>;

export interface UserTerms {
  readonly name: string;
  readonly role: Role;
  readonly sites: Scope;
  readonly party?: string | undefined;
  readonly password: string;
}

export async function addToBook(
  { database, hasher, newNonce }: BookParts,
  terms: UserTerms,
  doer: Doer,
): Promise<UserOutcome> {
  const { name, role, sites, party } = terms;
  if (!scopeFits(terms)) return refused('scope-unfit');
  if (!isFitPassword(terms.password, name)) return refused('password-unfit');
  const passwordHash = await hasher.hash(terms.password);
  if (passwordHash === undefined) return refused('overloaded');
  const user = `us-${newNonce()}`;
  return database.transaction().execute(async (transaction) => {
    if (!(await isParty(transaction, party, doer.atMs))) return refused('party-unknown');
    const account = { user, name, role, sites, party, passwordHash, atMs: doer.atMs };
    if (!(await addUser(transaction, account))) return refused('name-taken');
    // What was guessed at the name before somebody had it does not count against them.
    await clearFailures(transaction, name);
    const belonging = party === undefined ? {} : { party };
    const details = { name, role, sites, ...belonging };
    await addAudit(transaction, { ...doer, act: 'user-added', subject: user, details });
    return { kind: 'done', person: { user, name, role, sites, isDisabled: false, ...belonging } };
  });
}

export interface UserChange {
  readonly role?: Role | undefined;
  readonly sites?: Scope | undefined;
  /** Null: of none any more. */
  readonly party?: string | null | undefined;
  readonly isDisabled?: boolean | undefined;
  readonly password?: string | undefined;
}

/** Whatever changes, everybody signed in as this user signs in anew. */
export async function changeInBook(
  { database, hasher }: Omit<BookParts, 'newNonce'>,
  { user, ...change }: UserChange & { readonly user: string },
  doer: Doer,
): Promise<UserOutcome> {
  const known = await userById(database, user);
  if (known === undefined) return refused('not-found');
  const { password } = change;
  if (password !== undefined && !isFitPassword(password, known.name)) {
    return refused('password-unfit');
  }
  const passwordHash = password === undefined ? undefined : await hasher.hash(password);
  if (password !== undefined && passwordHash === undefined) return refused('overloaded');
  return database.transaction().execute(async (transaction) => {
    const before = await userById(transaction, user);
    if (before === undefined) return refused('not-found');
    const after = changed(before, change, passwordHash);
    if (!scopeFits(after)) return refused('scope-unfit');
    const { party } = change;
    if (!(await isParty(transaction, party, doer.atMs))) return refused('party-unknown');
    if (await isLastAdminGone(transaction, before, after)) return refused('last-admin');
    await putUser(transaction, after);
    await endSessionsOf(transaction, user);
    if (passwordHash !== undefined) await clearFailures(transaction, before.name);
    const details = changeDetails(after, change);
    await addAudit(transaction, { ...doer, act: 'user-changed', subject: user, details });
    return { kind: 'done', person: personOf(after) };
  });
}

/** Long enough, not endless, and not the name; what is in it is everybody's own affair. */
export function isFitPassword(password: string, name: string): boolean {
  const chars = Array.from(password).length;
  const isLength = chars >= PASSWORD_MIN_CHARS && chars <= PASSWORD_MAX_CHARS;
  return isLength && nameKey(password) !== nameKey(name);
}

function changed(
  before: Account,
  { role, sites, party, isDisabled }: UserChange,
  passwordHash: string | undefined,
): Account {
  return {
    ...before,
    role: role ?? before.role,
    sites: sites ?? before.sites,
    party: party === undefined ? before.party : (party ?? undefined),
    isDisabled: isDisabled ?? before.isDisabled,
    passwordHash: passwordHash ?? before.passwordHash,
  };
}

/** Whether the books know a party at the moment; that of nobody they need not. */
async function isParty(
  database: HubDatabase,
  party: string | null | undefined,
  atMs: number,
): Promise<boolean> {
  if (party === undefined || party === null) return true;
  return (await entryAt(database, { book: 'parties', entry: party, atMs })) !== undefined;
}

async function isLastAdminGone(
  database: HubDatabase,
  before: Account,
  after: Account,
): Promise<boolean> {
  if (!isAdmin(before) || isAdmin(after)) return false;
  return (await otherAdmins(database, before.user)) === 0;
}

function isAdmin({ role, isDisabled }: Account): boolean {
  return role === 'vendor-admin' && !isDisabled;
}

/** That a password was changed is told; what it is now is not. */
function changeDetails(
  after: Account,
  { password, ...change }: UserChange,
): Readonly<Record<string, unknown>> {
  return {
    name: after.name,
    ...change,
    ...(password === undefined ? {} : { password: 'changed' }),
  };
}

function personOf({ user, name, role, sites, party, isDisabled }: Account): Person {
  const belonging = party === undefined ? {} : { party };
  return { user, name, role, sites, isDisabled, ...belonging };
}

function refused(code: UserProblem): UserOutcome {
  return { kind: 'refused', code };
}
