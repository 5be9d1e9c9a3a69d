/** The keys that sign releases: certified by the TUF root, not by certificates as the other keys are. */
import type { KeyObject } from 'node:crypto';
import { publicKeyOf } from '../trust/ed25519.ts';
import { tufKeyId } from '../trust/tuf/tuf-key.ts';
import type { KeyFiles, Passphrases } from './key-files.ts';
import { keyFileName } from './key-names.ts';
import { makeSealedKey } from './make-sealed-key.ts';
import { openKeyOf } from './open-key.ts';
import { sealedPublicKey } from './sealed-key.ts';
import { VendorError } from './vendor-error.ts';

export const RELEASE_KEY_ROLES = [
  /** Says which the other keys are; k of n. */
  'root',
  /** Says which folders of the repository there are, and who signs them. */
  'targets',
  /** Signs every release and runtime: one key for all channels and platforms. */
  'delegated',
  /** Snapshot and timestamp of a medium. */
  'medium',
  /** Snapshot and timestamp of the network: the hub's. */
  'freshness',
] as const;

export type ReleaseKeyRole = (typeof RELEASE_KEY_ROLES)[number];

/** The private keys that are at hand. */
export interface ReleaseKeyring {
  /** How the keys that are here are called, by the id that metadata has for them. */
  readonly names: () => ReadonlyMap<string, string>;
  /** Throws `VendorError` where it cannot be opened. */
  readonly open: (keyId: string) => Promise<KeyObject>;
  /** A new key, kept here under a name that none has had. */
  readonly make: (role: ReleaseKeyRole) => Promise<NewReleaseKey>;
}

export interface NewReleaseKey {
  readonly name: string;
  readonly key: KeyObject;
}

const noKey = () => Promise.reject(new VendorError('not-found', 'there are no keys here'));

/** For what needs no signature. */
export const NO_KEYS: ReleaseKeyring = { names: () => new Map(), open: noKey, make: noKey };

/** The keys of a folder, each opened once and only when it is to sign. */
export function folderKeyring(
  files: KeyFiles,
  { passphrases, isDemo }: { readonly passphrases: Passphrases; readonly isDemo: boolean },
): ReleaseKeyring {
  const opened = new Map<string, KeyObject>();
  return {
    names: () => namesById(files),
    open: async (keyId) => {
      const name = namesById(files).get(keyId);
      if (name === undefined) throw new VendorError('not-found', `the key ${keyId} is not here`);
      const key = opened.get(keyId) ?? (await openKeyOf(files, name, passphrases));
      opened.set(keyId, key);
      return key;
    },
    make: async (role) => {
      const name = nextName(files, role);
      const key = await makeSealedKey(files, name, { passphrases, isDemo });
      opened.set(tufKeyId(publicKeyOf(key)), key);
      return { name, key };
    },
  };
}

function namesById(files: KeyFiles): ReadonlyMap<string, string> {
  return new Map(
    releaseKeyNames(files).map((name) => [
      tufKeyId(sealedPublicKey(files.read(keyFileName(name)) ?? '')),
      name,
    ]),
  );
}

function nextName(files: KeyFiles, role: ReleaseKeyRole): string {
  const prefix = `release-${role}-`;
  const serials = releaseKeyNames(files)
    .filter((name) => name.startsWith(prefix))
    .map((name) => Number(name.slice(prefix.length)));
  return `${prefix}${Math.max(0, ...serials) + 1}`;
}

function releaseKeyNames(files: KeyFiles): readonly string[] {
  return files
    .names()
    .map((file) => /^(release-[a-z]+-\d{1,6})\.key\.json$/.exec(file)?.[1])
    .filter((name) => name !== undefined);
}
