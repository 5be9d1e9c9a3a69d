/**
 * A vendor's release repository in a folder, with every key in reach: what an attacker could sign with
 * a stolen one, a test can sign too. It says nothing that it was not told to say.
 */
import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Metadata, MetadataKind, Signature } from '@tufjs/models';
import type { Release, VersionedFile } from '../../agent/core/update/release.ts';
import { publicKeyOf } from '../../sync/trust/ed25519.ts';

const SPEC_VERSION = '1.0.34';
const DAY_MS = 24 * 60 * 60 * 1_000;
const VALID_MS = 365 * DAY_MS;

export type Json = Record<string, unknown>;

export interface TufKey {
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly publicHex: string;
}

export function createTufKey(): TufKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  const publicHex = Buffer.from(publicKeyOf(privateKey), 'base64url').toString('hex');
  return { id: sha256(Buffer.from(publicHex, 'hex')), privateKey, publicHex };
}

export interface PublishTerms {
  /** When snapshot and timestamp end to be fresh. */
  readonly expiresMs?: number;
  readonly isMedium?: boolean;
  /** Who signs snapshot and timestamp. */
  readonly signedBy?: readonly TufKey[];
  /** Who signs the delegated roles and the top-level one. */
  readonly targetsSignedBy?: readonly TufKey[];
  /** Changes the snapshot before it is signed. */
  readonly changeSnapshot?: (signed: Json) => Json;
}

interface Delegated {
  readonly paths: readonly string[];
  readonly targets: Record<string, Json>;
  version: number;
}

export class TufRepository {
  readonly folder: string;
  /** `online` signs snapshot and timestamp at the hub, `medium` those of a USB stick. */
  keys: Readonly<Record<'root' | 'targets' | 'online' | 'medium', TufKey>>;
  rootVersion = 1;
  freshVersion = 0;
  targetsVersion = 0;
  readonly firstRoot: Json;
  readonly roles = new Map<string, Delegated>();
  readonly #nowMs: number;

  constructor(folder: string, nowMs: number) {
    this.folder = folder;
    this.#nowMs = nowMs;
    const keys = [createTufKey(), createTufKey(), createTufKey(), createTufKey()] as const;
    this.keys = { root: keys[0], targets: keys[1], online: keys[2], medium: keys[3] };
    this.firstRoot = this.#rootFile([this.keys.root]);
    this.writeMetadata('1.root.json', this.firstRoot);
  }

  /** A release and its archive, which is whatever bytes it is told; it still has to be published. */
  addRelease(release: Release, archive: Buffer): VersionedFile {
    const { channel, platform, version } = release;
    const path = `app/${channel}/${platform}/tillwarden-${version}.tar.gz`;
    const major = version.slice(0, version.indexOf('.'));
    const role = this.role(`app-${channel}-${platform}-${major}`, [
      `app/${channel}/${platform}/tillwarden-${major}.*.tar.gz`,
    ]);
    return { ...this.addTarget(role, { path, custom: release, bytes: archive }), version };
  }

  addRuntime(name: string, platform: string, archive: Buffer): VersionedFile {
    const path = `runtime/${platform}/runtime-${name}.tar.gz`;
    const custom = { runtime: name, platform };
    const role = this.role(`runtime-${platform}`, [`runtime/${platform}/runtime-*.tar.gz`]);
    return { ...this.addTarget(role, { path, custom, bytes: archive }), version: name };
  }

  role(name: string, paths: readonly string[]): Delegated {
    const role = this.roles.get(name) ?? { paths, targets: {}, version: 0 };
    this.roles.set(name, role);
    return role;
  }

  addTarget(
    role: Delegated,
    target: { readonly path: string; readonly custom: object; readonly bytes: Buffer },
  ): Omit<VersionedFile, 'version'> {
    const { path, custom, bytes } = target;
    const hash = sha256(bytes);
    role.targets[path] = { length: bytes.length, hashes: { sha256: hash }, custom: { ...custom } };
    this.write(['targets', ...storedAt(path, hash)], bytes);
    return { path, lengthBytes: bytes.length, sha256: hash };
  }

  /** Signs everything anew. */
  publish(terms: PublishTerms = {}): void {
    const { targetsSignedBy = [this.keys.targets], isMedium = false } = terms;
    const { changeSnapshot = (signed: Json) => signed } = terms;
    this.targetsVersion += 1;
    this.freshVersion += 1;
    const meta: Record<string, Json> = {};
    for (const [name, role] of this.roles) {
      role.version += 1;
      const signed = this.#signed('targets', role.version, { targets: role.targets });
      const bytes = this.writeMetadata(
        `${role.version}.${name}.json`,
        signedFile(MetadataKind.Targets, signed, targetsSignedBy),
      );
      meta[`${name}.json`] = described(role.version, bytes);
    }
    const top = this.#signed('targets', this.targetsVersion, {
      targets: {},
      delegations: this.#delegations(),
    });
    const topBytes = this.writeMetadata(
      `${this.targetsVersion}.targets.json`,
      signedFile(MetadataKind.Targets, top, targetsSignedBy),
    );
    meta['targets.json'] = described(this.targetsVersion, topBytes);
    const signedBy = terms.signedBy ?? [isMedium ? this.keys.medium : this.keys.online];
    const fresh = { ...terms, signedBy };
    this.#publishFreshness(changeSnapshot(this.#fresh('snapshot', fresh, { meta })), fresh);
  }

  /** A root of other keys, signed by the old root keys and by the new ones. */
  rotateRoot(keys: Partial<TufRepository['keys']>): void {
    const signers = [this.keys.root, keys.root ?? this.keys.root];
    this.keys = { ...this.keys, ...keys };
    this.rootVersion += 1;
    this.writeMetadata(`${this.rootVersion}.root.json`, this.#rootFile([...new Set(signers)]));
  }

  writeMetadata(name: string, file: Json): Buffer {
    const bytes = Buffer.from(JSON.stringify(file));
    this.write(['metadata', name], bytes);
    return bytes;
  }

  write(path: readonly string[], bytes: Buffer): void {
    const place = join(this.folder, ...path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, bytes);
  }

  read(name: string): Buffer {
    return readFileSync(join(this.folder, 'metadata', name));
  }

  #publishFreshness(snapshot: Json, terms: PublishTerms & { signedBy: readonly TufKey[] }): void {
    const version = Number(snapshot['version']);
    const bytes = this.writeMetadata(
      `${version}.snapshot.json`,
      signedFile(MetadataKind.Snapshot, snapshot, terms.signedBy),
    );
    const timestamp = this.#fresh('timestamp', terms, {
      meta: { 'snapshot.json': described(version, bytes) },
    });
    this.writeMetadata(
      'timestamp.json',
      signedFile(MetadataKind.Timestamp, timestamp, terms.signedBy),
    );
  }

  #fresh(type: string, { expiresMs, isMedium }: PublishTerms, more: Json): Json {
    const expires = new Date(expiresMs ?? this.#nowMs + VALID_MS).toISOString();
    const mark = isMedium === true ? { 'x-tillwarden-medium': 'usb' } : {};
    return { ...this.#signed(type, this.freshVersion, { ...more, ...mark }), expires };
  }

  #signed(type: string, version: number, more: Json): Json {
    const expires = new Date(this.#nowMs + 10 * VALID_MS).toISOString();
    return { _type: type, spec_version: SPEC_VERSION, version, expires, ...more };
  }

  #delegations(): Json {
    const { targets } = this.keys;
    const roles = [...this.roles].map(([name, { paths }]) => ({
      name,
      paths,
      keyids: [targets.id],
      threshold: 1,
      terminating: false,
    }));
    return { keys: { [targets.id]: keyJson(targets) }, roles };
  }

  #rootFile(signers: readonly TufKey[]): Json {
    const { root, targets, online, medium } = this.keys;
    const of = (...keys: readonly TufKey[]): Json => ({
      keyids: keys.map(({ id }) => id),
      threshold: 1,
    });
    const keys = Object.fromEntries(
      [root, targets, online, medium].map((key) => [key.id, keyJson(key)]),
    );
    const roles = {
      root: of(root),
      targets: of(targets),
      snapshot: of(online, medium),
      timestamp: of(online, medium),
    };
    const signed = this.#signed('root', this.rootVersion, {
      consistent_snapshot: true,
      keys,
      roles,
    });
    return signedFile(MetadataKind.Root, signed, signers);
  }
}

/** Where a target's file lies below `targets`. */
export function storedAt(path: string, hash: string): readonly string[] {
  const parts = path.split('/');
  return [...parts.slice(0, -1), `${hash}.${parts.at(-1) ?? ''}`];
}

export function signedFile(kind: MetadataKind, signed: Json, signers: readonly TufKey[]): Json {
  // The overloads of the library want one kind at a time; what comes back is only signed.
  const metadata = Metadata.fromJSON(kind as MetadataKind.Targets, {
    signed: signed as never,
    signatures: [],
  });
  for (const { id, privateKey } of signers) {
    metadata.sign(
      (bytes) => new Signature({ keyID: id, sig: sign(null, bytes, privateKey).toString('hex') }),
    );
  }
  return metadata.toJSON();
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function keyJson({ publicHex }: TufKey): Json {
  return { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: publicHex } };
}

function described(version: number, bytes: Buffer): Json {
  return { version, length: bytes.length, hashes: { sha256: sha256(bytes) } };
}
