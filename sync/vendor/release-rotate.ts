/** Keys of the repository added, removed, replaced: a new root, or less where no root is needed. */
import type { KeyObject } from 'node:crypto';
import { publicKeyOf } from '../trust/ed25519.ts';
import type { RootFile, TargetsFile, TufKeys, TufRole } from '../trust/tuf/metadata.ts';
import { readRepository, type Repository } from '../trust/tuf/read-repository.ts';
import { tufKeyId, tufKeyOf } from '../trust/tuf/tuf-key.ts';
import {
  assertNothingWaits,
  proposeChange,
  type ChangeOutcome,
  type ReleaseVault,
} from './release-change.ts';
import { metadataFiles } from './release-files.ts';
import {
  nextReleaseKeyName,
  releaseKeyRoleOf,
  type NewReleaseKey,
  type ReleaseKeyRole,
} from './release-keys.ts';
import { readSettings, type ReleaseSettings } from './release-settings.ts';
import { signedTerms } from './release-terms.ts';
import { VendorError } from './vendor-error.ts';

export interface KeyRotation {
  /** Roles that get a new key. */
  readonly add: readonly ReleaseKeyRole[];
  /** Names, or ids, of keys that sign no more. */
  readonly remove: readonly string[];
  /** How many root keys must sign from now on; absent: as many as until now. */
  readonly threshold?: number | undefined;
  /** The hub's, where a freshness key is added and a hub is to have it. */
  readonly freshnessKey?: KeyObject | undefined;
}

/**
 * The new root is signed by as many of the old root keys as must, and of the new ones. Where only
 * keys that sign releases change, the top role says so and the root stays. Without any change the
 * root is signed for its full time again. Throws `VendorError`.
 */
export async function rotateKeys(
  vault: ReleaseVault,
  rotation: KeyRotation,
  nowMs: number,
): Promise<ChangeOutcome> {
  using _lock = vault.files.lock();
  assertNothingWaits(vault.files);
  const settings = readSettings(vault.files);
  const repository = readRepository(metadataFiles(vault.files));
  const removed = rotation.remove.map((name) => removedKey(name, { repository, settings }));
  assertEnoughRemain(repository, { rotation, removed });
  const added = await makeKeys(vault, rotation, settings);
  const change = { added, removed, threshold: rotation.threshold };
  const keyNames = {
    ...settings.keyNames,
    ...Object.fromEntries(added.map(({ name, key }) => [idOf(key), name])),
  };
  return await proposeChange(vault, {
    summary: summaryOf(change),
    settings: { ...settings, keyNames },
    root: newRoot(repository, change, { nowMs, days: settings.days.root }),
    roles: newRoles(repository, change, { nowMs, days: settings.days }),
  });
}

interface RemovedKey {
  readonly id: string;
  readonly name: string;
  readonly role: ReleaseKeyRole;
}

interface AddedKey extends NewReleaseKey {
  readonly role: ReleaseKeyRole;
}

interface RotatedKeys {
  readonly added: readonly AddedKey[];
  readonly removed: readonly RemovedKey[];
  readonly threshold?: number | undefined;
}

function removedKey(
  wanted: string,
  facts: { readonly repository: Repository; readonly settings: ReleaseSettings },
): RemovedKey {
  const { root, roles } = facts.repository;
  const { keyNames } = facts.settings;
  const delegated = roles[0]?.file.signed.delegations?.keys ?? {};
  const ids = [...Object.keys(root.signed.keys), ...Object.keys(delegated)];
  const id = ids.find((candidate) => candidate === wanted || keyNames[candidate] === wanted);
  const name = id === undefined ? '' : (keyNames[id] ?? id);
  const role = releaseKeyRoleOf(name);
  if (id !== undefined && role !== undefined) return { id, name, role };
  throw new VendorError(
    'not-found',
    `There is no key ${wanted} in the repository, so nothing was changed. See: tillwarden release show`,
  );
}

function assertEnoughRemain(
  { root, roles }: Repository,
  {
    rotation,
    removed,
  }: { readonly rotation: KeyRotation; readonly removed: readonly RemovedKey[] },
): void {
  const { root: roots, targets, timestamp } = root.signed.roles;
  const delegated = Object.keys(roles[0]?.file.signed.delegations?.keys ?? {});
  const left: readonly (readonly [TufRole, readonly ReleaseKeyRole[]])[] = [
    [{ ...roots, threshold: rotation.threshold ?? roots.threshold }, ['root']],
    [targets, ['targets']],
    [{ keyids: delegated, threshold: 1 }, ['delegated']],
    [timestamp, ['freshness', 'medium']],
  ];
  for (const [{ keyids, threshold }, kinds] of left) {
    const gone = removed.filter(({ id }) => keyids.includes(id)).length;
    const more = rotation.add.filter((role) => kinds.includes(role)).length;
    const count = keyids.length - gone + more;
    if (count >= threshold) continue;
    throw new VendorError(
      'invalid-request',
      `That would leave ${count} ${kinds.join(' or ')} keys where ${threshold} must sign, so ` +
        `nothing was changed. Add one in the same command: --add ${kinds[0]}`,
    );
  }
}

async function makeKeys(
  { keyring }: ReleaseVault,
  { add, freshnessKey }: KeyRotation,
  { keyNames }: ReleaseSettings,
): Promise<readonly AddedKey[]> {
  const added: AddedKey[] = [];
  for (const role of add) {
    const taken = [...Object.values(keyNames), ...added.map(({ name }) => name)];
    const isHubs = role === 'freshness' && freshnessKey !== undefined;
    const made = isHubs
      ? { name: nextReleaseKeyName(role, taken), key: freshnessKey }
      : await keyring.make(role, taken);
    added.push({ ...made, role });
  }
  return added;
}

function newRoot(
  { root: { signed } }: Repository,
  change: RotatedKeys,
  terms: { readonly nowMs: number; readonly days: number },
): RootFile | undefined {
  const { added, removed, threshold } = change;
  const changed = [...added, ...removed];
  const isBelow = changed.length > 0 && changed.every(({ role }) => role === 'delegated');
  if (isBelow && threshold === undefined) return undefined;
  const { root, targets, snapshot, timestamp } = signed.roles;
  const roles = {
    ...signed.roles,
    root: { ...withKeys(root, change, ['root']), threshold: threshold ?? root.threshold },
    targets: withKeys(targets, change, ['targets']),
    snapshot: withKeys(snapshot, change, ['freshness', 'medium']),
    timestamp: withKeys(timestamp, change, ['freshness', 'medium']),
  };
  const ours = added.filter(({ role }) => role !== 'delegated');
  const keys = withoutRemoved({ ...signed.keys, ...keysOf(ours) }, removed);
  const common = signedTerms(signed.version + 1, terms);
  return { signatures: [], signed: { ...signed, ...common, keys, roles } };
}

/** Files that keys have signed which sign no more are signed anew. */
function newRoles(
  { roles }: Repository,
  change: RotatedKeys,
  { nowMs, days }: { readonly nowMs: number; readonly days: ReleaseSettings['days'] },
): Readonly<Record<string, TargetsFile>> {
  const [top, ...delegated] = roles;
  const touches = (wanted: ReleaseKeyRole) =>
    [...change.added, ...change.removed].some(({ role }) => role === wanted);
  if (top === undefined || (!touches('targets') && !touches('delegated'))) return {};
  const { signed } = top.file;
  const before = signed.delegations ?? { keys: {}, roles: [] };
  const ours = change.added.filter(({ role }) => role === 'delegated');
  const delegations = {
    ...before,
    keys: withoutRemoved({ ...before.keys, ...keysOf(ours) }, change.removed),
    roles: before.roles.map((role) => ({ ...role, ...withKeys(role, change, ['delegated']) })),
  };
  const common = signedTerms(top.version + 1, { nowMs, days: days.targets });
  const targets = { signatures: [], signed: { ...signed, ...common, delegations } };
  if (change.removed.every(({ role }) => role !== 'delegated')) return { targets };
  const anew = delegated.map(({ name, version, file }) => {
    const terms = signedTerms(version + 1, { nowMs, days: days.delegated });
    return [name, { signatures: [], signed: { ...file.signed, ...terms } }] as const;
  });
  return { ...Object.fromEntries(anew), targets };
}

function withKeys<Role extends TufRole>(
  role: Role,
  { added, removed }: RotatedKeys,
  kinds: readonly ReleaseKeyRole[],
): Role {
  const gone = new Set(removed.map(({ id }) => id));
  const ours = added.filter((key) => kinds.includes(key.role)).map(({ key }) => idOf(key));
  return { ...role, keyids: [...role.keyids.filter((id) => !gone.has(id)), ...ours] };
}

function withoutRemoved(keys: TufKeys, removed: readonly RemovedKey[]): TufKeys {
  const gone = new Set(removed.map(({ id }) => id));
  return Object.fromEntries(Object.entries(keys).filter(([id]) => !gone.has(id)));
}

function keysOf(keys: readonly NewReleaseKey[]): TufKeys {
  return Object.fromEntries(keys.map(({ key }) => [idOf(key), tufKeyOf(publicKeyOf(key))]));
}

function idOf(key: KeyObject): string {
  return tufKeyId(publicKeyOf(key));
}

function summaryOf({ added, removed, threshold }: RotatedKeys): string {
  const parts = [
    ...added.map(({ name }) => `add the key ${name}`),
    ...removed.map(({ name }) => `remove the key ${name}`),
    ...(threshold === undefined ? [] : [`let ${threshold} root keys sign`]),
  ];
  return parts.length === 0 ? 'the same root for its full time again' : parts.join(', ');
}
