/**
 * Invariant 6 on real processes: each line of the journal has its effect at the hub once, and in its
 * order, wherever either end is killed. The hub's own sums are compared with the till's journal.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../hardware/kit/seeded-random.ts';
import type { HubPoint } from '../../sync/hub/hub-parts.ts';
import type { UplinkPoint } from '../../sync/uplink/uplink.ts';
import { RealFleet } from '../support/real-fleet.ts';

const SEED = 20_260_105;
const RANDOM_KILLS = 6;
const tally = { hubKills: 0, tillKills: 0, linesWritten: 0, linesAtHub: 0 };

/** Everything once, in its order, and counted once. */
async function reckon(fleet: RealFleet): Promise<void> {
  const head = fleet.tillHead();
  const { totals, quarantined, branches } = await fleet.account();
  expect(totals).toMatchObject({ lines_applied: head, inserted_minor: head * 100 });
  expect(quarantined).toEqual([]);
  expect(branches).toHaveLength(1);
  expect(await fleet.namesAtHub()).toEqual(fleet.namesAtTill());
  tally.linesWritten += head;
  tally.linesAtHub += totals.lines_applied;
}

afterAll(() => console.log(`sync, real processes (seed ${SEED}):`, tally));

describe('a hub that was away for a sale', () => {
  it('gets the lines once, in order', async () => {
    await using fleet = await RealFleet.start();
    await fleet.startTill();
    await fleet.append('before', 5);
    await fleet.shipped();
    await fleet.hub.kill();
    await fleet.append('meanwhile', 40);
    await fleet.startHub();
    await fleet.append('after', 3);
    await fleet.shipped();
    await reckon(fleet);
  });
});

describe('a hub that is killed', () => {
  it.each<[HubPoint, number]>([
    ['lines-received', 1],
    ['lines-committed', 1],
    ['lines-committed', 2],
    ['lines-acknowledged', 1],
    ['signed-on', 1],
  ])('at %s, pass %i, has nothing twice', async (point, passes) => {
    await using fleet = await RealFleet.start();
    await fleet.hub.kill();
    await fleet.startHub({ env: { CRASH_POINT: point, CRASH_PASSES: String(passes) } });
    await fleet.startTill();
    await fleet.append('first', 700);
    await fleet.append('second', 20);
    expect(await fleet.hub.ended).toBe('SIGKILL');
    tally.hubKills += 1;
    await fleet.startHub();
    await fleet.shipped();
    await reckon(fleet);
  });
});

describe('a till that is killed', () => {
  it.each<[UplinkPoint, number]>([
    ['lines-sent', 1],
    ['lines-sent', 2],
    ['lines-acknowledged', 1],
    ['cursor-saved', 2],
  ])('at %s, pass %i, loses nothing', async (point, passes) => {
    await using fleet = await RealFleet.start();
    await fleet.startTill({ env: { CRASH_POINT: point, CRASH_PASSES: String(passes) } });
    fleet.till.say('append first 700');
    fleet.till.say('append second 20');
    expect(await fleet.till.ended).toBe('SIGKILL');
    tally.tillKills += 1;
    await fleet.startTill();
    await fleet.append('third', 5);
    await fleet.shipped();
    await reckon(fleet);
  });
});

describe('both ends', () => {
  it('killed in turn while lines are on their way, lose and repeat nothing', async () => {
    const random = seededRandom(SEED);
    await using fleet = await RealFleet.start();
    await fleet.startTill();
    for (let kill = 0; kill < RANDOM_KILLS; kill += 1) {
      await fleet.append(`batch-${kill}`, 1 + Math.floor(random() * 800));
      const isHub = random() < 0.5;
      await (isHub ? fleet.hub : fleet.till).kill();
      await (isHub ? fleet.startHub() : fleet.startTill());
      tally[isHub ? 'hubKills' : 'tillKills'] += 1;
    }
    await fleet.append('last', 1);
    await fleet.shipped();
    await reckon(fleet);
  });
});
