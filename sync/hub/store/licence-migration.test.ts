/** A hub that was there before licences were goes on above every generation its tills have told of. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { takeBack } from '../../../test/support/older-hub.ts';
import { addCode, useCode } from './enrolments.ts';
import { knownGenerations } from './generations.ts';
import { openHubDatabase, type HubDatabase } from './hub-database.ts';

async function enrol(database: HubDatabase, station: string): Promise<void> {
  const code = { codeSha256Hex: station, name: station, site: 'shop', station: undefined };
  await addCode(database, { ...code, expiresAtMs: 10 });
  const use = { codeSha256Hex: station, publicKey: 'k', agentVersion: '1', newStation: station };
  await useCode(database, { ...use, atMs: 5 });
}

it('keeps the generations that were heard', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tillwarden-hub-'));
  const path = join(folder, 'hub.db');
  const before = await openHubDatabase(path);
  await enrol(before, 'st-1');
  await enrol(before, 'st-2');
  await before
    .updateTable('stations')
    .set({ generation: '{"keyEpoch":2,"n":9}' })
    .where('station_id', '=', 'st-1')
    .execute();
  await before.destroy();
  await takeBack(path, '0002-people');
  const after = await openHubDatabase(path);
  expect(await knownGenerations(after, 'st-1')).toEqual([{ keyEpoch: 2, n: 9 }]);
  expect(await knownGenerations(after, 'st-2')).toEqual([]);
  await after.destroy();
  rmSync(folder, { recursive: true });
});
