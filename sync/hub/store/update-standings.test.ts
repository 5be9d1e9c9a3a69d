/** Standings are a view of lines: kept line by line or reckoned anew from all of them, they are the same. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { extended, type LineContent } from '../../../test/support/chain.ts';
import {
  enrolStation,
  sendChain,
  sendLines,
  SENDING_STATION,
  signOnWith,
} from '../../../test/support/sent-chain.ts';
import { openHubDatabase, type HubDatabase } from './hub-database.ts';
import { reapplyLine } from './quarantine.ts';
import { rebuildUpdateStandings, standingOf } from './update-standings.ts';

const VERSION = '1.2.0';
const OF = { version: VERSION, rollout: 'r1' };
const TRIAL = { version: VERSION, from: '1.1.0' };

const LINES: readonly LineContent[] = [
  { kind: 'agent-started', body: { version: '1.1.0' } },
  { kind: 'update-ordered', body: { ...OF, mode: 'forced', source: 'hub' } },
  { kind: 'update-refused', body: { ...OF, code: 'not-entitled', latest: '1.1.5', step: '1.1.5' } },
  { kind: 'update-failed', body: { ...OF, stage: 'fetch', code: 'disk', detail: 'full' } },
  { kind: 'update-approved', body: OF },
  { kind: 'update-ready', body: OF },
  { kind: 'update-begun', body: { ...OF, from: '1.1.0' } },
  { kind: 'agent-started', body: { version: VERSION } },
  { kind: 'update-on-trial', body: TRIAL },
  { kind: 'update-confirmed', body: TRIAL },
  {
    kind: 'update-rolled-back',
    body: { version: VERSION, to: '1.1.0', cause: 'silent', evidence: 'e' },
  },
  { kind: 'update-order-refused', body: { code: 'replayed', ...OF, source: 'hub' } },
  { kind: 'update-lock-taken', body: { client: 'pos', reason: 'stocktaking', untilMs: 9 } },
  { kind: 'update-lock-released', body: { client: 'pos' } },
  { kind: 'sale-started', body: {} },
];

let database: HubDatabase;

beforeEach(async () => {
  database = await openHubDatabase(':memory:');
  await enrolStation(database);
});

afterEach(() => database.destroy());

async function sent(lines: readonly LineContent[]) {
  const chain = extended([], lines);
  await sendChain(database, { chain, epoch: 1, trail: [] });
  return standingOf(database, SENDING_STATION);
}

describe('a standing', () => {
  it('says what runs, and that it is on trial until it is confirmed', async () => {
    expect(await sent(LINES.slice(0, 9))).toMatchObject({
      running: VERSION,
      trial: TRIAL,
      said: { word: 'on-trial', rollout: 'r1', seq: 9 },
    });
  });

  it('says what runs after a rollback, why, and of which rollout it was', async () => {
    const standing = await sent(LINES.slice(0, 11));
    expect(standing).toMatchObject({
      running: '1.1.0',
      said: { word: 'rolled-back', code: 'silent', detail: 'e', rollout: 'r1' },
    });
    expect(standing.trial).toBeUndefined();
  });

  it('keeps why a release was refused, and what comes before it', async () => {
    const { said } = await sent(LINES.slice(0, 3));
    expect(said).toMatchObject({ word: 'refused', code: 'not-entitled', step: '1.1.5' });
  });

  it('is not changed by an order that is delivered once more', async () => {
    const before = await sent(LINES.slice(0, 6));
    const chain = extended(extended([], LINES.slice(0, 6)), LINES.slice(11, 12));
    await sendLines(database, chain.slice(6), 1);
    expect(await standingOf(database, SENDING_STATION)).toEqual(before);
  });

  it('takes in a line that was set aside and is good by now, at its place', async () => {
    const chain = extended([], [...LINES.slice(0, 2), ...LINES.slice(5, 8)]);
    await signOnWith(database, { chain, epoch: 1, trail: [] });
    await sendLines(database, chain, 1);
    const whole = await standingOf(database, SENDING_STATION);
    const [line] = chain.slice(2, 3);
    const row = { station_id: SENDING_STATION, epoch: 1, seq: 3, hash: line?.hash ?? '' };
    const aside = { ...row, reason: 'body-invalid', line: JSON.stringify(line), received_at_ms: 9 };
    await database.insertInto('quarantine').values(aside).execute();
    await rebuildUpdateStandings(database);
    expect(await reapplyLine(database, { station: SENDING_STATION, epoch: 1, seq: 3 })).toEqual({
      kind: 'applied',
    });
    expect(await standingOf(database, SENDING_STATION)).toEqual(whole);
  });

  it('sets a line aside that says nothing of an update', async () => {
    const chain = extended([], [{ kind: 'update-begun', body: { version: 7 } }]);
    await signOnWith(database, { chain, epoch: 1, trail: [] });
    expect(await sendLines(database, chain, 1)).toMatchObject({ quarantined: 1 });
    expect(await standingOf(database, SENDING_STATION)).toEqual({});
  });

  it('is the same when it is reckoned anew, whatever the lines', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...LINES), { minLength: 1, maxLength: 20 }),
        async (lines) => {
          await using fresh = await openHubDatabase(':memory:');
          await enrolStation(fresh);
          await sendChain(fresh, { chain: extended([], lines), epoch: 1, trail: [] });
          const kept = await standingOf(fresh, SENDING_STATION);
          await fresh.deleteFrom('update_standings').execute();
          await rebuildUpdateStandings(fresh);
          const rebuilt = await standingOf(fresh, SENDING_STATION);
          expect(JSON.parse(JSON.stringify(rebuilt))).toEqual(JSON.parse(JSON.stringify(kept)));
        },
      ),
      { numRuns: 40 },
    );
  });
});
