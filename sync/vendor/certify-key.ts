/** Keys of a role: made, certified by the roots, certified again, replaced. */
import type { KeyObject } from 'node:crypto';
import type { KeyRole } from '../trust/certificate.ts';
import { generatePrivateKey, keyIdOf, publicKeyOf } from '../trust/ed25519.ts';
import { signCertificate } from '../trust/sign-certificate.ts';
import type { SigningKey } from '../trust/signing-key.ts';
import { readCertifiedKey, writeCertifiedKey, type CertifiedKey } from './certified-key.ts';
import type { KeyFiles, Passphrases } from './key-files.ts';
import { costFor, keyFileName, newestKeyHere, nextKeyName } from './key-names.ts';
import { openKeyOf } from './open-key.ts';
import { sealKey } from './sealed-key.ts';
import { readVendorFile, writeVendorFile, type VendorFile } from './vendor-file.ts';
import { VendorError } from './vendor-error.ts';

export interface KeyOrder {
  readonly role: KeyRole;
  /** Instants in UTC, `[validFrom, validUntil)`. */
  readonly validFrom: string;
  readonly validUntil: string;
  /** The roots that sign; where none are named, the first whose keys lie in the folder. */
  readonly roots: readonly string[];
}

/** A new key is for whoever asked, and not sealed in the folder, when a hub is to hold it. */
export type Keeper = 'folder' | 'hub';

/** Certifies the newest key of a role in the folder for another time; the key stays. Throws `VendorError`. */
export async function recertifyKey(
  files: KeyFiles,
  order: KeyOrder,
  passphrases: Passphrases,
): Promise<CertifiedKey> {
  using _lock = files.lock();
  const name = newestKeyHere(files, order.role);
  if (name === undefined) {
    throw new VendorError('not-found', `there is no ${order.role} key here to certify again`);
  }
  const { certified } = readCertifiedKey(files, name);
  const { validFrom, validUntil } = order;
  const certifiedAgain = { ...certified, validFrom, validUntil };
  const roots = await openRoots(files, order, passphrases);
  const certificate = await signCertificate(certifiedAgain, roots);
  const key = { name, certified: certifiedAgain, certificate };
  writeCertifiedKey(files, key);
  return key;
}

/**
 * Makes a key of a role and certifies it. Documents signed with earlier keys stay good. A new epoch
 * is for a key that was stolen: what counts in it outranks all that the thief can still sign.
 * Throws `VendorError`.
 */
export async function makeKey(
  files: KeyFiles,
  order: KeyOrder & { readonly keeper: Keeper; readonly isNewEpoch: boolean },
  passphrases: Passphrases,
): Promise<SigningKey & CertifiedKey> {
  using _lock = files.lock();
  const vendor = withEpoch(files, order.isNewEpoch);
  const roots = await openRoots(files, order, passphrases);
  const privateKey = generatePrivateKey();
  const key = publicKeyOf(privateKey);
  const { role, validFrom, validUntil } = order;
  const { isDemo, keyEpoch } = vendor;
  const certified = { vendor: vendor.vendor, isDemo, role, key, keyEpoch, validFrom, validUntil };
  const certificate = await signCertificate(certified, roots);
  const name = nextKeyName(files, role);
  if (order.keeper === 'folder') {
    const passphrase = await passphrases.forNew(name);
    files.replace(keyFileName(name), sealKey(privateKey, passphrase, costFor(isDemo)));
  }
  writeVendorFile(files, vendor);
  writeCertifiedKey(files, { name, certified, certificate });
  return { name, privateKey, keyId: keyIdOf(key), certified, certificate };
}

function withEpoch(files: KeyFiles, isNewEpoch: boolean): VendorFile {
  const vendor = readVendorFile(files);
  return isNewEpoch ? { ...vendor, keyEpoch: vendor.keyEpoch + 1 } : vendor;
}

async function openRoots(
  files: KeyFiles,
  { roots }: KeyOrder,
  passphrases: Passphrases,
): Promise<readonly KeyObject[]> {
  const vendor = readVendorFile(files);
  const present = vendor.roots
    .map(({ name }) => name)
    .filter((name) => files.read(keyFileName(name)) !== undefined);
  const signing = roots.length > 0 ? [...new Set(roots)] : present.slice(0, vendor.rootThreshold);
  if (signing.length < vendor.rootThreshold) {
    const have = `${signing.length} of the ${vendor.rootThreshold} root keys that must sign`;
    throw new VendorError('not-found', `only ${have} are here; bring the others into the folder`);
  }
  const keys: KeyObject[] = [];
  for (const name of signing) keys.push(await openRoot(name, { vendor, files, passphrases }));
  return keys;
}

/** A root is the one that the vendor's file names, not merely a key that lies under its name. */
async function openRoot(
  name: string,
  { vendor, files, passphrases }: { vendor: VendorFile; files: KeyFiles; passphrases: Passphrases },
): Promise<KeyObject> {
  const root = vendor.roots.find((candidate) => candidate.name === name);
  if (root === undefined) throw new VendorError('not-found', `there is no root key ${name}`);
  const key = await openKeyOf(files, name, passphrases);
  if (publicKeyOf(key) === root.publicKey) return key;
  throw new VendorError('invalid-file', `the key under the name ${name} is not that root key`);
}
