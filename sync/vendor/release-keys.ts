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
  /** A new key, kept here under a name that is not taken: keys elsewhere have names too. */
  readonly make: (role: ReleaseKeyRole, taken: readonly string[]) => Promise<NewReleaseKey>;
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
    make: async (role, taken) => {
      const name = nextReleaseKeyName(role, [...taken, ...releaseKeyNames(files)]);
      const key = await makeSealedKey(files, name, { passphrases, isDemo });
      opened.set(tufKeyId(publicKeyOf(key)), key);
      return { name, key };
    },
  };
}

/** A name that no key of the role has had. */
export function nextReleaseKeyName(role: ReleaseKeyRole, taken: readonly string[]): string {
  const serials = taken
    .filter((name) => releaseKeyRoleOf(name) === role)
    .map((name) => Number(name.slice(name.lastIndexOf('-') + 1)));
  return `release-${role}-${Math.max(0, ...serials) + 1}`;
}

/** The role that the name of a key says; undefined for another name. */
export function releaseKeyRoleOf(name: string): ReleaseKeyRole | undefined {
  const role = /^release-([a-z]+)-\d{1,6}$/.exec(name)?.[1];
  return RELEASE_KEY_ROLES.find((candidate) => candidate === role);
}

function namesById(files: KeyFiles): ReadonlyMap<string, string> {
  return new Map(
    releaseKeyNames(files).map((name) => [
      tufKeyId(sealedPublicKey(files.read(keyFileName(name)) ?? '')),
      name,
    ]),
  );
}

const KEY_FILE_END = keyFileName('');

function releaseKeyNames(files: KeyFiles): readonly string[] {
  return files
    .names()
    .filter((file) => file.endsWith(KEY_FILE_END))
    .map((file) => file.slice(0, -KEY_FILE_END.length))
    .filter((name) => releaseKeyRoleOf(name) !== undefined);
}
