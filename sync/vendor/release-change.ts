/**
 * A change of the repository: new metadata, proposed as one file, signed by one person after the
 * other, and in force all at once when every part of it has the signatures it must have.
 */
import { z } from 'zod';
import { parseJson } from '../trust/parse-json.ts';
import {
  rootFileSchema,
  targetsFileSchema,
  type MetadataFile,
  type RootFile,
  type TargetsFile,
  type TufKeys,
  type TufRole,
} from '../trust/tuf/metadata.ts';
import { readRepository } from '../trust/tuf/read-repository.ts';
import { metadataText, signMetadata } from '../trust/tuf/sign-metadata.ts';
import { signersOf } from '../trust/tuf/verify-metadata.ts';
import { METADATA, metadataFiles, type RepositoryFiles } from './release-files.ts';
import type { ReleaseKeyring } from './release-keys.ts';
import { settingsSchema, writeSettings, type ReleaseSettings } from './release-settings.ts';
import { VendorError } from './vendor-error.ts';

/** A repository, and the keys that are at hand. */
export interface ReleaseVault {
  readonly files: RepositoryFiles;
  readonly keyring: ReleaseKeyring;
}

/** What is to be signed; without signatures yet, or with some. */
export interface ReleaseChange {
  /** For those who are to sign it. */
  readonly summary: string;
  readonly settings: ReleaseSettings;
  readonly root?: RootFile | undefined;
  /** Targets roles by name, `targets` among them. */
  readonly roles: Readonly<Record<string, TargetsFile>>;
}

/** A part of a change that lacks signatures. */
export interface MissingSignatures {
  readonly name: string;
  readonly have: number;
  readonly need: number;
  /** Of the keys that could sign, as far as they have names. */
  readonly keys: readonly string[];
}

export type ChangeOutcome =
  | { readonly kind: 'in-force'; readonly summary: string }
  | {
      readonly kind: 'waiting';
      readonly summary: string;
      readonly missing: readonly MissingSignatures[];
    };

const PENDING_FILE = 'pending.json';

const changeSchema: z.ZodType<ReleaseChange> = z.strictObject({
  summary: z.string(),
  settings: settingsSchema,
  root: rootFileSchema.optional(),
  roles: z.record(z.string(), targetsFileSchema),
});

/** The caller holds the lock. Throws `VendorError` `waiting` where another change does. */
export async function proposeChange(
  vault: ReleaseVault,
  change: ReleaseChange,
): Promise<ChangeOutcome> {
  assertNothingWaits(vault.files);
  return await signAndSettle(vault, change);
}

/** Signs what waits with the keys that are at hand. Throws `VendorError` where nothing waits. */
export async function signPending(vault: ReleaseVault): Promise<ChangeOutcome> {
  using _lock = vault.files.lock();
  const change = pendingChange(vault.files);
  if (change === undefined) {
    throw new VendorError(
      'not-found',
      'Nothing waits for signatures. All that is there is signed.',
    );
  }
  return await signAndSettle(vault, change);
}

/** Throws `VendorError` `waiting`. */
export function assertNothingWaits(files: RepositoryFiles): void {
  const change = pendingChange(files);
  if (change === undefined) return;
  throw new VendorError(
    'waiting',
    `A change waits for signatures: ${change.summary}. Sign it first (tillwarden release sign), ` +
      `or drop it (tillwarden release sign --drop). What is published is as it was.`,
  );
}

/** The change that waits for signatures, if one does. Throws `VendorError` for a damaged one. */
function pendingChange(files: RepositoryFiles): ReleaseChange | undefined {
  const text = files.read(PENDING_FILE);
  if (text === undefined) return undefined;
  const parsed = changeSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new VendorError(
    'invalid-file',
    `${PENDING_FILE} is damaged. Drop it (tillwarden release sign --drop) and say the change again.`,
  );
}

/** What the change says it does that waits for signatures, if one does. Throws `VendorError`. */
export function pendingSummary(files: RepositoryFiles): string | undefined {
  return pendingChange(files)?.summary;
}

/** Forgets what waits, be it damaged; false where nothing did. Nothing of it was published. */
export function dropPending(files: RepositoryFiles): boolean {
  using _lock = files.lock();
  const isThere = files.read(PENDING_FILE) !== undefined;
  files.remove(PENDING_FILE);
  return isThere;
}

async function signAndSettle(vault: ReleaseVault, proposed: ReleaseChange): Promise<ChangeOutcome> {
  const change = await signed(vault, proposed);
  const { files } = vault;
  const missing = missingIn(change, files);
  files.replace(PENDING_FILE, `${JSON.stringify(change)}\n`);
  if (missing.length > 0) return { kind: 'waiting', summary: change.summary, missing };
  putInForce(files, change);
  return { kind: 'in-force', summary: change.summary };
}

/**
 * A reader in between takes the newest that fits together, so what is below stands before what
 * names it: new roles, then the top one, then the root. Interrupted, it is done again as a whole.
 */
function putInForce(files: RepositoryFiles, { root, roles, settings }: ReleaseChange): void {
  const { targets, ...delegated } = roles;
  const ordered: readonly (readonly [string, MetadataFile | undefined])[] = [
    ...Object.entries(delegated),
    ['targets', targets],
    ['root', root],
  ];
  for (const [name, file] of ordered) {
    if (file === undefined) continue;
    files.replace(`${METADATA}/${file.signed.version}.${name}.json`, metadataText(file));
  }
  writeSettings(files, settings);
  files.remove(PENDING_FILE);
}

async function signed(vault: ReleaseVault, change: ReleaseChange): Promise<ReleaseChange> {
  const rulesOf = rulesFor(change, vault.files);
  const sign = (name: string, file: RootFile | TargetsFile) =>
    signedAsFarAsPossible(file, rulesOf(name), vault.keyring);
  const roles: Record<string, TargetsFile> = {};
  for (const [name, file] of Object.entries(change.roles)) {
    roles[name] = { ...file, signatures: await sign(name, file) };
  }
  const { root } = change;
  if (root === undefined) return { ...change, roles };
  return { ...change, roles, root: { ...root, signatures: await sign('root', root) } };
}

/** Who must sign a file: as many as this role demands, of these keys. */
interface SigningRule {
  readonly role: TufRole;
  readonly keys: TufKeys;
}

/** No key more than must: each costs somebody a passphrase. */
async function signedAsFarAsPossible(
  file: RootFile | TargetsFile,
  rules: readonly SigningRule[],
  keyring: ReleaseKeyring,
): Promise<MetadataFile['signatures']> {
  let result: MetadataFile = file;
  for (const { role, keys } of rules) {
    for (const keyId of role.keyids) {
      const signers = signersOf(result, role, keys);
      if (signers.length >= role.threshold) break;
      if (signers.includes(keyId) || !keyring.names().has(keyId)) continue;
      result = signMetadata(result, [await keyring.open(keyId)]);
    }
  }
  return result.signatures;
}

function missingIn(change: ReleaseChange, files: RepositoryFiles): readonly MissingSignatures[] {
  const rulesOf = rulesFor(change, files);
  const { keyNames } = change.settings;
  const parts: readonly (readonly [string, MetadataFile])[] = [
    ...(change.root === undefined ? [] : [['root', change.root] as const]),
    ...Object.entries(change.roles),
  ];
  return parts.flatMap(([name, file]) =>
    rulesOf(name).flatMap(({ role, keys }) => {
      const signers = signersOf(file, role, keys);
      const others = role.keyids.filter((keyId) => !signers.includes(keyId));
      const names = others.map((keyId) => keyNames[keyId] ?? keyId);
      return signers.length >= role.threshold
        ? []
        : [{ name, have: signers.length, need: role.threshold, keys: names }];
    }),
  );
}

/** What each file of a change must be signed by, as the change itself would have it. */
function rulesFor(
  change: ReleaseChange,
  files: RepositoryFiles,
): (name: string) => readonly SigningRule[] {
  const isFirst = change.root?.signed.version === 1;
  const current = isFirst ? undefined : readRepository(metadataFiles(files));
  const root = change.root ?? current?.root;
  const top = change.roles['targets'] ?? current?.roles[0]?.file;
  return (name) => {
    if (root === undefined || top === undefined) throw unsignable(name);
    const { roles, keys } = root.signed;
    if (name === 'root') return [...oldRootRule(root, files), { role: roles.root, keys }];
    if (name === 'targets') return [{ role: roles.targets, keys }];
    const role = top.signed.delegations?.roles.find((delegated) => delegated.name === name);
    if (role === undefined) throw unsignable(name);
    return [{ role, keys: top.signed.delegations?.keys ?? {} }];
  };
}

function unsignable(name: string): VendorError {
  return new VendorError('invalid-file', `nothing says who signs ${name}: drop this change`);
}

/** A root is also signed by as many keys as the one before it demands. */
function oldRootRule({ signed }: RootFile, files: RepositoryFiles): readonly SigningRule[] {
  if (signed.version === 1) return [];
  const text = files.read(`${METADATA}/${signed.version - 1}.root.json`) ?? '';
  const { keys, roles } = rootFileSchema.parse(parseJson(text)).signed;
  return [{ role: roles.root, keys }];
}
