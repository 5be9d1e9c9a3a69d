/** A code promises what the hub can keep: terms that make a licence, and a key to sign it with. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPeopleHub, type PeopleHub, type Visitor } from '../../../test/support/people-hub.ts';
import { createTestVendor } from '../../../test/support/test-vendor.ts';
import { codeSha256Hex } from '../../trust/code-hash.ts';
import { auditBefore } from '../store/audit.ts';
import { codeTerms } from '../store/code-licences.ts';
import { useCode } from '../store/enrolments.ts';
import { stationById } from '../store/stations.ts';

const VENDOR = createTestVendor();
const TILL = { name: 'Till 1', site: 'Centro', hours: 1 };
const TERMS = { customer: 'Bar Pepe', zone: 'Europe/Madrid' };

let hub: PeopleHub;
let admin: Visitor;

beforeEach(async () => {
  hub = await openPeopleHub({ trust: VENDOR.trust, issuerKey: await VENDOR.certify('issuer') });
  admin = await signedInAdmin(hub);
});

afterEach(() => hub[Symbol.asyncDispose]());

async function signedInAdmin(at: PeopleHub): Promise<Visitor> {
  await at.addUser('Ada', 'vendor-admin');
  return at.signedIn('Ada');
}

async function canIssue(visitor: Visitor): Promise<boolean> {
  const session = await visitor.call('GET /v1/session');
  return session.json<{ hub: { canIssue: boolean } }>().hub.canIssue;
}

async function codesMade(at = hub): Promise<number> {
  return (await at.database.selectFrom('enrolment_codes').select('name').execute()).length;
}

describe('the terms of a licence', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['in a zone there is not', { ...TERMS, zone: 'Europe/Atlantis' }, 'zone-unknown'],
    ['in a zone by its offset', { ...TERMS, zone: '+01:00' }, 'zone-unknown'],
    ['without a zone', { customer: 'Bar Pepe' }, 'invalid-request'],
    ['without a customer', { zone: 'Europe/Madrid' }, 'invalid-request'],
    ['for nobody', { ...TERMS, customer: '' }, 'invalid-request'],
    ['for a customer with hidden signs', { ...TERMS, customer: 'Bar\u200b' }, 'invalid-request'],
    ['with an endless zone', { ...TERMS, zone: 'E'.repeat(65) }, 'invalid-request'],
    ['with dates of one’s own', { ...TERMS, installedOn: '2001-01-01' }, 'invalid-request'],
    ['for an empty edition', { ...TERMS, edition: '' }, 'invalid-request'],
  ])('%s are refused, and no code is made', async (_, licence, code) => {
    expect(await admin.codeOf('POST /v1/codes', { body: { ...TILL, licence } })).toBe(code);
    expect(await codesMade()).toBe(0);
    expect(await auditBefore(hub.database, undefined)).toHaveLength(2);
  });

  it('at a site that cannot be signed are refused', async () => {
    const body = { ...TILL, site: 'Cen\u200btro', licence: TERMS };
    expect(await admin.codeOf('POST /v1/codes', { body })).toBe('invalid-request');
    expect(await codesMade()).toBe(0);
  });

  it('say what is wrong with the zone in the language of whoever asks', async () => {
    const body = { ...TILL, licence: { ...TERMS, zone: 'Madrid' } };
    const headers = { 'accept-language': 'es' };
    const answer = await admin.call('POST /v1/codes', { body, headers });
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({
      error: { message: 'Esa zona horaria no existe.', details: { zone: 'Madrid' } },
    });
  });

  it('go with the code, and are written down; the code is not', async () => {
    const licence = { ...TERMS, edition: 'plus' };
    const answer = await admin.call('POST /v1/codes', { body: { ...TILL, licence } });
    const { code } = answer.json<{ code: string }>();
    expect(await codeTerms(hub.database, codeSha256Hex(code))).toEqual({
      ...licence,
      product: 'Tillwarden',
    });
    const [newest, ...before] = await auditBefore(hub.database, undefined);
    expect(newest).toMatchObject({ act: 'code-made', by: { name: 'Ada' }, details: licence });
    expect(before.map(({ act }) => act)).not.toContain('code-made');
    expect(JSON.stringify(newest)).not.toContain(code);
  });

  it('may be left out', async () => {
    const answer = await admin.call('POST /v1/codes', { body: TILL });
    const { code } = answer.json<{ code: string }>();
    expect(await codeTerms(hub.database, codeSha256Hex(code))).toBeUndefined();
  });
});

describe('a hub', () => {
  it('with a key that is certified now says that it can issue', async () => {
    expect(await canIssue(admin)).toBe(true);
  });

  it.each(['no trust file', 'no issuer key', 'a key of another time'])(
    'with %s says that it cannot, and promises no licence',
    async (what) => {
      const past = { validUntil: '2026-01-02T00:00:00.000Z' };
      const issuerKey = await VENDOR.certify('issuer', past);
      const { trust } = VENDOR;
      const lacks = { 'no trust file': {}, 'no issuer key': { trust } } as const;
      await using other = await openPeopleHub(
        what in lacks ? lacks[what as keyof typeof lacks] : { trust, issuerKey },
      );
      const ada = await signedInAdmin(other);
      expect(await canIssue(ada)).toBe(false);
      const body = { ...TILL, licence: TERMS };
      expect(await ada.codeOf('POST /v1/codes', { body })).toBe('issuer-key-missing');
      expect(await codesMade(other)).toBe(0);
      expect(await ada.codeOf('POST /v1/codes', { body: TILL })).toBe('200');
    },
  );
});

it('a code for a new key ends the old one and a revocation, once it is used', async () => {
  await hub.addStation('st-1', 'Centro');
  expect(await admin.codeOf('POST /v1/stations/st-1/revoke', { body: {} })).toBe('200');
  const answer = await admin.call('POST /v1/stations/st-1/code', { body: { hours: 1 } });
  const { code } = answer.json<{ code: string }>();
  expect(await stationById(hub.database, 'st-1')).toMatchObject({ isRevoked: true });
  const use = { codeSha256Hex: codeSha256Hex(code), publicKey: 'new', agentVersion: '1' };
  await useCode(hub.database, { ...use, newStation: 'st-else', atMs: hub.clock.wallMs() });
  expect(await stationById(hub.database, 'st-1')).toMatchObject({
    isRevoked: false,
    publicKey: 'new',
    epoch: 2,
  });
});
