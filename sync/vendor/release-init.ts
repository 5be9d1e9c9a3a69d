import type { KeyObject } from 'node:crypto';
import { publicKeyOf } from '../trust/ed25519.ts';
import type { RootFile, TargetsFile, TufKeys } from '../trust/tuf/metadata.ts';
import { tufKeyId, tufKeyOf } from '../trust/tuf/tuf-key.ts';
import { proposeChange, type ChangeOutcome, type ReleaseVault } from './release-change.ts';
import { nextReleaseKeyName, type NewReleaseKey, type ReleaseKeyRole } from './release-keys.ts';
import { isRepository, type ReleaseSettings } from './release-settings.ts';
import { signedTerms } from './release-terms.ts';
import { VendorError } from './vendor-error.ts';

export interface NewRepository {
  readonly vendor: string;
  readonly isDemo: boolean;
  readonly roots: number;
  readonly threshold: number;
  readonly days: ReleaseSettings['days'];
  /** The hub's key where a hub is to have it; absent: it is made in the folder as the others are. */
  readonly freshnessKey?: KeyObject | undefined;
}

/** Makes the keys and the first root of a repository without releases. Throws `VendorError`. */
export async function initRelease(
  vault: ReleaseVault,
  wanted: NewRepository,
  nowMs: number,
): Promise<ChangeOutcome> {
  using _lock = vault.files.lock();
  if (isRepository(vault.files)) {
    throw new VendorError('exists', 'There is a release repository in this folder; it is kept.');
  }
  const made = await makeKeys(vault, wanted);
  const { vendor, isDemo, days } = wanted;
  const keyNames = Object.fromEntries(
    Object.values(made).flatMap((keys) => keys.map(({ key, name }) => [idOf(key), name])),
  );
  return await proposeChange(vault, {
    summary: 'the first root of the release repository',
    settings: {
      format: 'tillwarden-release-repository-v1',
      vendor,
      isDemo,
      days,
      keyNames,
      yanked: [],
    },
    root: firstRoot(made, wanted, nowMs),
    roles: { targets: firstTargets(made, days.targets, nowMs) },
  });
}

type MadeKeys = Readonly<Record<ReleaseKeyRole, readonly NewReleaseKey[]>>;

async function makeKeys({ keyring }: ReleaseVault, wanted: NewRepository): Promise<MadeKeys> {
  const root: NewReleaseKey[] = [];
  for (let made = 0; made < wanted.roots; made += 1) root.push(await keyring.make('root', []));
  const { freshnessKey } = wanted;
  return {
    root,
    targets: [await keyring.make('targets', [])],
    delegated: [await keyring.make('delegated', [])],
    medium: [await keyring.make('medium', [])],
    freshness: [
      freshnessKey === undefined
        ? await keyring.make('freshness', [])
        : { name: nextReleaseKeyName('freshness', []), key: freshnessKey },
    ],
  };
}

function firstRoot(made: MadeKeys, { threshold, days }: NewRepository, nowMs: number): RootFile {
  const { root, targets, medium, freshness } = made;
  const fresh = { keyids: idsOf([...freshness, ...medium]), threshold: 1 };
  return {
    signatures: [],
    signed: {
      _type: 'root',
      ...signedTerms(1, { nowMs, days: days.root }),
      consistent_snapshot: true,
      keys: keysOf([...root, ...targets, ...freshness, ...medium]),
      roles: {
        root: { keyids: idsOf(root), threshold },
        targets: { keyids: idsOf(targets), threshold: 1 },
        snapshot: fresh,
        timestamp: fresh,
      },
    },
  };
}

function firstTargets({ delegated }: MadeKeys, days: number, nowMs: number): TargetsFile {
  return {
    signatures: [],
    signed: {
      _type: 'targets',
      ...signedTerms(1, { nowMs, days }),
      targets: {},
      delegations: { keys: keysOf(delegated), roles: [] },
    },
  };
}

function keysOf(keys: readonly NewReleaseKey[]): TufKeys {
  return Object.fromEntries(keys.map(({ key }) => [idOf(key), tufKeyOf(publicKeyOf(key))]));
}

function idsOf(keys: readonly NewReleaseKey[]): string[] {
  return keys.map(({ key }) => idOf(key));
}

function idOf(key: KeyObject): string {
  return tufKeyId(publicKeyOf(key));
}
