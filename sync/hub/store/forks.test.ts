/**
 * One rule says what a fork is: the list of the command line, the page’s list, a till’s own screen
 * and whoever explains one go by it. An enrolment explains itself, for ever.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { coins, extended, headOf } from '../../../test/support/chain.ts';
import { takeBack } from '../../../test/support/older-hub.ts';
import type { WireLine } from '../../protocol/lines.ts';
import { branchStanding, isFork } from '../fleet/branch-standing.ts';
import { signOn } from '../fleet/sign-on.ts';
import { HubOffice } from '../hub-office.ts';
import { addCode, useCode } from './enrolments.ts';
import { fleetRows } from './fleet-list.ts';
import { openHubDatabase, type HubDatabase } from './hub-database.ts';
import { takeLines } from './line-intake.ts';

const STATION = 'st-1';

let folder = '';
let database: HubDatabase;
let enrolments = 0;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-forks-'));
  database = await openHubDatabase(join(folder, 'hub.db'));
  enrolments = 0;
  await enrol(undefined);
});

afterEach(async () => {
  await database.destroy();
  rmSync(folder, { recursive: true });
});

/** The epoch the station has from now on. */
async function enrol(station: string | undefined): Promise<number> {
  enrolments += 1;
  const codeSha256Hex = `code ${enrolments}`;
  await addCode(database, { codeSha256Hex, name: 'Till', site: 'shop', station, expiresAtMs: 10 });
  const use = { codeSha256Hex, publicKey: `key ${enrolments}`, agentVersion: '1' };
  const enrolled = await useCode(database, { ...use, newStation: STATION, atMs: 5 });
  return enrolled?.epoch ?? 0;
}

/** The till signs on with this journal and sends it; under the epoch of a fork where it has one. */
async function sends(chain: readonly WireLine[], epoch: number): Promise<void> {
  const hello = {
    station: STATION,
    epoch,
    versions: { agent: '1', protocol: 1 },
    journal: { head: headOf(chain), trail: [] },
    capabilities: [],
    nonce: 'n',
    signature: 's',
  };
  const { epoch: given } = await signOn(database, hello, 7);
  const upload = { station: STATION, from: 1, lines: chain, receivedAtMs: 9 };
  const intake = await takeLines(database, { ...upload, epoch: given });
  if (intake.kind !== 'forked') return;
  await takeLines(database, { ...upload, epoch: intake.fork.epoch });
}

function office(): HubOffice {
  return new HubOffice({ database, nowMs: () => 77, randomBytes });
}

/** What everybody who counts forks says, which must be one number. */
async function unexplained(): Promise<number> {
  const [listed] = await office().stations();
  const [shown] = await fleetRows(database, { sites: 'all' });
  const account = await office().account(STATION);
  const standings = (account?.branches ?? []).map(branchStanding);
  const onScreen = standings.filter((standing) => standing === 'fork-unexplained').length;
  expect([shown?.unexplainedForks, onScreen]).toEqual([
    listed?.unexplainedForks,
    listed?.unexplainedForks,
  ]);
  return onScreen;
}

async function forks(): Promise<readonly number[]> {
  const account = await office().account(STATION);
  return (account?.branches ?? []).filter(isFork).map(({ epoch }) => epoch);
}

describe('a fork', () => {
  it('is another chain under the same key', async () => {
    await sends(extended([], coins(3)), 1);
    await sends(extended([], coins(4, 'another disk')), 1);
    expect(await forks()).toEqual([2]);
    expect(await unexplained()).toBe(1);
    expect(await office().explainFork(STATION, 2)).toEqual({ kind: 'explained' });
    expect(await unexplained()).toBe(0);
    expect(await forks()).toEqual([2]);
  });

  it('is no new enrolment with a fresh journal, however many follow', async () => {
    await sends(extended([], coins(3)), 1);
    for (const disk of ['second', 'third', 'fourth']) {
      await sends(extended([], coins(2, disk)), await enrol(STATION));
      expect(await unexplained()).toBe(0);
    }
    expect(await forks()).toEqual([]);
    expect(await office().account(STATION)).toMatchObject({
      branches: [{ epoch: 1 }, { epoch: 2 }, { epoch: 3 }, { epoch: 4 }],
    });
    expect(await office().explainFork(STATION, 3)).toMatchObject({ code: 'no-such-fork' });
  });

  it('is no new enrolment with the journal of before', async () => {
    const journal = extended([], coins(3));
    await sends(journal, 1);
    await sends(extended(journal, coins(2, 'after')), await enrol(STATION));
    expect(await unexplained()).toBe(0);
  });

  it('is what parts from an enrolment’s chain, and stays one after the next', async () => {
    await sends(extended([], coins(3)), 1);
    const epoch = await enrol(STATION);
    await sends(extended([], coins(3, 'new disk')), epoch);
    await sends(extended([], coins(4, 'its twin')), epoch);
    expect(await forks()).toEqual([3]);
    await sends(extended([], coins(1, 'newest disk')), await enrol(STATION));
    expect(await forks()).toEqual([3]);
    expect(await unexplained()).toBe(1);
  });
});

it('a hub that was there before knows the last enrolment', async () => {
  await sends(extended([], coins(3)), 1);
  await sends(extended([], coins(4, 'twin')), 1);
  await sends(extended([], coins(2, 'new disk')), await enrol(STATION));
  await database.destroy();
  await takeBack(join(folder, 'hub.db'), '0003-licences');
  database = await openHubDatabase(join(folder, 'hub.db'));
  expect(await forks()).toEqual([2]);
  expect(await unexplained()).toBe(1);
});
