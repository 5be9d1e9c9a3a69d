/**
 * Never more stations are told than the open groups have; no group that is open closes again; errors
 * at their threshold always stop it; and the same facts give the same decision.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Release } from '../../../agent/core/update/release.ts';
import { testStation } from '../../../test/support/test-rollout.ts';
import { testEntitlement } from '../../../test/support/test-vendor.ts';
import { decide, hasHole, tallyOf, waitingOf, type Fleet } from './decide.ts';
import { groupOf } from './group-of.ts';
import type { RolloutStation } from './outlook.ts';
import type { GroupPick, Rollout, RolloutGroup, RolloutState } from './rollout.ts';
import { UPDATE_WORDS, type UpdateSaid, type UpdateWord } from './update-standing.ts';

const NOW_MS = Date.parse('2026-11-30T12:00:00Z');
const MINUTE_MS = 60_000;
const CANARIES: GroupPick = { kind: 'tag', tag: 'canary' };
const EVERYBODY: GroupPick = { kind: 'percent', percent: 100 };

function release(version: string, differs: Partial<Release> = {}): Release {
  return {
    version,
    channel: 'stable',
    platform: 'linux-x64',
    releasedAt: '2026-11-25T00:00:00.000Z',
    class: 'feature',
    floor: '1.0.0',
    securityFloor: '0.0.0',
    runtime: 'node-24',
    ...differs,
  };
}

function group(name: string, pick: GroupPick, differs: Partial<RolloutGroup> = {}): RolloutGroup {
  const successes = { kind: 'percent', percent: 50 } as const;
  const errors = { kind: 'count', count: 2 } as const;
  return { name, picks: [pick], successes, errors, ...differs };
}

const GROUPS = [group('canaries', CANARIES), group('rest', EVERYBODY)];

function rollout(differs: Partial<Rollout> = {}, groups = GROUPS): Rollout {
  const times = { silenceTimeoutMs: 30 * MINUTE_MS };
  const plan = { channel: 'stable', version: '1.2.0', mode: 'forced', ...times, groups } as const;
  const by = { madeBy: 'Ana', madeByUser: 'u1' };
  return { rollout: 'r1', plan, state: 'running', openGroups: 1, ...by, ...differs };
}

const ENTITLEMENT = testEntitlement();

function station(id: string, differs: Partial<RolloutStation> = {}): RolloutStation {
  return testStation(NOW_MS, { station: id, ...differs });
}

/** Told of the release, and since then it has said this. */
function told(id: string, word?: UpdateWord, differs: Partial<UpdateSaid> = {}): RolloutStation {
  const said: UpdateSaid | undefined =
    word === undefined
      ? undefined
      : { word, version: '1.2.0', epoch: 1, seq: 9, atMs: NOW_MS, heardAtMs: NOW_MS, ...differs };
  const running = word === 'confirmed' || word === 'on-trial' ? '1.2.0' : '1.1.0';
  const trial = word === 'on-trial' ? { version: '1.2.0', from: '1.1.0' } : undefined;
  const order = { version: '1.2.0', group: 0, atMs: NOW_MS, isOvertaken: false };
  return station(id, {
    tags: ['canary'],
    running,
    standing: { running, said, trial },
    told: { ...order, isWithdrawn: false },
  });
}

function fleet(stations: readonly RolloutStation[], differs: Partial<Fleet> = {}): Fleet {
  return { stations, releases: [release('1.2.0')], isYanked: false, ...differs };
}

const canary = (id: string): RolloutStation => station(id, { tags: ['canary'] });

describe('a rollout', () => {
  it.each(['draft', 'awaiting-approval', 'paused', 'done'] as const)(
    'that is %s tells nobody anything',
    (state) => {
      const decision = decide(rollout({ state }), fleet([canary('a'), station('b')]), NOW_MS);
      expect(decision).toMatchObject({ orders: [], changes: [], withdrawals: [] });
    },
  );

  it('tells its first group alone', () => {
    const { orders, changes } = decide(rollout(), fleet([canary('a'), station('b')]), NOW_MS);
    expect(orders).toEqual([{ station: 'a', group: 0, version: '1.2.0' }]);
    expect(changes).toEqual([]);
  });

  it('opens the next group once enough of the one before run it', () => {
    const stations = [told('a', 'confirmed'), told('b', 'ready'), station('c')];
    const { orders, changes } = decide(rollout(), fleet(stations), NOW_MS);
    expect(changes).toEqual([{ kind: 'group-opened', group: 1 }]);
    expect(orders).toEqual([{ station: 'c', group: 1, version: '1.2.0' }]);
  });

  it('does not count one that is on trial as one that runs it', () => {
    const stations = [told('a', 'on-trial'), station('c')];
    expect(decide(rollout(), fleet(stations), NOW_MS).changes).toEqual([]);
  });

  it('puts the latest release a station is entitled to in the place of one it is not, once', () => {
    const late = release('1.3.0', { releasedAt: '2028-01-01T00:00:00.000Z' });
    const releases = [release('1.2.0'), late];
    const above = station('a', { tags: ['canary'], running: '1.3.0' });
    const { orders } = decide(rollout(), fleet([above], { releases }), NOW_MS);
    expect(orders).toEqual([{ station: 'a', group: 0, version: '1.2.0' }]);
    const order = { version: '1.2.0', group: 0, atMs: NOW_MS, isOvertaken: false };
    const again = { ...above, told: { ...order, isWithdrawn: false } };
    expect(decide(rollout(), fleet([again], { releases }), NOW_MS).orders).toEqual([]);
    const entitled = fleet([above], { releases: [release('1.2.0'), release('1.3.0')] });
    expect(decide(rollout(), entitled, NOW_MS).orders).toEqual([]);
  });

  it('stops at its error threshold, and takes back what has not begun', () => {
    const stations = [told('a', 'rolled-back'), told('b', 'ready'), told('c', 'begun')];
    const one = decide(rollout(), fleet(stations), NOW_MS);
    expect(one.changes).toEqual([]);
    const failed = [...stations, told('d', 'failing', { code: 'tampered-target' })];
    const { changes, withdrawals, orders } = decide(rollout(), fleet(failed), NOW_MS);
    const halt = { kind: 'errors', group: 0, errors: 2, size: 4 };
    expect(changes).toEqual([{ kind: 'stopped', halt }]);
    expect([withdrawals, orders]).toEqual([['b'], []]);
  });

  it('counts a share of those it can reach, not of all', () => {
    const groups = [group('all', EVERYBODY, { errors: { kind: 'percent', percent: 50 } })];
    const barred = ['x', 'y', 'z'].map((id) => station(id, { entitlement: undefined }));
    const stations = [told('a', 'rolled-back'), told('b', 'ready'), ...barred];
    const { changes } = decide(rollout({}, groups), fleet(stations), NOW_MS);
    const halt = { kind: 'errors', group: 0, errors: 1, size: 2 };
    expect(changes).toEqual([{ kind: 'stopped', halt }]);
  });

  it('counts silence as a failure, from the time at which the hub heard the last', () => {
    const silent = [told('a', 'begun'), told('b', 'on-trial')];
    const timeoutMs = rollout().plan.silenceTimeoutMs;
    expect(decide(rollout(), fleet(silent), NOW_MS + timeoutMs - 1).changes).toEqual([]);
    const { changes, rows } = decide(rollout(), fleet(silent), NOW_MS + timeoutMs);
    expect(changes).toMatchObject([{ kind: 'stopped' }]);
    expect(rows.map(({ outlook }) => outlook)).toMatchObject([
      { kind: 'failed', reason: 'silent' },
      { kind: 'failed', reason: 'silent' },
    ]);
  });

  it('does not take what a station said before it was told for an answer', () => {
    const before = told('a', 'rolled-back');
    const order = { version: '1.2.0', group: 0, atMs: 1, isOvertaken: false, isWithdrawn: false };
    const again = { ...before, told: { ...order, after: { epoch: 1, seq: 9 } } };
    const [row] = decide(rollout(), fleet([again]), NOW_MS).rows;
    expect(row?.outlook).toEqual({ kind: 'told', version: '1.2.0' });
  });

  it('tells those anew whose failure was forgiven for another try, and leaves the others', () => {
    const [a, b] = [told('a', 'rolled-back'), told('b', 'rolled-back')];
    const stations = [forgiven(a, 'retry'), forgiven(b, 'leave')];
    const { orders, changes } = decide(rollout(), fleet(stations), NOW_MS);
    expect(orders).toEqual([{ station: 'a', group: 0, version: '1.2.0' }]);
    expect(changes).toEqual([]);
  });

  it('goes over the floor, step by step', () => {
    const releases = [release('1.2.0', { floor: '1.1.5' }), release('1.1.5')];
    const { orders } = decide(rollout(), fleet([canary('a')], { releases }), NOW_MS);
    expect(orders).toEqual([{ station: 'a', group: 0, version: '1.1.5' }]);
    const after: RolloutStation = {
      ...canary('a'),
      running: '1.1.5',
      told: { version: '1.1.5', group: 0, atMs: 1, isOvertaken: false, isWithdrawn: false },
    };
    const next = decide(rollout(), fleet([after], { releases }), NOW_MS);
    expect(next.orders).toEqual([{ station: 'a', group: 0, version: '1.2.0' }]);
  });

  it.each([
    ['licence-state', { entitlement: undefined }, {}],
    ['not-entitled', {}, { releasedAt: '2028-01-01T00:00:00.000Z' }],
    ['below-security-floor', {}, { securityFloor: '2.0.0' }],
    ['below-floor', {}, { floor: '1.1.9' }],
    ['not-published', { platform: 'linux-arm64' }, {}],
    ['revoked', { isRevoked: true }, {}],
  ] as const)('says %s of a station that may not have it', (reason, differs, signed) => {
    const one = station('a', { tags: ['canary'], ...differs });
    const { rows, orders } = decide(
      rollout(),
      fleet([one], { releases: [release('1.2.0', signed)] }),
      NOW_MS,
    );
    expect(rows[0]?.outlook).toMatchObject({ kind: 'barred', reason });
    expect(orders).toEqual([]);
  });

  it('takes its release back: who has not begun is called back, and nobody is told any more', () => {
    const stations = [canary('a'), told('b', 'ready'), told('c', 'begun'), told('d', 'confirmed')];
    const yanked = fleet(stations, { isYanked: true, releases: [] });
    const { orders, withdrawals, changes, rows } = decide(rollout(), yanked, NOW_MS);
    expect([orders, withdrawals]).toEqual([[], ['b']]);
    expect(changes).toEqual([{ kind: 'stopped', halt: { kind: 'yanked' } }]);
    expect(rows.map(({ outlook }) => outlook.kind)).toEqual([
      'barred',
      'ready',
      'installing',
      'has',
    ]);
  });

  it('is done once everybody it can reach has it', () => {
    const stations = [told('a', 'confirmed'), station('b', { entitlement: undefined })];
    const { changes } = decide(rollout(), fleet(stations), NOW_MS);
    expect(changes).toEqual([{ kind: 'group-opened', group: 1 }, { kind: 'done' }]);
  });

  it.each([
    ['nobody-picked', []],
    ['nobody-reachable', [canary('a')].map((one) => ({ ...one, platform: undefined }))],
    ['nobody-reachable', [canary('a')].map((one) => ({ ...one, entitlement: undefined }))],
  ] as const)('does not go beyond a group with %s in it', (reason, canaries) => {
    const stations = [...canaries, station('x'), station('y')];
    const { orders, changes, rows } = decide(rollout({ openGroups: 0 }), fleet(stations), NOW_MS);
    expect([orders, changes]).toEqual([[], [{ kind: 'group-opened', group: 0 }]]);
    expect(waitingOf(rollout(), rows)).toEqual({ group: 0, reason });
  });

  it('ends where the groups that are left have nobody in them', () => {
    const groups = [...GROUPS, group('east', { kind: 'tag', tag: 'east' })];
    const { changes, rows } = decide(rollout({}, groups), fleet([told('a', 'confirmed')]), NOW_MS);
    expect(changes).toEqual([{ kind: 'group-opened', group: 1 }, { kind: 'done' }]);
    expect(hasHole(rollout({}, groups), rows)).toBe(false);
  });

  it('does not end where it has picked nobody at all', () => {
    const { changes, rows } = decide(rollout(), fleet([]), NOW_MS);
    expect(changes).toEqual([]);
    expect(waitingOf(rollout({ openGroups: 2 }), rows)?.reason).toBe('nobody-picked');
  });

  it('waits for stations that have not been heard of', () => {
    const stations = [told('a', 'confirmed'), station('b', { platform: undefined })];
    const { changes } = decide(rollout({ openGroups: 2 }), fleet(stations), NOW_MS);
    expect(changes).toEqual([]);
  });
});

describe('the share of a group', () => {
  it('is about as many as it says, and the same ones every time', () => {
    const groups = [group('some', { kind: 'percent', percent: 10 }), group('rest', EVERYBODY)];
    const stations = Array.from({ length: 2_000 }, (_, index) => station(`till-${index}`));
    const places = stations.map((one) => groupOf(rollout({}, groups), one));
    expect(places).toEqual(stations.map((one) => groupOf(rollout({}, groups), one)));
    const some = places.filter((place) => place === 0).length;
    expect(some).toBeGreaterThan(140);
    expect(some).toBeLessThan(260);
  });

  it('only grows with the percentage', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 0, max: 99 }),
        (id, percent, more) => {
          const at = (share: number): number | undefined =>
            groupOf(
              rollout({}, [group('g', { kind: 'percent', percent: Math.min(share, 100) })]),
              station(id),
            );
          expect(at(percent) !== 0 || at(percent + more) === 0).toBe(true);
        },
      ),
    );
  });
});

function forgiven(one: RolloutStation, pardon: 'retry' | 'leave'): RolloutStation {
  return one.told === undefined ? one : { ...one, told: { ...one.told, pardon } };
}

const anyStation = fc
  .record({
    isCanary: fc.boolean(),
    isLicensed: fc.boolean(),
    isTold: fc.boolean(),
    word: fc.option(fc.constantFrom(...UPDATE_WORDS), { nil: undefined }),
    code: fc.constantFrom('disk', 'tampered-target', 'not-entitled'),
    heardAgoMs: fc.integer({ min: 0, max: 60 * MINUTE_MS }),
  })
  .map(({ isCanary, isLicensed, isTold, word, code, heardAgoMs }) => (id: string) => {
    const heardAtMs = NOW_MS - heardAgoMs;
    const one = isTold ? told(id, word, { code, heardAtMs }) : station(id);
    const entitlement = isLicensed ? ENTITLEMENT : undefined;
    return station(id, { ...one, tags: isCanary ? ['canary'] : [], entitlement });
  });

const anyFleet = fc
  .array(anyStation, { maxLength: 12 })
  .map((makers) => fleet(makers.map((make, index) => make(`till-${index}`))));

const anyState = fc.constantFrom<RolloutState>('running', 'paused', 'stopped', 'aborted', 'draft');

describe('whatever the fleet says', () => {
  it('nobody is told outside the open groups, and nobody twice', () => {
    fc.assert(
      fc.property(anyFleet, anyState, fc.integer({ min: 1, max: 2 }), (some, state, openGroups) => {
        const { orders, changes, rows } = decide(rollout({ state, openGroups }), some, NOW_MS);
        const opened = changes.filter(({ kind }) => kind === 'group-opened').length;
        for (const order of orders) expect(order.group).toBeLessThan(openGroups + opened);
        const known = rows.filter(({ group: place }) => place < openGroups + opened).length;
        expect(orders.length).toBeLessThanOrEqual(known);
        expect(new Set(orders.map(({ station: id }) => id)).size).toBe(orders.length);
        expect(orders.length === 0 || state === 'running').toBe(true);
      }),
    );
  });

  it('errors at a threshold stop it, and below it they do not', () => {
    fc.assert(
      fc.property(anyFleet, (some) => {
        const { orders, changes, rows } = decide(rollout(), some, NOW_MS);
        const isOver = GROUPS.some((_, place) => tallyOf(rows, place).errors >= 2);
        expect(changes.some(({ kind }) => kind === 'stopped')).toBe(isOver);
        expect(isOver && orders.length > 0).toBe(false);
      }),
    );
  });

  it('the same facts give the same decision, in whatever order the stations come', () => {
    fc.assert(
      fc.property(anyFleet, (some) => {
        const first = decide(rollout(), some, NOW_MS);
        expect(decide(rollout(), some, NOW_MS)).toEqual(first);
        const turned = { ...some, stations: some.stations.toReversed() };
        const other = decide(rollout(), turned, NOW_MS);
        expect(other.orders.toReversed()).toEqual(first.orders);
        expect(other.changes).toEqual(first.changes);
      }),
    );
  });
});
