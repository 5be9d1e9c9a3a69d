/** A command counts as delivered only where the till speaks of this mailbox: else it is delivered. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { addCode, useCode } from './enrolments.ts';
import { openHubDatabase, type HubDatabase } from './hub-database.ts';
import { addCommand, commandsAfter, noteMailboxTo } from './mailbox.ts';
import { stationById } from './stations.ts';

const STATION = 'st-1';

let database: HubDatabase;

beforeEach(async () => {
  database = await openHubDatabase(':memory:');
  const code = { codeSha256Hex: 'c', name: 'Till', site: 'shop', station: undefined };
  await addCode(database, { ...code, expiresAtMs: 10 });
  const use = { codeSha256Hex: 'c', publicKey: 'k', agentVersion: '1', newStation: STATION };
  await useCode(database, { ...use, atMs: 1 });
});

afterEach(() => database.destroy());

async function send(): Promise<number> {
  const command = { station: STATION, kind: 'entitlement', body: {}, notAfterMs: undefined };
  return addCommand(database, { ...command, issuedAtMs: 1 });
}

it.each([
  [0, 0],
  [1, 1],
  [2, 2],
  [3, 0],
])('of two commands, a till that says %i has taken %i', async (said, taken) => {
  await send();
  await send();
  expect(await noteMailboxTo(database, STATION, said)).toBe(taken);
  expect(await stationById(database, STATION)).toBeDefined();
  expect(await commandsAfter(database, STATION, taken)).toHaveLength(2 - taken);
});

it('a till that speaks of another mailbox gets the first command all the same', async () => {
  expect(await noteMailboxTo(database, STATION, 1)).toBe(0);
  expect(await send()).toBe(1);
  expect(await commandsAfter(database, STATION, 0)).toMatchObject([{ seq: 1 }]);
});
