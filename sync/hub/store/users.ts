import { HubError } from '../hub-error.ts';
import { nameKey, type Person } from '../users/person.ts';
import { isRole, type Role, type Scope } from '../users/roles.ts';
import type { HubDatabase } from './hub-database.ts';
import type { UserRow } from './tables.ts';

const COLUMNS = [
  'user_id',
  'name',
  'role',
  'has_all_sites',
  'password_hash',
  'is_disabled',
  'party',
] as const;

/** Users one list answers with; a vendor has fewer. */
const USERS_LISTED_MAX = 1_000;

export interface Account extends Person {
  readonly passwordHash: string;
}

export async function userByName(
  database: HubDatabase,
  name: string,
): Promise<Account | undefined> {
  const row = await database
    .selectFrom('users')
    .select(COLUMNS)
    .where('name_key', '=', nameKey(name))
    .executeTakeFirst();
  return row === undefined ? undefined : accountOf(database, row);
}

export async function userById(database: HubDatabase, user: string): Promise<Account | undefined> {
  const row = await database
    .selectFrom('users')
    .select(COLUMNS)
    .where('user_id', '=', user)
    .executeTakeFirst();
  return row === undefined ? undefined : accountOf(database, row);
}

/** By name, those who are disabled among them. */
export async function listUsers(database: HubDatabase): Promise<readonly Person[]> {
  const rows = await database
    .selectFrom('users')
    .select(COLUMNS)
    .orderBy('name_key')
    .limit(USERS_LISTED_MAX)
    .execute();
  const sites = await database.selectFrom('user_sites').select(['user_id', 'site']).execute();
  return rows.map((row) => {
    const own = sites.filter(({ user_id: user }) => user === row.user_id);
    return personOf(
      row,
      own.map(({ site }) => site),
    );
  });
}

export interface NewUser {
  readonly user: string;
  readonly name: string;
  readonly role: Role;
  readonly sites: Scope;
  readonly party?: string | undefined;
  readonly passwordHash: string;
  readonly atMs: number;
}

/** False when somebody has the name. */
export async function addUser(database: HubDatabase, user: NewUser): Promise<boolean> {
  if ((await userByName(database, user.name)) !== undefined) return false;
  await database
    .insertInto('users')
    .values({
      user_id: user.user,
      name: user.name,
      name_key: nameKey(user.name),
      role: user.role,
      has_all_sites: user.sites === 'all' ? 1 : 0,
      password_hash: user.passwordHash,
      is_disabled: 0,
      created_at_ms: user.atMs,
      party: user.party ?? null,
    })
    .execute();
  await addSites(database, user);
  return true;
}

/** Writes down all that may change of a user. */
export async function putUser(database: HubDatabase, account: Account): Promise<void> {
  await database
    .updateTable('users')
    .set({
      role: account.role,
      has_all_sites: account.sites === 'all' ? 1 : 0,
      password_hash: account.passwordHash,
      is_disabled: account.isDisabled ? 1 : 0,
      party: account.party ?? null,
    })
    .where('user_id', '=', account.user)
    .execute();
  await database.deleteFrom('user_sites').where('user_id', '=', account.user).execute();
  await addSites(database, account);
}

/** Admins of the vendor who can sign in, one user left out. */
export async function otherAdmins(database: HubDatabase, user: string): Promise<number> {
  const { admins } = await database
    .selectFrom('users')
    .select(({ fn }) => fn.countAll<number>().as('admins'))
    .where('role', '=', 'vendor-admin')
    .where('is_disabled', '=', 0)
    .where('user_id', '!=', user)
    .executeTakeFirstOrThrow();
  return admins;
}

export async function hasUsers(database: HubDatabase): Promise<boolean> {
  const row = await database.selectFrom('users').select('user_id').limit(1).executeTakeFirst();
  return row !== undefined;
}

async function addSites(
  database: HubDatabase,
  { user, sites }: Pick<NewUser, 'user' | 'sites'>,
): Promise<void> {
  if (sites === 'all' || sites.length === 0) return;
  const rows = [...new Set(sites)].map((site) => ({ user_id: user, site }));
  await database.insertInto('user_sites').values(rows).execute();
}

type Row = Pick<UserRow, (typeof COLUMNS)[number]>;

async function accountOf(database: HubDatabase, row: Row): Promise<Account> {
  const sites = await database
    .selectFrom('user_sites')
    .select('site')
    .where('user_id', '=', row.user_id)
    .orderBy('site')
    .execute();
  const person = personOf(
    row,
    sites.map(({ site }) => site),
  );
  return { ...person, passwordHash: row.password_hash };
}

function personOf(row: Row, sites: readonly string[]): Person {
  if (!isRole(row.role)) throw new HubError('store-failed', `there is no role ${row.role}`);
  return {
    user: row.user_id,
    name: row.name,
    role: row.role,
    sites: row.has_all_sites === 1 ? 'all' : sites,
    isDisabled: row.is_disabled === 1,
    ...(row.party === null ? {} : { party: row.party }),
  };
}
