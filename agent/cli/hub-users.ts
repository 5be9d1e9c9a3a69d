/** `tillwarden hub user`: the people of a hub, on its own computer and beside it while it runs. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { databasePath } from '../../sync/hub/hub-office.ts';
import { openHubDatabase } from '../../sync/hub/store/hub-database.ts';
import { listUsers, userByName } from '../../sync/hub/store/users.ts';
import {
  PASSWORD_MAX_CHARS,
  PASSWORD_MIN_CHARS,
  PasswordHasher,
} from '../../sync/hub/users/password.ts';
import { isRole, ROLES, type Role, type Scope } from '../../sync/hub/users/roles.ts';
import {
  addToBook,
  changeInBook,
  type BookParts,
  type Doer,
  type UserOutcome,
  type UserProblem,
} from '../../sync/hub/users/user-book.ts';
import { UsageError, type CommandIo } from './command.ts';
import { consoleActor, hubFolder, type HubAction } from './hub-action.ts';
import { firstLine, lineOf } from './typed-text.ts';
import { required } from './values.ts';

const USAGE = `hub user add --data FOLDER --name NAME --role ROLE [--site SITE ...] [--party PARTY]
      [--password-file FILE | --password-stdin]      or one is made, and shown once
  hub user password|disable|enable --data FOLDER --name NAME
  hub user party --data FOLDER --name NAME [--party PARTY]   without one: of none any more
  hub user list --data FOLDER`;

const ID_BYTES = 24;
const PASSWORD_BYTES = 18;

const PROBLEMS: Readonly<Record<UserProblem, string>> = {
  'name-taken': 'somebody already has this name',
  'password-unfit': `a password has ${PASSWORD_MIN_CHARS} to ${PASSWORD_MAX_CHARS} characters and is not the name`,
  'scope-unfit':
    'a vendor-admin sees all sites, and everybody else but vendor-support needs theirs: --site SITE or --party PARTY',
  'party-unknown': 'the books know no such party',
  'last-admin': 'this is the last admin who can sign in: make another one first',
  'not-found': 'there is no such user',
  overloaded: 'too much is going on at once',
};

function parse(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      name: { type: 'string' },
      role: { type: 'string' },
      site: { type: 'string', multiple: true, default: [] },
      party: { type: 'string' },
      'password-file': { type: 'string' },
      'password-stdin': { type: 'boolean', default: false },
    },
  });
}

type Flags = ReturnType<typeof parse>['values'];

export const userAction: HubAction = { usage: USAGE, run };

async function run(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parse(argv);
  const folder = hubFolder(values.data);
  const database = await openHubDatabase(databasePath(folder));
  const parts = { database, hasher: new PasswordHasher(), newNonce };
  try {
    return await act(positionals, { parts, flags: values, io });
  } finally {
    await database.destroy();
  }
}

function newNonce(): string {
  return `n${randomBytes(ID_BYTES).toString('base64url')}`;
}

interface Work {
  readonly parts: BookParts;
  readonly flags: Flags;
  readonly io: CommandIo;
}

async function act([action, ...more]: readonly string[], work: Work): Promise<number> {
  if (more.length === 0) {
    if (action === 'add') return add(work);
    if (action === 'list') return list(work);
    if (action === 'password') return changePassword(work);
    if (action === 'party') return changeParty(work);
    if (action === 'disable' || action === 'enable') return setDisabled(work, action === 'disable');
  }
  throw new UsageError(
    'say hub user add, list, password, party, disable or enable; no password among it',
  );
}

async function add({ parts, flags, io }: Work): Promise<number> {
  const name = required(flags.name, 'what the user is called: --name NAME');
  const role = roleOf(required(flags.role, `the role: --role ${ROLES.join('|')}`));
  const { password, isMade } = await passwordOf(flags, io);
  const { site, party } = flags;
  const sites = sitesOf(role, site, party);
  const outcome = await addToBook(parts, { name, role, sites, party, password }, doer());
  return report(outcome, io, `${name} can sign in.${isMade ? shownOnce(password) : ''}`);
}

async function list({ parts, io }: Work): Promise<number> {
  for (const { name, role, sites, party, isDisabled } of await listUsers(parts.database)) {
    const listed = sites === 'all' ? ['all sites'] : sites;
    const where = [...listed, ...(party === undefined ? [] : [`of ${party}`])].join(', ');
    io.stdout.write(`${name}  ${role} (${where})${isDisabled ? ', disabled' : ''}\n`);
  }
  return 0;
}

async function changePassword(work: Work): Promise<number> {
  const { parts, flags, io } = work;
  const user = await userOf(work);
  const { password, isMade } = await passwordOf(flags, io);
  const outcome = await changeInBook(parts, { user, password }, doer());
  const said = 'The password is changed, and all their sessions have ended.';
  return report(outcome, io, `${said}${isMade ? shownOnce(password) : ''}`);
}

/** Whoever is of no party sees the listed sites alone. */
async function changeParty(work: Work): Promise<number> {
  const { name, party = null } = work.flags;
  const outcome = await changeInBook(work.parts, { user: await userOf(work), party }, doer());
  return report(outcome, work.io, `${name} is of ${party ?? 'no party'}, and signs in anew.`);
}

async function setDisabled(work: Work, isDisabled: boolean): Promise<number> {
  const outcome = await changeInBook(work.parts, { user: await userOf(work), isDisabled }, doer());
  const { name } = work.flags;
  return report(outcome, work.io, `${name} can ${isDisabled ? 'no longer ' : ''}sign in.`);
}

async function userOf({ parts, flags }: Work): Promise<string> {
  const name = required(flags.name, 'which user: --name NAME');
  const known = await userByName(parts.database, name);
  if (known === undefined) throw new UsageError(`there is no user ${name}`);
  return known.user;
}

/** On a line of its own, where nothing beside it is taken for a part of it. */
function shownOnce(password: string): string {
  return ` The password, shown this once:\n${password}`;
}

function doer(): Doer {
  return { ...consoleActor(), atMs: systemClock.wallMs() };
}

function report(outcome: UserOutcome, { stdout }: CommandIo, said: string): number {
  if (outcome.kind === 'refused') throw new UsageError(PROBLEMS[outcome.code]);
  stdout.write(`${said}\n`);
  return 0;
}

function roleOf(text: string): Role {
  if (isRole(text)) return text;
  throw new UsageError(`there is no role ${text}: use ${ROLES.join(', ')}`);
}

/** Without any, those who may see all of them do. */
function sitesOf(role: Role, sites: readonly string[], party: string | undefined): Scope {
  const mayAll = role === 'vendor-admin' || role === 'vendor-support';
  return sites.length === 0 && mayAll && (party === undefined || role === 'vendor-admin')
    ? 'all'
    : sites;
}

/** Never from the arguments, which every user of the computer can read; made where none is given. */
async function passwordOf(
  flags: Flags,
  { stdin }: CommandIo,
): Promise<{ readonly password: string; readonly isMade: boolean }> {
  const file = flags['password-file'];
  if (file !== undefined) {
    return { password: firstLine(readFileSync(file, 'utf8')), isMade: false };
  }
  if (flags['password-stdin']) return { password: await lineOf(stdin), isMade: false };
  return { password: randomBytes(PASSWORD_BYTES).toString('base64url'), isMade: true };
}
