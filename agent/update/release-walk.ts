/** All releases that the delegations of a repository hold for one channel and platform. */
import type { Targets } from '@tufjs/models';
import type { Updater } from 'tuf-js';
import { TrustedMetadataStore } from 'tuf-js/dist/store.js';
import type { Release } from '../core/update/release.ts';
import { releaseSchema } from '../../sync/trust/release-schema.ts';
import { isReleaseAt, type ReleaseLine } from './release-line.ts';
import { UpdateError } from './update-error.ts';

/** One role a channel, platform and major version: far more versions than anybody makes. */
const ROLES_MAX = 200;
const RELEASES_MAX = 10_000;

/**
 * The releases a refreshed repository has, in no order; one whose description this program does not
 * understand is left out. Where two roles name one path the first of them is heard, as for a single
 * target, and none after a delegation that ends the search.
 */
export async function releasesOf(updater: Updater, line: ReleaseLine): Promise<readonly Release[]> {
  const walk: Walk = {
    updater,
    line,
    store: trustedMetadata(updater),
    found: new Map(),
    seen: new Set(),
    ended: [],
  };
  await visit(walk, 'targets', () => true);
  return [...walk.found.values()].filter((release) => release !== undefined);
}

type IsHeard = (path: string) => boolean;

interface Walk {
  readonly updater: Updater;
  readonly line: ReleaseLine;
  readonly store: TrustedMetadataStore;
  readonly found: Map<string, Release | undefined>;
  readonly seen: Set<string>;
  /** Paths that nobody is asked about any more. */
  readonly ended: IsHeard[];
}

/** `isHeard`: whether the delegations on the way to this role let a path through. */
async function visit(walk: Walk, name: string, isHeard: IsHeard): Promise<void> {
  const { store, seen } = walk;
  const targets = store.getRole(name)?.signed;
  if (targets === undefined || seen.has(name)) return;
  seen.add(name);
  if (seen.size > ROLES_MAX) throw new UpdateError('too-long', 'there are too many delegations');
  take(walk, targets, isHeard);
  for (const role of Object.values(targets.delegations?.roles ?? {})) {
    if (!(await isLoaded(walk, role))) continue;
    const isHeardThere: IsHeard = (path) => isHeard(path) && role.isDelegatedPath(path);
    await visit(walk, role.name, isHeardThere);
    if (role.terminating) walk.ended.push(isHeardThere);
  }
}

function take({ line, found, ended }: Walk, { targets }: Targets, isHeard: IsHeard): void {
  const prefix = prefixOf(line);
  for (const [path, { custom }] of Object.entries(targets)) {
    if (!path.startsWith(prefix) || found.has(path)) continue;
    if (!isHeard(path) || ended.some((isEnded) => isEnded(path))) continue;
    const { data } = releaseSchema.safeParse(custom);
    found.set(path, data !== undefined && isReleaseAt(path, data) ? data : undefined);
  }
  if (found.size > RELEASES_MAX) throw new UpdateError('too-long', 'there are too many releases');
}

function prefixOf({ channel, platform }: ReleaseLine): string {
  return `app/${channel}/${platform}/`;
}

type Delegations = NonNullable<Targets['delegations']>;
type Role = NonNullable<Delegations['roles']>[string];

/**
 * Has a role verified that may hold releases of this line: the search for a path that only fits its
 * pattern passes through it. False for roles of other lines, which are never even fetched.
 */
async function isLoaded({ updater, line }: Walk, role: Role): Promise<boolean> {
  for (const pattern of role.paths ?? []) {
    const name = pattern.split('/').at(-1) ?? '';
    const sample = `${prefixOf(line)}${name.replaceAll(/[*?]/g, 'x')}`;
    if (!role.isDelegatedPath(sample)) continue;
    await updater.getTargetInfo(sample);
    return true;
  }
  return false;
}

/** What `tuf-js` has verified in this refresh; it shows single targets only. */
function trustedMetadata(updater: Updater): TrustedMetadataStore {
  const store: unknown = Reflect.get(updater, 'trustedSet');
  if (store instanceof TrustedMetadataStore) return store;
  throw new TypeError('this version of tuf-js keeps its metadata elsewhere');
}
