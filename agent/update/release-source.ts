/**
 * Brings releases to the till: from its hub or from a medium, in either case only what the vendor has
 * signed offline and the director has ordered. A fault is told, never thrown.
 */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../hardware/kit/clock.ts';
import { canonicalJson } from '../core/canonical/canonical-json.ts';
import type { VersionedFile } from '../core/update/release.ts';
import type { UpdateOrder } from '../core/update/update-order.ts';
import type { UpdateEvent } from '../core/update/updating.ts';
import { agreedRelease, lineOfOrder } from './agreement.ts';
import { discard, download } from './download.ts';
import { isLaidDown, layDown, type Piece } from './lay-down.ts';
import { askRepository } from './refresh-client.ts';
import type { MetadataSource, RefreshQuestion } from './refresh-words.ts';
import { hubTargets, mediumTargets, type OpenTarget, type StationAtHub } from './target-source.ts';
import { faultOf, UpdateError } from './update-error.ts';
import type { OnUpdatePoint } from './update-point.ts';

export interface ReleaseSourceParts {
  /** The tree the program is installed in. */
  readonly prefix: string;
  /** The trust file's first root metadata; absent: this vendor has no releases. */
  readonly releaseRoot: Readonly<Record<string, unknown>> | undefined;
  /** Absent: the till is not enrolled, and only a medium brings it releases. */
  readonly hub: StationAtHub | undefined;
  /** By the till's reckoning: neither a clock set back nor one far ahead. */
  readonly nowMs: () => number;
  readonly clock: Clock;
  /** The Node this program runs in. */
  readonly nodePath: string;
  readonly onPoint?: OnUpdatePoint | undefined;
  /** What reads metadata, where it is not the till's own. */
  readonly refreshProgram?: string | undefined;
}

interface Order {
  readonly order: UpdateOrder;
  /** Where its files lie, of one that came on a medium. */
  readonly folder?: string | undefined;
}

/** What it came to; which order it was for, who asked knows. */
type Said<Kind extends UpdateEvent['kind']> = Omit<
  Extract<UpdateEvent, { readonly kind: Kind }>,
  'of'
>;

export interface ReleaseSource {
  /** Asks the repository what it has, and whether it means what the director means. */
  readonly check: (order: Order) => Promise<Said<'checked'> | Said<'faulted'>>;
  /** Downloads, verifies and lays down; resolves once all of it is durable. */
  readonly fetch: (order: Order) => Promise<Said<'fetched'> | Said<'faulted'>>;
}

export function createReleaseSource(parts: ReleaseSourceParts): ReleaseSource {
  // In memory only: whoever starts anew asks the repository anew.
  let agreed: string | undefined;
  const check = async (wanted: Order): Promise<Said<'checked'>> => {
    const { releases, targets } = await askRepository(questionOf(wanted, parts), {
      nodePath: parts.nodePath,
      clock: parts.clock,
      program: parts.refreshProgram,
    });
    const release = agreedRelease(wanted.order, targets);
    agreed = canonicalJson(wanted.order);
    return { kind: 'checked', release, releases };
  };
  return {
    check: (wanted) => told('check', () => check(wanted)),
    fetch: (wanted) =>
      told('fetch', async () => {
        if (agreed !== canonicalJson(wanted.order)) await check(wanted);
        await fetchOrder(wanted, parts);
        return { kind: 'fetched', version: wanted.order.application.version };
      }),
  };
}

async function told<Outcome>(
  stage: 'check' | 'fetch',
  deed: () => Promise<Outcome>,
): Promise<Outcome | Said<'faulted'>> {
  try {
    return await deed();
  } catch (cause) {
    const fault = faultOf(cause);
    if (fault === undefined) throw cause;
    return { kind: 'faulted', stage, ...fault };
  }
}

function questionOf({ order, folder }: Order, parts: ReleaseSourceParts): RefreshQuestion {
  const { prefix, releaseRoot, nowMs } = parts;
  if (releaseRoot === undefined) {
    throw new UpdateError('untrusted-metadata', 'the trust file names no root of releases');
  }
  const updates = join(prefix, 'updates');
  const network = join(updates, 'metadata');
  const medium = join(updates, 'medium-metadata');
  return {
    source: sourceOf(folder, parts),
    folder: folder === undefined ? network : medium,
    otherFolders: [folder === undefined ? medium : network],
    scratch: join(updates, '.scratch'),
    trustedRoot: releaseRoot,
    nowMs: nowMs(),
    paths: [order.application.path, order.runtime.path],
    releasesOf: lineOfOrder(order),
  };
}

const METADATA_PATH = '/v1/releases/metadata/';

function sourceOf(folder: string | undefined, { hub }: ReleaseSourceParts): MetadataSource {
  if (folder !== undefined) return { kind: 'medium', folder };
  const { url, ca, pins } = requireHub(hub).address;
  const own = ca === undefined ? {} : { ca };
  return {
    kind: 'network',
    url: `${url.replace(/\/$/, '')}${METADATA_PATH}`,
    pins: [...pins],
    ...own,
  };
}

function requireHub(hub: StationAtHub | undefined): StationAtHub {
  if (hub !== undefined) return hub;
  throw new UpdateError('unreachable', 'this till has no hub');
}

async function fetchOrder({ order, folder }: Order, parts: ReleaseSourceParts): Promise<void> {
  const { application, runtime } = order;
  const openTarget =
    folder === undefined ? hubTargets(requireHub(parts.hub), parts.nowMs) : mediumTargets(folder);
  const downloads = join(parts.prefix, 'updates', 'downloads');
  await mkdir(downloads, { recursive: true });
  await clearOthers(downloads, [application, runtime]);
  // The runtime first: a release never bears its name without what it runs with.
  await fetchPiece({ ...parts, openTarget, downloads }, runtime, {
    kind: 'runtime',
    version: runtime.version,
    sha256: runtime.sha256,
  });
  await fetchPiece({ ...parts, openTarget, downloads }, application, {
    kind: 'application',
    version: application.version,
    sha256: application.sha256,
    runtime: runtime.version,
  });
}

interface Places extends Pick<ReleaseSourceParts, 'prefix' | 'clock' | 'onPoint'> {
  readonly openTarget: OpenTarget;
  readonly downloads: string;
}

async function fetchPiece(places: Places, file: VersionedFile, piece: Piece): Promise<void> {
  const { prefix, clock, openTarget, downloads, onPoint = () => undefined } = places;
  const place = join(downloads, partName(file));
  if (!(await isLaidDown(prefix, piece))) {
    await download({ file, openTarget, place, clock, onPoint });
    await layDown(prefix, { ...piece, archive: place }, onPoint);
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
