/**
 * A file of a release goes to the station that asks for it with its own key, and only where its
 * entitlement covers the release; the latest it is entitled to stays there for it whatever has lapsed.
 */
import { randomBytes } from 'node:crypto';
import type { LightMyRequestResponse } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Entitlement } from '../../../agent/core/entitlement/entitlement.ts';
import { openPeopleHub, type PeopleHub } from '../../../test/support/people-hub.ts';
import {
  createReleaseRepository,
  type TestRepository,
} from '../../../test/support/release-repository.ts';
import { createTestVendor, testEntitlement } from '../../../test/support/test-vendor.ts';
import { downloadAuthorization } from '../../trust/download-token.ts';
import { generatePrivateKey, privateKeyText, publicKeyOf } from '../../trust/ed25519.ts';
import { storedPath } from '../../trust/tuf/target-paths.ts';
import { freshnessVersion } from '../../trust/tuf/sign-freshness.ts';
import { ReleaseRepository } from '../rollouts/repository.ts';
import { keepEntitlement } from '../store/entitlements.ts';
import { addYanked } from '../store/rollouts.ts';
import { revokeStation } from '../store/stations.ts';

const KEY = generatePrivateKey();
/** After the last of the releases. */
const SIGNED_AT_MS = Date.parse('2028-02-01T00:00:00Z');
const TARGETS = '/v1/releases/targets/';

let vendor: TestRepository;
let hub: PeopleHub;
let covered: string;
let later: string;
let runtime: string;

const nextVersion = async (atMs: number): Promise<number> => freshnessVersion(atMs);

beforeEach(async () => {
  vendor = await createReleaseRepository({
    releases: [
      { version: '1.1.0', releasedAt: '2026-11-25T00:00:00.000Z' },
      { version: '2.0.0', releasedAt: '2028-01-01T00:00:00.000Z' },
    ],
    nowMs: SIGNED_AT_MS,
  });
  const { folder, releaseRoot: trustedRoot, hubKey: key } = vendor;
  const place = { folder, trustedRoot, key, nextVersion };
  const repository = await ReleaseRepository.open(place, SIGNED_AT_MS);
  hub = await openPeopleHub({ trust: createTestVendor().trust, repository });
  await hub.addStation('till-1', 'Centro');
  await hub.database
    .updateTable('stations')
    .set({ public_key: publicKeyOf(KEY) })
    .execute();
  covered = storedPath(vendor.application('1.1.0'));
  later = storedPath(vendor.application('2.0.0'));
  runtime = storedPath(vendor.runtime('node-24'));
});

afterEach(async () => {
  await hub[Symbol.asyncDispose]();
  vendor[Symbol.dispose]();
});

function license(differs: Partial<Entitlement> = {}): Promise<void> {
  const entitlement = testEntitlement(differs);
  const kept = { document: 'd', entitlement, origin: 'sent', issuedAtMs: 1 } as const;
  return keepEntitlement(hub.database, kept);
}

interface Asked {
  readonly headers?: Readonly<Record<string, string>>;
  /** What the word of the till is about; the file it asks for, unless it cheats. */
  readonly path?: string;
  readonly key?: string;
}

async function fetch(stored: string, asked: Asked = {}): Promise<LightMyRequestResponse> {
  const { headers = {}, path = `${TARGETS}${stored}`, key = privateKeyText(KEY) } = asked;
  const at = new Date(hub.clock.wallMs()).toISOString();
  const nonce = randomBytes(24).toString('base64url');
  const authorization = await downloadAuthorization({ station: 'till-1', path, at, nonce }, key);
  return hub.server.inject({
    method: 'GET',
    url: `${TARGETS}${stored}`,
    headers: { authorization, ...headers },
  });
}

async function codeOf(stored: string, asked?: Asked): Promise<string> {
  const answer = await fetch(stored, asked);
  return answer.statusCode < 400 ? 'sent' : answer.json<{ error: { code: string } }>().error.code;
}

describe('a file', () => {
  it('goes to a till whose entitlement covers its release', async () => {
    await license();
    const answer = await fetch(covered);
    expect([answer.statusCode, answer.body]).toEqual([200, 'application 1.1.0']);
    expect(await codeOf(runtime)).toBe('sent');
  });

  it('goes to nobody without an entitlement', async () => {
    expect(await codeOf(covered)).toBe('licence-state');
    expect(await codeOf(runtime)).toBe('licence-state');
  });

  it('of a release after the end of maintenance does not, and the till is told what does', async () => {
    await license();
    const answer = await fetch(later);
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toEqual({ error: { code: 'not-entitled', latest: '1.1.0' } });
  });

  it('of the latest release it is entitled to goes to a lapsed till for ever', async () => {
    await license({ maintenance: [{ from: '2020-01-01', to: '2026-11-26' }] });
    expect(await codeOf(covered)).toBe('sent');
    expect(await codeOf(later)).toBe('not-entitled');
  });

  it('goes to no station that was revoked, nor to a licence that was', async () => {
    await license({ revocation: { on: '2026-11-01', reason: 'unpaid' } });
    expect(await codeOf(covered)).toBe('licence-state');
    await revokeStation(hub.database, 'till-1');
    expect(await codeOf(covered)).toBe('station-revoked');
  });

  it('of a release that was withdrawn goes to nobody', async () => {
    await license();
    await addYanked(hub.database, { channel: 'stable', version: '1.1.0', reason: 'x' }, 1);
    expect(await codeOf(covered)).toBe('yanked');
  });

  it('that is not in the repository is not there', async () => {
    await license();
    expect(await codeOf('app/stable/linux-x64/none.tar.gz')).toBe('no-such-target');
    expect(await codeOf('..%2fmetadata%2f1.root.json')).toBe('no-such-target');
  });

  it.each([
    ['no word of a till', { headers: { authorization: '' } }],
    ['the word of another key', { key: privateKeyText(generatePrivateKey()) }],
    ['a word about another file', { path: `${TARGETS}other` }],
  ])('is not given for %s', async (_, asked) => {
    await license();
    expect(await codeOf(covered, asked)).toBe('not-signed');
  });

  it('is kept from whoever tries too often', async () => {
    await license();
    for (let tries = 0; tries < 20; tries += 1) await codeOf(covered, { path: 'x' });
    expect(await codeOf(covered)).toBe('too-many-attempts');
  });
});

describe('a part of a file', () => {
  beforeEach(() => license());

  it.each([
    ['bytes=12-', 206, '1.1.0', 'bytes 12-16/17'],
    ['bytes=0-10', 206, 'application', 'bytes 0-10/17'],
    ['bytes=-5', 206, '1.1.0', 'bytes 12-16/17'],
    ['bytes=0-99', 206, 'application 1.1.0', 'bytes 0-16/17'],
    ['bytes=0-1,3-4', 200, 'application 1.1.0', undefined],
    ['lines=1', 200, 'application 1.1.0', undefined],
  ])('%s', async (...[range, status, body, contentRange]) => {
    const answer = await fetch(covered, { headers: { range } });
    expect([answer.statusCode, answer.body]).toEqual([status, body]);
    expect(answer.headers['content-range']).toBe(contentRange);
    expect(answer.headers['content-length']).toBe(String(body.length));
  });

  it('that begins behind the end is none', async () => {
    const answer = await fetch(covered, { headers: { range: 'bytes=17-' } });
    expect(answer.statusCode).toBe(416);
    expect(answer.headers['content-range']).toBe('bytes */17');
  });

  it('of a file that was another one then is all of it', async () => {
    const { headers } = await fetch(covered);
    const etag = String(headers.etag);
    const same = await fetch(covered, { headers: { range: 'bytes=12-', 'if-range': etag } });
    const other = await fetch(covered, { headers: { range: 'bytes=12-', 'if-range': '"x"' } });
    expect([same.statusCode, other.statusCode]).toEqual([206, 200]);
  });
});

it('metadata is there for everybody', async () => {
  const url = '/v1/releases/metadata/';
  const timestamp = await hub.server.inject({ method: 'GET', url: `${url}timestamp.json` });
  expect(timestamp.json<{ signed: { _type: string } }>().signed._type).toBe('timestamp');
  const none = await hub.server.inject({ method: 'GET', url: `${url}..%2f..%2fsecret.json` });
  expect(none.statusCode).toBe(404);
});

it('tells the log of each decision once in a while, with how often it was taken', async () => {
  await license();
  for (let times = 0; times < 5; times += 1) await fetch(covered);
  await fetch(later);
  const told = hub.events.filter(({ kind }) => kind === 'download-decided');
  expect(told).toMatchObject([
    { station: 'till-1', target: covered, decision: 'allowed', count: 1 },
    { station: 'till-1', target: later, decision: 'not-entitled', count: 1 },
  ]);
});
