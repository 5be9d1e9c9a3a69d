/**
 * Exactly-once effect at the hub: however a till's chain arrives, in whatever batches, again and out
 * of order, each line has its effect once; and nothing that was acknowledged is ever missing.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { coin, coins, extended, placeAt } from '../../../test/support/chain.ts';
import {
  enrolStation,
  sendChain,
  sendLines,
  SENDING_STATION,
  signOnWith,
} from '../../../test/support/sent-chain.ts';
import type { WireLine } from '../../protocol/lines.ts';
import type { Resumption } from '../fleet/sign-on.ts';
import { HubError } from '../hub-error.ts';
import { addCode, useCode } from './enrolments.ts';
import { latestLines, stationAccount, type StationAccount } from './fleet-view.ts';
import { openHubDatabase, type HubDatabase } from './hub-database.ts';
import type { Intake } from './line-intake.ts';
import { addCommand, commandsAfter } from './mailbox.ts';
import { beginNewHubEpoch, hubEpochOf } from './meta.ts';
import { listStations } from './station-list.ts';
import { revokeStation, stationById } from './stations.ts';

let database: HubDatabase;

beforeEach(async () => {
  database = await openHubDatabase(':memory:');
  await enrolStation(database);
});

afterEach(() => database.destroy());

function hello(
  chain: readonly WireLine[],
  { epoch = 1, trail = [] as readonly number[], into = database } = {},
): Promise<Resumption> {
  return signOnWith(into, { chain, epoch, trail });
}

function upload(lines: readonly WireLine[], { epoch = 1, into = database } = {}): Promise<Intake> {
  return sendLines(into, lines, epoch);
}

async function account(of = database): Promise<StationAccount> {
  const found = await stationAccount(of, SENDING_STATION);
  if (found === undefined) throw new TypeError('the station is not there');
  return found;
}

describe('lines', () => {
  it('arrive, and have their effect', async () => {
    const chain = extended([], [...coins(3), { kind: 'other', body: {} }]);
    await hello(chain);
    expect(await upload(chain)).toEqual({ kind: 'stored', durableTo: 4, quarantined: 0 });
    const { totals } = await account();
    expect(totals).toMatchObject({ lines_applied: 4, inserted_minor: 300 });
    const [newest] = await latestLines(database, SENDING_STATION, ['cash-inserted']);
    expect(newest).toMatchObject({ seq: 3, body: { device: 'coins-2' } });
  });

  it('that do not follow are asked for again', async () => {
    const chain = extended([], coins(4));
    await hello(chain);
    expect(await upload(chain.slice(2))).toEqual({ kind: 'gap', durableTo: 0 });
    const [first, , third] = chain;
    if (first === undefined || third === undefined) throw new TypeError('no lines');
    expect(await upload([first, third])).toEqual({ kind: 'gap', durableTo: 0 });
    expect((await account()).totals.lines_applied).toBe(0);
  });

  it('under an epoch nobody was told of are refused', async () => {
    expect(await upload(extended([], coins(1)), { epoch: 7 })).toEqual({ kind: 'epoch-unknown' });
  });

  it('have effect once, in any batches, repeated and reordered', async () => {
    const batches = fc.array(fc.tuple(fc.nat(11), fc.integer({ min: 1, max: 5 })), {
      minLength: 1,
      maxLength: 25,
    });
    const chain = extended([], coins(12));
    await fc.assert(
      fc.asyncProperty(batches, async (sent) => {
        const into = await openHubDatabase(':memory:');
        await enrolStation(into);
        await hello(chain, { into });
        let durableTo = 0;
        for (const [start, count] of [...sent, [0, 12] as const]) {
          const intake = await upload(chain.slice(start, start + count), { into });
          expect(intake.kind).toBe(start > durableTo ? 'gap' : 'stored');
          if (intake.kind === 'stored') durableTo = Math.max(durableTo, intake.durableTo);
        }
        const { totals, quarantined } = await account(into);
        expect(totals).toMatchObject({ lines_applied: 12, inserted_minor: 1_200 });
        expect(quarantined).toEqual([]);
        await into.destroy();
      }),
      { numRuns: 25 },
    );
  });
});

describe('a poison line', () => {
  const [first, second, third] = extended([], [coin('a'), coin('b'), coin('c')]);

  function chainWith(change: Partial<WireLine>): readonly WireLine[] {
    if (first === undefined || second === undefined || third === undefined) return [];
    return [first, { ...second, ...change }, third];
  }

  it.each([
    ['hash-mismatch', chainWith({ body: { device: 'x', place: 'tube', valueMinor: 5_000 } })],
    ['no-canonical-form', chainWith({ body: { valueMinor: 0.5 } })],
    ['broken-link', chainWith({ hash: 'f'.repeat(64) })],
  ])('with %s is acknowledged, kept, and has no effect', async (reason, chain) => {
    await hello(chain);
    expect(await upload(chain)).toMatchObject({ kind: 'stored', durableTo: 3 });
    const { totals, quarantined } = await account();
    expect(quarantined).toContainEqual(expect.objectContaining({ reason }));
    expect(totals.inserted_minor).toBe(300 - 100 * quarantined.length);
  });

  it('whose body is not what its kind must have neither', async () => {
    const chain = extended([], [coin('a'), { kind: 'cash-inserted', body: { valueMinor: -1 } }]);
    await hello(chain);
    expect(await upload(chain)).toEqual({ kind: 'stored', durableTo: 2, quarantined: 1 });
    expect((await account()).totals).toMatchObject({ lines_applied: 1, inserted_minor: 100 });
  });
});

describe('a chain that has forked', () => {
  const common = extended([], coins(10, 'common'));
  const original = extended(common, coins(5, 'original'));
  const restored = extended(common, coins(8, 'restored'));

  it('goes on from the fork; both branches stay, and all their money counts', async () => {
    await hello(original);
    await upload(original);
    const { fork, epoch, durableTo } = await hello(restored, { trail: [17, 14, 10, 2] });
    expect(fork).toEqual({ ...placeAt(common, 10), epoch: 2 });
    expect(await upload(restored.slice(durableTo), { epoch })).toMatchObject({ durableTo: 18 });
    const { totals, branches } = await account();
    expect(totals).toMatchObject({ lines_applied: 23, inserted_minor: 2_300 });
    expect(branches).toMatchObject([
      { epoch: 1, durableTo: 15 },
      { epoch: 2, parentEpoch: 1, forkSeq: 10, durableTo: 18, isExplained: false },
    ]);
  });

  it('is found among the lines when no place told of it, at the very line', async () => {
    await hello(original);
    await upload(original);
    const { epoch, durableTo } = await hello(restored, { trail: [3] });
    expect({ epoch, durableTo }).toEqual({ epoch: 1, durableTo: 3 });
    const intake = await upload(restored.slice(3));
    expect(intake).toEqual({ kind: 'forked', fork: { ...placeAt(common, 10), epoch: 2 } });
    expect(await upload(restored.slice(3)), 'the answer was lost').toEqual(intake);
    await upload(restored.slice(10), { epoch: 2 });
    const { totals, quarantined } = await account();
    expect(totals.inserted_minor).toBe(2_300);
    expect(quarantined).toMatchObject([{ epoch: 1, seq: 11, reason: 'forked' }]);
  });

  it('sends again what both branches have, and it counts once', async () => {
    await hello(original);
    await upload(original);
    const { epoch, durableTo } = await hello(restored, { trail: [15, 2] });
    expect(durableTo).toBe(2);
    await upload(restored.slice(durableTo), { epoch });
    const { totals } = await account();
    expect(totals.inserted_minor).toBe(2_300);
  });

  it('and whose answer was lost is given the same epoch', async () => {
    await hello(original);
    await upload(original);
    const first = await hello(restored, { trail: [10] });
    expect(await hello(restored, { trail: [10] })).toEqual(first);
    await upload(restored.slice(10, 12), { epoch: 2 });
    const again = await hello(restored, { trail: [10, 11] });
    expect(again).toMatchObject({ epoch: 2, fork: { epoch: 2 } });
  });

  it('goes on however often, and every coin counts once', async () => {
    const steps = fc.array(
      fc.record({ back: fc.nat(6), more: fc.integer({ min: 1, max: 4 }), sends: fc.boolean() }),
      { minLength: 1, maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(steps, fc.array(fc.nat(30), { maxLength: 4 }), async (all, trail) => {
        const into = await openHubDatabase(':memory:');
        await enrolStation(into);
        const seen = new Set<string>();
        let chain: readonly WireLine[] = [];
        let epoch = 1;
        for (const [index, { back, more, sends }] of all.entries()) {
          const kept = chain.slice(0, Math.max(0, chain.length - back));
          chain = extended(kept, coins(more, `life-${index}`));
          if (!sends) continue;
          epoch = await sendChain(into, { chain, epoch, trail });
          for (const { hash } of chain) seen.add(hash);
        }
        const { totals } = await account(into);
        expect(totals).toMatchObject({
          lines_applied: seen.size,
          inserted_minor: seen.size * 100,
        });
        await into.destroy();
      }),
      { numRuns: 40 },
    );
  });
});

describe('a hub that came back from a backup', () => {
  it('gets again what it has lost, also under an epoch it has forgotten', async () => {
    const chain = extended([], coins(9));
    await hello(chain);
    await upload(chain.slice(0, 4));
    const at = await hello(chain, { epoch: 2, trail: [7, 4] });
    expect(at).toMatchObject({ epoch: 2, durableTo: 4, fork: undefined });
    await upload(chain.slice(4), { epoch: 2 });
    expect((await account()).totals.lines_applied).toBe(9);
  });

  it('is another life of the hub', async () => {
    expect(await hubEpochOf(database, 'first')).toBe('first');
    expect(await hubEpochOf(database, 'second')).toBe('first');
    await beginNewHubEpoch(database, 'second');
    expect(await hubEpochOf(database, 'third')).toBe('second');
  });
});

describe('an enrolment code', () => {
  const use = { codeSha256Hex: 'd', publicKey: 'k2', agentVersion: '1', newStation: 'st-2' };
  const code = { codeSha256Hex: 'd', name: 'Till 2', site: 'shop', expiresAtMs: 10 };

  it('is good once, and again for the same key', async () => {
    await addCode(database, { ...code, station: undefined });
    const enrolled = await useCode(database, { ...use, atMs: 5 });
    expect(enrolled).toMatchObject({ station: 'st-2', site: 'shop', epoch: 1 });
    expect(await useCode(database, { ...use, newStation: 'st-3', atMs: 50 })).toEqual(enrolled);
    expect(await useCode(database, { ...use, publicKey: 'k3', atMs: 5 })).toBeUndefined();
    expect(await listStations(database)).toHaveLength(2);
  });

  it('is no good when it is unknown or past its time', async () => {
    await addCode(database, { ...code, station: undefined });
    expect(await useCode(database, { ...use, codeSha256Hex: 'e', atMs: 5 })).toBeUndefined();
    expect(await useCode(database, { ...use, atMs: 11 })).toBeUndefined();
  });

  it('for a known station gives it a new key and a higher epoch', async () => {
    await hello([]);
    await addCode(database, { ...code, station: SENDING_STATION });
    expect(await useCode(database, { ...use, atMs: 5 })).toMatchObject({
      station: SENDING_STATION,
      epoch: 2,
    });
    expect(await stationById(database, SENDING_STATION)).toMatchObject({
      publicKey: 'k2',
      epoch: 2,
    });
  });
});

describe('a mailbox', () => {
  it('numbers its commands and gives them in order', async () => {
    const command = { station: SENDING_STATION, kind: 'entitlement', body: { document: 'x' } };
    const dated = { ...command, issuedAtMs: 1 };
    expect(await addCommand(database, { ...dated, notAfterMs: undefined })).toBe(1);
    expect(await addCommand(database, { ...dated, notAfterMs: 9 })).toBe(2);
    expect(await commandsAfter(database, SENDING_STATION, 0)).toEqual([
      { seq: 1, kind: 'entitlement', body: { document: 'x' } },
      { seq: 2, kind: 'entitlement', body: { document: 'x' }, notAfterMs: 9 },
    ]);
    expect(await commandsAfter(database, SENDING_STATION, 2)).toEqual([]);
  });
});

describe('the database', () => {
  it('keeps what it has over a restart, and refuses what a newer release wrote', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tillwarden-hub-'));
    const path = join(folder, 'hub.db');
    const first = await openHubDatabase(path);
    await enrolStation(first);
    await first.destroy();
    const again = await openHubDatabase(path);
    expect(await listStations(again)).toHaveLength(1);
    await again
      .insertInto('kysely_migration' as never)
      .values({ name: '9999-later', timestamp: 'now' })
      .execute();
    await again.destroy();
    await expect(openHubDatabase(path)).rejects.toMatchObject({ code: 'store-too-new' });
    rmSync(folder, { recursive: true });
  });

  it('says which station is not there', async () => {
    await expect(revokeStation(database, 'nobody')).rejects.toBeInstanceOf(HubError);
    await revokeStation(database, SENDING_STATION);
    expect(await stationById(database, SENDING_STATION)).toMatchObject({ isRevoked: true });
  });
});
