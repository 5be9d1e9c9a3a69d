/**
 * A real agent through the life of its licence: the free year, the lapse, the day from which it takes
 * a new licence, an empty clock battery, a clock ahead and put back, a withdrawal. It sells wherever
 * it may, gives money back wherever it is, and believes no clock more than what it has seen.
 */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeOfferedLicence } from '../../agent/config/offered-licence.ts';
import type { Entitlement } from '../../agent/core/entitlement/entitlement.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { startHub, type Hub } from '../../sync/hub/main.ts';
import { signDocument, type Signer } from '../../sync/trust/sign-document.ts';
import { RealTill } from '../support/real-till.ts';
import { createTestVendor, testEntitlement } from '../support/test-vendor.ts';
import { enrolFolder } from '../support/uplink-till.ts';

interface Licence {
  readonly state: string;
  readonly flags: readonly string[];
  readonly clock: string;
  readonly newSales: boolean;
  readonly isDemo: boolean;
  readonly vendor: string;
}

const vendor = createTestVendor();
const root = mkdtempSync(join(tmpdir(), 'tillwarden-tree-'));
let issuer: Signer;
let timeKey: Signer;
let till: RealTill;
let hub: Hub;
let hubTime = '';
let generation = 0;

beforeAll(async () => {
  writeFileSync(join(root, 'trust.json'), JSON.stringify(vendor.trust));
  issuer = await vendor.certify('issuer');
  timeKey = await vendor.certify('time');
  till = await RealTill.start({ env: { TILLWARDEN_ROOT: root, WALL_AT: '2026-11-22T10:00:00Z' } });
});

afterAll(async () => {
  await hub?.[Symbol.asyncDispose]();
  await till?.[Symbol.asyncDispose]();
  rmSync(root, { recursive: true, force: true });
});

function station(): string {
  return (JSON.parse(readFileSync(till.config, 'utf8')) as { till: string }).till;
}

function entitlement(station_: string, differs: Partial<Entitlement> = {}): Entitlement {
  generation += 1;
  const plain = testEntitlement({ generation: { keyEpoch: 1, n: generation }, ...differs });
  const issuedTo = { ...plain.licence.issuedTo, station: station_ };
  return { ...plain, licence: { ...plain.licence, issuedTo } };
}

function sealed(content: Entitlement, signer: Signer = issuer): Promise<string> {
  return signDocument('entitlement', content, signer);
}

function layDown(document: string): void {
  writeOfferedLicence(join(till.folder, 'station'), document);
}

async function startAt(wallAt: string, ranDays = 0): Promise<Licence> {
  await till.stopAgent();
  const env = { TILLWARDEN_ROOT: root, WALL_AT: wallAt, RAN_DAYS: String(ranDays) };
  await till.startAgent({ env });
  return licence();
}

async function licence(): Promise<Licence> {
  return (await till.call('GET', '/v1/status'))['licence'] as Licence;
}

/** A sale of 1.50 that is given 2.00, to its end. */
async function sells(): Promise<void> {
  const started = await till.startSale(150);
  const saleId = String(started['saleId']);
  expect(started).toMatchObject({ state: 'collecting' });
  await insertCoin();
  await till.until('it is settled', async () => (await till.sale(saleId)).state === 'settled');
}

/** A sale that is cancelled after a coin: the customer has it back. */
async function givesBack(): Promise<void> {
  const saleId = String((await till.startSale(500))['saleId']);
  await insertCoin();
  await till.call('POST', `/v1/sales/${saleId}/cancel`);
  await till.until('it is back', async () => (await till.sale(saleId)).state === 'returned');
}

/** An acceptor that is only just told to take coins still gives the first one back. */
function insertCoin(): Promise<void> {
  return till.until('the coin is taken', async () => (await till.insert(200)) === 'accepted');
}

async function refusal(): Promise<string> {
  const { error } = await till.startSale(150);
  return (error as { code: string } | undefined)?.code ?? 'it sells';
}

function linesOf(kind: string) {
  return till.journal().filter((line) => line.kind === kind);
}

test('without a licence it sells for thirty days of running, and then still counts', async () => {
  expect(await licence()).toMatchObject({ state: 'unlicensed', newSales: true, isDemo: true });
  await sells();
  expect(await startAt('2026-11-22T11:00:00Z', 31)).toMatchObject({ state: 'unlicensed' });
  expect(await refusal()).toBe('not-licensed');
  const counted = [{ valueMinor: 50, count: 3 }];
  const answer = await till.call('POST', '/v1/counts/hopper-50', { reason: 'count', counted });
  expect(answer).not.toHaveProperty('error');
});

test('what is no licence for this till is refused, each for its own reason', async () => {
  const [token = '', ...certificate] = (await sealed(entitlement(station()))).split('~');
  const [head = '', body = '', signature = ''] = token.split('.');
  const put = (...parts: readonly string[]): string => [parts.join('.'), ...certificate].join('~');
  const otherHead = Buffer.from(
    Buffer.from(head, 'base64url').toString().replace('"Ed25519"', '"EdDSA"'),
  ).toString('base64url');
  const stranger = createTestVendor();
  const refused: Readonly<Record<string, string>> = {
    tampered: put(head, alteredPayload(body), signature),
    'wrong-station': await sealed(entitlement('another-till')),
    'uncertified-key': await sealed(entitlement(station()), await stranger.certify('issuer')),
    'bad-algorithm': put(otherHead, body, signature),
    'non-canonical-base64': put(head, body, loosened(signature)),
  };
  for (const [code, document] of Object.entries(refused)) {
    layDown(document);
    await startAt('2026-11-22T12:00:00Z');
    expect(linesOf('entitlement-refused').at(-1)?.body).toEqual({ code, source: 'file' });
  }
  expect(await licence()).toMatchObject({ state: 'unlicensed' });
});

test('the free year begins with it, and an older one does not come back', async () => {
  const older = await sealed(entitlement(station()));
  layDown(await sealed(entitlement(station())));
  expect(await startAt('2026-11-22T13:00:00Z')).toMatchObject({ state: 'active', flags: [] });
  await sells();
  layDown(older);
  expect(await startAt('2026-11-22T13:30:00Z')).toMatchObject({ state: 'active' });
  expect(linesOf('entitlement-refused').at(-1)?.body).toMatchObject({ code: 'older-generation' });
});

test('an empty battery in the free year takes nothing away', async () => {
  expect(await startAt('2000-01-01T00:00:10Z')).toMatchObject({
    state: 'active',
    clock: 'battery-dead',
    flags: ['clock-suspect'],
  });
  await sells();
  await givesBack();
});

test('the last covered day is a day in the vendor’s zone; after it the till sells on', async () => {
  expect(await startAt('2027-11-21T22:30:00Z')).toMatchObject({ state: 'active' });
  expect(await startAt('2027-11-21T23:00:05Z')).toMatchObject({ state: 'lapsed-reinstatable' });
  await sells();
});

test('after two years and 364 days it can be taken up again, after three years not; the till sells on', async () => {
  expect(await startAt('2030-11-21T22:30:00Z')).toMatchObject({ state: 'lapsed-reinstatable' });
  expect(await startAt('2030-11-21T23:00:05Z')).toMatchObject({ state: 'lapsed-new-licence' });
  await sells();
  await givesBack();
});

test('a clock that is put back gains nothing, nor does an empty battery; the till sells on', async () => {
  expect(await startAt('2027-01-10T10:00:00Z')).toMatchObject({
    state: 'lapsed-new-licence',
    clock: 'behind',
    flags: ['clock-suspect'],
  });
  for (const asleep of ['1970-01-01T00:00:10Z', '2000-01-01T00:00:10Z', '2010-01-01T00:00:10Z']) {
    expect(await startAt(asleep)).toMatchObject({
      state: 'lapsed-new-licence',
      clock: 'battery-dead',
    });
  }
  await sells();
  expect(linesOf('licence-changed').at(-1)?.body).toMatchObject({ clock: 'battery-dead' });
});

test('the hub’s signed time takes the till back to the day it is, and shows a clock that is ahead', async () => {
  hub = await startHub({
    folder: mkdtempSync(join(root, 'hub-')),
    listen: { host: '127.0.0.1', port: 0, tls: undefined },
    pins: [],
    version: 'test',
    clock: systemClock,
    authority: {
      trust: vendor.trust,
      signTime: (asked, nonce) =>
        signDocument('time', { station: asked, nonce, issuedAt: hubTime }, timeKey),
    },
    onEvent: () => undefined,
    onError: (cause) => expect.unreachable(String(cause)),
  });
  const code = await hub.office.makeCode({ name: 'Till', site: 'shop', validMs: 60_000 });
  const named = await enrolFolder(join(till.folder, 'station'), hub.url, code);
  layDown(await sealed(entitlement(named)));
  hubTime = '2026-12-01T10:00:00.000Z';
  await startAt('2026-12-01T10:00:00Z');
  await till.until('it believes the hub', async () => (await licence()).state === 'active');
  expect(await licence()).toMatchObject({ clock: 'trusted', flags: [] });
  hubTime = '2026-12-02T10:00:00.000Z';
  await startAt('2029-06-01T10:00:00Z');
  await till.until('it knows', async () => (await licence()).clock === 'ahead');
  await sells();
  hubTime = '2026-12-03T10:00:00.000Z';
  await startAt('2026-12-03T10:00:00Z');
  await till.until('it is right again', async () => (await licence()).state === 'active');
  expect(await licence()).toMatchObject({ clock: 'trusted', flags: [] });
});

test('damaged station files cost the hub, never the licence', async () => {
  const files = join(till.folder, 'station');
  chmodSync(join(files, 'station-key.json'), 0o644);
  expect(await startAt('2026-12-03T11:00:00Z')).toMatchObject({ state: 'active', newSales: true });
  expect(await till.call('GET', '/v1/status')).toMatchObject({ hub: null });
  await sells();
  chmodSync(join(files, 'station-key.json'), 0o600);
  writeFileSync(join(files, 'uplink-cursor.json'), '');
  await startAt('2026-12-03T12:00:00Z');
  await till.until('all is at the hub', async () => {
    const { hub: view } = await till.call('GET', '/v1/status');
    return (view as { unsentLines: number }).unsentLines === 0;
  });
});

test('a licence withdrawn by command lets the sale under way end, and money go back', async () => {
  const started = await till.startSale(500);
  await insertCoin();
  const [known] = await hub.office.stations();
  const of = known?.station ?? '';
  const revocation = { on: '2026-12-03', reason: 'never paid' };
  await hub.sendEntitlement(of, await sealed(entitlement(of, { revocation })));
  await till.until('it is withdrawn', async () => (await licence()).state === 'revoked');
  await till.call('POST', `/v1/sales/${String(started['saleId'])}/cancel`);
  await till.until('the money is back', async () => {
    return (await till.sale(String(started['saleId']))).state === 'returned';
  });
  expect(await refusal()).toBe('not-licensed');
  await hub.sendEntitlement(of, await sealed(entitlement(of)));
  await till.until('it is back', async () => (await licence()).newSales);
  await sells();
  expect(linesOf('command-settled').map(({ body }) => body['outcome'])).toEqual(['done', 'done']);
});

/** Another content under the same signature. */
function alteredPayload(payload: string): string {
  const content = Buffer.from(payload, 'base64url').toString();
  return Buffer.from(content.replace('Bar Pepe', 'Bar Paco')).toString('base64url');
}

/** The same bytes, written with other bits behind them. */
function loosened(text: string): string {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = digits.indexOf(text.at(-1) ?? 'A');
  return `${text.slice(0, -1)}${digits[last + 1] ?? ''}`;
}
