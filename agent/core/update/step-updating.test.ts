/** The update from order to proof: refusals first, then what waits for what, then any order of events. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { testOrder, testRelease } from '../../../test/support/test-release.ts';
import { testEntitlement } from '../../../test/support/test-vendor.ts';
import { CLOCK_TOLERANCE_MS, NO_EVIDENCE } from '../entitlement/clock-evidence.ts';
import { licenceStatus } from '../entitlement/licence-status.ts';
import type { LineDraft } from '../journal-line.ts';
import { isMakingWay, stepUpdating } from './step-updating.ts';
import { LOCK_MAX_MS, lockHeld } from './update-lock.ts';
import type { UpdateOrder } from './update-order.ts';
import {
  NO_UPDATE,
  type UpdateAnswer,
  type UpdateEffect,
  type UpdateEvent,
  type UpdateFacts,
  type Updating,
} from './updating.ts';

const NIGHT = {
  zone: 'UTC',
  weekly: [{ days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 60, toMinute: 300 }],
  closures: [],
};
const NOON_MS = Date.parse('2026-06-01T12:00:00Z');
const MINUTE_MS = 60_000;
const MAINTENANCE = [{ from: '2026-01-01', to: '2027-01-01' }];

let updating: Updating;
let lines: LineDraft[];
let effects: UpdateEffect[];
let facts: UpdateFacts;

beforeEach(() => {
  updating = NO_UPDATE;
  lines = [];
  effects = [];
  const entitlement = testEntitlement({ installedOn: '2026-01-01', maintenance: MAINTENANCE });
  facts = {
    nowMs: NOON_MS,
    station: 'till-1',
    installed: '1.0.0',
    platform: 'linux-x64',
    isInstalled: true,
    isBusy: false,
    entitlement,
    status: licenceStatus({
      entitlement,
      clockMs: NOON_MS,
      evidence: NO_EVIDENCE,
      clockToleranceMs: CLOCK_TOLERANCE_MS,
      unlicensedMs: 0,
      activationGraceDays: 30,
    }),
  };
});

function send(event: UpdateEvent, differs: Partial<UpdateFacts> = {}): UpdateAnswer {
  facts = { ...facts, ...differs };
  const step = stepUpdating(updating, event, facts);
  updating = step.updating;
  lines.push(...step.lines);
  effects = [...step.effects];
  return step.answer;
}

function order(version: string, differs: Partial<UpdateOrder> = {}): UpdateAnswer {
  return send({ kind: 'ordered', order: testOrder(version, differs), source: 'hub' });
}

function check(version: string, differs: Parameters<typeof testRelease>[1] = {}): void {
  const release = testRelease(version, differs);
  send({ kind: 'checked', of: counter(), release, releases: [release] });
}

/** Of the order that is worked at. */
function counter(): UpdateOrder['counter'] {
  return updating.order?.counter ?? { keyEpoch: 0, n: 0 };
}

/** Until it lies on the disk. */
function fetched(version: string, differs: Partial<UpdateOrder> = {}): void {
  order(version, differs);
  check(version);
  send({ kind: 'fetched', of: counter(), version });
}

function kinds(): readonly string[] {
  return lines.map(({ kind }) => kind);
}

const FIRST_COUNTER = { keyEpoch: 1, n: 1 } as const;
const fault = {
  kind: 'faulted',
  of: FIRST_COUNTER,
  stage: 'fetch',
  code: 'unreachable',
  detail: 'gone',
} as const;
const looked = { kind: 'looked' } as const;

describe('an order is refused', () => {
  it.each([
    ['wrong-station', { station: 'till-2' }, {}],
    ['not-installed', {}, { isInstalled: false }],
  ] as const)('as %s', (reason, differs, given) => {
    facts = { ...facts, ...given };
    expect(order('1.1.0', differs)).toEqual({ kind: 'update-order-refused', reason });
    expect(lines).toMatchObject([{ kind: 'update-order-refused', body: { code: reason } }]);
    expect(effects).toEqual([]);
  });

  it('as replayed, where its counter is not above the last one taken', () => {
    order('1.2.0', { counter: { keyEpoch: 1, n: 5 } });
    for (const n of [4, 5]) {
      expect(order('1.1.0', { counter: { keyEpoch: 1, n } })).toMatchObject({ reason: 'replayed' });
    }
    expect(order('1.1.0', { counter: { keyEpoch: 2, n: 1 } })).toEqual({ kind: 'done' });
  });

  it('as replayed, long after what it named was installed', () => {
    fetched('1.1.0', { counter: { keyEpoch: 1, n: 1 } });
    send(
      { kind: 'started', trial: { version: '1.1.0', from: '1.0.0' }, rollbacks: [] },
      { installed: '1.1.0' },
    );
    send({ kind: 'healthy' });
    order('1.2.0', { counter: { keyEpoch: 1, n: 2 } });
    expect(order('1.1.0')).toMatchObject({ reason: 'replayed' });
  });

  it('without a name where its signature did not hold', () => {
    send({ kind: 'order-rejected', code: 'tampered', source: 'hub' });
    expect(lines).toEqual([
      { kind: 'update-order-refused', body: { code: 'tampered', source: 'hub' } },
    ]);
    expect(updating).toBe(NO_UPDATE);
  });
});

describe('what is signed twice and not covered', () => {
  it('is refused before a byte of it is downloaded', () => {
    order('1.1.0');
    expect(effects).toMatchObject([{ kind: 'check-release' }]);
    check('1.1.0', { releasedAt: '2027-03-01T00:00:00.000Z' });
    expect(effects).toEqual([]);
    expect(lines.at(-1)).toMatchObject({ kind: 'update-refused', body: { code: 'not-entitled' } });
    expect(updating.phase).toEqual({ kind: 'idle' });
  });

  it('names the latest release that is', () => {
    order('2.0.0');
    const late = testRelease('2.0.0', { releasedAt: '2027-03-01T00:00:00.000Z' });
    send({ kind: 'checked', of: counter(), release: late, releases: [testRelease('1.4.0'), late] });
    expect(lines.at(-1)).toMatchObject({ body: { latest: '1.4.0' } });
    expect(updating.latest).toBe('1.4.0');
  });

  it('keeps the security floor it saw, also of a release it may not have', () => {
    order('1.1.0');
    const late = testRelease('2.0.0', {
      releasedAt: '2027-03-01T00:00:00.000Z',
      securityFloor: '1.2.0',
    });
    send({
      kind: 'checked',
      of: counter(),
      release: testRelease('1.1.0'),
      releases: [testRelease('1.1.0'), late],
    });
    expect(lines.at(-1)).toMatchObject({ body: { code: 'below-security-floor' } });
    order('1.1.5', { counter: { keyEpoch: 1, n: 2 } });
    check('1.1.5');
    expect(lines.at(-1)).toMatchObject({ body: { code: 'below-security-floor' } });
  });
});

describe('a fault on the way', () => {
  it('is tried again, later each time, and at most six hours later', () => {
    order('1.1.0');
    const waitsMs: number[] = [];
    for (let attempt = 0; attempt < 12; attempt += 1) {
      send({ ...fault, stage: 'check' });
      const { phase } = updating;
      const retryAtMs = phase.kind === 'waiting-to-retry' ? phase.retryAtMs : 0;
      waitsMs.push(retryAtMs - facts.nowMs);
      send(looked, { nowMs: retryAtMs - 1 });
      expect(effects).toEqual([]);
      send(looked, { nowMs: retryAtMs });
      expect(effects).toMatchObject([{ kind: 'check-release' }]);
    }
    expect(waitsMs.slice(0, 3)).toEqual([MINUTE_MS, 2 * MINUTE_MS, 4 * MINUTE_MS]);
    expect(Math.max(...waitsMs)).toBe(6 * 60 * MINUTE_MS);
  });

  it('is begun again by a program that was restarted in the middle', () => {
    order('1.1.0');
    check('1.1.0');
    send({ kind: 'started', rollbacks: [] });
    expect(effects).toMatchObject([{ kind: 'check-release', order: { rollout: 'r1' } }]);
  });
});

describe('what came of an order before', () => {
  it('says nothing of the one that is worked at now', () => {
    order('1.2.0');
    order('1.3.0', { counter: { keyEpoch: 1, n: 2 } });
    send({ ...fault, stage: 'check', code: 'tampered-target' });
    expect(updating.phase.kind).toBe('checking');
    send({ kind: 'checked', of: FIRST_COUNTER, release: testRelease('1.2.0'), releases: [] });
    expect(updating.phase.kind).toBe('checking');
    check('1.3.0');
    send({ kind: 'fetched', of: FIRST_COUNTER, version: '1.3.0' });
    expect(updating.phase.kind).toBe('fetching');
  });
});

describe('the same order again', () => {
  it('on a medium is had from there, where the network did not give it', () => {
    order('1.1.0');
    send({ ...fault, stage: 'check' });
    const same = { kind: 'ordered', order: testOrder('1.1.0'), source: 'file' } as const;
    expect(send({ ...same, folder: '/media/usb' })).toEqual({ kind: 'done' });
    expect(effects).toMatchObject([{ kind: 'check-release', folder: '/media/usb' }]);
    expect(lines.filter(({ kind }) => kind === 'update-ordered')).toHaveLength(1);
  });

  it('is looked at again where it was refused, and is no news where it runs', () => {
    order('1.1.0');
    check('1.1.0', { releasedAt: '2027-03-01T00:00:00.000Z' });
    order('1.1.0');
    expect(effects).toMatchObject([{ kind: 'check-release' }]);
    send({ kind: 'started', rollbacks: [] }, { installed: '1.1.0' });
    order('1.1.0');
    expect(effects).toEqual([]);
  });

  it('is looked at again at once when somebody asks', () => {
    order('1.1.0');
    send({ ...fault, stage: 'check' });
    send({ kind: 'asked', what: 'check', client: 'cli' });
    expect(effects).toMatchObject([{ kind: 'check-release' }]);
  });
});

describe('a clock that was far ahead and is put right', () => {
  const AHEAD_MS = Date.parse('2099-01-01T00:00:00Z');

  it('holds no update up by a lock taken under it', () => {
    send({ kind: 'locked', client: 'pos', reason: 'x', forMs: MINUTE_MS }, { nowMs: AHEAD_MS });
    facts = { ...facts, nowMs: NOON_MS };
    fetched('1.1.0');
    expect(effects).toMatchObject([{ kind: 'hand-over' }]);
  });

  it('has nothing wait for decades to be tried again', () => {
    facts = { ...facts, nowMs: AHEAD_MS };
    order('1.1.0');
    send({ ...fault, stage: 'check' });
    send(looked, { nowMs: NOON_MS });
    expect(effects).toMatchObject([{ kind: 'check-release' }]);
  });
});

describe('a version that is ready', () => {
  it('does not begin where its licence was withdrawn while it waited', () => {
    fetched('1.1.0', { window: NIGHT });
    const { entitlement } = facts;
    const status = { ...facts.status, state: 'revoked' } as const;
    send(looked, { nowMs: Date.parse('2026-06-02T01:00:00Z'), entitlement, status });
    expect(effects).toEqual([]);
    expect(lines.at(-1)).toMatchObject({ kind: 'update-refused', body: { code: 'licence-state' } });
  });

  it('begins at once where it is forced and nothing is in the way', () => {
    fetched('1.1.0');
    expect(effects).toEqual([{ kind: 'hand-over', version: '1.1.0' }]);
    expect(isMakingWay(updating)).toBe(true);
    expect(kinds()).toEqual(['update-ordered', 'update-approved', 'update-ready', 'update-begun']);
  });

  it('keeps how things stood, for the next program to be measured by', () => {
    const working = { devicesUp: ['coins'], isHubReached: true };
    facts = { ...facts, working };
    fetched('1.1.0');
    expect(updating.before).toEqual(working);
  });

  it('that the supervisor does not take over is tried again later', () => {
    fetched('1.1.0');
    send({ ...fault, stage: 'hand-over', code: 'not-taken-over' });
    expect(lines.at(-1)).toMatchObject({ kind: 'update-failed', body: { stage: 'hand-over' } });
    expect(isMakingWay(updating)).toBe(false);
    send(looked, { nowMs: NOON_MS + MINUTE_MS });
    expect(effects).toMatchObject([{ kind: 'check-release' }]);
  });

  it('waits for the end of a sale', () => {
    facts = { ...facts, isBusy: true };
    fetched('1.1.0');
    send(looked);
    expect(effects).toEqual([]);
    send(looked, { isBusy: false });
    expect(effects).toMatchObject([{ kind: 'hand-over' }]);
  });

  it('waits for its window, by the till’s own reckoning', () => {
    fetched('1.1.0', { window: NIGHT });
    expect(effects).toEqual([]);
    send(looked, { nowMs: Date.parse('2026-06-02T00:59:59Z') });
    expect(effects).toEqual([]);
    send(looked, { nowMs: Date.parse('2026-06-02T01:00:00Z') });
    expect(effects).toMatchObject([{ kind: 'hand-over' }]);
  });

  it.each(['soft', 'download-only'] as const)('of mode %s waits for somebody’s word', (mode) => {
    fetched('1.1.0', { mode });
    send(looked, { nowMs: NOON_MS + LOCK_MAX_MS });
    expect(effects).toEqual([]);
    expect(send({ kind: 'asked', what: 'apply', client: 'cli' })).toEqual({ kind: 'done' });
    expect(effects).toMatchObject([{ kind: 'hand-over' }]);
  });

  it('that somebody asked for during a sale begins after it', () => {
    facts = { ...facts, isBusy: true };
    fetched('1.1.0', { mode: 'soft' });
    send({ kind: 'asked', what: 'apply', client: 'cli' });
    expect(effects).toEqual([]);
    send(looked, { isBusy: false });
    expect(effects).toMatchObject([{ kind: 'hand-over' }]);
  });

  it('cannot be asked for before it is there', () => {
    order('1.1.0', { mode: 'soft' });
    expect(send({ kind: 'asked', what: 'apply', client: 'cli' })).toEqual({
      kind: 'refused',
      code: 'no-update-ready',
    });
  });
});

describe('a lock', () => {
  const lock = { kind: 'locked', client: 'pos', reason: 'stocktaking', forMs: MINUTE_MS } as const;

  it('holds an update up by its expiry and no longer, if its holder has crashed', () => {
    send(lock);
    fetched('1.1.0');
    send(looked, { nowMs: NOON_MS + MINUTE_MS - 1 });
    expect(effects).toEqual([]);
    send(looked, { nowMs: NOON_MS + MINUTE_MS });
    expect(effects).toMatchObject([{ kind: 'hand-over' }]);
  });

  it('that is let go lets the update begin', () => {
    send(lock);
    fetched('1.1.0');
    expect(send({ kind: 'unlocked', client: 'other' })).toMatchObject({ code: 'update-lock-held' });
    send({ kind: 'unlocked', client: 'pos' });
    expect(effects).toMatchObject([{ kind: 'hand-over' }]);
  });

  it('is lengthened by its holder and by nobody else', () => {
    send(lock);
    expect(send({ ...lock, client: 'other' })).toMatchObject({ code: 'update-lock-held' });
    send(lock, { nowMs: NOON_MS + 1_000 });
    expect(lockHeld(updating, NOON_MS + MINUTE_MS)?.client).toBe('pos');
  });

  it('cannot be held for ever, and not against what has begun', () => {
    expect(send({ ...lock, forMs: LOCK_MAX_MS + 1 })).toMatchObject({
      code: 'update-lock-too-long',
    });
    fetched('1.1.0');
    expect(send(lock)).toMatchObject({ code: 'update-lock-held' });
  });

  it('stands against an operator’s word too', () => {
    send(lock);
    fetched('1.1.0', { mode: 'soft' });
    expect(send({ kind: 'asked', what: 'apply', client: 'cli' })).toMatchObject({
      code: 'update-lock-held',
    });
  });
});

describe('a new program', () => {
  const trial = { version: '1.1.0', from: '1.0.0' };

  it('is on trial until it is healthy, and then stays', () => {
    fetched('1.1.0');
    send({ kind: 'started', trial, rollbacks: [] }, { installed: '1.1.0' });
    expect(updating.phase.kind).toBe('on-trial');
    expect(isMakingWay(updating)).toBe(true);
    send({ kind: 'healthy' });
    expect(effects).toEqual([{ kind: 'confirm-trial', version: '1.1.0' }]);
    expect(kinds().slice(-2)).toEqual(['update-on-trial', 'update-confirmed']);
    expect(updating.phase).toEqual({ kind: 'idle' });
  });

  it('that was taken back is named with its evidence, and not tried again', () => {
    fetched('1.1.0');
    const rollback = {
      version: '1.1.0',
      to: '1.0.0',
      cause: 'crash-loop',
      evidence: 'boom',
    } as const;
    send({ kind: 'started', rollbacks: [rollback] });
    expect(lines.at(-1)).toEqual({ kind: 'update-rolled-back', body: rollback });
    expect(effects).toEqual([{ kind: 'forget-rollbacks', versions: ['1.1.0'] }]);
    const before = lines.length;
    send({ kind: 'started', rollbacks: [rollback] });
    expect(lines).toHaveLength(before);
    expect(effects).toEqual([{ kind: 'forget-rollbacks', versions: ['1.1.0'] }]);
    send({ kind: 'started', rollbacks: [] });
    send(looked);
    expect(effects).toEqual([]);
    order('1.1.0', { counter: { keyEpoch: 1, n: 2 } });
    expect(effects).toMatchObject([{ kind: 'check-release' }]);
  });

  it('on trial looks at an order that came meanwhile once it is confirmed', () => {
    fetched('1.1.0');
    send({ kind: 'started', trial, rollbacks: [] }, { installed: '1.1.0' });
    order('1.2.0', { counter: { keyEpoch: 1, n: 2 } });
    expect(effects).toEqual([]);
    send({ kind: 'healthy' });
    expect(effects.map(({ kind }) => kind)).toEqual(['confirm-trial', 'check-release']);
  });
});

describe('the version before', () => {
  it('comes back where somebody asks for it', () => {
    send(
      { kind: 'asked', what: 'rollback', client: 'cli', operator: 'anna' },
      { previous: '0.9.0' },
    );
    expect(effects).toEqual([{ kind: 'hand-over', version: '0.9.0' }]);
    expect(kinds()).toEqual(['update-asked', 'update-begun']);
  });

  it('that the supervisor does not take leaves the till as it was, and selling', () => {
    send({ kind: 'asked', what: 'rollback', client: 'cli' }, { previous: '0.9.0' });
    send({ ...fault, of: undefined, stage: 'hand-over', code: 'not-taken-over' });
    expect(isMakingWay(updating)).toBe(false);
    expect(lines.at(-1)).toMatchObject({ kind: 'update-failed', body: { version: '0.9.0' } });
  });

  it.each([
    ['is none', {}],
    ['is above what runs, which the licence has not been asked for', { previous: '1.1.0' }],
    ['would cut a sale off', { previous: '0.9.0', isBusy: true }],
  ] as const)('does not where there %s', (_, given) => {
    expect(send({ kind: 'asked', what: 'rollback', client: 'cli' }, given)).toMatchObject({
      code: 'no-version-to-go-back-to',
    });
    expect(effects).toEqual([]);
  });
});

describe('whatever happens in whatever order', () => {
  const version = fc.constantFrom('1.1.0', '1.2.0');
  const way = fc
    .tuple(version, fc.nat(40), fc.constantFrom('forced', 'soft', 'download-only'))
    .map(([one, n, mode]): readonly UpdateEvent[] => [
      orderedAs(one, n, mode),
      checkedAs(one, n),
      fetchedAs(one, n),
    ]);
  const single: fc.Arbitrary<UpdateEvent> = fc.oneof(
    version.map((one) => orderedAs(one, 41, 'forced')),
    fc.tuple(version, fc.nat(41)).map(([one, n]) => checkedAs(one, n)),
    fc.tuple(version, fc.nat(41)).map(([one, n]) => fetchedAs(one, n)),
    fc.constantFrom<UpdateEvent>(
      fault,
      looked,
      { kind: 'watched' },
      { kind: 'releases-seen', releases: [testRelease('1.2.0')] },
      { kind: 'healthy' },
      { kind: 'started', rollbacks: [] },
      { kind: 'asked', what: 'apply', client: 'cli' },
      { kind: 'locked', client: 'pos', reason: 'x', forMs: MINUTE_MS },
    ),
  );
  const some = fc.oneof(
    way,
    single.map((one): readonly UpdateEvent[] => [one]),
  );
  const happening = fc
    .array(some, { maxLength: 15 })
    .map((all) => all.flat())
    .chain((events) =>
      fc.tuple(
        ...events.map((event) =>
          fc.record({ event: fc.constant(event), isBusy: fc.boolean(), passMs: fc.nat(MINUTE_MS) }),
        ),
      ),
    );

  it('nothing begins during a sale, under a lock, or before it was approved and fetched', () => {
    let begun = 0;
    fc.assert(
      fc.property(happening, (all) => {
        let state: Updating = NO_UPDATE;
        let given = facts;
        const written: LineDraft[] = [];
        for (const { event: one, isBusy, passMs } of all) {
          given = { ...given, isBusy, nowMs: given.nowMs + passMs };
          const step = stepUpdating(state, one, given);
          written.push(...step.lines);
          const isBegun = step.effects.some(({ kind }) => kind === 'hand-over');
          const before = written.map(({ kind }) => kind);
          const isAllowed =
            !isBusy &&
            lockHeld(state, given.nowMs) === undefined &&
            before.includes('update-approved') &&
            before.includes('update-ready');
          expect(isBegun && !isAllowed).toBe(false);
          begun += Number(isBegun);
          state = step.updating;
        }
      }),
    );
    expect(begun).toBeGreaterThan(0);
  });
});

function orderedAs(version: string, n: number, mode: UpdateOrder['mode']): UpdateEvent {
  const order = testOrder(version, { counter: { keyEpoch: 1, n: n + 1 }, mode });
  return { kind: 'ordered', order, source: 'hub' };
}

function checkedAs(version: string, n: number): UpdateEvent {
  const release = testRelease(version);
  const of = { keyEpoch: 1, n: n + 1 };
  return { kind: 'checked', of, release, releases: [release] };
}

function fetchedAs(version: string, n: number): UpdateEvent {
  return { kind: 'fetched', of: { keyEpoch: 1, n: n + 1 }, version };
}
