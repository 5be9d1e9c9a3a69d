/** What a till tells of its computer is known with the line that tells it, and is never older than that. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { coins, extended } from '../../../test/support/chain.ts';
import { takeBack } from '../../../test/support/older-hub.ts';
import { enrolStation, SENDING_STATION, sendChain } from '../../../test/support/sent-chain.ts';
import type { WireLine } from '../../protocol/lines.ts';
import { applyLateHardwareLines, hardwareOfStation, noteHardware } from './hardware.ts';
import { checkLine } from '../fleet/line-check.ts';
import { openHubDatabase, type HubDatabase } from './hub-database.ts';

const STATION = SENDING_STATION;

let database: HubDatabase;

beforeEach(async () => {
  database = await openHubDatabase(':memory:');
  await enrolStation(database);
});

afterEach(() => database.destroy());

function computer(part: string) {
  return { salt: 'sea-salt', hashes: [part.padEnd(43, '0')] };
}

function told(chain: readonly WireLine[], part: string): readonly WireLine[] {
  const body = { licence: 'licence-1', matched: 9, needed: 1, ...computer(part) };
  return extended(chain, [{ kind: 'hardware-changed', body }]);
}

async function quarantined(): Promise<readonly unknown[]> {
  return database.selectFrom('quarantine').select(['seq', 'reason']).execute();
}

describe('a till’s computer', () => {
  it('is unknown before a line tells of it', async () => {
    await sendChain(database, { chain: extended([], coins(2)), epoch: 1, trail: [] });
    expect(await hardwareOfStation(database, STATION)).toBeUndefined();
  });

  it('is the one that the last line tells of', async () => {
    const chain = told(extended(told([], 'a'), coins(1)), 'b');
    await sendChain(database, { chain, epoch: 1, trail: [] });
    expect(await hardwareOfStation(database, STATION)).toEqual(computer('b'));
    const next = told(extended(chain, coins(4)), 'c');
    await sendChain(database, { chain: next, epoch: 1, trail: [5] });
    expect(await hardwareOfStation(database, STATION)).toEqual(computer('c'));
  });

  it('stays what it was where a line tells of it in another way, which is set aside', async () => {
    const body = { salt: 'sea-salt', hashes: ['4c4c4544-0051-3610'] };
    const chain = extended(told([], 'a'), [{ kind: 'hardware-changed', body }]);
    await sendChain(database, { chain, epoch: 1, trail: [] });
    expect(await hardwareOfStation(database, STATION)).toEqual(computer('a'));
    expect(await quarantined()).toEqual([{ seq: 2, reason: 'body-invalid' }]);
  });

  it('is told by a line that had been set aside, unless it has told of itself since', async () => {
    const late = told([], 'a').map(checkLine);
    await applyLateHardwareLines(database, { station: STATION, receivedAtMs: 9 }, late);
    expect(await hardwareOfStation(database, STATION)).toEqual(computer('a'));
    await noteHardware(database, computer('b'), { station: STATION, atMs: 20 });
    await applyLateHardwareLines(database, { station: STATION, receivedAtMs: 9 }, late);
    expect(await hardwareOfStation(database, STATION)).toEqual(computer('b'));
  });
});

it('a hub that was there before computers were goes on, and hears of them from then on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tillwarden-hub-'));
  const path = join(folder, 'hub.db');
  const before = await openHubDatabase(path);
  await enrolStation(before);
  await before.destroy();
  await takeBack(path, '0009-plans');
  const after = await openHubDatabase(path);
  expect(await hardwareOfStation(after, STATION)).toBeUndefined();
  await sendChain(after, { chain: told([], 'a'), epoch: 1, trail: [] });
  expect(await hardwareOfStation(after, STATION)).toEqual(computer('a'));
  await after.destroy();
  rmSync(folder, { recursive: true });
});
