/** What a till that nobody orders anything knows of what it may have, and how often it asks. */
import { beforeEach, describe, expect, it } from 'vitest';
import { testOrder, testRelease } from '../../../test/support/test-release.ts';
import { testEntitlement } from '../../../test/support/test-vendor.ts';
import { CLOCK_TOLERANCE_MS, NO_EVIDENCE } from '../entitlement/clock-evidence.ts';
import type { Entitlement } from '../entitlement/entitlement.ts';
import { licenceStatus } from '../entitlement/licence-status.ts';
import { stepUpdating } from './step-updating.ts';
import {
  NO_UPDATE,
  type UpdateAnswer,
  type UpdateEvent,
  type UpdateFacts,
  type Updating,
} from './updating.ts';

const NOW_MS = Date.parse('2028-06-01T12:00:00Z');
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const COVERED = testRelease('1.1.0', { releasedAt: '2027-03-01T00:00:00.000Z' });
const LATER = testRelease('1.2.0', { releasedAt: '2028-03-01T00:00:00.000Z' });
const WATCHED = { kind: 'watched' } as const;
const SEEN = { kind: 'releases-seen', releases: [COVERED, LATER] } as const;
const FAULT = {
  kind: 'faulted',
  stage: 'look',
  code: 'unreachable',
  detail: 'no line',
} as const;

let updating: Updating;
let facts: UpdateFacts;
let effects: readonly string[];

beforeEach(() => {
  updating = NO_UPDATE;
  effects = [];
  facts = {
    nowMs: NOW_MS,
    station: 'till-1',
    installed: '1.0.0',
    platform: 'linux-x64',
    isInstalled: true,
    isBusy: true,
    ...licensed(1),
  };
});

/** Covered until November 2027. */
function licensed(n: number, differs: Partial<Entitlement> = {}) {
  const entitlement = testEntitlement({ generation: { keyEpoch: 1, n }, ...differs });
  return { entitlement, status: statusOf(entitlement) };
}

function statusOf(entitlement: Entitlement | undefined) {
  return licenceStatus({
    entitlement,
    clockMs: NOW_MS,
    evidence: NO_EVIDENCE,
    clockToleranceMs: CLOCK_TOLERANCE_MS,
    unlicensedMs: 0,
    activationGraceDays: 30,
  });
}

function send(event: UpdateEvent, differs: Partial<UpdateFacts> = {}): UpdateAnswer {
  facts = { ...facts, ...differs };
  const step = stepUpdating(updating, event, facts);
  ({ updating } = step);
  effects = step.effects.map(({ kind }) => kind);
  return step.answer;
}

describe('a till that was never ordered anything', () => {
  it('looks, and knows by name the latest release it is entitled to', () => {
    send(WATCHED);
    expect(effects).toEqual(['look-at-releases']);
    send(SEEN);
    expect(updating).toMatchObject({ latest: '1.1.0', phase: { kind: 'idle' } });
    expect(effects).toEqual([]);
  });

  it('looks once a day', () => {
    send(WATCHED);
    send(SEEN);
    send(WATCHED, { nowMs: NOW_MS + DAY_MS - 1 });
    expect(effects).toEqual([]);
    send(WATCHED, { nowMs: NOW_MS + DAY_MS });
    expect(effects).toEqual(['look-at-releases']);
  });

  it('keeps what it knew where nobody answers, says so, and looks again in half an hour', () => {
    send(WATCHED);
    send(SEEN);
    send(WATCHED, { nowMs: NOW_MS + DAY_MS });
    send(FAULT);
    expect(updating).toMatchObject({ latest: '1.1.0', look: { fault: 'unreachable' } });
    send(WATCHED, { nowMs: NOW_MS + DAY_MS + 29 * MINUTE_MS });
    expect(effects).toEqual([]);
    send(WATCHED, { nowMs: NOW_MS + DAY_MS + 30 * MINUTE_MS });
    expect(effects).toEqual(['look-at-releases']);
  });

  it('is not held up by a clock that was far ahead', () => {
    send(WATCHED, { nowMs: NOW_MS + 3_650 * DAY_MS });
    send(SEEN);
    send(WATCHED, { nowMs: NOW_MS });
    expect(effects).toEqual(['look-at-releases']);
  });

  it('looks at once where somebody asks, and at the medium that somebody shows', () => {
    send(WATCHED);
    send(SEEN);
    expect(send({ kind: 'asked', what: 'check', client: 'cli' })).toEqual({ kind: 'done' });
    expect(effects).toEqual(['look-at-releases']);
    const { effects: shown } = stepUpdating(updating, { kind: 'shown', folder: '/media' }, facts);
    expect(shown).toMatchObject([{ kind: 'look-at-releases', folder: '/media' }]);
  });
});

describe('another licence', () => {
  it('is looked at anew, and what was known for the one before is not said any more', () => {
    send(WATCHED);
    send(SEEN);
    const renewed = [{ from: '2026-11-22', to: '2028-11-22' }];
    send(WATCHED, licensed(2, { maintenance: renewed }));
    expect(effects).toEqual(['look-at-releases']);
    expect(updating.latest).toBeUndefined();
    send(SEEN);
    expect(updating.latest).toBe('1.2.0');
  });

  it('that withdraws it leaves nothing to be entitled to', () => {
    send(WATCHED, licensed(2, { revocation: { on: '2028-05-01', reason: 'unpaid' } }));
    send(SEEN);
    expect(updating.latest).toBeUndefined();
  });

  it('that is gone takes along what was known', () => {
    send(WATCHED);
    send(SEEN);
    send(WATCHED, { entitlement: undefined, status: statusOf(undefined) });
    expect(effects).toEqual([]);
    expect(updating.latest).toBeUndefined();
    expect(send({ kind: 'asked', what: 'check', client: 'cli' })).toMatchObject({
      code: 'no-update-ordered',
    });
  });
});

describe('a look', () => {
  it('breaks off nothing that is under way', () => {
    send({ kind: 'ordered', order: testOrder('1.1.0'), source: 'hub' });
    expect(updating.phase.kind).toBe('checking');
    send(WATCHED);
    send({ kind: 'shown', folder: '/media' });
    expect(effects).toEqual([]);
    send({ kind: 'started', trial: { version: '1.1.0', from: '1.0.0' }, rollbacks: [] });
    send(WATCHED);
    expect(effects).toEqual([]);
  });

  it('is made by nobody that can install nothing', () => {
    send(WATCHED, { isInstalled: false });
    expect(effects).toEqual([]);
  });

  it('is as good as the one that an order takes', () => {
    const order = testOrder('1.1.0');
    send({ kind: 'ordered', order, source: 'hub' });
    const { counter: of } = order;
    send({ kind: 'checked', of, release: COVERED, releases: [COVERED, LATER] });
    send({ kind: 'fetched', of, version: '1.1.0' });
    expect(updating.phase.kind).toBe('ready');
    send(WATCHED);
    expect(effects).toEqual([]);
  });

  it('that came to nothing says nothing of the order', () => {
    send({ kind: 'ordered', order: testOrder('1.1.0'), source: 'hub' });
    send(FAULT);
    expect(updating.phase).toEqual({ kind: 'checking', attempts: 1 });
  });
});
