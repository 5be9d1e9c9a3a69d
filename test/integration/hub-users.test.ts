/** The people of a hub, from its own computer: no password in the arguments, none kept in the open. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openHubDatabase } from '../../sync/hub/store/hub-database.ts';
import { userByName } from '../../sync/hub/store/users.ts';
import { PasswordHasher } from '../../sync/hub/users/password.ts';
import { UsageError } from '../../agent/cli/command.ts';
import { hubCommand } from '../../agent/cli/hub.ts';
import { writeEntry } from '../support/balance-books.ts';

let folder = '';

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'tillwarden-users-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What it wrote; rejects as the command does. */
async function hubUser(args: string, stdin = ''): Promise<string> {
  const said: string[] = [];
  const stdout = new Writable({
    write: (piece, _, done) => {
      said.push(String(piece));
      done();
    },
  });
  const io = { env: {}, stdin: Readable.from([stdin]), stdout, stderr: stdout, root: folder };
  const argv = ['user', ...args.split(' '), '--data', folder];
  await hubCommand.run(argv, { ...io, signal: new AbortController().signal, version: 'test' });
  return said.join('');
}

async function isPassword(name: string, password: string): Promise<boolean> {
  const database = await openHubDatabase(join(folder, 'hub.db'));
  const account = await userByName(database, name);
  await database.destroy();
  return (await new PasswordHasher().verify(password, account?.passwordHash)) === 'right';
}

it('a user is added with a password that is made, and shown once', async () => {
  const said = await hubUser('add --name ada --role vendor-admin');
  const password = /^(\S{24})$/m.exec(said)?.[1] ?? '';
  expect(await isPassword('ada', password)).toBe(true);
  expect(await hubUser('list')).toBe('ada  vendor-admin (all sites)\n');
  expect(readFileSync(join(folder, 'hub.db')).includes(password)).toBe(false);
});

it('or with one from standard input, or from a file, and is given another', async () => {
  const roles = '--role implementer --site berlin --site roma --password-stdin';
  expect(await hubUser(`add --name ivo ${roles}`, 'from standard input\n')).toBe(
    'ivo can sign in.\n',
  );
  expect(await isPassword('ivo', 'from standard input')).toBe(true);
  const file = join(folder, 'password');
  writeFileSync(file, 'from a file of mine\r\nnot this\n');
  await hubUser(`password --name IVO --password-file ${file}`);
  expect(await isPassword('ivo', 'from a file of mine')).toBe(true);
  expect(await hubUser('list')).toBe('ivo  implementer (berlin, roma)\n');
});

it('is of a party of the books, of another, and of none', async () => {
  await expect(hubUser('add --name dora --role distributor --party north')).rejects.toThrow(
    'no such party',
  );
  const database = await openHubDatabase(join(folder, 'hub.db'));
  for (const party of ['north', 'south']) {
    const body = { id: party, kind: 'distributor', name: party };
    await writeEntry(database, { book: 'parties', entry: party, body });
  }
  await database.destroy();
  await hubUser('add --name dora --role distributor --party north');
  expect(await hubUser('list')).toBe('dora  distributor (of north)\n');
  await hubUser('party --name dora --party south');
  expect(await hubUser('list')).toBe('dora  distributor (of south)\n');
  // One who would see nothing any more is not left like that.
  await expect(hubUser('party --name dora')).rejects.toThrow('--site SITE or --party PARTY');
  await hubUser('add --name sam --role vendor-support --site berlin --party south');
  await hubUser('party --name sam');
  expect(await hubUser('list')).toContain('sam  vendor-support (berlin)\n');
});

it('is disabled and enabled, but for the last admin', async () => {
  await hubUser('add --name ada --role vendor-admin');
  await expect(hubUser('disable --name ada')).rejects.toThrow('last admin');
  await hubUser('add --name eva --role vendor-admin');
  await hubUser('disable --name ada');
  expect(await hubUser('list')).toContain('ada  vendor-admin (all sites), disabled\n');
  await hubUser('enable --name ada');
  expect(await hubUser('list')).not.toContain('disabled');
});

it.each([
  ['add --name ada --role root', 'there is no role root'],
  ['add --name ada --role implementer', 'needs theirs'],
  ['add --role vendor-admin', '--name'],
  ['add --name ada --role vendor-admin secret-on-the-line', 'no password'],
  ['add --name ada --role vendor-admin --password-stdin', 'a password has'],
  ['disable --name nobody', 'there is no user nobody'],
  ['rename', 'say hub user'],
])('%s says what is wrong', async (args, says) => {
  const fault = await hubUser(args, 'short\n').catch((cause: unknown) => cause);
  expect(fault).toBeInstanceOf(UsageError);
  expect(String(fault)).toContain(says);
});
