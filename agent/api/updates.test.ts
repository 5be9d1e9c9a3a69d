/** The till's own update over the real API: what a POS program, a technician and a crashed holder of a lock can do. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { authorised, PAGE_TOKEN, startApiTill, type ApiTill } from '../../test/support/api-till.ts';
import { testOrder, testRelease } from '../../test/support/test-release.ts';
import { PINS } from '../../test/support/fake-book.ts';
import { FakeClock } from '../../test/support/fake-clock.ts';
import type { ReleaseInstaller } from '../shell/update-executors.ts';
import type { UpdateView } from './update-schema.ts';

const MINUTE_MS = 60_000;

type Body = Record<string, unknown>;

let clock: FakeClock;
let till: ApiTill;
let handedOver: string[];
let media: string[];

/** A repository that has everything, and a supervisor that takes every word. */
const installer: ReleaseInstaller = {
  check: async ({ order }) => {
    const release = testRelease(order.application.version, {
      releasedAt: '2026-11-01T00:00:00.000Z',
    });
    return { kind: 'checked', release, releases: [release] };
  },
  look: async () => ({ kind: 'releases-seen', releases: [] }),
  fetch: async ({ order }) => ({ kind: 'fetched', version: order.application.version }),
  handOver: async (version) => {
    handedOver.push(version);
    return undefined;
  },
  confirmTrial: async () => undefined,
  forgetRollbacks: async () => undefined,
};

beforeEach(async () => {
  handedOver = [];
  media = [];
  clock = new FakeClock(Date.parse('2026-11-25T12:00:00Z'));
  const working = { devicesUp: ['coins'], isHubReached: false };
  till = await startApiTill({
    clock,
    version: '1.0.0',
    updates: {
      installer,
      installation: () => ({ platform: 'linux-x64', previous: '0.9.0', working }),
    },
    takeMedium: async (folder) => {
      media.push(folder);
      return { kind: 'no-order' };
    },
  });
  await till.fill();
});

afterEach(async () => {
  await till[Symbol.asyncDispose]();
});

async function post(
  path: string,
  body: Body = {},
  headers: Record<string, string> = {},
): Promise<Body> {
  const response = await fetch(`${till.url}${path}`, {
    method: 'POST',
    headers: { ...authorised(), 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Body;
}

async function update(): Promise<UpdateView> {
  const response = await fetch(`${till.url}/v1/update`, { headers: authorised() });
  return (await response.json()) as UpdateView;
}

function codeOf(body: Body): unknown {
  return (body['error'] as Body | undefined)?.['code'];
}

/** Ordered, and on the disk. */
async function order(version: string, mode: 'forced' | 'soft'): Promise<void> {
  const { station } = till.shell.view().settings.licence;
  const request = {
    kind: 'ordered',
    order: testOrder(version, { station, mode }),
    source: 'hub',
  } as const;
  const isThere = Promise.withResolvers<void>();
  const stop = till.shell.subscribe(({ till: { updating } }) => {
    if (updating.phase.kind === 'ready' || updating.phase.kind === 'handing-over')
      isThere.resolve();
  });
  await till.shell.ask({ kind: 'update-requested', request });
  await isThere.promise;
  stop();
}

async function technician(): Promise<Record<string, string>> {
  const { token } = await post('/v1/operators/sign-in', {
    operatorId: 'technician',
    pin: PINS.technician,
  });
  return { 'x-tillwarden-operator': String(token) };
}

describe('an update', () => {
  test('that is soft waits for a word, and begins with it', async () => {
    await order('1.1.0', 'soft');
    expect(await update()).toMatchObject({ phase: 'ready', waitsFor: ['word'], previous: '0.9.0' });
    expect(handedOver).toEqual([]);
    await post('/v1/update/apply');
    expect(handedOver).toEqual(['1.1.0']);
  });

  test('never cuts a sale off, and no sale begins once the program makes way', async () => {
    await till.sell(100);
    await order('1.1.0', 'soft');
    await post('/v1/update/apply');
    expect(await update()).toMatchObject({ phase: 'ready', waitsFor: ['sale'] });
    expect(handedOver).toEqual([]);
    await post(`/v1/sales/${till.shell.view().sale?.saleId}/cancel`);
    await post('/v1/update/apply');
    expect(handedOver).toEqual(['1.1.0']);
    const key = { 'idempotency-key': 'late' };
    const late = await post('/v1/sales', { amountDueMinor: 100, currency: 'EUR' }, key);
    expect(codeOf(late)).toBe('update-beginning');
  });

  test('cannot be asked for where there is none', async () => {
    expect(codeOf(await post('/v1/update/apply'))).toBe('no-update-ready');
    expect(await update()).toMatchObject({ phase: 'idle', ordered: null, waitsFor: [] });
  });
});

describe('a lock', () => {
  const stocktaking = { reason: 'stocktaking', seconds: 600 };

  test('holds an update up until its program lets go', async () => {
    expect(await post('/v1/update/lock', stocktaking)).toMatchObject({
      lock: { client: 'pos', reason: 'stocktaking', until: '2026-11-25T12:10:00.000Z' },
    });
    await order('1.1.0', 'forced');
    expect(await update()).toMatchObject({ waitsFor: ['lock'] });
    const other = authorised(PAGE_TOKEN);
    expect(codeOf(await post('/v1/update/lock/release', {}, other))).toBe('update-lock-held');
    expect(codeOf(await post('/v1/update/apply', {}, other))).toBe('update-lock-held');
    await post('/v1/update/lock/release');
    expect(handedOver).toEqual(['1.1.0']);
  });

  test('of a program that has crashed delays it by its expiry and no longer', async () => {
    await post('/v1/update/lock', stocktaking);
    await order('1.1.0', 'forced');
    await clock.advance(9 * MINUTE_MS);
    expect(handedOver).toEqual([]);
    await clock.advance(MINUTE_MS + 2_000);
    expect(handedOver).toEqual(['1.1.0']);
  });

  test('cannot be for longer than four hours', async () => {
    const long = { reason: 'x', seconds: 5 * 60 * 60 };
    expect(codeOf(await post('/v1/update/lock', long))).toBe('update-lock-too-long');
  });
});

describe('what only an operator may', () => {
  test('go back to the version before', async () => {
    expect(codeOf(await post('/v1/update/rollback'))).toBe('operator-needed');
    await post('/v1/update/rollback', {}, await technician());
    expect(handedOver).toEqual(['0.9.0']);
    expect(till.lines().map(({ kind }) => kind)).toContain('update-asked');
  });

  test('take an order from a medium', async () => {
    const body = { folder: '/media/usb' };
    expect(codeOf(await post('/v1/update/medium', body))).toBe('operator-needed');
    const answer = await post('/v1/update/medium', body, await technician());
    expect(answer).toEqual({ isTaken: false, reason: 'no-order' });
    expect(media).toEqual(['/media/usb']);
  });
});
