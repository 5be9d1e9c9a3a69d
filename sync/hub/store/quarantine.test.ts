/**
 * A line that was set aside counts once it is found to be good, and once only; forks are shown until
 * an admin has explained them.
 */
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { coin, coins, extended, headOf } from '../../../test/support/chain.ts';
import type { WireLine } from '../../protocol/lines.ts';
import { signOn } from '../fleet/sign-on.ts';
import { HubOffice } from '../hub-office.ts';
import { addCode, useCode } from './enrolments.ts';
import { openHubDatabase, type HubDatabase } from './hub-database.ts';
import { takeLines } from './line-intake.ts';

const STATION = 'st-1';

let database: HubDatabase;
let office: HubOffice;

beforeEach(async () => {
  database = await openHubDatabase(':memory:');
  office = new HubOffice({ database, nowMs: () => 77, randomBytes });
  const code = { codeSha256Hex: 'c', name: 'Till 1', site: 'shop', station: undefined };
  await addCode(database, { ...code, expiresAtMs: 10 });
  const use = { codeSha256Hex: 'c', publicKey: 'k', agentVersion: '1', newStation: STATION };
  await useCode(database, { ...use, atMs: 5 });
});

afterEach(() => database.destroy());

async function sent(chain: readonly WireLine[], epoch = 1): Promise<void> {
  await signOn(
    database,
    {
      station: STATION,
      epoch,
      versions: { agent: '1', protocol: 1 },
      journal: { head: headOf(chain), trail: [] },
      capabilities: [],
      nonce: 'n',
      signature: 's',
    },
    7,
  );
  const upload = { station: STATION, epoch, from: 1, lines: chain, receivedAtMs: 9 };
  expect(await takeLines(database, upload)).toMatchObject({ kind: 'stored' });
}

/** Sets a good line aside, as a hub would have that did not understand it yet. */
async function notUnderstood(line: WireLine, epoch = 1): Promise<void> {
  await database
    .insertInto('quarantine')
    .values({
      station_id: STATION,
      epoch,
      seq: line.seq,
      hash: line.hash,
      reason: 'body-invalid',
      line: JSON.stringify(line),
      received_at_ms: 9,
    })
    .execute();
  const { is_echo: isEcho } = await database
    .selectFrom('lines')
    .select('is_echo')
    .where('epoch', '=', epoch)
    .where('seq', '=', line.seq)
    .executeTakeFirstOrThrow();
  if (isEcho === 1) return;
  await database
    .updateTable('totals')
    .set((row) => ({
      lines_applied: row('lines_applied', '-', 1),
      inserted_minor: row('inserted_minor', '-', 100),
    }))
    .execute();
}

async function totals(): Promise<unknown> {
  const account = await office.account(STATION);
  return [account?.totals.lines_applied, account?.totals.inserted_minor];
}

describe('a line that was set aside', () => {
  const chain = extended([], coins(3));
  const [, second] = chain;

  it('and is good by now has its effect once, also when two admins ask at once', async () => {
    await sent(chain);
    if (second === undefined) throw new TypeError('no line');
    await notUnderstood(second);
    expect(await totals()).toEqual([2, 200]);
    expect(await office.quarantined(STATION)).toMatchObject([
      { epoch: 1, seq: 2, reason: 'body-invalid', line: second },
    ]);
    const place = { station: STATION, epoch: 1, seq: 2 };
    const outcomes = await Promise.all([office.reapply(place), office.reapply(place)]);
    expect(outcomes).toEqual([{ kind: 'applied' }, { kind: 'refused', code: 'not-quarantined' }]);
    expect(await totals()).toEqual([3, 300]);
    expect(await office.quarantined(STATION)).toEqual([]);
  });

  it('and is held under another epoch too counts there alone', async () => {
    await sent(chain);
    const other = extended(chain.slice(0, 2), coins(1, 'other'));
    await database
      .insertInto('branches')
      .values({
        station_id: STATION,
        epoch: 2,
        parent_epoch: 1,
        fork_seq: 0,
        durable_to: 0,
        head_hash: '0'.repeat(64),
        opened_at_ms: 8,
        is_enrolment: 0,
        explained_at_ms: null,
      })
      .execute();
    const upload = { station: STATION, epoch: 2, from: 1, lines: other, receivedAtMs: 9 };
    await takeLines(database, upload);
    if (second === undefined) throw new TypeError('no line');
    await notUnderstood(second, 1);
    await notUnderstood(second, 2);
    await office.reapply({ station: STATION, epoch: 2, seq: 2 });
    expect(await totals()).toEqual([3, 300]);
    await office.reapply({ station: STATION, epoch: 1, seq: 2 });
    expect(await totals()).toEqual([4, 400]);
  });

  it.each<[string, readonly WireLine[]]>([
    ['hash-mismatch', chain.map((line, at) => (at === 1 ? { ...line, atMs: 5 } : line))],
    ['body-invalid', extended([], [coin('a'), { kind: 'cash-inserted', body: {} }])],
    [
      'no-canonical-form',
      chain.map((line, at) => (at === 1 ? { ...line, body: { x: 0.5 } } : line)),
    ],
    ['broken-link', [...chain.slice(0, 1), ...extended([], coins(2, 'other')).slice(1)]],
  ])('and is still bad (%s) stays, without effect', async (code, bad) => {
    await sent(bad);
    const before = await totals();
    const refused = await office.reapply({ station: STATION, epoch: 1, seq: 2 });
    expect(refused).toEqual({ kind: 'refused', code });
    expect(await totals()).toEqual(before);
    expect(await office.quarantined(STATION)).toContainEqual(
      expect.objectContaining({ seq: 2, reason: code }),
    );
  });

  it('because another has its place is never applied: its money came in under the fork', async () => {
    await sent(chain);
    const other = extended(chain.slice(0, 1), coins(4, 'other'));
    const upload = { station: STATION, epoch: 1, from: 1, lines: other, receivedAtMs: 9 };
    expect(await takeLines(database, upload)).toMatchObject({ kind: 'forked' });
    const refused = await office.reapply({ station: STATION, epoch: 1, seq: 2 });
    expect(refused).toEqual({ kind: 'refused', code: 'forked' });
    expect(await totals()).toEqual([3, 300]);
  });

  it('is asked for by its place, at a station that is there', async () => {
    const place = { station: STATION, epoch: 1, seq: 2 };
    expect(await office.reapply(place)).toMatchObject({ code: 'not-quarantined' });
    const nobody = { code: 'station-unknown' };
    await expect(office.reapply({ ...place, station: 'st-x' })).rejects.toMatchObject(nobody);
    await expect(office.quarantined('st-x')).rejects.toMatchObject(nobody);
  });
});

describe('a fork', () => {
  beforeEach(async () => {
    const chain = extended([], coins(3));
    await sent(chain);
    const lines = extended(chain.slice(0, 1), coins(4, 'other'));
    await takeLines(database, { station: STATION, epoch: 1, from: 1, lines, receivedAtMs: 9 });
  });

  it('is counted until it is explained, and the first explanation stays', async () => {
    expect(await office.stations()).toMatchObject([
      { unexplainedForks: 1, quarantined: 1, lines: 3, licence: undefined },
    ]);
    expect(await office.explainFork(STATION, 2)).toEqual({ kind: 'explained' });
    expect(await office.stations()).toMatchObject([{ unexplainedForks: 0 }]);
    const later = new HubOffice({ database, nowMs: () => 99, randomBytes });
    await later.explainFork(STATION, 2);
    const { explained_at_ms: at } = await database
      .selectFrom('branches')
      .select('explained_at_ms')
      .where('epoch', '=', 2)
      .executeTakeFirstOrThrow();
    expect(at).toBe(77);
  });

  it('is not what a station began with, nor what it does not have', async () => {
    const refused = { kind: 'refused', code: 'no-such-fork' };
    expect(await office.explainFork(STATION, 1)).toEqual(refused);
    expect(await office.explainFork(STATION, 3)).toEqual(refused);
    await expect(office.explainFork('st-x', 2)).rejects.toMatchObject({ code: 'station-unknown' });
  });
});
