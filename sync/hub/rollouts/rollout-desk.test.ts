/**
 * What people may do about a rollout and what comes of it in mailboxes: approval by a second person,
 * counters that only rise, newer orders in place of older ones, and orders that are called back.
 */
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UpdateOrder } from '../../../agent/core/update/update-order.ts';
import { extended, type LineContent } from '../../../test/support/chain.ts';
import { shelvedRelease } from '../../../test/support/shelved-release.ts';
import { createTestVendor, testEntitlement } from '../../../test/support/test-vendor.ts';
import { GENESIS } from '../../protocol/fields.ts';
import { verifyDocument } from '../../trust/verify-document.ts';
import { signOn } from '../fleet/sign-on.ts';
import { HubOffice } from '../hub-office.ts';
import { openVendor } from '../licences/vendor.ts';
import { auditBefore } from '../store/audit.ts';
import { addCode, useCode } from '../store/enrolments.ts';
import { keepEntitlement } from '../store/entitlements.ts';
import { openHubDatabase, type HubDatabase } from '../store/hub-database.ts';
import { takeLines } from '../store/line-intake.ts';
import { commandsAfter, noteMailboxTo } from '../store/mailbox.ts';
import { beginNewHubEpoch } from '../store/meta.ts';
import { revokeStation } from '../store/stations.ts';
import { setTags } from '../store/update-fleet.ts';
import { advanceRollouts, type AdvanceParts } from './advance.ts';
import { KnownLicences } from './known-licences.ts';
import type { RolloutDesk } from './rollout-desk.ts';
import { TEST_PLAN } from '../../../test/support/test-rollout.ts';

const VENDOR = createTestVendor();
const RELEASES = ['1.1.0', '1.2.0', '1.3.0'].map((version) => shelvedRelease(version));
const OTHER_FOLDER = shelvedRelease('1.4.0', { channel: 'beta' });

let database: HubDatabase;
let nowMs: number;
let ana: RolloutDesk;
let berta: RolloutDesk;
let parts: AdvanceParts;
let mail: string[];
let faults: unknown[];

beforeEach(async () => {
  database = await openHubDatabase(':memory:');
  nowMs = Date.parse('2026-12-01T12:00:00Z');
  mail = [];
  faults = [];
  const directorKey = await VENDOR.certify('director');
  const vendor = await openVendor({ trust: VENDOR.trust, directorKey });
  const shelf = { releases: () => [...RELEASES, OTHER_FOLDER] };
  const clock = (): number => nowMs;
  const office = new HubOffice({ database, nowMs: clock, randomBytes, vendor, shelf });
  ana = office.actingAs({ by: { user: 'u1', name: 'Ana' }, address: 'a' }).rollouts();
  berta = office.actingAs({ by: { user: 'u2', name: 'Berta' }, address: 'b' }).rollouts();
  const onMail = (station: string): void => void mail.push(station);
  const known = new KnownLicences();
  const onError = (cause: unknown): void => void faults.push(cause);
  const told = { onMail, onError, onChange: async () => undefined };
  parts = { database, shelf, known, vendor, nowMs: clock, ...told };
  await enrol('till-1');
});

afterEach(() => database.destroy());

async function enrol(station: string): Promise<void> {
  const code = { codeSha256Hex: station, name: station, site: 'Centro', station: undefined };
  await addCode(database, { ...code, expiresAtMs: 10 });
  const use = { codeSha256Hex: station, publicKey: 'k', agentVersion: '1.1.0' };
  await useCode(database, { ...use, newStation: station, atMs: 5 });
  await hello(station);
  const { licence } = testEntitlement();
  const issuedTo = { ...licence.issuedTo, station };
  const entitlement = testEntitlement({ licence: { ...licence, issuedTo } });
  await keepEntitlement(database, { document: 'd', entitlement, origin: 'sent', issuedAtMs: 6 });
}

async function hello(station: string, n?: number): Promise<void> {
  const versions = { agent: '1.1.0', protocol: 1 };
  const journal = { head: GENESIS, trail: [] };
  const signed = { capabilities: [], nonce: 'n'.repeat(22), signature: 's'.repeat(86) };
  const counter = n === undefined ? {} : { directorCounter: { keyEpoch: 1, n } };
  const request = { station, epoch: 1, versions, journal, ...signed, ...counter };
  await signOn(database, { ...request, platform: 'linux-x64' }, 6);
}

async function run(plan = TEST_PLAN, rollout = 'r1'): Promise<void> {
  await ana.write(rollout, plan);
  await ana.act(rollout, { kind: 'submit' });
  expect(await berta.act(rollout, { kind: 'approve' })).toEqual({ kind: 'done' });
  await advanceRollouts(parts);
}

async function orders(station = 'till-1'): Promise<readonly UpdateOrder[]> {
  const found: UpdateOrder[] = [];
  for (const { body, notAfterMs } of await commandsAfter(database, station, 0)) {
    if (notAfterMs !== undefined) continue;
    const verified = await verifyDocument(String(body['document']), 'director', VENDOR.trust);
    if (verified.kind === 'verified') found.push(verified.payload);
  }
  return found;
}

async function versions(): Promise<readonly string[]> {
  return (await orders()).map(({ application }) => application.version);
}

async function say(...lines: readonly LineContent[]): Promise<void> {
  const chain = extended([], lines);
  const upload = { station: 'till-1', epoch: 1, from: 1, lines: chain, receivedAtMs: nowMs };
  expect(await takeLines(database, upload)).toMatchObject({ kind: 'stored', quarantined: 0 });
}

const OF = { version: '1.2.0', rollout: 'r1' };
const ordered = { kind: 'update-ordered', body: { ...OF, mode: 'forced', source: 'hub' } };
const begun = { kind: 'update-begun', body: { ...OF, from: '1.1.0' } };
const confirmed = { kind: 'update-confirmed', body: { version: '1.2.0', from: '1.1.0' } };
const back = { version: '1.2.0', to: '1.1.0', cause: 'crash-loop', evidence: 'trap' };
const rolledBack = { kind: 'update-rolled-back', body: back };

async function stateOf(rollout = 'r1') {
  return (await ana.view(rollout))?.rollout.state;
}

describe('a draft', () => {
  it.each([
    ['release-unknown', { version: '9.9.9' }],
    ['release-unknown', { channel: 'beta' }],
  ])('is refused as %s', async (code, differs) => {
    expect(await ana.write('r1', { ...TEST_PLAN, ...differs })).toEqual({ kind: 'refused', code });
  });

  it('is not submitted where one of its groups picks nobody', async () => {
    const [all] = TEST_PLAN.groups;
    if (all === undefined) throw new TypeError('the plan has no group');
    const typo = { ...all, picks: [{ kind: 'tag', tag: 'canray' }] } as const;
    await ana.write('r1', { ...TEST_PLAN, groups: [typo, all] });
    const answer = { kind: 'refused', code: 'nobody-picked' };
    expect(await ana.act('r1', { kind: 'submit' })).toEqual(answer);
    await ana.write('r1', { ...TEST_PLAN, groups: [typo] });
    expect(await ana.act('r1', { kind: 'submit' })).toEqual(answer);
    await ana.write('r1', { ...TEST_PLAN, groups: [all, typo] });
    expect(await ana.act('r1', { kind: 'submit' })).toEqual({ kind: 'done' });
  });

  it('is not changed any more once it is submitted, and can be given back', async () => {
    await ana.write('r1', TEST_PLAN);
    await ana.act('r1', { kind: 'submit' });
    expect(await berta.write('r1', TEST_PLAN)).toEqual({ kind: 'refused', code: 'wrong-state' });
    await berta.act('r1', { kind: 'return' });
    expect(await berta.write('r1', TEST_PLAN)).toEqual({ kind: 'done' });
  });

  it('is not approved by whoever made it, and nothing is told before that', async () => {
    await ana.write('r1', TEST_PLAN);
    await ana.act('r1', { kind: 'submit' });
    const own = await ana.act('r1', { kind: 'approve' });
    expect(own).toEqual({ kind: 'refused', code: 'own-rollout' });
    await advanceRollouts(parts);
    expect(await orders()).toEqual([]);
    expect(await stateOf()).toBe('awaiting-approval');
  });
});

describe('an order', () => {
  it('names the files of the release, for its station, once', async () => {
    await run();
    await advanceRollouts(parts);
    expect(await orders()).toMatchObject([
      { station: 'till-1', rollout: 'r1', counter: { keyEpoch: 1, n: 1 }, mode: 'forced' },
    ]);
    expect((await orders())[0]?.application).toEqual(RELEASES[1]?.application);
    expect(mail).toEqual(['till-1']);
  });

  it('counts above what the till says that it has taken', async () => {
    await hello('till-1', 41);
    await run();
    expect((await orders())[0]?.counter).toEqual({ keyEpoch: 1, n: 42 });
  });

  it('skips what a hub may have ordered before it came back from a backup', async () => {
    await run();
    await beginNewHubEpoch(database, 'fresh');
    await say(ordered, begun, rolledBack);
    await advanceRollouts(parts);
    await berta.act('r1', { kind: 'resume' });
    await advanceRollouts(parts);
    expect((await orders()).at(-1)?.counter.n).toBeGreaterThan(1_000);
  });

  it('takes the place of one that was not taken in yet, however it is delivered', async () => {
    await run();
    await berta.act('r1', { kind: 'abort' });
    await run({ ...TEST_PLAN, version: '1.3.0' }, 'r2');
    expect(new Set(await versions())).toEqual(new Set(['1.3.0']));
  });

  it('is not signed by a hub without a director key', async () => {
    parts = { ...parts, vendor: undefined };
    await run();
    expect(await orders()).toEqual([]);
  });

  it('goes to no station that was revoked', async () => {
    await revokeStation(database, 'till-1');
    await run();
    expect(await orders()).toEqual([]);
    expect((await ana.view('r1'))?.rows[0]?.outlook).toEqual({ kind: 'barred', reason: 'revoked' });
  });

  it('waits while another rollout has something under way there', async () => {
    await run();
    await noteMailboxTo(database, 'till-1', 1);
    await run({ ...TEST_PLAN, version: '1.3.0' }, 'r2');
    expect(await versions()).toEqual(['1.2.0']);
    expect((await ana.view('r2'))?.rows[0]?.outlook).toEqual({ kind: 'elsewhere' });
  });
});

describe('a till that says it has taken an order no hub can have given', () => {
  beforeEach(async () => {
    await enrol('till-2');
    await enrol('till-3');
    await hello('till-2', 2 ** 31);
  });

  it('holds nobody else up, and is shown', async () => {
    await run();
    expect(mail).toEqual(['till-1', 'till-3']);
    expect([await orders('till-2'), faults]).toEqual([[], []]);
    const rows = (await ana.view('r1'))?.rows ?? [];
    expect(rows.map(({ station, outlook }) => [station, outlook.kind])).toEqual([
      ['till-1', 'told'],
      ['till-2', 'barred'],
      ['till-3', 'told'],
    ]);
    expect(rows[1]?.outlook).toMatchObject({ reason: 'cannot-be-ordered' });
  });

  it('is told again once it says otherwise', async () => {
    await hello('till-2', 41);
    await run();
    expect((await orders('till-2'))[0]?.counter).toEqual({ keyEpoch: 1, n: 42 });
  });

  it('raises the numbers of nobody else, after the hub came back from a backup neither', async () => {
    await hello('till-3', 2 ** 30);
    await beginNewHubEpoch(database, 'fresh');
    await run();
    expect((await orders('till-1'))[0]?.counter.n).toBe(1_001);
    expect((await orders('till-3'))[0]?.counter.n).toBe(2 ** 30 + 1);
  });
});

it('tells the others where one order cannot be signed, and goes on with the next rollout', async () => {
  await enrol('till-2');
  const unsigned = shelvedRelease('1.3.0');
  const application = { ...unsigned.application, path: '../etc' };
  const broken = { ...unsigned, application };
  parts = {
    ...parts,
    shelf: { releases: () => [RELEASES[1], broken].filter((one) => one !== undefined) },
  };
  await setTags(database, 'till-2', ['second']);
  const groups = TEST_PLAN.groups.map((group) => ({
    ...group,
    picks: [{ kind: 'tag', tag: 'second' } as const],
  }));
  await run({ ...TEST_PLAN, version: '1.3.0', groups }, 'r0');
  await run();
  expect(faults.length).toBeGreaterThan(0);
  expect(mail).toContain('till-1');
});

describe('a rollout that stops', () => {
  it('does so by itself, and goes on after somebody has said so, with a new order', async () => {
    await run();
    await say(ordered, begun, rolledBack);
    await advanceRollouts(parts);
    expect(await stateOf()).toBe('stopped');
    await advanceRollouts(parts);
    expect(await versions()).toEqual(['1.2.0']);
    await berta.act('r1', { kind: 'resume', pardon: 'retry' });
    await advanceRollouts(parts);
    expect((await orders()).map(({ counter }) => counter.n)).toEqual([2, 2]);
    expect(await stateOf()).toBe('running');
  });

  it('leaves those alone that failed, where that is what was said', async () => {
    await run();
    await say(ordered, begun, rolledBack);
    await advanceRollouts(parts);
    await berta.act('r1', { kind: 'resume', pardon: 'leave' });
    await advanceRollouts(parts);
    expect(await versions()).toEqual(['1.2.0']);
    expect(await stateOf()).toBe('done');
  });

  it('calls back what was taken and has not begun: the till is told what it runs', async () => {
    await run();
    await noteMailboxTo(database, 'till-1', 1);
    await say(ordered);
    await berta.act('r1', { kind: 'abort' });
    await advanceRollouts(parts);
    await advanceRollouts(parts);
    expect(await versions()).toEqual(['1.2.0', '1.1.0']);
    expect((await orders()).at(-1)?.mode).toBe('download-only');
  });

  it('says of whom it cannot call back, once, and looks at nobody any more', async () => {
    await run();
    await noteMailboxTo(database, 'till-1', 1);
    await say(ordered);
    const bare = { ...parts, shelf: { releases: () => RELEASES.slice(1) } };
    await berta.act('r1', { kind: 'abort' });
    await advanceRollouts(bare);
    const told = { kind: 'taken', version: '1.2.0', isStranded: true };
    expect((await ana.view('r1'))?.rows[0]?.outlook).toEqual(told);
    expect((await ana.stations('all', 'stable'))[0]?.told?.isStranded).toBe(true);
    mail = [];
    // Even with the release that was missing nothing is decided anew.
    await advanceRollouts(parts);
    expect([mail, await versions()]).toEqual([[], ['1.2.0']]);
  });

  it('lets what has begun come to its end', async () => {
    await run();
    await say(ordered, begun);
    await berta.act('r1', { kind: 'abort' });
    await advanceRollouts(parts);
    expect(await versions()).toEqual(['1.2.0']);
  });
});

describe('a release that is withdrawn', () => {
  it('stops its rollout, is told to nobody, and cannot be brought back by a resume', async () => {
    await run();
    await ana.yank({ channel: 'stable', version: '1.2.0', reason: 'It loses receipts.' });
    await advanceRollouts(parts);
    expect(await stateOf()).toBe('stopped');
    const again = await berta.act('r1', { kind: 'resume' });
    expect(again).toEqual({ kind: 'refused', code: 'yanked' });
    await advanceRollouts(parts);
    expect(new Set(await versions())).toEqual(new Set(['1.1.0']));
    expect(await ana.write('r2', TEST_PLAN)).toEqual({ kind: 'refused', code: 'yanked' });
  });
});

describe('a medium', () => {
  it('gets the orders of a site that are still to be done', async () => {
    await enrol('till-2');
    await run();
    expect(await ana.exportOrders('elsewhere')).toEqual([]);
    const exported = await ana.exportOrders('Centro');
    expect(exported.map(({ station }) => station)).toEqual(['till-1', 'till-2']);
    await say(ordered, begun, confirmed);
    const left = await ana.exportOrders('Centro');
    expect(left.map(({ station }) => station)).toEqual(['till-2']);
    await berta.act('r1', { kind: 'abort' });
    expect(await ana.exportOrders('Centro')).toEqual([]);
  });
});

it('writes down who did what, and what went on by itself', async () => {
  await run();
  const acts = (await auditBefore(database, undefined)).map(({ act, by }) => [act, by?.name]);
  expect(acts).toEqual([
    ['rollout-acted', 'Berta'],
    ['rollout-acted', 'Ana'],
    ['rollout-written', 'Ana'],
  ]);
});
