/** A rollout is approved by somebody else than who wrote it, wherever each of them sat. */
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { rolloutAction } from '../../../agent/cli/hub-rollout.ts';
import { shelvedRelease } from '../../../test/support/shelved-release.ts';
import { HubOffice } from '../hub-office.ts';
import { auditBefore, consoleOf } from '../store/audit.ts';
import { addCode, useCode } from '../store/enrolments.ts';
import { openHubDatabase, type HubDatabase } from '../store/hub-database.ts';
import { addUser, putUser, userById } from '../store/users.ts';
import type { Role } from '../users/roles.ts';
import { TEST_PLAN } from '../../../test/support/test-rollout.ts';

let database: HubDatabase;
let office: HubOffice;

beforeEach(async () => {
  database = await openHubDatabase(':memory:');
  const shelf = { releases: () => [shelvedRelease('1.2.0')] };
  office = new HubOffice({ database, nowMs: () => 7, randomBytes, shelf });
  await user('u1', 'Ana', 'vendor-admin');
  await user('u2', 'Berta', 'vendor-admin');
  await user('u3', 'Vera', 'vendor-support');
  const code = { codeSha256Hex: 'c', name: 'till-1', site: 'Centro', station: undefined };
  await addCode(database, { ...code, expiresAtMs: 10 });
  const use = { codeSha256Hex: 'c', publicKey: 'k', agentVersion: '1.1.0' };
  await useCode(database, { ...use, newStation: 'till-1', atMs: 5 });
});

afterEach(() => database.destroy());

async function user(id: string, name: string, role: Role): Promise<void> {
  const account = { user: id, name, role, sites: 'all', passwordHash: 'h', atMs: 1 } as const;
  await addUser(database, account);
}

const refused = (code: string) => ({ kind: 'refused', code });

it('that was written at the console is not approved on the page by the same person', async () => {
  const desk = (await office.actingAsUser('ana', 'manage-rollouts')).rollouts();
  await desk.write('r1', TEST_PLAN);
  await desk.act('r1', { kind: 'submit' });
  const page = { by: { user: 'u1', name: 'Ana Maria' }, address: 'page' };
  const own = await office.actingAs(page).rollouts().act('r1', { kind: 'approve' });
  expect(own).toEqual(refused('own-rollout'));
  const berta = (await office.actingAsUser('Berta', 'manage-rollouts')).rollouts();
  expect(await berta.act('r1', { kind: 'approve' })).toEqual({ kind: 'done' });
  expect((await office.rollouts().view('r1'))?.rollout).toMatchObject({
    madeBy: 'Ana',
    approvedBy: 'Berta',
  });
});

it('is noted with the account of the computer beside the name that was claimed there', async () => {
  const local = office.actingAs(consoleOf('root'));
  const ana = (await local.actingAsUser('Ana', 'manage-rollouts')).rollouts();
  await ana.write('r1', TEST_PLAN);
  const [note] = await auditBefore(database, undefined);
  expect(note).toMatchObject({ by: { user: 'u1', name: 'Ana' }, address: 'console:root' });
});

it('is neither written nor approved by nobody', async () => {
  expect(await office.rollouts().write('r1', TEST_PLAN)).toEqual(refused('nameless'));
  const ana = (await office.actingAsUser('Ana', 'manage-rollouts')).rollouts();
  await ana.write('r1', TEST_PLAN);
  await ana.act('r1', { kind: 'submit' });
  expect(await office.rollouts().act('r1', { kind: 'approve' })).toEqual(refused('nameless'));
});

it('is approved by nobody who may not, is disabled, or is not there', async () => {
  const berta = await userById(database, 'u2');
  if (berta === undefined) throw new TypeError('there is no Berta');
  await putUser(database, { ...berta, isDisabled: true });
  for (const name of ['Berta', 'Vera', 'Carla']) {
    await expect(office.actingAsUser(name, 'manage-rollouts')).rejects.toMatchObject({
      code: 'user-unknown',
    });
  }
});

it.each(['write', 'approve'])('is not asked at the console to %s without a name', async (what) => {
  const io = { stdout: process.stdout, stderr: process.stderr, env: {} };
  const argv = [what, '--releases', '/nowhere', '--data', '/nowhere', '--id', 'r1'];
  await expect(rolloutAction.run(argv, io as never)).rejects.toThrow('--as USER');
});
