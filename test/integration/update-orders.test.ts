/**
 * Who may have a till install what: orders signed with real keys and verified as the till verifies
 * them, decided by its core, and carried out against a real repository. A refused order asks the
 * network for nothing at all.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { offerOrder } from '../../agent/compose-update.ts';
import type { Answer } from '../../agent/core/till/events.ts';
import {
  NO_EVIDENCE,
  presentMs,
  withEvidence,
  withSignedTime,
} from '../../agent/core/entitlement/clock-evidence.ts';
import { licenceStatus } from '../../agent/core/entitlement/licence-status.ts';
import { stepUpdating } from '../../agent/core/update/step-updating.ts';
import type { UpdateOrder } from '../../agent/core/update/update-order.ts';
import {
  NO_UPDATE,
  type UpdateEvent,
  type UpdateFacts,
  type Updating,
} from '../../agent/core/update/updating.ts';
import { signDocument } from '../../sync/trust/sign-document.ts';
import type { SigningKey } from '../../sync/trust/signing-key.ts';
import { createTestVendor, testEntitlement } from '../support/test-vendor.ts';
import { NOW_MS, PLATFORM, UpdateTill } from '../support/update-till.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const vendor = createTestVendor();
const director = await vendor.certify('director');

let till: UpdateTill;
let updating: Updating;
/** What the journal was told, without its order. */
let lines: readonly unknown[];
beforeEach(async () => {
  till = await UpdateTill.open();
  updating = NO_UPDATE;
  lines = [];
});
afterEach(() => till[Symbol.asyncDispose]());

function facts(): UpdateFacts {
  const entitlement = testEntitlement({
    installedOn: '2026-01-01',
    maintenance: [{ from: '2026-01-01', to: '2027-01-01' }],
  });
  const status = licenceStatus({
    entitlement,
    clockMs: NOW_MS,
    evidence: NO_EVIDENCE,
    clockToleranceMs: DAY_MS,
    unlicensedMs: 0,
    activationGraceDays: 30,
  });
  return {
    nowMs: NOW_MS,
    station: 'till-1',
    installed: '1.0.0',
    platform: PLATFORM,
    isInstalled: true,
    isBusy: true,
    entitlement,
    status,
  };
}

/** One event and all that follows from it; where nothing more does, what the till stands at. */
async function happen(event: UpdateEvent): Promise<Answer> {
  const stepped = stepUpdating(updating, event, facts());
  ({ updating } = stepped);
  lines = [...lines, ...stepped.lines.map(({ kind, body }) => [kind, 'code' in body && body.code])];
  for (const effect of stepped.effects) {
    if (effect.kind !== 'check-release' && effect.kind !== 'fetch-release') continue;
    const source = till.source();
    const isCheck = effect.kind === 'check-release';
    const said = isCheck ? await source.check(effect) : await source.fetch(effect);
    if (said !== undefined) await happen({ ...said, of: effect.order.counter });
  }
  return stepped.answer as Answer;
}

async function order(
  differs: Partial<UpdateOrder> = {},
  signer: SigningKey = director,
): Promise<Answer> {
  const text = await signDocument('director', till.order(differs), signer);
  return offer(text);
}

function tell({ request }: { readonly request: UpdateEvent }): Promise<Answer> {
  return happen(request);
}

function offer(text: string): Promise<Answer> {
  return offerOrder(text, { source: 'hub' }, { trust: vendor.trust, tell });
}

const YEARS_MS = 3_650 * DAY_MS;

const check = (nowMs: number): Promise<string> => till.check({}, { nowMs: () => nowMs });

const isInstalledBeside = (version: string): boolean =>
  existsSync(join(till.prefix, 'releases', version, '.complete'));

describe('an order that both agree on and the licence covers', () => {
  it('comes as far as the disk, and waits there for the end of the sale', async () => {
    expect(await order()).toEqual({ kind: 'done' });
    expect(updating.phase).toEqual({ kind: 'ready', isAsked: false });
    expect(isInstalledBeside('1.2.0')).toBe(true);
  });
});

describe('an order that asks nobody for anything', () => {
  it('stolen release key alone: there is a release, and no director to order it', async () => {
    till.application = till.add('1.3.0');
    till.repository.publish();
    const thief = await createTestVendor().certify('director');
    expect(await order({}, thief)).toEqual({
      kind: 'update-order-refused',
      reason: 'uncertified-key',
    });
    const issuer = await vendor.certify('issuer');
    expect(await order({}, issuer)).toEqual({ kind: 'update-order-refused', reason: 'wrong-role' });
    expect(updating.phase).toEqual({ kind: 'idle' });
    expect(till.server.asked).toEqual([]);
  });

  it('wrong station: an order for the till next door', async () => {
    const answer = { kind: 'update-order-refused', reason: 'wrong-station' };
    expect(await order({ station: 'till-2' })).toEqual(answer);
    expect(lines).toEqual([['update-order-refused', 'wrong-station']]);
    expect(till.server.asked).toEqual([]);
  });

  it('changed on the way', async () => {
    const [head = '', , ...rest] = (await signDocument('director', till.order(), director)).split(
      '.',
    );
    const other = till.order({ rollout: 'r2' });
    const text = Buffer.from(JSON.stringify(other)).toString('base64url');
    expect(await offer([head, text, ...rest].join('.'))).toMatchObject({
      kind: 'update-order-refused',
    });
    expect(till.server.asked).toEqual([]);
  });
});

describe('an order that was genuine once', () => {
  it('replayed director document: an older one after a newer', async () => {
    const old = await signDocument('director', till.order(), director);
    expect(await order({ counter: { keyEpoch: 1, n: 2 }, mode: 'soft' })).toEqual({ kind: 'done' });
    const asked = till.server.asked.length;
    expect(await offer(old)).toEqual({ kind: 'update-order-refused', reason: 'replayed' });
    expect(till.server.asked).toHaveLength(asked);
  });

  it('replayed with another content under the same counter', async () => {
    expect(await order()).toEqual({ kind: 'done' });
    const answer = { kind: 'update-order-refused', reason: 'replayed' };
    expect(await order({ rollout: 'another' })).toEqual(answer);
  });
});

describe('a genuine order for what this till may not have', () => {
  it('downgrade below the security floor: stolen director key, old vulnerable release', async () => {
    const old = till.add('1.1.0');
    till.add('1.4.0', { securityFloor: '1.2.0' });
    till.repository.publish();
    expect(await order({ application: old })).toEqual({ kind: 'done' });
    expect(lines).toContainEqual(['update-refused', 'below-security-floor']);
    expect(isInstalledBeside('1.1.0')).toBe(false);
    expect(till.server.asked.some((path) => path.includes('/targets/'))).toBe(false);
  });

  it('not covered by its maintenance: no byte of it is downloaded', async () => {
    const late = till.add('1.5.0', { releasedAt: '2027-02-01T00:00:00.000Z' });
    till.repository.publish();
    await order({ application: late });
    expect(lines).toContainEqual(['update-refused', 'not-entitled']);
    expect(till.server.asked.some((path) => path.includes('/targets/'))).toBe(false);
  });
});

describe('expired metadata and a wrong clock', () => {
  it('clock in the past: the evidence knows that it has expired', async () => {
    till.repository.publish({ expiresMs: NOW_MS - DAY_MS });
    const evidence = withEvidence(NO_EVIDENCE, 'release', NOW_MS);
    expect(await check(presentMs(evidence, 0))).toBe('metadata-expired');
    expect(await check(presentMs(evidence, NOW_MS - 2 * DAY_MS))).toBe('metadata-expired');
  });

  it('clock far ahead: refused, and taken once a signed time has said so', async () => {
    till.repository.publish({ expiresMs: NOW_MS + DAY_MS });
    const poisoned = withEvidence(NO_EVIDENCE, 'journal', NOW_MS + YEARS_MS);
    expect(await check(presentMs(poisoned, NOW_MS + YEARS_MS))).toBe('metadata-expired');
    const signed = { timeMs: NOW_MS, clockMs: NOW_MS + YEARS_MS };
    const evidence = withSignedTime(poisoned, signed);
    expect(await check(presentMs(evidence, NOW_MS + YEARS_MS + 1_000))).toBe('checked');
    expect(await check(presentMs(evidence, NOW_MS + YEARS_MS + DAY_MS))).toBe('metadata-expired');
  });
});
