/**
 * Brings releases to the till: from its hub or from a medium, in either case only what the vendor has
 * signed offline and the director has ordered. A fault is told, never thrown.
 */
import { join } from 'node:path';
import type { Clock } from '../../hardware/kit/clock.ts';
import { canonicalJson } from '../core/canonical/canonical-json.ts';
import type { UpdateOrder } from '../core/update/update-order.ts';
import type { UpdateEvent } from '../core/update/updating.ts';
import { agreedRelease, lineOfOrder } from './agreement.ts';
import type { DiskSpace } from './disk-space.ts';
import { fetchOrder } from './fetch-order.ts';
import { LatestTurn } from './latest-turn.ts';
import { askRepository, type Repository } from './refresh-client.ts';
import type { MetadataSource, RefreshQuestion } from './refresh-words.ts';
import { hubTargets, mediumTargets, type StationAtHub } from './target-source.ts';
import { faultOf, UpdateError } from './update-error.ts';
import type { OnUpdatePoint } from './update-point.ts';

export interface ReleaseSourceParts {
  /** The tree the program is installed in. */
  readonly prefix: string;
  /** Such as `linux-x64`. */
  readonly platform: string;
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
  /** Of the disk that the tree lies on; the system's own where left out. */
  readonly space?: DiskSpace | undefined;
  /** What reads metadata, where it is not the till's own. */
  readonly refreshProgram?: string | undefined;
}

/** What a till that was ordered nothing looks at. */
const CHANNEL = 'stable';

interface Wanted {
  /** The last order; absent: there was none, and its channel is the one that tills are on. */
  readonly order?: UpdateOrder | undefined;
  /** Where its files lie, of one that came on a medium. */
  readonly folder?: string | undefined;
}

interface Order extends Wanted {
  readonly order: UpdateOrder;
}

/** What it came to; which order it was for, who asked knows. */
type Said<Kind extends UpdateEvent['kind']> = Omit<
  Extract<UpdateEvent, { readonly kind: Kind }>,
  'of'
>;

/**
 * One order at a time, and only the last: a newer question breaks the older off, which then comes to
 * nothing (undefined). So does everything once the source is disposed.
 */
export interface ReleaseSource extends Disposable {
  /** Asks the repository what it has, and whether it means what the director means. */
  readonly check: (order: Order) => Promise<Said<'checked'> | Said<'faulted'> | undefined>;
  /** Asks the repository what it has for this till, and nothing of what is ordered. */
  readonly look: (wanted: Wanted) => Promise<Said<'releases-seen'> | Said<'faulted'> | undefined>;
  /** Downloads, verifies and lays down; resolves once all of it is durable. */
  readonly fetch: (order: Order) => Promise<Said<'fetched'> | Said<'faulted'> | undefined>;
}

export function createReleaseSource(parts: ReleaseSourceParts): ReleaseSource {
  // In memory only: whoever starts anew asks the repository anew.
  let agreed: string | undefined;
  const turn = new LatestTurn();
  const ask = (question: RefreshQuestion, signal: AbortSignal): Promise<Repository> => {
    const { nodePath, clock, refreshProgram: program } = parts;
    return askRepository(question, { nodePath, clock, program, signal });
  };
  const look = async (wanted: Wanted, signal: AbortSignal): Promise<Said<'releases-seen'>> => {
    const { order, folder } = wanted;
    const { channel } = order === undefined ? { channel: CHANNEL } : lineOfOrder(order);
    const line = { channel, platform: parts.platform };
    const question = questionOf({ paths: [], releasesOf: line }, folder, parts);
    const { releases } = await ask(question, signal);
    return { kind: 'releases-seen', releases };
  };
  const check = async (wanted: Order, signal: AbortSignal): Promise<Said<'checked'>> => {
    const { order, folder } = wanted;
    const paths = [order.application.path, order.runtime.path];
    const question = questionOf({ paths, releasesOf: lineOfOrder(order) }, folder, parts);
    const { releases, targets } = await ask(question, signal);
    const release = agreedRelease(order, targets);
    agreed = canonicalJson(order);
    return { kind: 'checked', release, releases };
  };
  const fetch = async (wanted: Order, signal: AbortSignal): Promise<Said<'fetched'>> => {
    const { order, folder } = wanted;
    if (agreed !== canonicalJson(order)) await check(wanted, signal);
    const openTarget =
      folder === undefined
        ? hubTargets(requireHub(parts.hub), parts.nowMs, signal)
        : mediumTargets(folder);
    await fetchOrder(order, { ...parts, openTarget, signal });
    return { kind: 'fetched', version: order.application.version };
  };
  return {
    check: (wanted) => turn.take((signal) => told('check', () => check(wanted, signal))),
    look: (wanted) => turn.take((signal) => told('look', () => look(wanted, signal))),
    fetch: (wanted) => turn.take((signal) => told('fetch', () => fetch(wanted, signal))),
    [Symbol.dispose]: () => turn[Symbol.dispose](),
  };
}

async function told<Outcome>(
  stage: 'look' | 'check' | 'fetch',
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

function questionOf(
  asked: Pick<RefreshQuestion, 'paths' | 'releasesOf'>,
  folder: string | undefined,
  parts: ReleaseSourceParts,
): RefreshQuestion {
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
    ...asked,
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
