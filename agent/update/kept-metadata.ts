/**
 * The metadata a till keeps of one source. `tuf-js` writes in place and is lost for ever with a torn
 * root: it works in a scratch folder, and what it has verified there comes here file by file, each
 * whole or not at all, the root first.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TrustedMetadataStore } from 'tuf-js/dist/store.js';
import { writeDurably } from './durable-file.ts';
import { isSystemError, UpdateError } from './update-error.ts';

const ROOT = 'root.json';
/** The same root once more: a damaged file must not cost a till its vendor's later keys. */
const ROOT_AGAIN = 'root.json.kept';
const SUFFIX = '.json';
/** Top-level roles and as many delegations as a repository has for one till. */
const FILES_MAX = 1_000;
/** What comes after the root, in the order in which each vouches for the next. */
const ORDER: readonly string[] = [ROOT, 'timestamp.json', 'snapshot.json', 'targets.json'];

export interface KeptPlaces {
  readonly folder: string;
  readonly otherFolders: readonly string[];
  readonly scratch: string;
  readonly trustedRoot: object;
}

/** Lays out for `tuf-js` what is kept, beneath the newest root that is known and readable. */
export async function layOutMetadata(places: KeptPlaces): Promise<void> {
  const { folder, scratch } = places;
  await mkdir(folder, { recursive: true });
  for (const name of await metadataNames(folder)) {
    const bytes = await readIfThere(join(folder, name));
    if (bytes !== undefined) await writeFile(join(scratch, name), bytes);
  }
  await writeFile(join(scratch, ROOT), await newestRoot(places));
}

/** Keeps what was verified. `tuf-js` leaves nothing else in its folder, also when it fails. */
export async function keepMetadata(
  { folder, scratch }: Pick<KeptPlaces, 'folder' | 'scratch'>,
  onKept: (name: string) => void,
): Promise<void> {
  for (const name of inOrder(await metadataNames(scratch))) {
    const bytes = await readFile(join(scratch, name));
    await keepFile(join(folder, name), bytes);
    onKept(name);
    if (name === ROOT) await keepFile(join(folder, ROOT_AGAIN), bytes);
  }
}

async function keepFile(path: string, bytes: Buffer): Promise<void> {
  const kept = await readIfThere(path);
  if (kept === undefined || !kept.equals(bytes)) await writeDurably(path, bytes);
}

/**
 * Each of these was verified when it came here; the trust file's is the first of them all. A medium's
 * root counts for the network and the other way round, so that keys once withdrawn stay so.
 */
async function newestRoot({ folder, otherFolders, trustedRoot }: KeptPlaces): Promise<Buffer> {
  const paths = [folder, ...otherFolders].flatMap((of) => [join(of, ROOT), join(of, ROOT_AGAIN)]);
  const kept = await Promise.all(paths.map(readIfThere));
  let newest: { readonly version: number; readonly bytes: Buffer } | undefined;
  for (const bytes of [...kept, Buffer.from(JSON.stringify(trustedRoot))]) {
    const version = bytes === undefined ? undefined : rootVersion(bytes);
    if (bytes === undefined || version === undefined) continue;
    if (newest === undefined || version > newest.version) newest = { version, bytes };
  }
  if (newest !== undefined) return newest.bytes;
  throw new UpdateError('untrusted-metadata', 'the trust file holds no genuine root metadata');
}

/** Undefined for what is torn, or not signed by itself. */
function rootVersion(bytes: Buffer): number | undefined {
  try {
    return new TrustedMetadataStore(bytes).root.signed.version;
  } catch {
    return undefined;
  }
}

async function metadataNames(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder);
  return names.filter((name) => name.endsWith(SUFFIX)).slice(0, FILES_MAX);
}

function inOrder(names: readonly string[]): readonly string[] {
  const others = names.filter((name) => !ORDER.includes(name));
  return [...ORDER.filter((name) => names.includes(name)), ...others];
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (cause) {
    // An unreadable file is worth as much as none: it is fetched again, and verified.
    if (isSystemError(cause)) return undefined;
    throw cause;
  }
}
