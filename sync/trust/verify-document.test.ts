/**
 * Only what the vendor's root stands behind is believed, with no network and no clock: every way in
 * which a document can be wrong has its own reason, and no change to a genuine one goes unnoticed.
 */
import { createHmac, sign, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../agent/core/canonical/canonical-json.ts';
import type { Entitlement } from '../../agent/core/entitlement/entitlement.ts';
import { createTestVendor, testEntitlement } from '../../test/support/test-vendor.ts';
import { keyIdOf, publicKeyOf } from './ed25519.ts';
import { inspectDocument } from './inspect-document.ts';
import { DOCUMENT_CHARS_MAX } from './limits.ts';
import { PART_SEPARATOR, signDocument, type Signer } from './sign-document.ts';
import { verifyDocument } from './verify-document.ts';

const vendor = createTestVendor({ roots: 3, threshold: 2 });
const { trust } = vendor;
let issuer: Signer;
let genuine: string;

beforeAll(async () => {
  issuer = await vendor.certify('issuer');
  genuine = await signDocument('entitlement', testEntitlement(), issuer);
});

async function codeOf(text: string, trusted = trust): Promise<string> {
  const verified = await verifyDocument(text, 'entitlement', trusted);
  return verified.kind === 'refused' ? verified.code : 'verified';
}

async function isRefused(text: string): Promise<void> {
  if (text === genuine) return;
  expect(await codeOf(text)).not.toBe('verified');
}

interface Forged {
  readonly header?: object | string;
  readonly payload?: unknown;
  readonly signer?: Signer;
  readonly signature?: (text: string) => Buffer;
}

/** A document put together by hand, properly signed unless told otherwise. */
function forge({ header = {}, payload = testEntitlement(), signer = issuer, signature }: Forged) {
  const kid = keyIdOf(publicKeyOf(signer.privateKey));
  const standard = { alg: 'Ed25519', kid, typ: 'tillwarden-entitlement-v1' };
  const headerText =
    typeof header === 'string' ? header : canonicalJson({ ...standard, ...header });
  const payloadText = typeof payload === 'string' ? payload : canonicalJson(payload);
  const text = [headerText, payloadText].map((part) => encoded(Buffer.from(part))).join('.');
  const bytes = signature?.(text) ?? signed(text, signer.privateKey);
  return [`${text}.${encoded(bytes)}`, ...signer.certificate].join(PART_SEPARATOR);
}

function signed(text: string, key: KeyObject): Buffer {
  return sign(null, Buffer.from(text), key);
}

function encoded(bytes: Buffer): string {
  return bytes.toString('base64url');
}

describe('a genuine document', () => {
  it('is believed, with its content and the certificate of its key', async () => {
    expect(await verifyDocument(genuine, 'entitlement', trust)).toMatchObject({
      kind: 'verified',
      payload: testEntitlement(),
      certificate: { role: 'issuer', keyEpoch: 1 },
    });
  });

  it('is what a program of its own would make from RFC 7515 and RFC 9864', async () => {
    expect(forge({})).toBe(genuine);
  });

  it('may come without its certificate where the trust file has it', async () => {
    const [token = ''] = genuine.split(PART_SEPARATOR);
    const certificates = [issuer.certificate.join(PART_SEPARATOR)];
    expect(await codeOf(token, { ...trust, certificates })).toBe('verified');
    expect(await codeOf(token)).toBe('uncertified-key');
  });

  it('stays good when another key follows, and when the epoch rises', async () => {
    const next = await vendor.certify('issuer', { keyEpoch: 2 });
    const entitlement = testEntitlement({ generation: { keyEpoch: 2, n: 1 } });
    expect(await codeOf(await signDocument('entitlement', entitlement, next))).toBe('verified');
    expect(await codeOf(genuine)).toBe('verified');
  });

  it.each([
    ['its content is wrong', testEntitlement({ zone: 'Mars/Phobos' })],
    ['it would be too long', coveringMany()],
  ])('is not signed at all when %s', async (_why, entitlement) => {
    await expect(signDocument('entitlement', entitlement, issuer)).rejects.toMatchObject({
      code: 'invalid-document',
    });
  });

  it('can be shown without being believed', () => {
    expect(inspectDocument(genuine, 'entitlement')).toMatchObject({
      kind: 'inspected',
      payload: testEntitlement(),
      claimed: { vendor: 'Test Vendor', isDemo: true },
    });
    expect(inspectDocument('nonsense', 'entitlement')).toMatchObject({ code: 'malformed' });
  });
});

describe('a document is refused as', () => {
  it('tampered, when its content was changed', async () => {
    const changed = testEntitlement({ maintenance: [{ from: '2026-11-22', to: '2036-11-22' }] });
    const [token = '', ...certificate] = forge({ payload: changed }).split(PART_SEPARATOR);
    const signature = genuine.split(PART_SEPARATOR)[0]?.split('.')[2];
    const [header, payload] = token.split('.');
    const tampered = [`${header}.${payload}.${signature}`, ...certificate].join(PART_SEPARATOR);
    expect(await codeOf(tampered)).toBe('tampered');
  });

  it.each(['none', 'EdDSA', 'HS256', 'ES256', 'ed25519', '', null])(
    'bad-algorithm, when alg is %o',
    async (alg) => {
      expect(await codeOf(forge({ header: { alg } }))).toBe('bad-algorithm');
    },
  );

  it('bad-algorithm, when the public key is used as the secret of an HMAC', async () => {
    const secret = publicKeyOf(issuer.privateKey);
    const signature = (text: string): Buffer => createHmac('sha256', secret).update(text).digest();
    expect(await codeOf(forge({ header: { alg: 'HS256' }, signature }))).toBe('bad-algorithm');
  });

  it('unknown-critical-header', async () => {
    const header = { crit: ['b64'], b64: false };
    expect(await codeOf(forge({ header }))).toBe('unknown-critical-header');
    expect(await codeOf(forge({ header: { crit: [] } }))).toBe('unknown-critical-header');
  });

  it.each(['jwk', 'jku', 'x5c', 'x5u', 'b64', 'cty', 'anything'])(
    'unexpected-header, when it brings %s',
    async (name) => {
      const code = await codeOf(forge({ header: { [name]: 'x' } }));
      expect(code).toBe('unexpected-header');
    },
  );

  it('wrong-type, when it is of another kind or version', async () => {
    const header = { typ: 'tillwarden-entitlement-v2' };
    expect(await codeOf(forge({ header }))).toBe('wrong-type');
    const time = { station: 'till-1', nonce: 'n'.repeat(22), issuedAt: '2026-11-22T09:00:00.000Z' };
    const signer = await vendor.certify('time');
    expect(await codeOf(await signDocument('time', time, signer))).toBe('wrong-type');
  });

  it('non-canonical-base64, when a part has another spelling', async () => {
    const [token = '', ...certificate] = genuine.split(PART_SEPARATOR);
    const last = token.at(-1) ?? '';
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const sibling = alphabet[alphabet.indexOf(last) ^ 1] ?? '';
    for (const respelt of [token.slice(0, -1) + sibling, `${token}=`, ` ${token}`, `${token}\n`]) {
      const text = [respelt, ...certificate].join(PART_SEPARATOR);
      expect(await codeOf(text)).toBe('non-canonical-base64');
    }
  });

  it.each([
    ['an empty text', ''],
    ['two parts', 'a.b'],
    ['four parts', 'AAAA.AAAA.AAAA.AAAA'],
  ])('malformed, when it is %s', async (_what, text) => {
    expect(await codeOf(text)).toBe('malformed');
  });

  it.each([
    ['a field nobody knows', { ...testEntitlement(), extra: 1 }],
    ['intervals out of order', unordered()],
    ['a zone that is none', testEntitlement({ zone: 'Mars/Phobos' })],
    ['a day that is none', testEntitlement({ installedOn: '2026-02-30' })],
    ['a generation below one', testEntitlement({ generation: { keyEpoch: 1, n: 0 } })],
    ['control characters', withProduct('a\u001b[2J')],
    ['no object', 'null'],
    ['JSON with a key twice', '{"zone":"UTC","zone":"UTC"}'],
    ['JSON in another spelling', `${canonicalJson(testEntitlement())} `],
    ['no JSON', '{'],
  ])('malformed, when its content is or has %s', async (_what, payload) => {
    expect(await codeOf(forge({ payload }))).toBe('malformed');
  });

  it('malformed, when its header is spelt otherwise or names no key', async () => {
    const kid = keyIdOf(publicKeyOf(issuer.privateKey));
    const header = `{"alg":"none","alg":"Ed25519","kid":"${kid}","typ":"tillwarden-entitlement-v1"}`;
    expect(await codeOf(forge({ header }))).toBe('malformed');
    expect(await codeOf(forge({ header: { kid: undefined } }))).toBe('malformed');
    expect(await codeOf(forge({ header: '[]' }))).toBe('bad-algorithm');
  });

  it('oversize', async () => {
    expect(await codeOf('A'.repeat(DOCUMENT_CHARS_MAX + 1))).toBe('oversize');
    const [token = ''] = genuine.split(PART_SEPARATOR);
    const certificate = issuer.certificate[0] ?? '';
    const many = Array.from({ length: 17 }, () => certificate);
    expect(await codeOf([token, ...many].join(PART_SEPARATOR))).toBe('oversize');
  });

  it('uncertified-key, when a stranger signed it', async () => {
    const stranger = await createTestVendor({ roots: 3, threshold: 2 }).certify('issuer');
    expect(await codeOf(forge({ signer: stranger }))).toBe('uncertified-key');
    const borrowed = { ...stranger, certificate: issuer.certificate };
    expect(await codeOf(forge({ signer: borrowed }))).toBe('uncertified-key');
    const header = { kid: keyIdOf(publicKeyOf(issuer.privateKey)) };
    expect(await codeOf(forge({ header, signer: borrowed }))).toBe('tampered');
  });

  it('uncertified-key, when too few roots signed the certificate, or one of them twice', async () => {
    const [first, second] = vendor.roots;
    if (first === undefined || second === undefined) throw new Error('the vendor has three roots');
    const one = await vendor.certify('issuer', {}, [first]);
    const twice = await vendor.certify('issuer', {}, [first, first]);
    const three = await vendor.certify('issuer', {}, vendor.roots);
    expect(await codeOf(forge({ signer: one }))).toBe('uncertified-key');
    expect(await codeOf(forge({ signer: twice }))).toBe('uncertified-key');
    expect(await codeOf(forge({ signer: three }))).toBe('verified');
  });

  it('uncertified-key, when the roots signed two different certificates', async () => {
    const other = await vendor.certify('issuer', { keyEpoch: 9 });
    const certificate = [issuer.certificate[0] ?? '', other.certificate[1] ?? ''];
    expect(await codeOf(forge({ signer: { ...issuer, certificate } }))).toBe('uncertified-key');
  });

  it.each([{ vendor: 'Somebody Else' }, { isDemo: false }])(
    'uncertified-key, when the certificate says %j',
    async (differs) => {
      const signer = await vendor.certify('issuer', differs);
      expect(await codeOf(forge({ signer }))).toBe('uncertified-key');
    },
  );

  it.each(['time', 'director'] as const)('wrong-role, when a %s key signed it', async (role) => {
    expect(await codeOf(forge({ signer: await vendor.certify(role) }))).toBe('wrong-role');
  });

  it.each([
    ['2025-12-31T23:59:59.999Z', 'certificate-outside-validity'],
    ['2026-01-01T00:00:00.000Z', 'verified'],
    ['2030-12-31T23:59:59.999Z', 'verified'],
    ['2031-01-01T00:00:00.000Z', 'certificate-outside-validity'],
  ])('dated %s is %s, whatever any clock says', async (issuedAt, code) => {
    expect(await codeOf(forge({ payload: testEntitlement({ issuedAt }) }))).toBe(code);
  });

  it('wrong-key-epoch, when it counts in an epoch its key was not certified for', async () => {
    const payload = testEntitlement({ generation: { keyEpoch: 2, n: 1 } });
    expect(await codeOf(forge({ payload }))).toBe('wrong-key-epoch');
  });
});

describe('whatever is done to a document', () => {
  const place = fc.nat({ max: 4_000 });
  const character = fc.oneof(
    fc.constantFrom('-', '_', '.', '~', '=', ' ', '\n', '\u0000'),
    fc.stringMatching(/^[A-Za-z0-9]$/),
  );

  it('one character put in another’s place is noticed', async () => {
    await fc.assert(
      fc.asyncProperty(place, character, async (at, put) => {
        const index = at % genuine.length;
        await isRefused(genuine.slice(0, index) + put + genuine.slice(index + 1));
      }),
      { numRuns: 300 },
    );
  });

  it('characters added, removed or cut off are noticed', async () => {
    await fc.assert(
      fc.asyncProperty(
        place,
        fc.nat({ max: 5 }),
        fc.string({ maxLength: 5 }),
        async (at, count, put) => {
          const index = at % (genuine.length + 1);
          await isRefused(genuine.slice(0, index) + put + genuine.slice(index + count));
          await isRefused(genuine.slice(0, index));
          await isRefused(genuine.slice(index));
        },
      ),
      { numRuns: 100 },
    );
  });

  it.each([100, 1_000, 5_000, 10_000])('JSON nested %i deep gets an answer', async (depth) => {
    const nested = '['.repeat(depth) + ']'.repeat(depth);
    await isRefused(forge({ payload: nested }));
    await isRefused(forge({ header: nested }));
    await isRefused(forge({ header: `{"alg":${nested}}` }));
  });

  it('any text at all gets an answer', async () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(fc.base64String(), { maxLength: 8 }).map((parts) => parts.join('.')),
      fc
        .array(
          fc.json().map((text) => encoded(Buffer.from(text))),
          { maxLength: 4 },
        )
        .map((parts) => parts.join('.')),
    );
    await fc.assert(fc.asyncProperty(anything, isRefused));
  });
});

function coveringMany(): Entitlement {
  const stations = Array.from(
    { length: 1_000 },
    (_, index) => `station-${'x'.repeat(40)}-${index}`,
  );
  const plan = { id: 'plan', version: 1 };
  return testEntitlement({
    contract: { plan, parameters: {}, stations, callerRoles: [], contacts: [] },
  });
}

function unordered(): Entitlement {
  const { maintenance } = testEntitlement();
  return testEntitlement({ maintenance: [...maintenance, ...maintenance] });
}

function withProduct(product: string): Entitlement {
  return testEntitlement({ licence: { ...testEntitlement().licence, product } });
}
