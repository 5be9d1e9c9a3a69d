/** No generation is ever used twice, no key opens without its passphrase, and rotating breaks nothing. */
import { describe, expect, it } from 'vitest';
import { testEntitlement } from '../../test/support/test-vendor.ts';
import { verifyDocument } from '../trust/verify-document.ts';
import { makeKey, recertifyKey, type KeyOrder } from './certify-key.ts';
import { initKeys } from './init-keys.ts';
import { issueLicence, type LicenceOrder } from './issue-licence.ts';
import type { KeyFiles, Passphrases } from './key-files.ts';
import { DEMO_COST_LOG2, openKey, sealKey } from './sealed-key.ts';
import { trustFileOf } from './trust-file-of.ts';
import { generatePrivateKey } from '../trust/ed25519.ts';
import { VendorError } from './vendor-error.ts';

interface MemoryFiles extends KeyFiles {
  readonly content: Map<string, string>;
}

function memoryFiles(): MemoryFiles {
  const content = new Map<string, string>();
  let isLocked = false;
  return {
    content,
    read: (name) => content.get(name),
    replace: (name, text) => void content.set(name, text),
    names: () => [...content.keys()],
    lock: () => {
      if (isLocked) throw new VendorError('busy', 'locked');
      isLocked = true;
      return { [Symbol.dispose]: () => void (isLocked = false) };
    },
  };
}

const PASSPHRASE = 'correct horse battery';

function always(passphrase: string): Passphrases {
  return { toOpen: async () => [passphrase], forNew: async () => passphrase };
}

const right = always(PASSPHRASE);
const ORDER: KeyOrder = {
  role: 'issuer',
  validFrom: '2026-01-01T00:00:00.000Z',
  validUntil: '2031-01-01T00:00:00.000Z',
  roots: [],
};
const NEW_KEY = { ...ORDER, keeper: 'folder', isNewEpoch: false } as const;

async function demoVendor({ roots = 1, threshold = 1 } = {}): Promise<MemoryFiles> {
  const files = memoryFiles();
  await initKeys(files, { vendor: 'Test Vendor', isDemo: true, roots, threshold }, right);
  return files;
}

async function issuingVendor(): Promise<MemoryFiles> {
  const files = await demoVendor();
  await makeKey(files, NEW_KEY, right);
  return files;
}

function licenceOrder(differs: Partial<LicenceOrder> = {}): LicenceOrder {
  const { generation: _generation, ...content } = testEntitlement();
  return { content, aboveGeneration: 0, ...differs };
}

describe('root keys', () => {
  it('are made once, and kept', async () => {
    const files = await demoVendor();
    const before = new Map(files.content);
    const again = { vendor: 'Another', isDemo: true, roots: 1, threshold: 1 };
    await expect(initKeys(files, again, right)).rejects.toMatchObject({ code: 'exists' });
    expect(files.content).toEqual(before);
  });

  it('that are no demo take no passphrase that can be guessed', async () => {
    const wanted = { vendor: 'Real', isDemo: false, roots: 1, threshold: 1 };
    const files = memoryFiles();
    await expect(initKeys(files, wanted, always('short'))).rejects.toMatchObject({
      code: 'weak-passphrase',
    });
    expect(files.content.size).toBe(0);
  });

  it('certify only when enough of them are there', async () => {
    const files = await demoVendor({ roots: 3, threshold: 2 });
    files.content.delete('root-1.key.json');
    await makeKey(files, NEW_KEY, right);
    files.content.delete('root-2.key.json');
    await expect(makeKey(files, NEW_KEY, right)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('open with their passphrase alone', async () => {
    const files = await demoVendor();
    await expect(makeKey(files, NEW_KEY, always('another one'))).rejects.toMatchObject({
      code: 'wrong-passphrase',
    });
  });

  it('cannot be put in place of each other', async () => {
    const files = await demoVendor({ roots: 2, threshold: 1 });
    files.content.set('root-1.key.json', files.content.get('root-2.key.json') ?? '');
    await expect(makeKey(files, NEW_KEY, right)).rejects.toMatchObject({ code: 'invalid-file' });
  });
});

describe('a sealed key', () => {
  const key = generatePrivateKey();
  const sealed = sealKey(key, PASSPHRASE, DEMO_COST_LOG2);

  it('comes back with its passphrase, and not with another', () => {
    expect(openKey(sealed, PASSPHRASE)?.equals(key)).toBe(true);
    expect(openKey(sealed, 'another one')).toBeUndefined();
    expect(sealed).not.toContain('PRIVATE');
  });

  it('that was changed does not open', () => {
    const file: Record<string, unknown> = JSON.parse(sealed);
    const other = sealKey(generatePrivateKey(), PASSPHRASE, DEMO_COST_LOG2);
    const { publicKey } = JSON.parse(other);
    expect(openKey(JSON.stringify({ ...file, publicKey }), PASSPHRASE)).toBeUndefined();
    const bad = JSON.stringify({ ...file, costLog2: 60 });
    expect(() => openKey(bad, PASSPHRASE)).toThrow(
      expect.objectContaining({ code: 'invalid-file' }),
    );
  });
});

describe('licences', () => {
  it('verify against the trust file, each under a generation of its own', async () => {
    const files = await issuingVendor();
    const trust = trustFileOf(files, 30);
    const numbers: number[] = [];
    for (const above of [0, 0, 10, 0]) {
      const order = licenceOrder({ aboveGeneration: above });
      const { document, entitlement } = await issueLicence(files, order, right);
      const verified = await verifyDocument(document, 'entitlement', trust);
      expect(verified).toMatchObject({ kind: 'verified', payload: entitlement });
      numbers.push(entitlement.generation.n);
    }
    expect(numbers).toEqual([1, 2, 11, 12]);
  });

  it('that could not be signed leave a gap, and never a number twice', async () => {
    const files = await issuingVendor();
    const order = licenceOrder();
    const impossible = { ...order, content: { ...order.content, zone: 'Mars/Phobos' } };
    await expect(issueLicence(files, impossible, right)).rejects.toMatchObject({
      code: 'invalid-request',
    });
    const { entitlement } = await issueLicence(files, order, right);
    expect(entitlement.generation.n).toBe(2);
  });

  it('are not issued without the counter, which would begin again', async () => {
    const files = await issuingVendor();
    for (const damage of ['', '{}', 'no JSON']) {
      files.content.set('generation.json', damage);
      await expect(issueLicence(files, licenceOrder(), right)).rejects.toMatchObject({
        code: 'invalid-file',
      });
    }
  });

  it('are not issued by two at once', async () => {
    const files = await issuingVendor();
    using _lock = files.lock();
    await expect(issueLicence(files, licenceOrder(), right)).rejects.toMatchObject({
      code: 'busy',
    });
  });

  it('are not issued without an issuer key, nor outside its time', async () => {
    const files = await demoVendor();
    await expect(issueLicence(files, licenceOrder(), right)).rejects.toMatchObject({
      code: 'not-found',
    });
    await makeKey(files, { ...NEW_KEY, validUntil: '2026-02-01T00:00:00.000Z' }, right);
    await expect(issueLicence(files, licenceOrder(), right)).rejects.toMatchObject({
      code: 'invalid-request',
    });
    await recertifyKey(files, ORDER, right);
    await expect(issueLicence(files, licenceOrder(), right)).resolves.toBeDefined();
  });
});

describe('rotating the issuer key', () => {
  it('leaves earlier licences good, and a new epoch outranks the old one', async () => {
    const files = await issuingVendor();
    const before = await issueLicence(files, licenceOrder(), right);
    await makeKey(files, { ...NEW_KEY, isNewEpoch: true }, right);
    const after = await issueLicence(files, licenceOrder(), right);
    expect(after.entitlement.generation).toEqual({ keyEpoch: 2, n: 1 });
    const trust = { ...trustFileOf(files, 30), certificates: [] };
    for (const { document } of [before, after]) {
      const verified = await verifyDocument(document, 'entitlement', trust);
      expect(verified.kind).toBe('verified');
    }
  });

  it('for a hub leaves no private half in the folder', async () => {
    const files = await demoVendor();
    const { name } = await makeKey(files, { ...NEW_KEY, role: 'time', keeper: 'hub' }, right);
    expect(name).toBe('time-1');
    expect(files.names()).toContain('time-1.certificate.json');
    expect(files.names()).not.toContain('time-1.key.json');
    await expect(recertifyKey(files, { ...ORDER, role: 'time' }, right)).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
