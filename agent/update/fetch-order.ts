/** Brings the two files of an order to disk and lays them down. */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../hardware/kit/clock.ts';
import type { VersionedFile } from '../core/update/release.ts';
import type { UpdateOrder } from '../core/update/update-order.ts';
import { discard, download } from './download.ts';
import { isLaidDown, layDown, type Piece } from './lay-down.ts';
import type { OpenTarget } from './target-source.ts';
import type { OnUpdatePoint } from './update-point.ts';

export interface FetchParts {
  /** The tree the program is installed in. */
  readonly prefix: string;
  readonly openTarget: OpenTarget;
  readonly clock: Clock;
  /** Breaks it off; what is downloaded by then stays. */
  readonly signal: AbortSignal;
  readonly onPoint?: OnUpdatePoint | undefined;
}

/** Resolves once all of it is durable. Rejects with `UpdateError`, or as the disk does. */
export async function fetchOrder(order: UpdateOrder, parts: FetchParts): Promise<void> {
  const { application, runtime } = order;
  const downloads = join(parts.prefix, 'updates', 'downloads');
  await mkdir(downloads, { recursive: true });
  await clearOthers(downloads, [application, runtime]);
  // The runtime first: a release never bears its name without what it runs with.
  await fetchPiece({ ...parts, downloads }, runtime, {
    kind: 'runtime',
    version: runtime.version,
    sha256: runtime.sha256,
  });
  await fetchPiece({ ...parts, downloads }, application, {
    kind: 'application',
    version: application.version,
    sha256: application.sha256,
    runtime: runtime.version,
  });
}

interface Places extends FetchParts {
  readonly downloads: string;
}

async function fetchPiece(places: Places, file: VersionedFile, piece: Piece): Promise<void> {
  const { prefix, downloads, signal, onPoint = () => undefined } = places;
  const place = join(downloads, partName(file));
  if (!(await isLaidDown(prefix, piece))) {
    await download({ ...places, file, place, onPoint });
    await layDown(prefix, { ...piece, archive: place, signal }, onPoint);
  }
  await discard(place);
  onPoint('downloads-cleared');
}

function partName({ sha256 }: VersionedFile): string {
  return `${sha256}.part`;
}

/** What an order that is no longer wanted has left. */
async function clearOthers(downloads: string, wanted: readonly VersionedFile[]): Promise<void> {
  const kept = wanted.map(partName);
  for (const name of await readdir(downloads)) {
    if (!kept.some((one) => name.startsWith(one))) await rm(join(downloads, name), { force: true });
  }
}
