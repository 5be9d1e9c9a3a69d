/** Brings the two files of an order to disk and lays them down. */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../hardware/kit/clock.ts';
import type { VersionedFile } from '../core/update/release.ts';
import type { UpdateOrder } from '../core/update/update-order.ts';
import { clearReleases } from './clear-releases.ts';
import { isDiskFull, requireSpace, SYSTEM_SPACE, type DiskSpace } from './disk-space.ts';
import { discard, download, missingBytes } from './download.ts';
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
  /** Of the disk that the tree lies on; the system's own where left out. */
  readonly space?: DiskSpace | undefined;
  readonly onPoint?: OnUpdatePoint | undefined;
}

/** Resolves once all of it is durable. Rejects with `UpdateError`, or as the disk does. */
export async function fetchOrder(order: UpdateOrder, parts: FetchParts): Promise<void> {
  const { application, runtime } = order;
  const downloads = join(parts.prefix, 'updates', 'downloads');
  await mkdir(downloads, { recursive: true });
  await clearOthers(downloads, [application, runtime]);
  await clearReleases(parts.prefix, order);
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
  const { prefix, downloads, onPoint = () => undefined } = places;
  const place = join(downloads, partName(file));
  if (!(await isLaidDown(prefix, piece))) {
    await bring({ ...places, place, onPoint }, file, piece).catch(async (cause: unknown) => {
      // The till needs the room more than a beginning that may go on some day.
      if (isDiskFull(cause)) await discard(place);
      throw cause;
    });
  }
  await discard(place);
  onPoint('downloads-cleared');
}

async function bring(
  places: Places & { readonly place: string; readonly onPoint: OnUpdatePoint },
  file: VersionedFile,
  piece: Piece,
): Promise<void> {
  const { prefix, downloads, place, signal, onPoint, space = SYSTEM_SPACE } = places;
  const archiveBytes = file.lengthBytes;
  await requireSpace(
    downloads,
    { missingBytes: await missingBytes(file, place), archiveBytes },
    space,
  );
  await download({ ...places, file });
  // It may have taken hours: the journal has grown, and whatever else is on the disk.
  await requireSpace(downloads, { missingBytes: 0, archiveBytes }, space);
  await layDown(prefix, { ...piece, archive: place, signal }, onPoint);
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
